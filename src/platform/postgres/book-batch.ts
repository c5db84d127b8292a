/** The SQL of one batch: everything besides the fence, in one statement and one round trip. */
import type { Column, Table } from '#kernel/rows/table.ts'
import type { RowChange } from '#kernel/rows/rows.ts'
import { partyNumber } from '#kernel/book/seal.ts'
import type { Transfer } from '#kernel/money/transfer.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import type { BatchWrite } from '#platform/book/store.ts'
import { addInserts, addUpdates, atKey, Statement } from './book-sql.ts'

type ColumnValues = readonly [Column['type'], readonly unknown[]]

function insert(
  statement: Statement,
  into: { readonly table: string; readonly select?: string; readonly rest?: string },
  columns: Readonly<Record<string, ColumnValues>>,
): void {
  const names = Object.keys(columns)
  const [first] = Object.values(columns)
  if (first === undefined || first[1].length === 0) return
  const arrays = Object.values(columns).map(([type, values]) => statement.array(type, values))
  const select = into.select ?? names.map((name) => `u.${name}`).join(', ')
  statement.add(
    `insert into ${into.table} (book, ${names.join(', ')})
     select $1::text, ${select}
     from unnest(${arrays.join(', ')}) u(${names.join(', ')}) ${into.rest ?? ''}`,
  )
}

function addEntries(statement: Statement, { entries }: BatchWrite): void {
  insert(
    statement,
    { table: 'entry' },
    {
      idx: ['index', entries.map(({ index }) => index)],
      at: ['instant', entries.map(({ atMs }) => atMs)],
      type: ['text', entries.map(({ type }) => type)],
      leaf_hash: ['bytes', entries.map(({ leafHash }) => leafHash)],
      leaf: ['bytes', entries.map(({ leaf }) => leaf)],
    },
  )
}

/** The flat columns of a transfer; those that an operation does not have are null. */
export function transferColumns(transfer: Transfer): {
  readonly debit: string | null
  readonly credit: string | null
  readonly amountMinor: bigint | null
  readonly hold: string | null
} {
  return {
    debit: 'debit' in transfer ? transfer.debit : transfer.op === 'open' ? transfer.account : null,
    credit: 'credit' in transfer ? transfer.credit : null,
    amountMinor: 'amountMinor' in transfer ? transfer.amountMinor : null,
    hold: 'hold' in transfer ? transfer.hold : null,
  }
}

function addTransfers(statement: Statement, { transfers }: BatchWrite): void {
  const flat = transfers.map(({ transfer }) => transferColumns(transfer))
  insert(
    statement,
    { table: 'transfer' },
    {
      idx: ['index', transfers.map(({ index }) => index)],
      n: ['integer', transfers.map(({ n }) => n)],
      op: ['text', transfers.map(({ transfer }) => transfer.op)],
      debit: ['text', flat.map(({ debit }) => debit)],
      credit: ['text', flat.map(({ credit }) => credit)],
      amount_minor: ['amount', flat.map(({ amountMinor }) => amountMinor)],
      hold: ['text', flat.map(({ hold }) => hold)],
    },
  )
}

function addRows(
  statement: Statement,
  since: number,
  [table, changes]: readonly [Table, readonly RowChange[]],
): void {
  // Running numbers are kept with the entries that they count.
  if (table.name === partyNumber.name) return
  if (table.kept === 'history') {
    addInserts(statement, table, changes, since)
    return
  }
  const added = changes.filter(({ existed }) => !existed)
  const changed = changes.filter(({ existed }) => existed).map(({ row }) => row)
  if (added.length > 0) addInserts(statement, table, added, since)
  if (changed.length > 0) addUpdates(statement, table, changed)
}

