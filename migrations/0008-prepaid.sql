-- Prepaid money under notarial deposit: rows folded from entries, of which the columns are told in
-- src/services/prepaid/domain/rows.ts. Contracts and uses are most of them; each use writes its own row, its
-- contract, the exposure of its consumer and the day on which it matures, so these keep room for updates in place.
-- Indexes are for pages and work lists alone: deciders read by key.

create table prepaid_depositary (
  book text not null,
  depositary text not null,
  office text not null,
  bank text not null,
  terms jsonb not null,
  entry int8 not null,
  primary key (book, depositary)
);

create table prepaid_shop (
  book text not null,
  shop text not null,
  state text not null,
  industry text not null,
  area text not null,
  licence text not null,
  lease_ends_on text not null,
  settled_through text,
  open_settlement text,
  applied_at timestamptz not null,
  decided_at timestamptz,
  entry int8 not null,
  primary key (book, shop)
);

create table prepaid_product (
  book text not null,
  product text not null,
  shop text not null,
  state text not null,
  offer jsonb not null,
  entry int8 not null,
  primary key (book, product)
);

create table prepaid_contract (
  book text not null,
  contract text not null,
  shop text not null,
  consumer text not null,
  product text not null,
  state text not null,
  offer jsonb not null,
  terms jsonb not null,
  kind text not null,
  price_minor int8 not null,
  uses_total int4 not null,
  uses_numbered int4 not null,
  uses_counted int4 not null,
  counted_minor int8 not null,
  uses_open int4 not null,
  open_minor int8 not null,
  uses_contested int4 not null,
  returned_minor int8 not null,
  has_prior_experience boolean not null,
  is_renewal boolean not null,
  signed_at timestamptz not null,
  paid_at timestamptz,
  cooling_off_ends_at timestamptz,
  valid_through text,
  stopped_at timestamptz,
  bank_entry text,
  refund text,
  entry int8 not null,
  paid_entry int8,
  primary key (book, contract)
) with (fillfactor = 80);

create table prepaid_use (
  book text not null,
  use text not null,
  contract text not null,
  shop text not null,
  consumer text not null,
  n int4 not null,
  state text not null,
  amount_minor int8 not null,
  served_on text not null,
  served_at text not null,
  via text not null,
  requested_at timestamptz not null,
  deemed_at timestamptz not null,
  reminders int4 not null,
  answered_at timestamptz,
  objection_ends_at timestamptz,
  matures_on text,
  entry int8 not null,
  state_entry int8 not null,
  primary key (book, use)
) with (fillfactor = 80);

create table prepaid_maturing (
  book text not null,
  shop text not null,
  day text not null,
  amount_minor int8 not null,
  uses int4 not null,
  primary key (book, shop, day)
) with (fillfactor = 80);

create table prepaid_exposure (
  book text not null,
  shop text not null,
  consumer text not null,
  count_minor int8 not null,
  uses int4 not null,
  period_minor int8 not null,
  period_through text,
  paid_contracts int4 not null,
  primary key (book, shop, consumer)
) with (fillfactor = 80);

create table prepaid_bank_entry (
  book text not null,
  bank_entry text not null,
  kind text not null,
  amount_minor int8 not null,
  reference text not null,
  value_day text not null,
  state text not null,
  reason text,
  contract text,
  payout text,
  proposed_by text,
  proposed_contract text,
  recorded_at timestamptz not null,
  entry int8 not null,
  primary key (book, bank_entry)
);

create table prepaid_refund (
  book text not null,
  refund text not null,
  contract text not null,
  shop text not null,
  consumer text not null,
  state text not null,
  cause text not null,
  answer text,
  asked_at timestamptz not null,
  answer_due_at timestamptz,
  decided_at timestamptz,
  amount_minor int8,
  interest_minor int8,
  interest_owed_minor int8,
  arithmetic jsonb,
  payout text,
  account_entry int8,
  paid_at timestamptz,
  entry int8 not null,
  primary key (book, refund)
);

create table prepaid_settlement (
  book text not null,
  settlement text not null,
  state text not null,
  through text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  approver text not null,
  expires_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  amount_minor int8 not null,
  uses int4 not null,
  lines jsonb not null,
  entry int8 not null,
  primary key (book, settlement)
);

create table prepaid_payout (
  book text not null,
  payout text not null,
  kind text not null,
  subject text not null,
  beneficiary text,
  amount_minor int8 not null,
  state text not null,
  to_payer_of text,
  ordered_at timestamptz not null,
  resolved_at timestamptz,
  entry int8 not null,
  primary key (book, payout)
);

create table prepaid_absence (
  book text not null,
  notary text not null,
  substitute text not null,
  from_day text not null,
  until_day text not null,
  entry int8 not null,
  primary key (book, notary)
);

create table prepaid_statement (
  book text not null,
  day text not null,
  closing_minor int8 not null,
  book_minor int8 not null,
  held_minor int8 not null,
  recorded_at timestamptz not null,
  entry int8 not null,
  primary key (book, day)
);

create index prepaid_product_by_shop on prepaid_product (book, shop);
-- My cards; a shop's customers.
create index prepaid_contract_by_consumer on prepaid_contract (book, consumer);
create index prepaid_contract_by_shop on prepaid_contract (book, shop, signed_at);
-- Cards that run or hold money still: a shop's customers, and how many there are of a shop and of the book.
create index prepaid_contract_running on prepaid_contract (book, shop, state, consumer, signed_at)
  where state in ('active', 'stopping', 'expired');
-- The uses of a card; a counter's day; what a shop is paid for.
create index prepaid_use_by_contract on prepaid_use (book, contract, n);
create index prepaid_use_by_shop on prepaid_use (book, shop, requested_at);
create index prepaid_use_by_maturity on prepaid_use (book, shop, matures_on);
-- What waits for somebody is little beside what is done: these indexes hold the waiting alone.
create index prepaid_use_waiting on prepaid_use (book, state, deemed_at) where state in ('requested', 'contested');
create index prepaid_use_waiting_of_shop on prepaid_use (book, shop, state, requested_at)
  where state in ('requested', 'contested');
create index prepaid_refund_by_contract on prepaid_refund (book, contract);
create index prepaid_refund_by_shop on prepaid_refund (book, shop, asked_at);
create index prepaid_refund_waiting on prepaid_refund (book, state, asked_at)
  where state in ('asked', 'agreed', 'objected', 'returned');
-- Money to be matched, and what the bank booked otherwise than it was told.
create index prepaid_bank_entry_waiting on prepaid_bank_entry (book, recorded_at)
  where state in ('suspended', 'proposed', 'differed');
create index prepaid_bank_entry_by_time on prepaid_bank_entry (book, recorded_at);
create index prepaid_settlement_waiting on prepaid_settlement (book, expires_at) where state = 'proposed';
-- Money without a contract is looked for by its sum among the contracts that wait for a payment.
create index prepaid_contract_unpaid on prepaid_contract (book, price_minor) where state = 'signed';
create index prepaid_payout_ordered on prepaid_payout (book, ordered_at) where state = 'ordered';
create index prepaid_payout_by_subject on prepaid_payout (book, subject);
-- What a shop was paid, the newest first.
create index prepaid_payout_by_beneficiary on prepaid_payout (book, beneficiary, ordered_at);

grant select, insert, update on
  prepaid_depositary,
  prepaid_shop,
  prepaid_product,
  prepaid_contract,
  prepaid_use,
  prepaid_maturing,
  prepaid_exposure,
  prepaid_bank_entry,
  prepaid_refund,
  prepaid_settlement,
  prepaid_payout,
  prepaid_absence,
  prepaid_statement
  to hub_app;
