/** One command of the hub itself, recorded while no hub runs: the same writer, signer and fence as ever. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '#kernel/book/answer.ts'
import { registryOf } from '#kernel/book/registry.ts'
import type { Command, Slice } from '#kernel/book/slice.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { InstallationKeys } from '#platform/keys/installation-keys.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { postgresSessions } from '#platform/postgres/session.ts'
import type { SignerPort } from '#platform/signer/port.ts'
import type { ErasureLog } from './erasure-log.ts'
import { nodeHashing, sealingTools } from './sealing-tools.ts'
import { Submissions } from './submissions.ts'
import { Writer } from './writer.ts'

export interface LoneRecording {
  readonly book: { readonly name: string; readonly origin: string }
  readonly databaseUrl: string
  readonly keys: InstallationKeys
  readonly signer: SignerPort
  readonly erasures: ErasureLog
  readonly slices: readonly Slice[]
  readonly command: Command
  readonly onProblem: (message: string, error: unknown) => void
}

const TIMEOUTS = { statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 10_000 }
const POLL_MS = 10
const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() }

/** The answer, once the book is closed again. Throws if the book cannot be written. */
export async function recordAlone(parts: LoneRecording): Promise<Answer> {
  const { book, keys, signer, erasures, command } = parts
  const sessions = postgresSessions(parts.databaseUrl, `hongqiao writer ${book.name}`, TIMEOUTS)
  const submissions = new Submissions(keys.mac)
  const writer = new Writer({
    tools: {
      book,
      registry: registryOf(parts.slices),
      sealing: sealingTools(keys.wrapping),
      hashing: nodeHashing,
    },
    store: new PostgresBookStore(book.name, sessions, nodeHashing),
    signer,
    erasures,
    clock,
    owner: `alone/${process.pid}/${randomBytes(4).toString('hex')}`,
    onState: () => undefined,
    onBatch: () => undefined,
    onProblem: parts.onProblem,
  })
  const running = writer.run()
  try {
    await untilWriting(writer)
    const { promise, resolve } = Promise.withResolvers<Answer>()
    writer.offer('timer', [submissions.fromSystem('timer', command, {}, resolve)])
    return await promise
  } finally {
    writer.stop()
    await running
  }
}

async function untilWriting(writer: Writer): Promise<void> {
  while (!writer.isWriting) {
    if (writer.state.phase === 'stopped') throw new Error(writer.state.reason)
    await sleep(POLL_MS)
  }
}
