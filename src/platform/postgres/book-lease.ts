/** The row of a book as a lease: who may write it, under which epoch, until when by the database's clock. */
import type { Lease, Tenure } from '#platform/book/store.ts'
import type { Query, QueryResult, Session } from './session.ts'
import { bytesOfHex, msOf } from './sql-values.ts'

/** How long a new epoch waits for the old transaction before its backend is ended. */
const OLD_TRANSACTION_WAIT_MS = 2000

const LEASE_COLUMNS = `new.epoch, new.size, encode(new.root, 'hex'), ${msOf('new.at')},
  ${msOf('clock_timestamp()')}, case when isfinite(old.lease_until)
    then greatest(0, ${msOf('clock_timestamp()')} - ${msOf('old.lease_until')}) else 0 end`

function leaseOf({ rows }: QueryResult): Lease | undefined {
  const [row] = rows
  if (row === undefined) return undefined
  const [epoch, size, root, at, now, gap] = row
  return {
    epoch: Number(epoch),
    size: Number(size),
    root: bytesOfHex(root),
    atMs: Number(at),
    databaseMs: Number(now),
    gapMs: Number(gap),
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
  { book, owner, leaseMs }: Claimant,
): Promise<Lease | undefined> {
  // A lease whose backend is gone is nobody's: its owner must take a new epoch to write again.
  const result = await session.query({
    text: `update book b set epoch = epoch + 1, lease_owner = $2, lease_backend = pg_backend_pid(),
             lease_until = clock_timestamp() + $3::int4 * interval '1 ms'
           where b.book = $1 and (b.lease_until < clock_timestamp() or not exists (
             select from pg_stat_activity a where a.pid = b.lease_backend
             and a.application_name = current_setting('application_name')))
           returning ${LEASE_COLUMNS}`,
    values: [book, owner, leaseMs],
  })
  return leaseOf(result)
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
  await session.query({ text: `set lock_timeout = ${OLD_TRANSACTION_WAIT_MS}` })
  try {
    return leaseOf(await session.query(retake))
  } catch (error) {
    if (!isLockTimeout(error)) throw error
    // The old transaction still holds the row: its backend is named in the lease, and ended.
    await session.query({
      text: 'select pg_terminate_backend(lease_backend, 2000) from book where book = $1',
      values: [book],
    })
    return leaseOf(await session.query(retake))
  }
}

/** The database's clock, or undefined if the epoch is another's. */
export async function renewLease(
  session: Session,
  book: string,
  { epoch, leaseMs }: Tenure,
): Promise<number | undefined> {
  const { rows } = await session.query({
    text: `update book set lease_until = clock_timestamp() + $3::int4 * interval '1 ms'
           where book = $1 and epoch = $2 returning ${msOf('clock_timestamp()')}`,
    values: [book, epoch, leaseMs],
  })
  const [row] = rows
  return row === undefined ? undefined : Number(row[0])
}

export async function releaseLease(session: Session, book: string, epoch: number): Promise<void> {
  await session.query({
    text: 'update book set lease_until = clock_timestamp() where book = $1 and epoch = $2',
    values: [book, epoch],
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
