-- Of what a shop is paid: its uses that matured, by day and then by entry, so that a statement is turned over in the
-- order of the index, with what each is worth in it, so that they are summed without a look at their rows. Only what
-- was counted matures; all else is not in it, and a use that is asked for costs it nothing.
drop index prepaid_use_by_maturity;
create index prepaid_use_matured on prepaid_use (book, shop, matures_on, entry) include (amount_minor)
  where matures_on is not null;
