-- The handover of consignments between books: rows folded from entries, whose columns are told in
-- src/services/handover/domain/rows.ts. A consignment is a row in the book that sends it and another one in the
-- book that receives it; no row is ever joined with one of another book. What the goods are, their seal and the
-- parties' notes stand in no row: they are secrets of the entries.

create table handover_policy (
  book text not null,
  -- The log whose receipts are judged by it.
  origin text not null,
  is_adopted boolean not null,
  policy text not null,
  level text not null,
  max_age_hours int4 not null,
  entry int8 not null,
  primary key (book, origin)
);

create table handover_dispatch (
  book text not null,
  consignment text not null,
  state text not null,
  consignor text not null,
  carrier text,
  to_book text not null,
  consignee text not null,
  place_of_dispatch text not null,
  place_of_receipt text not null,
  packages int4 not null,
  gross_weight_grams int8 not null,
  receive_by timestamptz not null,
  sent_at timestamptz not null,
  arrived_packages int4,
  returned_packages int4 not null,
  return_by timestamptz,
  taken_back_packages int4,
  differences jsonb not null,
  answer_entry int8,
  acknowledged_entry int8,
  return_entry int8,
  return_acknowledged_entry int8,
  changed_at timestamptz not null,
  entry int8 not null,
  state_entry int8 not null,
  primary key (book, consignment)
);

-- The pages of its parties, newest first; the consignee is a party of the other book.
create index handover_dispatch_by_consignor on handover_dispatch (book, consignor, entry desc);
create index handover_dispatch_by_consignee on handover_dispatch (book, to_book, consignee, entry desc);

create table handover_arrival (
  book text not null,
  origin text not null,
  sent_entry int8 not null,
  state text not null,
  leaf_hash text not null,
  consignment text not null,
  consignor text not null,
  consignee text not null,
  carrier text,
  place_of_dispatch text not null,
  place_of_receipt text not null,
  sent_packages int4 not null,
  arrived_packages int4 not null,
  returned_packages int4 not null,
  taken_back_packages int4,
  level text not null,
  differences jsonb not null,
  return_by timestamptz,
  arrived_at timestamptz not null,
  changed_at timestamptz not null,
  entry int8 not null,
  return_entry int8,
  state_entry int8 not null,
  primary key (book, origin, sent_entry)
);

create index handover_arrival_by_consignee on handover_arrival (book, consignee, entry desc);

grant select, insert, update on handover_policy, handover_dispatch, handover_arrival to hub_app;

-- Where the courier stands, for each way from book to book: outside of the books, and not replayed. What it
-- carries is recorded once however often it is carried, so a place that is behind costs time and nothing else.
create table handover_courier (
  book text not null,
  destination text not null,
  next_entry int8 not null,
  -- Why it waits at this entry; null while it goes on.
  waits_for text,
  changed_at timestamptz not null default now(),
  primary key (book, destination)
);

-- What the other book refused and asking again cannot change: an operator looks at it.
create table handover_courier_parked (
  book text not null,
  destination text not null,
  entry int8 not null,
  refusal text not null,
  parked_at timestamptz not null default now(),
  primary key (book, destination, entry)
);

grant select, insert, update on handover_courier to hub_app;
grant select, insert on handover_courier_parked to hub_app;
