-- Reading claims among millions: lists in their order, and search by the words of a person.
--
-- Why the function: PostgreSQL has no dictionary for Chinese, and text without spaces is one word to it.
-- So Chinese is cut into its characters and each two that follow one another, and everything else into
-- words; question and text are cut by the same function, so they meet. It needs no extension.
create function claim_words(printed text) returns text[]
  language sql immutable parallel safe strict
  return (
    select coalesce(array_agg(distinct word), '{}')
    from (
      select (regexp_matches(lower(printed), '[a-z0-9]+', 'g'))[1] as word
      union all
      select substr(run, place, length)
      from (select (regexp_matches(printed, '[一-鿿]+', 'g'))[1] as run) runs
        cross join generate_series(1, length(run)) place
        cross join generate_series(1, 2) length
      where place + length - 1 <= length(run)
    ) words
  );
grant execute on function claim_words(text) to hub_app;

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
