/**
 * Two servers on one database, with one signer: the one that writes is killed, stopped and awakened, or cut
 * off from the database, while a client in another process publishes to whichever of them takes it. The other
 * one writes, what was acknowledged is there, once, provably, and whoever comes back says nothing untrue.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClientProcess } from './client-process.ts'
import { hongqiao } from './command.ts'
import { checkDatabase } from './insider.ts'
import { checkJournal, checkServedTiles, type Seen } from './outsider.ts'
import { Pair, type Server } from './pair.ts'

type Strike = 'kill' | 'pause' | 'cut' | 'silence'
interface Round {
  readonly strike: Strike
  /** Held between fence and COMMIT when it is struck, until the book is taken; or struck at any moment. */
  readonly aim: 'held' | 'any'
}

const PLAN: readonly Round[] = [
  { strike: 'pause', aim: 'held' },
  { strike: 'kill', aim: 'any' },
  { strike: 'cut', aim: 'any' },
  { strike: 'pause', aim: 'any' },
  { strike: 'silence', aim: 'held' },
  { strike: 'kill', aim: 'held' },
  { strike: 'cut', aim: 'held' },
  { strike: 'silence', aim: 'any' },
]
const ROUNDS = process.env['HONGQIAO_LONG'] === '1' ? 50 : 5
/** On a machine that does much else besides. */
const ROUND_MS_MAX = 120_000
/** Acknowledged before a strike and after it, so that there is always something to lose. */
const CLAIMS_BEFORE = 60
const CLAIMS_AFTER = 30
/** The numbers of the claims of each round begin here. */
const CLAIMS_PER_ROUND_MAX = 100_000
const DELAY_MS_MAX = 300
/** Clients that know two servers do not wait long for one. */
const ANSWER_MS = 1000

let pair: Pair
let client: ClientProcess | undefined
beforeAll(async () => {
  pair = await Pair.open()
})
afterAll(async () => {
  client?.kill()
  await pair?.close()
})

async function strike(kind: Strike, { hub, link }: Server): Promise<void> {
  if (kind === 'cut') link.cut()
  else if (kind === 'silence') link.silence()
  else if (kind === 'pause') hub.signal('SIGSTOP')
  else {
    hub.signal('SIGKILL')
    await hub.ended()
  }
}

/** The one that was struck comes back; it must not have the book, nor say so. */
async function comeBack(kind: Strike, server: Server): Promise<void> {
  if (kind === 'kill') await pair.startAgain(server)
  else if (kind === 'pause') {
    server.hub.signal('SIGCONT')
    // What it is asked in its first moments, before it can have heard of anything.
    expect(await pair.saysItWrites(server)).toBe(false)
    expect(await pair.offered(server)).toEqual(Array(8).fill(503))
  } else server.link.mend()
  await pair.standsBy(server)
}

/** From the strike until the other server had the book, and until it had written what a client sent. */
interface Took {
  readonly takenMs: number
  readonly writtenMs: number
}

async function failOver({ strike: kind, aim }: Round): Promise<Took> {
  const writing = await pair.writing()
  if (aim === 'held') await pair.probe.hold()
  else await new Promise((done) => setTimeout(done, Math.random() * DELAY_MS_MAX))
  const before = await pair.holder()
  const struckMs = performance.now()
  await strike(kind, writing)
  // An old transaction that is held cannot end by itself: whoever takes the book ends it.
  await pair.until('the book is taken', async () => (await pair.holder()).epoch > before.epoch)
  const takenMs = Math.round(performance.now() - struckMs)
  if (aim === 'held') await pair.probe.release()
  await pair.until('the other one writes', async () => {
    const { pid, size } = await pair.holder()
    return pid !== writing.hub.pid && size > before.size
  })
  const writtenMs = Math.round(performance.now() - struckMs)
  await client?.progressed(CLAIMS_AFTER)
  await comeBack(kind, writing)
  return { takenMs, writtenMs }
}

/** Everything that was ever seen, held against both servers and the database. */
async function checkAll(): Promise<Seen> {
  const seen = await checkJournal(pair.journal, await pair.policy())
  expect(seen.faults).toEqual([])
  for (const { place } of pair.servers) {
    expect(await checkServedTiles(seen, { port: place.port, book: 'sh' })).toEqual([])
  }
  const inside = await checkDatabase(pair.database, seen)
  expect(inside.faults).toEqual([])
  expect(seen.acknowledged.size).toBe(seen.sent.size)
  expect(inside.claims).toBe(seen.sent.size)
  return seen
}

/** The longest of each kind, in milliseconds until the book was taken and until it was written. */
function worst(took: readonly (Round & Took)[]): string {
  const kinds = Map.groupBy(took, ({ strike: kind, aim }) => `${kind}/${aim}`)
  return [...kinds]
    .map(([kind, all]) => {
      const takenMs = Math.max(...all.map((one) => one.takenMs))
      const writtenMs = Math.max(...all.map((one) => one.writtenMs))
      return `${kind} ${takenMs}/${writtenMs} ms`
    })
    .join(', ')
}

test(
  `nothing is lost, doubled or forked when one server takes over from the other ${ROUNDS} times`,
  async () => {
    const took: (Round & Took)[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const plan = PLAN[round % PLAN.length]!
      client = new ClientProcess({
        ports: pair.servers.map(({ place }) => place.port),
        key: pair.key,
        journal: pair.journal,
        singles: 12,
        bulks: 1,
        bulkItems: 10,
        from: round * CLAIMS_PER_ROUND_MAX,
        answerMs: ANSWER_MS,
        repeatsMax: 40,
      })
      await client.progressed(CLAIMS_BEFORE)
      took.push({ ...plan, ...(await failOver(plan)) })
      const { faults } = await client.finish()
      expect(faults.map((fault) => pair.explained(fault))).toEqual([])
      await checkAll()
    }
    const [{ place }] = pair.servers
    const { receipts, repeats, roots } = await checkAll()
    expect(repeats).toBeGreaterThan(0)
    process.stdout.write(
      `${ROUNDS} failovers, ${worst(took)}; ${receipts} receipts to ${roots.size} checkpoints\n`,
    )
    const audit = await hongqiao({ args: ['audit'], place, env: pair.environment() })
    expect(audit).toMatchObject({ code: 0 })
  },
  ROUNDS * ROUND_MS_MAX,
)
