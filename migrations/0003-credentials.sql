-- Keys of machine clients. They lie outside the books and are not replayed: a key is a means to prove who
-- is calling, and what was done with it stands in the entries as evidence, by the key's public id.
-- The secret is not here, only its hash: a copy of this table lets nobody in.

create table credential (
  id text primary key check (id ~ '^[0-9a-f]{16}$'),
  party text not null,
  roles text[] not null,
  secret_hash bytea not null check (octet_length(secret_hash) = 32),
  label text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  -- A key is revoked, never deleted: entries name it for ever.
  revoked_at timestamptz
);

grant select, insert on credential to hub_app;
grant update (revoked_at) on credential to hub_app;
