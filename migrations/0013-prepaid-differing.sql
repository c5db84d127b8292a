-- What the bank booked otherwise under a payout's name, twice or with another amount: when it then sends money back in
-- that name, it is this that is put right, and the payout itself is not paid once more.
create table prepaid_differing (
  book text not null,
  payout text not null,
  bank_entry text,
  amount_minor int8 not null,
  primary key (book, payout)
);

grant select, insert, update on prepaid_differing to hub_app;
