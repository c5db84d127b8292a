-- The book: one append-only log per region with its rows, money and figures. One writer at a time may
-- change a book: each of its batches is one transaction whose first statement is the fence on `book`
-- (epoch and size), so a writer that lost its lease can write nothing. Every table has `book` first in
-- its primary key and is joined only within a book, so a deployment can be distributed by book.
-- Rows are few and narrow on purpose: rows and their indexes are what a command costs.

create table book (
  book text primary key,
  origin text not null unique,
  size bigint not null default 0 check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  -- The time of the last entry; legal time never runs backwards within a book.
  at timestamptz not null default 'epoch',
  -- Whoever writes holds the epoch; taking a new one locks everybody else out.
  epoch bigint not null default 0,
  lease_owner text,
  -- The database's clock, so that servers need not agree on the time.
  lease_until timestamptz not null default '-infinity',
  -- The backend that writes, so that a stuck transaction can be ended by its successor.
  lease_backend integer
) with (fillfactor = 50);

create table entry (
  book text not null,
  idx bigint not null,
  at timestamptz not null,
  type text not null,
  leaf_hash bytea not null,
  -- The exact canonical bytes that were hashed.
  leaf bytea not null,
  primary key (book, idx)
);
alter table entry alter column leaf_hash set storage plain;

-- Full tiles only: partial ones are derived from the last leaf hashes and the tiles below.
create table tile (
  book text not null,
  level smallint not null,
  n bigint not null,
  hashes bytea not null check (octet_length(hashes) = 8192),
  primary key (book, level, n)
);
alter table tile alter column hashes set storage external;

-- Signed checkpoints that were published, at most one a second.
create table checkpoint (
  book text not null,
  size bigint not null,
  root bytea not null,
  note text not null,
  published_at timestamptz not null default clock_timestamp(),
  primary key (book, size)
);

-- Transfers are immutable and belong to one entry; they stand in its leaf too, and the audit compares.
create table transfer (
  book text not null,
  idx bigint not null,
  n integer not null,
  op text not null,
  debit text,
  credit text,
  amount_minor bigint,
  hold text,
  primary key (book, idx, n)
);

-- Accounts keep one version for each batch that touched them: `entry` is the last entry of that batch
-- that did, `since` the size of the book before the batch. So a balance can be read as of any entry.
create table account (
  book text not null,
  account text not null,
  entry bigint not null,
  since bigint not null,
  currency text not null,
  side text not null check (side in ('debit', 'credit')),
  overdraft boolean not null,
  debits_posted bigint not null check (debits_posted >= 0),
  credits_posted bigint not null check (credits_posted >= 0),
  debits_pending bigint not null check (debits_pending >= 0),
  credits_pending bigint not null check (credits_pending >= 0),
  primary key (book, account, entry)
);

create table hold (
  book text not null,
  hold text not null,
  debit text not null,
  credit text not null,
  amount_minor bigint not null check (amount_minor > 0),
  expires_at timestamptz not null,
  state text not null check (state in ('pending', 'posted', 'voided', 'expired')),
  primary key (book, hold)
) with (fillfactor = 80);

-- The running numbers of a party: one row for each batch that concerned it. Number first_number + i
-- stands at entry indexes[i], its salt is bytes 16i to 16i + 15 of salts.
create table party_entries (
  book text not null,
  party text not null,
  first_number bigint not null check (first_number > 0),
  indexes bigint[] not null,
  salts bytea not null,
  primary key (book, party, first_number)
);

-- Figures: one whole number for an indicator, an area and a period, folded in the entry's transaction.
create table cell (
  book text not null,
  indicator text not null,
  area text not null,
  period text not null,
  amount bigint not null,
  primary key (book, indicator, area, period)
) with (fillfactor = 50);

-- Keys are HMACs: the table shows neither who asked nor what. Purged after 30 days; acts that move money
-- have a natural key of their own besides, which is permanent.
create table idempotency_key (
  book text not null,
  key bytea not null,
  command_mac bytea not null,
  idx bigint not null,
  entries integer not null,
  at timestamptz not null,
  primary key (book, key)
);
create index idempotency_key_at on idempotency_key using brin (at);

create table due (
  book text not null,
  due_at timestamptz not null,
  kind text not null,
  key text not null,
  primary key (book, due_at, kind, key)
);
create unique index due_key on due (book, kind, key);

-- One key for each subject, wrapped by the key of the installation. Erasing it erases every value that
-- it encrypts, here and in old copies.
create table subject_key (
  book text not null,
  subject text not null,
  wrapped bytea not null,
  primary key (book, subject)
);

-- Values and salts that leaves only commit to, encrypted for one subject each.
create table disclosure (
  book text not null,
  idx bigint not null,
  field text not null,
  subject text not null,
  box bytea not null,
  primary key (book, idx, field)
);

-- How far a reaction has come: the next command is number `ordinal` of entry `idx`.
create table reaction_cursor (
  book text not null,
  reaction text not null,
  idx bigint not null,
  ordinal integer not null,
  primary key (book, reaction)
) with (fillfactor = 50);

-- Which command of which reaction to which entry was done, for ever.
create table caused (
  book text not null,
  cause_book text not null,
  cause_idx bigint not null,
  reaction text not null,
  ordinal integer not null,
  idx bigint not null,
  primary key (book, cause_book, cause_idx, reaction, ordinal)
);

-- Commands of timers and reactions that were refused although nobody expected it: an operator looks.
create table parked (
  book text not null,
  name text not null,
  refusal text not null,
  command jsonb not null,
  at timestamptz not null,
  primary key (book, name)
);

grant select on all tables in schema public to hub_app;
grant insert on entry, tile, checkpoint, transfer, account, hold, party_entries, cell, idempotency_key,
  due, subject_key, disclosure, reaction_cursor, caused, parked, book to hub_app;
grant update on book, hold, cell, due, reaction_cursor to hub_app;
grant delete on idempotency_key, due, subject_key, disclosure to hub_app;