function addPartyEntries(statement: Statement, { partyEntries }: BatchWrite): void {
  insert(
    statement,
    {
      table: 'party_entries',
      select: 'u.party, u.first_number, u.indexes::int8[], u.salts',
    },
    {
      party: ['text', partyEntries.map(({ party }) => party)],
      first_number: ['index', partyEntries.map(({ firstNumber }) => firstNumber)],
      indexes: ['text', partyEntries.map(({ indexes }) => `{${indexes.join(',')}}`)],
      salts: ['bytes', partyEntries.map(({ salts }) => concatBytes(...salts))],
    },
  )
}

function addCells(statement: Statement, { cells }: BatchWrite): void {
  if (cells.length === 0) return
  const arrays = [
    statement.array(
      'text',
      cells.map(({ indicator }) => indicator),
    ),
    statement.array(
      'text',
      cells.map(({ area }) => area),
    ),
    statement.array(
      'text',
      cells.map(({ period }) => period),
    ),
    statement.array(
      'amount',
      cells.map(({ amount }) => amount),
    ),
  ]
  // The change is added where the row lies, so a cell need not be read to be folded.
  statement.add(
    `insert into cell (book, indicator, area, period, amount)
     select $1::text, * from unnest(${arrays.join(', ')})
     on conflict (book, indicator, area, period)
     do update set amount = cell.amount + excluded.amount`,
  )
}

function addDue(statement: Statement, { due }: BatchWrite): void {
  if (due.length === 0) return
  const set = due.filter(({ dueAtMs }) => dueAtMs !== null)
  const cleared = due.filter(({ dueAtMs }) => dueAtMs === null)
  if (set.length > 0) {
    const arrays = [
      statement.array(
        'instant',
        set.map(({ dueAtMs }) => dueAtMs),
      ),
      statement.array(
        'text',
        set.map(({ kind }) => kind),
      ),
      statement.array(
        'text',
        set.map(({ key }) => key),
      ),
    ]
    statement.add(
      `insert into due (book, due_at, kind, key)
       select $1::text, * from unnest(${arrays.join(', ')})
       on conflict (book, kind, key) do update set due_at = excluded.due_at`,
    )
  }
  if (cleared.length > 0) {
    const arrays = [
      statement.array(
        'text',
        cleared.map(({ kind }) => kind),
      ),
      statement.array(
        'text',
        cleared.map(({ key }) => key),
      ),
    ]
    statement.add(
      `delete from due d using (select t.place from unnest(${arrays.join(', ')}) u(kind, key)
         cross join lateral (select t.ctid as place from due t
           where t.book = $1::text and ${atKey(['kind', 'key'], 'u')}) t) u where d.ctid = u.place`,
    )
  }
}

/** A lapse is parked under `lapse/kind/key`, unless it is no longer due: then somebody else has done it. */
const STILL_DUE = `where not starts_with(u.name, 'lapse/') or exists (select from due d
    where d.book = $1 and d.kind = split_part(u.name, '/', 2)
      and d.key = substr(u.name, length('lapse//') + 1 + length(split_part(u.name, '/', 2))))
  on conflict (book, name) do nothing`

function addReactions(statement: Statement, write: BatchWrite): void {
  const { cursors, caused, parked } = write
  if (cursors.length > 0) {
    const arrays = [
      statement.array(
        'text',
        cursors.map(({ reaction }) => reaction),
      ),
      statement.array(
        'index',
        cursors.map(({ index }) => index),
      ),
      statement.array(
        'integer',
        cursors.map(({ ordinal }) => ordinal),
      ),
    ]
    statement.add(
      `insert into reaction_cursor (book, reaction, idx, ordinal)
       select $1::text, * from unnest(${arrays.join(', ')})
       on conflict (book, reaction) do update set idx = excluded.idx, ordinal = excluded.ordinal`,
    )
  }
  insert(
    statement,
    { table: 'caused' },
    {
      cause_book: ['text', caused.map(({ cause }) => cause.book)],
      cause_idx: ['index', caused.map(({ cause }) => cause.index)],
      reaction: ['text', caused.map(({ cause }) => cause.reaction)],
      ordinal: ['integer', caused.map(({ cause }) => cause.ordinal)],
      idx: ['index', caused.map(({ index }) => index)],
    },
  )
  insert(
    statement,
    // The same batch may come again, when nobody could tell whether it had been written.
    {
      table: 'parked',
      select: 'u.name, u.refusal, u.command::jsonb, u.at',
      rest: STILL_DUE,
    },
    {
      name: ['text', parked.map(({ name }) => name)],
      refusal: ['text', parked.map(({ refusal }) => refusal)],
      command: ['json', parked.map(({ command }) => command)],
      at: ['instant', parked.map(({ atMs }) => atMs)],
    },
  )
}

