-- The bank outside of the books. `bank_link` is how far a book has heard its bank, simulated or real. All
-- else here is the bank of the demonstration, invented and marked so: it stands behind the port that a real
-- one will take, knows nothing of the books, and nothing of a book is in its tables. None of it is replayed.

create table bank_link (
  book text primary key,
  -- The bank's running number of the last entry that the book has answered.
  sequence bigint not null default 0 check (sequence >= 0),
  -- The last legal day whose statement the book has answered.
  stated_through text
) with (fillfactor = 50);

-- What the bank said and the book does not take, e.g. another entry under an id that it knows: somebody looks.
create table bank_link_parked (
  book text not null,
  name text not null,
  refusal text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (book, name)
);

create table simulated_bank (
  account text primary key,
  -- Lines that were ever planned: their ids and chances are made from this count and the seed.
  lines bigint not null default 0,
  last_sequence bigint not null default 0,
  -- A bank pays what is there.
  balance_minor bigint not null default 0 check (balance_minor >= 0),
  -- Never runs backwards, and is never inside a day whose statement was given.
  booked_until timestamptz not null default 'epoch'
) with (fillfactor = 50);

-- Lines of the account: planned with the instant at which they come, then booked with a running number.
create table simulated_bank_line (
  account text not null,
  n bigint not null,
  bank_entry text not null,
  kind text not null check (kind in ('credit', 'debit', 'return', 'correction')),
  amount_minor bigint not null check (amount_minor > 0),
  reference text not null,
  payer text,
  -- A line that is sent a second time moves no money.
  is_repeat boolean not null,
  due_at timestamptz not null,
  sequence bigint,
  value_day text,
  primary key (account, n)
);
create unique index simulated_bank_line_booked on simulated_bank_line (account, sequence);
create index simulated_bank_line_planned on simulated_bank_line (account, due_at, n)
  where sequence is null;

-- What it was told to pay, by the id of the payout: once for ever.
create table simulated_bank_order (
  account text not null,
  payout text not null,
  amount_minor bigint not null check (amount_minor > 0),
  destination text not null,
  ordered_at timestamptz not null,
  primary key (account, payout)
);

-- A fault that was asked for by hand; it strikes the payout that is named, or the next one.
create table simulated_bank_fault (
  account text not null,
  n bigint generated always as identity,
  payout text,
  fault text not null,
  struck text,
  primary key (account, n)
);

grant select, insert, update on bank_link, simulated_bank to hub_app;
grant select, insert on bank_link_parked, simulated_bank_line, simulated_bank_order,
  simulated_bank_fault to hub_app;
grant update (sequence, value_day) on simulated_bank_line to hub_app;
grant update (struck) on simulated_bank_fault to hub_app;
