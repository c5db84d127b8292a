-- What others have told us of our own books. It lies outside the books and is not replayed: a book cannot be
-- the judge of itself, and a fork is exactly what its own entries do not say.

-- Two checkpoints that a log has signed and no single tree can have. Evidence is kept for ever: the role of
-- the application can neither change nor delete it.
create table fork_evidence (
  id text primary key check (id ~ '^[0-9a-f]{32}$'),
  origin text not null,
  -- The note of the smaller tree, and of the larger or equal one.
  older_note text not null check (octet_length(older_note) <= 65536),
  newer_note text not null check (octet_length(newer_note) <= 65536),
  older_size bigint not null check (older_size >= 0),
  newer_size bigint not null check (newer_size >= older_size),
  -- For two sizes: the root that the newer tree has at the older size, and the way from it to the newer root.
  other_root bytea not null check (octet_length(other_root) = 32),
  proof bytea[] not null check (cardinality(proof) <= 64),
  found_at timestamptz not null
);
create index fork_evidence_by_time on fork_evidence (origin, found_at);

-- The largest signed checkpoint of each log that is ahead of what this hub knows of it. It is judged as soon
-- as the book has come so far; a book that has lost entries never does.
create table gossip_ahead (
  origin text primary key,
  size bigint not null,
  note text not null check (octet_length(note) <= 65536),
  heard_at timestamptz not null
);

grant select, insert on fork_evidence to hub_app;
grant select, insert, update, delete on gossip_ahead to hub_app;
