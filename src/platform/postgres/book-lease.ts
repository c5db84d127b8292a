/** The row of a book as a lease: who may write it, under which epoch, until when by the database's clock. */
import type { Lease, Tenure } from '#platform/book/store.ts'
import type { Query, QueryResult, Session } from './session.ts'
import { bytesOfHex, msOf } from './sql-values.ts'

/** How long a new epoch waits for the writer's own old transaction before its backend is ended. */
const OLD_TRANSACTION_WAIT_MS = 2000
/** A transaction of another server whose lease ran out has had its time. */
const OUTLIVED_WAIT_MS = 500
const TERMINATION_MS = 2000

/** The backend that the lease of `b` names, while it is still a writer's: numbers are given anew. */
const HOLDER = `select a.pid from pg_stat_activity a where a.pid = b.lease_backend
  and a.application_name = current_setting('application_name')`

const LEASE_COLUMNS = `new.epoch, new.size, encode(new.root, 'hex'), ${msOf('new.at')},
  ${msOf('clock_timestamp()')}, case when isfinite(old.lease_until)
    then greatest(0, ${msOf('clock_timestamp()')} - ${msOf('old.lease_until')}) else 0 end, new.signed`

function leaseOf({ rows }: QueryResult): Lease | undefined {
  const [row] = rows
  if (row === undefined) return undefined
  const [epoch, size, root, at, now, gap, signed] = row
  return {
    epoch: Number(epoch),
    size: Number(size),
    root: bytesOfHex(root),
    atMs: Number(at),
    databaseMs: Number(now),
    gapMs: Number(gap),
    signed: Number(signed),
  }
}

export interface Claimant {
  readonly book: string
  readonly owner: string
  readonly leaseMs: number
}

/** Undefined while another writer holds the book. */
export async function takeLease(
  session: Session,
  { book, owner, leaseMs, freeForMs = 0 }: Claimant & { readonly freeForMs?: number },
): Promise<Lease | undefined> {
  // A lease whose backend is gone is nobody's: its owner must take a new epoch to write again. A server that
  // is a reserve looks at the time alone, which leaves those before it the first chance.
  const take: Query = {
    text: `update book b set epoch = epoch + 1, lease_owner = $2, lease_backend = pg_backend_pid(),
             lease_until = clock_timestamp() + $3::int4 * interval '1 ms'
           where b.book = $1 and (b.lease_until < clock_timestamp() - $4::int4 * interval '1 ms'
             or ($4::int4 = 0 and not exists (${HOLDER})))
           returning ${LEASE_COLUMNS}`,
    values: [book, owner, leaseMs, freeForMs],
  }
  return overTransaction(session, { book, waitMs: OUTLIVED_WAIT_MS }, take)
}

/** A new epoch after one's own, once the old transaction has ended one way or the other. */
export async function retakeLease(
  session: Session,
  { book, owner, leaseMs }: Claimant,
  epoch: number,
): Promise<Lease | undefined> {
  const retake: Query = {
    text: `update book set epoch = epoch + 1, lease_owner = $2, lease_backend = pg_backend_pid(),
             lease_until = clock_timestamp() + $4::int4 * interval '1 ms'
           where book = $1 and epoch = $3
           returning ${LEASE_COLUMNS}`,
    values: [book, owner, epoch, leaseMs],
  }
  return overTransaction(session, { book, waitMs: OLD_TRANSACTION_WAIT_MS }, retake)
}

/** Waits for whoever still has the row; then ends the backend that the lease names, and asks once more. */
async function overTransaction(
  session: Session,
  { book, waitMs }: { readonly book: string; readonly waitMs: number },
  query: Query,
): Promise<Lease | undefined> {
  const { rows } = await session.query({ text: "select current_setting('lock_timeout')" })
  await session.query({ text: `set lock_timeout = ${waitMs}` })
  try {
    return leaseOf(await session.query(query))
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    await endHolder(session, book)
    return leaseOf(await session.query(query))
  } finally {
    await session.query({ text: `set lock_timeout = '${rows[0]?.[0]}'` })
  }
}

async function endHolder(session: Session, book: string): Promise<void> {
  // A login that takes a role may end its own backends; the role that it took may not.
  await session.query({ text: 'set role none' })
  try {
    // Not this one, should the number have been given anew.
    await session.query({
      text: `select pg_terminate_backend(a.pid, ${TERMINATION_MS}) from book b
             cross join lateral (${HOLDER}) a where b.book = $1 and a.pid <> pg_backend_pid()`,
      values: [book],
    })
  } finally {
    await session.query({ text: 'reset role' })
  }
}

/** The database's clock, or undefined if the epoch is another's. */
export async function renewLease(
  session: Session,
  book: string,
  { epoch, leaseMs, signed }: Tenure,
): Promise<number | undefined> {
  const { rows } = await session.query({
    text: `update book set lease_until = clock_timestamp() + $3::int4 * interval '1 ms',
             signed = greatest(signed, $4)
           where book = $1 and epoch = $2 returning ${msOf('clock_timestamp()')}`,
    values: [book, epoch, leaseMs, signed],
  })
  const [row] = rows
  return row === undefined ? undefined : Number(row[0])
}

export async function releaseLease(
  session: Session,
  book: string,
  { epoch, signed }: Omit<Tenure, 'leaseMs'>,
): Promise<void> {
  await session.query({
    text: `update book set lease_until = clock_timestamp(), signed = greatest(signed, $3)
           where book = $1 and epoch = $2`,
    values: [book, epoch, signed],
  })
}

export async function isCurrent(
  session: Session,
  book: string,
  { epoch, size }: { readonly epoch: number; readonly size: number },
): Promise<boolean> {
  const { rows } = await session.query({
    text: 'select 1 from book where book = $1 and epoch = $2 and size = $3 for share',
    values: [book, epoch, size],
    name: 'is_current',
  })
  return rows.length === 1
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}
