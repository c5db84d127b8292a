/**
 * The ceiling: what a writer sent to the database is recorded, and sent again to a copy of the database as
 * it was before, by a client that decides, hashes, signs and answers nothing.
 */
import { createClient } from '#platform/postgres/pool.ts'
import {
  postgresSessions,
  type Query,
  type QueryResult,
  type Session,
  type SessionSource,
} from '#platform/postgres/session.ts'
import type { Bench } from './bench.ts'
import { confirmRate } from './confirm.ts'
import { countProcessorTime } from './processor-time.ts'
import type { RecordedBatch, Recording } from './recorded.ts'
import { openWritingRig } from './writing-rig.ts'

/** How the recorded queries are sent if not as they are, and who hears the answers that count. */
export interface Retelling {
  readonly change?: (query: Query) => Query
  readonly onAnswers?: (answers: readonly QueryResult[]) => void
}

export interface Replayed {
  readonly commands: number
  readonly perSecond: number
  readonly postgresUs: number | undefined
  readonly walBytes: number
}

/** Enough that the ticks in which processor time is counted do not matter. About 1.5 KB of memory each. */
const COMMANDS_MIN = 20_000
const WINDOW_MS_MAX = 2000
const IN_FLIGHT = 1024
const TIMEOUTS = { statementMs: 60_000, lockMs: 10_000, idleInTransactionMs: 60_000 }

const copied = (query: Query): Query =>
  query.values === undefined
    ? query
    : {
        ...query,
        values: query.values.map((value) =>
          value instanceof Uint8Array ? Buffer.from(value) : value,
        ),
      }

function recordingSessions(source: SessionSource, batches: RecordedBatch[]): SessionSource {
  return {
    async open() {
      const session = await source.open()
      return {
        ...session,
        pipeline(queries) {
          batches.push({ queries: queries.map(copied), commands: 0 })
          return session.pipeline(queries)
        },
      }
    },
  }
}

/** A writer at 1,024 in flight, with everything that it sends in one transaction each. */
export async function recordConfirms(bench: Bench): Promise<Recording> {
  const { stage, warmUpMs } = bench
  const founded = await stage.founded()
  const batches: RecordedBatch[] = []
  let resolved = 0
  let warmUpBatches = 0
  const rig = await openWritingRig({
    ...founded,
    wrapSessions: (source) => recordingSessions(source, batches),
    onBatch({ entries }) {
      const batch = batches[resolved]
      if (batch === undefined) return
      batch.commands = entries
      resolved += 1
    },
  })
  const load = { inFlight: IN_FLIGHT, forMs: Math.min(bench.forMs, WINDOW_MS_MAX) }
  await confirmRate(rig, { ...load, warmUpMs, onCounting: () => (warmUpBatches = resolved) })
  for (let count = 0; count < COMMANDS_MIN;) {
    count += (await confirmRate(rig, { ...load, warmUpMs: 0 })).count
  }
  const { epoch, size } = await bookRow(founded.urls.owner)
  await rig.stop()
  await stage.drop(founded.urls)
  if (batches.length === 0 || batches.length !== resolved) {
    throw new Error(`${batches.length} batches were recorded, ${resolved} were resolved`)
  }
  return { batches, warmUpBatches, epoch, sizeAfter: size }
}

async function bookRow(url: string): Promise<{ readonly epoch: bigint; readonly size: bigint }> {
  const client = createClient(url, 'bench recording')
  await client.connect()
  try {
    const { rows } = await client.query<{ epoch: bigint; size: bigint }>(
      "select epoch, size from book where book = 'sh'",
    )
    const [row] = rows
    if (row === undefined) throw new Error('the book that was recorded is there')
    return row
  } finally {
    await client.end()
  }
}

async function takeEpoch(url: string, epoch: bigint): Promise<void> {
  const client = createClient(url, 'bench recording')
  await client.connect()
  await client.query("update book set epoch = $1 where book = 'sh'", [epoch])
  await client.end()
}

/** Bytes of write-ahead log of this session alone. */
async function walBytesOf(session: Session): Promise<number> {
  // Counters are published now and then; this asks for it at the end of the statement.
  await session.query({ text: 'select pg_stat_force_next_flush()' })
  const { rows } = await session.query({
    text: 'select wal_bytes from pg_stat_get_backend_wal(pg_backend_pid())',
  })
  return Number(rows[0]?.[0])
}

/** One batch after another, as fast as the database takes them. */
export async function replay(
  { stage }: Bench,
  recording: Recording,
  { change = (query) => query, onAnswers = () => undefined }: Retelling = {},
): Promise<Replayed> {
  const { urls } = await stage.founded()
  await takeEpoch(urls.owner, recording.epoch)
  const session = await postgresSessions(urls.app, 'bench ceiling', TIMEOUTS).open()
  try {
    const changed = recording.batches.map(({ queries }) => queries.map(change))
    const warmUp = recording.warmUpBatches
    for (const queries of changed.slice(0, warmUp)) await session.pipeline(queries)
    const walBefore = await walBytesOf(session)
    const spent = countProcessorTime(stage.isHere ? [session.backend] : [])
    const startMs = performance.now()
    for (const queries of changed.slice(warmUp)) onAnswers(await session.pipeline(queries))
    const tookMs = performance.now() - startMs
    const { postgresUs } = spent()
    const walBytes = (await walBytesOf(session)) - walBefore
    await session.close()
    // What a fence or a check had refused would have been fast as well.
    const { size } = await bookRow(urls.owner)
    if (size !== recording.sizeAfter) throw new Error(`the replay ended at ${size}`)
    const commands = recording.batches.slice(warmUp).reduce((sum, batch) => sum + batch.commands, 0)
    return {
      commands,
      perSecond: commands / (tookMs / 1000),
      postgresUs: postgresUs === undefined ? undefined : postgresUs / commands,
      walBytes: walBytes / commands,
    }
  } finally {
    await stage.drop(urls)
  }
}
