/** A book in memory behind the real door: routes, gate and problems as they are, deciders as they are. */
import type { Answer } from '#kernel/book/answer.ts'
import type { Role } from '#kernel/identity/principal.ts'
import { issueKey } from '#platform/credentials/issue.ts'
import type { Route } from '#platform/http/route.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { FakeBook, recorded } from '#test/http/fake-book.ts'
import { openHub, type TestHub } from '#test/http/hub.ts'
import type { World } from './rig.ts'

export interface Door {
  readonly hub: TestHub
  /** What reached the book. */
  readonly book: FakeBook
  /** Another book in memory from here on. */
  serve(world: World): void
  keyOf(party: string, role: Role): Promise<string>
  post(url: string, body: unknown, key?: string): Promise<{ status: number; type: string }>
}

export async function openDoor(routes: readonly Route[], world: World): Promise<Door> {
  let served = world
  let sent = 0
  const book = new FakeBook('sh')
  book.answerTo = ({ command, principal }): Answer => {
    const decided = served.act(command, principal.party)
    if (decided.kind === 'refused') return { kind: 'refused', refusal: decided.refusal }
    if (decided.kind === 'recorded') return recorded(decided.first)
    return decided.kind === 'existing' ? recorded(decided.index, true) : { kind: 'failed' }
  }
  const hub = await openHub({ books: new Map([['sh', book]]), routes })
  const keys = new Map<string, string>()
  return {
    hub,
    book,
    serve: (next) => {
      served = next
    },
    async keyOf(party, role) {
      const known = keys.get(`${party} ${role}`)
      if (known !== undefined) return known
      const { text } = await issueKey(
        hub.store,
        { roles: [role], label: role, party },
        hub.time.nowMs,
      )
      keys.set(`${party} ${role}`, text)
      return text
    },
    async post(url, body, key) {
      sent += 1
      const answer = await hub.app.inject({
        method: 'POST',
        url,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': `act-${sent}`,
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
        payload: JSON.stringify(body),
      })
      const said: unknown = answer.json()
      const isProblem = typeof said === 'object' && said !== null && 'type' in said
      return {
        status: answer.statusCode,
        type: isProblem ? String(said.type).replace('/problems/', '') : '',
      }
    },
  }
}

/** For routes that are never asked to read. */
export const nowhere = () =>
  createPool({
    url: 'postgres://nobody@127.0.0.1:1/none',
    name: 'nowhere',
    connectionsMax: 1,
    statementTimeoutMs: 1,
    lockTimeoutMs: 1,
    idleInTransactionTimeoutMs: 1,
    connectTimeoutMs: 1,
    onIdleError: () => undefined,
  })