function addProofs(statement: Statement, write: BatchWrite): void {
  const { tiles, boxes, idempotency } = write
  insert(
    statement,
    { table: 'tile' },
    {
      level: ['integer', tiles.map(({ level }) => level)],
      n: ['index', tiles.map(({ index }) => index)],
      hashes: ['bytes', tiles.map(({ bytes }) => bytes)],
    },
  )
  insert(
    statement,
    { table: 'disclosure', select: 'u.idx, u.field, u.subject, u.readers::text[], u.box' },
    {
      idx: ['index', boxes.map(({ index }) => index)],
      field: ['text', boxes.map(({ field }) => field)],
      subject: ['text', boxes.map(({ subject }) => subject)],
      readers: ['text', boxes.map(({ readers }) => `{${readers.join(',')}}`)],
      box: ['bytes', boxes.map(({ box }) => box)],
    },
  )
  insert(
    statement,
    { table: 'idempotency_key' },
    {
      key: ['bytes', idempotency.map(({ key }) => key)],
      command_mac: ['bytes', idempotency.map(({ commandMac }) => commandMac)],
      idx: ['index', idempotency.map(({ index }) => index)],
      entries: ['integer', idempotency.map(({ entries }) => entries)],
      at: ['instant', idempotency.map(({ atMs }) => atMs)],
    },
  )
}

/**
 * The key of an erased subject is deleted and its boxes are emptied: the row of a box stays, so that readers and
 * the audit know which value is gone. Entries are found by the running numbers of the subject, for an index
 * on subjects would cost every command; the audit finds a box that stands elsewhere. Copies that earlier releases
 * sealed for the other side become the subject's, and go with the rest.
 */
function addErased(statement: Statement, { erased }: BatchWrite): void {
  if (erased.length === 0) return
  const subjects = statement.array(
    'text',
    erased.map(({ subject }) => subject),
  )
  const keys = statement.array(
    'bytes',
    erased.map(({ wrapped }) => wrapped),
  )
  const before = statement.array(
    'index',
    erased.map(({ index }) => index),
  )
  statement.add(
    `delete from subject_key k using unnest(${subjects}, ${keys}) u(subject, wrapped)
     where k.book = $1::text and k.subject = u.subject and k.wrapped = u.wrapped`,
  )
  statement.add(
    `update disclosure d set box = null, subject = u.subject
     from unnest(${subjects}, ${before}) u(subject, before)
     cross join lateral (select unnest(p.indexes) as idx from party_entries p
       where p.book = $1::text and p.party = u.subject) n
     where d.book = $1::text and d.idx = n.idx and d.idx < u.before
       and (d.subject = u.subject or d.field in (${COPIED_FIELDS}))`,
  )
}

/** Fields of copies, by releases that sealed one for each reader. */
export const COPIED_FIELDS = "'reason-shop', 'detail-shop', 'detail-office'"

export function batchStatement(book: string, write: BatchWrite): Statement {
  const statement = new Statement(book)
  addEntries(statement, write)
  addTransfers(statement, write)
  for (const changed of write.rows) addRows(statement, write.sizeBefore, changed)
  addPartyEntries(statement, write)
  addCells(statement, write)
  addDue(statement, write)
  addReactions(statement, write)
  addProofs(statement, write)
  addErased(statement, write)
  return statement
}
