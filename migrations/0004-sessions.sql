-- Sign-in of people. Sessions and personas lie outside the books and are not replayed: they are means to
-- prove who is calling. What was done with a session stands in the entries as evidence, by its public id.

-- The made-up people of the demonstration, each of whom one click signs in as. The demonstration's seed
-- writes them; where there is no demonstration the table is empty and nobody reads it.
create table persona (
  id text primary key check (id ~ '^[a-z0-9-]{1,60}$'),
  book text not null,
  party text not null,
  organisation text,
  roles text[] not null,
  name_en text not null,
  name_zh text not null,
  what_en text not null,
  what_zh text not null,
  -- What the organisation is called; both or none.
  organisation_en text,
  organisation_zh text,
  -- The order on the page.
  rank integer not null,
  check ((organisation is null) = (organisation_en is null)),
  check ((organisation is null) = (organisation_zh is null))
);

-- The secret is not here, only its hash: a copy of this table lets nobody in.
create table session (
  id text primary key check (id ~ '^[0-9a-f]{16}$'),
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  party text not null,
  organisation text,
  roles text[] not null,
  persona text not null,
  created_at timestamptz not null,
  -- Moves with use, and never beyond a day after created_at. Rows that are past it are purged.
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_created on session (created_at);

grant select, insert, update, delete on persona to hub_app;
grant select, insert, delete on session to hub_app;
grant update (expires_at, revoked_at) on session to hub_app;

-- A machine of an organisation reads what concerns the organisation.
alter table credential add column organisation text;
