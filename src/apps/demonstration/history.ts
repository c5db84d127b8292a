/**
 * Writes the history of the demonstration into a new book, by the acts of its people and at their time: the
 * same deciders, writer, signer and bank as ever, with a clock that the story turns. What it writes says in
 * the evidence of each entry that the demonstration wrote it.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import { registryOf } from '#kernel/book/registry.ts'
import type { Slice } from '#kernel/book/slice.ts'
import type { Evidence } from '#kernel/identity/principal.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { startOfDayMs } from '#kernel/time/legal-day.ts'
import { postgresLinkPlaces, postgresParking } from '#platform/bank/link-places.ts'
import { BankLink } from '#platform/bank/link.ts'
import { DEMONSTRATION_TIMES, SimulatedBank } from '#platform/bank/simulated-bank.ts'
import type { ErasureLog } from '#platform/book/erasure-log.ts'
import { openGenesis } from '#platform/book/genesis.ts'
import type { Request } from '#platform/book/port.ts'
import { nodeHashing, sealingTools } from '#platform/book/sealing-tools.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { Writer } from '#platform/book/writer.ts'
import type { InstallationKeys } from '#platform/keys/installation-keys.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { postgresSessions } from '#platform/postgres/session.ts'
import type { SignerPort } from '#platform/signer/port.ts'
import { bankActs, bankReads } from '#services/prepaid/api/bank.ts'
import { listMatured } from '#services/prepaid/store/matured.ts'
import { play, type Outcome, type Played, type Stage } from './play.ts'
import type { StoryOptions } from './plot.ts'
import { tell } from './story.ts'

export interface HistoryParts {
  readonly book: { readonly name: string; readonly origin: string }
  /** Everything is read and written over connections of its own. */
  readonly databaseUrl: string
  readonly keys: InstallationKeys
  readonly signer: SignerPort
  readonly slices: readonly Slice[]
  readonly erasures: ErasureLog
  readonly story: StoryOptions
  readonly onProgress: (played: Played, day: string) => void
  readonly onProblem: (message: string, error: unknown) => void
}

const TIMEOUTS = { statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 10_000 }
const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() }
const EVIDENCE: Evidence = { method: 'system', credential: 'demonstration' }
const LAPSES_MAX = 512
/** Between two acts of a chapter: people do not act in the same instant. */
const STEP_MS = 7_000

/** Ends with the book closed again, ready for the server to open it. */
export async function writeHistory(parts: HistoryParts): Promise<Played> {
  const { book, keys, signer, story, onProblem } = parts
  const time = new BookTime(startOfDayMs(story.from))
  const sessions = postgresSessions(parts.databaseUrl, `hongqiao history ${book.name}`, TIMEOUTS)
  const store = new PostgresBookStore(book.name, sessions, nodeHashing)
  const registry = registryOf(parts.slices)
  const submissions = new Submissions(keys.mac)
  const writer = new Writer({
    tools: { book, registry, sealing: sealingTools(keys.wrapping), hashing: nodeHashing },
    store,
    signer,
    erasures: parts.erasures,
    clock,
    bookNowMs: () => time.next(),
    owner: `history/${process.pid}/${randomBytes(4).toString('hex')}`,
    onState: () => undefined,
    onBatch: () => undefined,
    onProblem,
  })
  openGenesis(writer, submissions)
  const running = writer.run()
  const pool = poolOf(parts)
  const stage = new HistoryStage(parts, { time, pool, store, registry, submissions, writer })
  try {
    await begun(writer)
    return await play(tell(story), stage, parts.onProgress)
  } finally {
    writer.stop()
    await running
    await pool.end()
  }
}

/** For the bank, and for what the story asks of the book: two at a time at most. */
function poolOf({ databaseUrl, book, onProblem }: HistoryParts): pg.Pool {
  return createPool({
    url: databaseUrl,
    name: `hongqiao history bank ${book.name}`,
    connectionsMax: 2,
    statementTimeoutMs: TIMEOUTS.statementMs,
    lockTimeoutMs: TIMEOUTS.lockMs,
    idleInTransactionTimeoutMs: TIMEOUTS.idleInTransactionMs,
    connectTimeoutMs: TIMEOUTS.lockMs,
    onIdleError: (error) => onProblem('an idle connection broke', error),
  })
}

/** The first entry of a book is the one that opens it. */
async function begun(writer: Writer): Promise<void> {
  while (writer.state.size === 0) {
    if (writer.state.phase === 'stopped') throw new Error(writer.state.reason)
    await sleep(10)
  }
}

/** The book's time while the story is told: it stands still between acts and never goes back. */
class BookTime {
  #nowMs: number

