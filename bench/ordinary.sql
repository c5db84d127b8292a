-- The ordinary way to keep the same records: the rows of one command "confirm use", changed in one
-- transaction of its own. Same columns, same keys and same indexes as the book's tables; no log, no proofs.
create table o_contract (
  contract text primary key, school text not null, entries integer not null, used integer not null,
  state text not null, expires_at timestamptz not null
) with (fillfactor = 70);
create table o_school (
  school text primary key, classes bigint not null, closed boolean not null
) with (fillfactor = 50);
create table o_class_use (class_use text primary key, contract text not null, entry bigint not null);
create table o_account (
  account text primary key, debits bigint not null, credits bigint not null, check (credits >= debits)
) with (fillfactor = 50);
-- So that a balance can be read as of any entry.
create table o_account_version (
  account text, entry bigint, debits bigint not null, credits bigint not null,
  primary key (account, entry)
);
create table o_transfer (
  entry bigint, n integer, debit text not null, credit text not null, amount_minor bigint not null,
  primary key (entry, n)
);
create table o_entry (
  entry bigint generated always as identity primary key, at timestamptz not null default now(),
  type text not null, body text not null
);
create table o_cell (
  indicator text, area text, period text, amount bigint not null,
  primary key (indicator, area, period)
) with (fillfactor = 50);
create table o_party (party text primary key, last bigint not null) with (fillfactor = 50);
create table o_party_entry (
  party text, number bigint, entry bigint not null, primary key (party, number)
);
create table o_idempotency_key (
  key bytea primary key, command_mac bytea not null, entry bigint not null, at timestamptz not null
);

insert into o_school select 's' || i, 0, false from generate_series(0, 399) i;
insert into o_contract
  select 'c' || i, 's' || i % 400, 10000000, 0, 'open', now() + interval '1 year'
  from generate_series(0, 19999) i;
insert into o_account select 'held/c' || i, 0, 1000000000 from generate_series(0, 19999) i;
insert into o_account select 'earned/s' || i, 0, 0 from generate_series(0, 399) i;
insert into o_account select 'fees/' || i, 0, 0 from generate_series(0, 399) i;
insert into o_party select 'consumer-c' || i, 0 from generate_series(0, 19999) i;
insert into o_party select 'school-s' || i, 0 from generate_series(0, 399) i;
insert into o_party select 'notary-' || i, 0 from generate_series(0, 399) i;
vacuum analyze;
