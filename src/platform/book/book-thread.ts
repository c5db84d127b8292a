/** The thread of one book: writer, timers, reactions and the connection to its signer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { registryOf } from '#kernel/book/registry.ts'
import type { Answer } from '#kernel/book/answer.ts'
import type { Slice } from '#kernel/book/slice.ts'
import { assert } from '#kernel/std/assert.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { ErasureJournal } from '#platform/erasure/journal.ts'
import { bindBook, ensureBook } from '#platform/postgres/book-row.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { postgresSessions } from '#platform/postgres/session.ts'
import { openSigner } from '#platform/signer/choice.ts'
import { openGenesis } from './genesis.ts'
import type { Request } from './port.ts'
import { Reactions } from './reactions.ts'
import { nodeHashing, sealingTools } from './sealing-tools.ts'
import { Submissions } from './submissions.ts'
import { BookThreadOptions, type FromBook, type ToBook } from './thread-wire.ts'
import { Timers } from './timers.ts'
import { Writer } from './writer.ts'

const TIMEOUTS = {
  statementMs: 30_000,
  lockMs: 10_000,
  idleInTransactionMs: 10_000,
  answerMs: 12_000,
}

const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() }

/** Answers of one turn of the event loop go back in one message. */
function outbox(): (message: FromBook) => void {
  let waiting: FromBook[] = []
  return (message) => {
    if (waiting.length === 0) {
      setImmediate(() => {
        parentPort?.postMessage(waiting)
        waiting = []
      })
    }
    waiting.push(message)
  }
}

/** Runs in a worker thread whose workerData are BookThreadOptions, until it is drained. */
export async function serveBook(slices: readonly Slice[]): Promise<void> {
  assert(parentPort !== null, 'a book is served from a worker thread')
  const options = BookThreadOptions.parse(workerData)
  const { name, origin } = options
  const send = outbox()
  const onProblem = (message: string, error: unknown): void => {
    send({ kind: 'problem', message, error: describe(error) })
  }
  const isNew = await ensureBook(options.databaseUrl, { name, origin })
  const signer = await openSigner(
    options.signer,
    { book: name, origin, mayCreate: isNew },
    { onHealth: (health) => send({ kind: 'signer', health }), onProblem },
  )
  const { verifierKey, earlierKeys = [] } = signer
  const { installationId } = options
  await bindBook(options.databaseUrl, name, { verifierKey, earlierKeys, installationId })
  const erasures = ErasureJournal.open(options.erasureJournal)
  send({ kind: 'opened', verifierKey, earlierKeys })
  const sessions = postgresSessions(options.databaseUrl, `hongqiao writer ${name}`, TIMEOUTS)
  const store = new PostgresBookStore(name, sessions, nodeHashing)
  const registry = registryOf(slices)
  const submissions = new Submissions(options.macKey)
  const parts = { store, registry, submissions, onProblem }
  const writer: Writer = new Writer({
    tools: {
      book: { name, origin },
      registry,
      sealing: sealingTools(options.installationKey),
      hashing: nodeHashing,
    },
    store,
    signer,
    erasures,
    clock,
    owner: options.owner,
    isReserve: options.isReserve,
    onState(state) {
      reactions.nudge()
      send({ kind: 'state', state, heldUntilMs: heldUntilMs(writer) })
    },
    onBatch: (measurement) => send({ kind: 'batch', measurement }),
    onProblem,
  })
  const reactions = new Reactions({ ...parts, origin, writer })
  const timers = new Timers({
    ...parts,
    writer,
    nowMs: () => clock.nowMs(),
    afterGap: options.timersAfterGap,
  })
  writer.timersWait = () => timers.wait
  parentPort.on('message', (messages: readonly ToBook[]) => {
    for (const message of messages)
      receive(message, { writer, timers, reactions, submissions, send })
  })
  timers.start()
  reactions.start()
  openGenesis(writer, submissions)
  // Servers that start together start with their own books.
  if (options.isReserve) await sleep(RESERVE_START_MS)
  await writer.run()
  timers.stop()
  reactions.stop()
  erasures.close()
  await signer.close()
  // Whatever was sent in this turn leaves before the thread ends.
  setImmediate(() => setImmediate(() => parentPort?.close()))
}

/** The threads of a process have clocks of their own for `performance`, and one for `hrtime`. */
function heldUntilMs({ heldForMs }: Writer): number {
  return Number(process.hrtime.bigint() / 1_000_000n) + heldForMs
}

const RESERVE_START_MS = 5000

interface Served {
  readonly writer: Writer
  readonly timers: Timers
  readonly reactions: Reactions
  readonly submissions: Submissions
  readonly send: (message: FromBook) => void
}

function receive(message: ToBook, served: Served): void {
  const { writer, timers, reactions } = served
  switch (message.kind) {
    case 'submit':
      submit(message.id, message.requests, served)
      break
    case 'release-timers':
      timers.release()
      break
    default:
      timers.stop()
      reactions.stop()
      writer.stop()
  }
}

function submit(
  id: number,
  requests: readonly Request[],
  { writer, submissions, send }: Served,
): void {
  const answers: Answer[] = []
  let open = requests.length
  const items = requests.flatMap((request, place) => {
    const item = submissions.fromRequest(request, (answer) => {
      answers[place] = answer
      open -= 1
      if (open === 0) send({ kind: 'answers', id, answers })
    })
    return item ?? []
  })
  if (items.length > 0) writer.offer('principal', items)
}

/** The chain of causes as text: an error itself does not pass between threads whole. */
function describe(error: unknown): string {
  const parts: string[] = []
  for (let at = error; at !== undefined && parts.length < 5;) {
    if (!(at instanceof Error)) return [...parts, JSON.stringify(at)].join(' ← ')
    parts.push(`${at.name}: ${at.message}`)
    at = at.cause
  }
  return parts.join(' ← ')
}
