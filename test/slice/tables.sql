-- The tables of the test slice: prepaid classes in miniature. They are made in test databases only.
create table school (
  book text not null, school text not null, classes bigint not null, closed boolean not null,
  primary key (book, school)
) with (fillfactor = 50);
create table contract (
  book text not null, contract text not null, school text not null, consumer text not null,
  entries integer not null, used integer not null, state text not null, expires_at timestamptz not null,
  primary key (book, contract)
) with (fillfactor = 70);
create table class_use (
  book text not null, class_use text not null, contract text not null, entry bigint not null,
  primary key (book, class_use)
);
grant select, insert, update on school, contract, class_use to hub_app;
