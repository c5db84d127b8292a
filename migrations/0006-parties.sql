-- The register of parties: who there is in a book, and who acts for whom. Deciders of every service read these
-- rows by key, so that what an actor may do is decided in the book and replayed with what it did. A person's
-- name stands in no row: it is a secret of the entry that registered it.

create table party (
  book text not null,
  party text not null,
  kind text not null,
  -- {"en": …, "zh": …} of an organisation; null for a person.
  name jsonb,
  entry int8 not null,
  primary key (book, party)
);

-- Lists of shops, offices and authorities; persons are many, and nobody lists them.
create index party_by_kind on party (book, kind) where kind <> 'person';

create table appointment (
  book text not null,
  organisation text not null,
  person text not null,
  role text not null,
  -- Who was dismissed keeps a row: the entry of the dismissal.
  is_active boolean not null,
  entry int8 not null,
  primary key (book, organisation, person)
);

-- For whom somebody acts: asked at every sign-in.
create index appointment_by_person on appointment (book, person);

-- One row a book, under a fixed key, so that a book has one registry.
create table party_registry (
  book text not null,
  registry text not null,
  party text not null,
  entry int8 not null,
  primary key (book, registry)
);

-- How many lead an organisation: a decider cannot count rows.
create table party_leaders (
  book text not null,
  organisation text not null,
  leaders integer not null check (leaders >= 0),
  primary key (book, organisation)
);

grant select, insert, update on party, appointment, party_registry, party_leaders to hub_app;
