-- Reading claims among millions: lists in their order, and search by the words of a person.
--
-- Why the function: to PostgreSQL a run of Chinese is one word, since it has no spaces. So each Chinese
-- character is set apart and becomes a word; question and text are cut by the same function, so they meet.
-- It needs no extension, and costs a claim some microseconds.
create function set_apart(printed text) returns text
  language sql immutable parallel safe strict
  return regexp_replace(printed, '([一-鿿])', ' \1 ', 'g');
create function claim_words(printed text) returns tsvector
  language sql immutable parallel safe strict
  return to_tsvector('pg_catalog.simple', set_apart(printed));
grant execute on function set_apart(text), claim_words(text) to hub_app;

-- Publisher, publication and printed value; names of indicators and areas are known without a table.
create index claim_by_words on claim
  using gin (claim_words(publisher || ' ' || (claim -> 'source' ->> 'reference') || ' ' || (claim ->> 'value')));

-- Lists are turned over in this order, across books; by area as well, since a page of an area asks so.
create index claim_in_order on claim (indicator, area, period, id, book);
create index claim_of_area on claim (area, indicator, period, id, book);
create index claim_of_publisher on claim (publisher, indicator, area, period, id, book);

-- The order above serves what this served.
drop index claim_by_fact;

-- The hub's own figures are read by indicator and area, over all books.
create index cell_by_indicator on cell (indicator, area, period);
