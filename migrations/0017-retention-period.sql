-- For how long a book keeps what a rule is about, where that is longer than the law asks: a row by rule, put by the
-- entry that names the ground. No row: as long as the law asks, and no book needs any.
create table privacy_period (
  book text not null,
  rule text not null,
  years int not null,
  ground text not null,
  entry int8 not null,
  primary key (book, rule)
);
grant select, insert, update on privacy_period to hub_app;
