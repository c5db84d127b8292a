-- Erasure: a subject's key is deleted, and its boxes are emptied. The row of an emptied box stays, so that pages
-- and the audit can say which value was erased, and when: `erasure` is folded from the entry that did it.

create table erasure (
  book text not null,
  subject text not null,
  -- The last erasure of the subject: what was sealed for it before this entry is gone.
  entry int8 not null,
  erased_at timestamptz not null,
  -- SHA-256 of the wrapped key that was destroyed, in hexadecimal: it finds that key again in an older copy.
  key_print text not null,
  primary key (book, subject)
);
-- What was erased since: asked by whoever keeps names in memory.
create index erasure_by_entry on erasure (book, entry);

-- What has to be kept of a party, as facts: whoever decides about an erasure makes a duty of it by the law.
create table retention (
  book text not null,
  subject text not null,
  -- Transactions that are not completed.
  running int4 not null check (running >= 0),
  completed_at timestamptz,
  primary key (book, subject)
) with (fillfactor = 80);

-- Null: erased. An erased copy is of the subject that it told of.
alter table disclosure alter column box drop not null;
-- Who reads a value besides its subject and the actor. The key is the subject's alone, so that one key ends it.
alter table disclosure add column readers text[] not null default '{}';

-- What is there already, as its entries fold it: a contract is completed by the use with which its whole price is
-- earned, by a refund that is approved, or by a refund that is given up after its last use.
with fact as (
  select e.book, e.idx, e.at, e.type, convert_from(e.leaf, 'UTF8')::jsonb -> 'body' as body from entry e
  where e.type in ('prepaid.use-confirmed', 'prepaid.use-deemed', 'prepaid.use-decided', 'prepaid.use-contested',
    'prepaid.refund-asked', 'prepaid.refund-withdrawn', 'prepaid.refund-declined', 'prepaid.refund-approved')
), step as (
  select f.*, coalesce(f.body ->> 'contract', r.contract) as contract,
    case
      when f.type in ('prepaid.use-confirmed', 'prepaid.use-deemed') or f.body ->> 'outcome' = 'for-shop'
        then u.amount_minor
      when f.body ->> 'wasCounted' = 'true' then -u.amount_minor
      else 0 end as earned,
    case f.type when 'prepaid.refund-asked' then 1 when 'prepaid.refund-withdrawn' then -1
      when 'prepaid.refund-declined' then -1 else 0 end as stop
  from fact f
  left join prepaid_use u on u.book = f.book and u.use = f.body ->> 'use'
  left join prepaid_refund r on r.book = f.book and r.refund = f.body ->> 'refund'
), course as (
  select s.*, sum(s.earned) over w as earned_so_far, sum(s.stop) over w as stopping
  from step s window w as (partition by s.book, s.contract order by s.idx)
), completed as (
  select c.book, c.consumer, max(o.at) as at
  from course o join prepaid_contract c on c.book = o.book and c.contract = o.contract
  where o.type = 'prepaid.refund-approved' or o.body ->> 'contractState' = 'completed'
    or (o.earned > 0 and o.stopping = 0 and o.earned_so_far = c.price_minor)
  group by c.book, c.consumer
)
insert into retention (book, subject, running, completed_at)
select c.book, c.consumer, count(*) filter (where c.state not in ('lapsed', 'completed', 'ended')), max(d.at)
from prepaid_contract c left join completed d on d.book = c.book and d.consumer = c.consumer
group by c.book, c.consumer;

grant select, insert, update on erasure, retention to hub_app;
grant update (box, subject) on disclosure to hub_app;

-- The last request for erasure of a subject.
create table privacy_request (
  book text not null,
  subject text not null,
  state text not null,
  basis text not null,
  asked text not null,
  office text,
  proposed_by text,
  due_at timestamptz,
  entry int8 not null,
  primary key (book, subject)
);
create index privacy_request_open on privacy_request (book, entry) where state = 'proposed';
grant select, insert, update on privacy_request to hub_app;
