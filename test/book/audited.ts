/** Books with a random history, written by the real writer, and their audit. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { registryOf } from '#kernel/book/registry.ts'
import type { Command } from '#kernel/book/slice.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { Reactions } from '#platform/book/reactions.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { auditBook, type AuditOptions, type AuditReport } from '#platform/postgres/audit.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { postgresSessions } from '#platform/postgres/session.ts'
import { escrow } from '../slice/escrow.ts'
import { makeSliceTables, openRig, type Rig } from '../slice/rig.ts'
import { history } from './history.ts'

export const registry = registryOf([escrow])

export const SECRET = randomBytes(32)

export interface HistoryOrder {
  readonly acts: number
  readonly contracts: number
  readonly seed: number
  /** How many commands are on their way at once, and so, roughly, in a batch. */
  readonly together: number
}

export async function writeHistory(urls: DatabaseUrls, order: HistoryOrder): Promise<void> {
  await makeSliceTables(urls)
  const rig = await openRig({ urls, secret: SECRET })
  const { acts, contracts, seed, together } = order
  const counts = { actsMin: acts, actsMax: acts, contracts, promises: contracts * 2 }
  const [made = []] = fc.sample(history({ ...counts, startMs: Date.now() }), { numRuns: 1, seed })
  const commands = made.map(({ command }) => command)
  for (let at = 0; at < commands.length; at += together) {
    const answers = await rig.submit(
      commands.slice(at, at + together).map((command) => ({ command })),
    )
    const failed = answers.find(({ kind }) => kind !== 'recorded' && kind !== 'refused')
    if (failed !== undefined) throw new Error(`an act was answered by ${failed.kind}`)
  }
  await closeSchool(rig, urls, contracts)
  await rig.stop()
}

/** A reaction closes the contracts of the school, so there are causes and a cursor to be audited. */
async function closeSchool(rig: Rig, urls: DatabaseUrls, contracts: number): Promise<void> {
  const timeouts = { statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 10_000 }
  const store = new PostgresBookStore(
    'sh',
    postgresSessions(urls.app, 'reactions', timeouts),
    nodeHashing,
  )
  const reactions = new Reactions({
    origin: rig.origin,
    writer: rig.writer,
    store,
    submissions: new Submissions(SECRET),
    registry,
    onProblem: (message, error) => {
      throw new Error(message, { cause: error })
    },
  })
  const close: Command & { readonly contracts: readonly string[]; readonly school: string } = {
    type: 'escrow.close-school',
    school: 'go',
    contracts: Array.from({ length: contracts }, (_, n) => `c${n + 1}`),
  }
  await rig.act(close)
  const size = rig.writer.size
  reactions.start()
  for (let waits = 0; rig.writer.size < size + 1 && waits < 200; waits += 1) {
    await new Promise((done) => setTimeout(done, 25))
  }
  await new Promise((done) => setTimeout(done, 200))
  reactions.stop()
  await store.close()
}

export function audit(urls: DatabaseUrls, more: Partial<AuditOptions> = {}): Promise<AuditReport> {
  const options = { url: urls.app, book: 'sh', registry, installationKey: SECRET }
  return auditBook({ ...options, ...more })
}
