-- Several servers on one database. Each may take a book over, so the book itself says what they must have
-- alike: the key that signs it, and the installation whose secrets its idempotency keys and disclosures were
-- made with. And it says how far it was signed, so that a signer with another state than the one that signed
-- is found out before it signs: there is one state for each key, or there are two logs.
alter table book
  add column verifier_key text,
  add column installation text,
  -- Written with the lease, so it is at most some seconds older than the signer's own state.
  add column signed bigint not null default 0 check (signed >= 0);
