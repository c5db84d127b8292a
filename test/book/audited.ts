/** Books with a random history, written by the real writer, and their audit. */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import type { Answer } from '#kernel/book/answer.ts'
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

const ATTEMPTS_MAX = 40
const WAITS_MAX = 800

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
  const keyed = made.map(({ command }, n) => ({ command, key: `act-${n}` }))
  for (let at = 0; at < keyed.length; at += together) {
    await submitPatiently(rig, keyed.slice(at, at + together))
  }
  await closeSchool(rig, urls, contracts)
  await rig.stop()
}

/** On a busy machine the book may be taken anew in between: what was not answered is asked again. */
async function submitPatiently(
  rig: Rig,
  commands: readonly { readonly command: Command; readonly key: string }[],
): Promise<readonly Answer[]> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const answers = await rig.submit(commands)
    if (answers.some(({ kind }) => kind === 'failed')) throw new Error('an act failed')
    if (answers.every(({ kind }) => kind !== 'unavailable')) return answers
    await new Promise((done) => setTimeout(done, 250))
  }
  throw new Error(`the book is not written: ${rig.writer.state.reason}`)
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
    // It tries again by itself, and whether it got there is what is waited for.
    onProblem: () => undefined,
  })
  const close: Command & { readonly contracts: readonly string[]; readonly school: string } = {
    type: 'escrow.close-school',
    school: 'go',
    contracts: Array.from({ length: contracts }, (_, n) => `c${n + 1}`),
  }
  const [answer] = await submitPatiently(rig, [{ command: close, key: 'close' }])
  const closedAt = answer?.kind === 'recorded' ? answer.entries[0].index : 0
  reactions.start()
  for (let waits = 0; ; waits += 1) {
    const [cursor] = await store.cursors()
    if (cursor !== undefined && cursor.ordinal === 0 && cursor.index > closedAt) break
    if (waits > WAITS_MAX) throw new Error('the reaction does not come to its end')
    await new Promise((done) => setTimeout(done, 25))
  }
  reactions.stop()
  await store.close()
}

export function audit(urls: DatabaseUrls, more: Partial<AuditOptions> = {}): Promise<AuditReport> {
  const options = { url: urls.app, book: 'sh', registry, installationKey: SECRET }
  return auditBook({ ...options, ...more })
}
