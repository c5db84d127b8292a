/**
 * What is compared when all entries were folded, whole tables at a time, so that rows which no entry
 * explains are found too. Each question answers the first difference in the order of its key, and how many
 * there are: columns key, problem, stored, computed, count.
 */
import { sqlName } from './book-sql.ts'
import { scratchName } from './audit-scratch.ts'
import type { Table } from '#kernel/rows/table.ts'

export interface SetQuestion {
  readonly table: string
  /** $1 is the book, $2 its size. */
  readonly text: string
}

/** Everything that a condition finds is one problem. */
function wrong(
  table: string,
  problem: string,
  question: { readonly key: string; readonly from: string; readonly computed: string },
): SetQuestion {
  const { key, from, computed } = question
  return {
    table,
    text: `select ${key}, '${problem}', row_to_json(t)::text, ${computed}, count(*) over ()
      from ${from} order by 1 limit 1`,
  }
}

/** A table of current rows against what was replayed: the full join finds missing and added ones too. */
export function currentRows(table: Table, where = 'true'): SetQuestion {
  const name = sqlName(table.name)
  const keys = table.keyColumns.map((column) => sqlName(column.name))
  const columns = table.columns.map((column) => sqlName(column.name))
  const all = [...keys, ...columns].join(', ')
  const tuple = (of: string): string => `row(${columns.map((c) => `${of}.${c}`).join(', ')})`
  const key = keys.map((column) => `coalesce(t.${column}, s.${column})::text`).join(', ')
  return {
    table: name,
    text: `select distinct on (d.problem) d.key, d.problem, d.stored, d.computed,
        count(*) over (partition by d.problem)
      from (select concat_ws(' ', ${key}) as key, array[${key}] as place,
          case when t.book is null then 'missing' when s.book is null then 'added'
            else 'changed' end as problem,
          case when t.book is null then 'nothing' else row_to_json(t)::text end as stored,
          case when s.book is null then 'nothing' else row_to_json(s)::text end as computed
        from (select book, ${all} from ${name} where book = $1) t
        full join (select book, ${all} from ${scratchName(table)} where ${where}) s
          on ${keys.map((column) => `t.${column} = s.${column}`).join(' and ')}
        where $2::int8 is not null and (t.book is null or s.book is null
          or ${tuple('t')} is distinct from ${tuple('s')})) d
      order by d.problem, d.place`,
  }
}

/** Versions overlap, or stand where no entry is. */
export function versionOrder(table: Table): SetQuestion {
  const name = sqlName(table.name)
  const keys = table.keyColumns.map((column) => sqlName(column.name))
  return wrong(name, 'range_wrong', {
    key: `concat_ws(' ', ${keys.map((key) => `t.${key}`).join(', ')}, t.entry)`,
    from: `(select v.*, lag(entry) over (partition by ${keys.join(', ')} order by entry) as before
        from ${name} v where book = $1) t
      where t.since <= t.before or t.since > t.entry or t.since < 0 or t.entry >= $2`,
    computed: "'after the version before it, within the book'",
  })
}

/** Asked when there are more versions than were compared: those at entries that do not touch the row. */
export const STRANGE_VERSIONS: SetQuestion = wrong('account', 'added', {
  key: "concat_ws(' ', t.account, 'at entry', t.entry)",
  from: `account t where t.book = $1 and t.entry < $2 and not exists (
      select from transfer m left join hold h on h.book = m.book and h.hold = m.hold
      where m.book = t.book and m.idx = t.entry
        and t.account in (m.debit, m.credit, h.debit, h.credit))`,
  computed: "'the entry does not touch the account'",
})

function outside(table: string, key: string, where: string): SetQuestion {
  return wrong(table, 'added', {
    key,
    from: `${table} t where t.book = $1 and (${where})`,
    computed: "'the book has ' || $2::int8 || ' entries'",
  })
}

const NUMBERS: SetQuestion = {
  table: 'party_entries',
  text: `select coalesce(t.party, s.party), case when s.party is null then 'added'
      when t.party is null then 'missing' else 'count_differs' end,
      coalesce(row_to_json(t)::text, 'nothing'), coalesce('last ' || s.last, 'nothing'),
      count(*) over ()
    from (select party, sum(cardinality(indexes))::int8 as numbers,
        max(first_number + cardinality(indexes) - 1)::int8 as last,
        bool_and(octet_length(salts) = 16 * cardinality(indexes)) as salted
      from party_entries where book = $1 group by party) t
    full join audit_party_number s on s.party = t.party
    where $2::int8 is not null
      and (t.numbers, t.last, t.salted) is distinct from (s.last, s.last, true)
    order by 1 limit 1`,
}

/** Questions that every book is asked, whatever its slices. */
export const SET_QUESTIONS: readonly SetQuestion[] = [
  outside('entry', 't.idx::text', 't.idx < 0 or t.idx >= $2'),
  outside('transfer', "t.idx || '/' || t.n", 't.idx < 0 or t.idx >= $2'),
  outside('disclosure', "t.idx || ' ' || t.field", 't.idx < 0 or t.idx >= $2'),
  outside('checkpoint', 't.size::text', 't.size < 0 or t.size > $2'),
  outside(
    'tile',
    "'level ' || t.level || ' tile ' || t.n",
    't.level < 0 or t.n < 0 or t.n >= trunc($2::numeric / power(256::numeric, t.level + 1))',
  ),
  NUMBERS,
  wrong('subject_key', 'kept_after_erasure', {
    key: 't.subject',
    from: `(select k.subject, e.entry from subject_key k join erasure e
      on e.book = k.book and e.subject = k.subject and e.key_print = encode(sha256(k.wrapped), 'hex')
      where k.book = $1 and e.entry < $2) t`,
    computed: "'entry ' || t.entry || ' erased it'",
  }),
  wrong('idempotency_key', 'points_nowhere', {
    key: "encode(t.key, 'hex')",
    from: `idempotency_key t where t.book = $1
      and (t.idx < 0 or t.entries < 1 or t.idx + t.entries > $2)`,
    computed: "'the book has ' || $2::int8 || ' entries'",
  }),
  wrong('reaction_cursor', 'points_nowhere', {
    key: 't.reaction',
    from: 'reaction_cursor t where t.book = $1 and (t.idx < 0 or t.idx > $2 or t.ordinal < 0)',
    computed: "'the book has ' || $2::int8 || ' entries'",
  }),
]
