-- What waits for a notary is looked up by itself: contested uses, and what the bank booked otherwise than it was told.
-- Uses that wait for their consumers are many more and are asked for by shop, so the index of those is enough, and a
-- use that is requested is written into one index less.
drop index prepaid_use_waiting;
create index prepaid_use_contested on prepaid_use (book, deemed_at, use) where state = 'contested';
create index prepaid_bank_entry_differed on prepaid_bank_entry (book, recorded_at) where state = 'differed';