  constructor(fromMs: number) {
    this.#nowMs = fromMs
  }

  get nowMs(): number {
    return this.#nowMs
  }

  moveTo(ms: number): void {
    this.#nowMs = Math.max(this.#nowMs, ms)
  }

  next(): number {
    this.#nowMs += STEP_MS
    return this.#nowMs
  }
}

interface Machinery {
  readonly time: BookTime
  readonly pool: pg.Pool
  readonly store: PostgresBookStore
  readonly registry: ReturnType<typeof registryOf>
  readonly submissions: Submissions
  readonly writer: Writer
}

class HistoryStage implements Stage {
  readonly #parts: HistoryParts
  readonly #machinery: Machinery
  readonly #bank: SimulatedBank
  readonly #link: BankLink
  #acts = 0
  #actsHeard = 0

  constructor(parts: HistoryParts, machinery: Machinery) {
    const { book, onProblem } = parts
    const { pool } = machinery
    const nowMs = () => machinery.time.nowMs
    this.#parts = parts
    this.#machinery = machinery
    this.#bank = new SimulatedBank({
      pool,
      account: book.name,
      seed: String(parts.story.seed),
      rates: { returned: 0.01 },
      times: DEMONSTRATION_TIMES,
      nowMs,
    })
    this.#link = new BankLink({
      port: this.#bank,
      places: postgresLinkPlaces(pool, book.name),
      park: postgresParking(pool, book.name),
      ...bankActs(bankReads(pool, book.name), (requests) => this.#submit(requests)),
      nowMs,
      onProblem,
    })
  }

  async passUntil(atMs: number): Promise<void> {
    const { store, registry, submissions, writer, time } = this.#machinery
    for (;;) {
      const due = await store.dueBefore(atMs, LAPSES_MAX)
      if (due.length === 0) break
      time.moveTo(due.at(-1)?.dueAtMs ?? atMs)
      const answers = due.map(({ kind, key }) => {
        const { promise, resolve } = Promise.withResolvers<Answer>()
        const lapse = registry.lapses.get(kind)
        if (lapse === undefined) throw new Error(`nothing lapses ${kind}`)
        const more = { lapse: { kind, key } }
        writer.offer('timer', [submissions.fromSystem('timer', lapse(key), more, resolve)])
        return promise
      })
      for (const [i, { kind }] of (await Promise.all(answers)).entries()) {
        // Refused is what an earlier lapse has done away with; what is refused and still due is parked.
        if (kind !== 'recorded' && kind !== 'refused') {
          throw new Error(`the lapse ${due[i]?.kind} came to ${kind}`)
        }
      }
    }
    time.moveTo(atMs)
  }

  async act(acts: Parameters<Stage['act']>[0]): Promise<readonly Outcome[]> {
    const { submissions, writer } = this.#machinery
    this.#acts += acts.length
    const answers = acts.map(({ actor, command }) => {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      const principal = { party: actor, roles: [], evidence: EVIDENCE }
      // A history that breaks off is begun again in another book, so no act of it is ever repeated.
      writer.offer('principal', [submissions.sentOnce({ command, principal }, resolve)])
      return promise
    })
    return (await Promise.all(answers)).map((answer) => {
      if (answer.kind === 'recorded') return 'recorded'
      if (answer.kind === 'refused') return { refused: answer.refusal.type }
      throw new Error(`an act of the story came to ${answer.kind}`)
    })
  }

  async bank(payments: Parameters<Stage['bank']>[0]): Promise<void> {
    await this.#bank.payInAll(
      payments.map(({ amountMinor, ...payment }) => ({
        ...payment,
        amountMinor: BigInt(amountMinor),
      })),
    )
    if (payments.length === 0 && this.#acts === this.#actsHeard) return
    this.#actsHeard = this.#acts
    this.#machinery.time.moveTo(this.#machinery.time.nowMs + DEMONSTRATION_TIMES.mendMs)
    await this.#rounds()
  }

  async #rounds(): Promise<void> {
    while (await this.#link.round()) {
      // Until the bank has nothing more to say at this time.
    }
  }

  /** The link brings the statements of days that are over by itself. */
  async statement(): Promise<void> {
    await this.#rounds()
  }

  matured(through: string): Promise<readonly string[]> {
    return listMatured(this.#machinery.pool, this.#parts.book.name, through)
  }

  async #submit(requests: readonly Request[]): Promise<readonly Answer[]> {
    const { submissions, writer } = this.#machinery
    const answers = requests.map((request) => {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      const item = submissions.fromRequest(request, resolve)
      if (item !== undefined) writer.offer('principal', [item])
      return promise
    })
    return Promise.all(answers)
  }
}
