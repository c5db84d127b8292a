-- Logs that are closed for cause, and which of a book's entries are theirs. When acknowledged entries are lost for
-- good, a book never goes on under its name: a successor, with an origin and a key of its own, takes its entries
-- over as they are, and says so in its first entry of its own. See docs/decisions/0024-successors.md.

create table succession (
  book text not null,
  -- The entries before this one say the origin below; the one at it is the successor's own first.
  size bigint not null check (size >= 0),
  origin text not null,
  successor text not null,
  -- The policy against which receipts of the closed log verify for ever.
  policy text not null,
  -- What the successor's first entry says.
  said jsonb not null,
  closed_at timestamptz not null default clock_timestamp(),
  primary key (book, size),
  unique (book, origin)
);

grant select on succession to hub_app;
