-- The observatory: published figures as claims, one row for each claim that a book has recorded.
--
-- Why so few columns: pages find claims by what they are about and who published them; everything
-- else (printed digits, scale word, hedge, base, notes) is read only together with its claim, and is
-- kept as the one JSON object that the entry recorded, so that row and entry cannot part.
create table claim (
  book text not null,
  -- Made from source, place and meaning: the same claim has the same id in every book.
  id text not null,
  -- The entry that recorded it: the way from a figure to its receipt.
  entry int8 not null,
  recorded_at timestamptz not null,
  indicator text not null,
  area text not null,
  period text not null,
  publisher text not null,
  -- The id of the publication.
  source text not null,
  claim jsonb not null,
  primary key (book, id)
);

-- Lists are read newest first and turned over by entry; an entry records at most one claim.
create unique index claim_by_entry on claim (book, entry);

-- A claim is shown beside the others on the same fact.
create index claim_by_fact on claim (book, indicator, area, period);

-- Claims are never deleted: a correction is a new vintage.
grant select, insert, update on claim to hub_app;
