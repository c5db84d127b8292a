/**
 * A hub without a database that people sign in to: a persona for each role, and for each permission a page
 * with a form. What a page would show is sent as JSON, so that a test reads it without a browser.
 */
import type { LightMyRequestResponse } from 'fastify'
import { z } from 'zod'
import type { HubWeb, PageFrame, PageRoute, Shown } from '#apps/server/pages/page.ts'
import { createPages } from '#apps/server/pages/pages.ts'
import { PERMISSIONS, type Permission, ROLES, type Role } from '#kernel/identity/principal.ts'
import { Tickable, typedText, TypedDay, TypedYuan } from '#platform/http/form-fields.ts'
import { formRoute, type FormRoute } from '#platform/http/form-route.ts'
import { createPool } from '#platform/postgres/pool.ts'
import type { Persona } from '#platform/sessions/persona.ts'
import type { NewSession, SessionStore, StoredSession } from '#platform/sessions/session.ts'
import { createSessions, type Sessions } from '#platform/sessions/sessions.ts'
import { FakeBook } from './fake-book.ts'
import { fakeLog } from './fake-log.ts'
import { openHub, type TestHub } from './hub.ts'

export const ORIGIN = 'http://localhost'
/** Keys of form fields as a page would make them. */
export const FORM_KEY = 'A'.repeat(22)

export const personas: readonly Persona[] = ROLES.map((role, rank) => ({
  id: `a-${role}`,
  book: 'sh',
  party: `pty_${role}`,
  organisation: { party: 'pty_house', name: { en: 'House', zh: '所' } },
  roles: [role],
  name: { en: `Name of ${role}`, zh: `名 ${role}` },
  what: { en: role, zh: role },
  rank,
}))

export class MemorySessions implements SessionStore {
  readonly rows = new Map<string, StoredSession>()
  lookUps = 0
  isBroken = false

  find(id: string): Promise<StoredSession | null> {
    this.lookUps += 1
    if (this.isBroken) return Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'))
    return Promise.resolve(this.rows.get(id) ?? null)
  }

  insert({ personaId, ...session }: NewSession): Promise<readonly Role[] | null> {
    const persona = personas.find(({ id }) => id === personaId)
    if (persona === undefined) return Promise.resolve(null)
    const { book, party, organisation, roles, name, what } = persona
    this.rows.set(session.id, {
      ...session,
      party,
      organisation: organisation?.party ?? null,
      roles,
      person: { name, what, organisation: organisation?.name ?? null, book },
      revokedAtMs: null,
    })
    return Promise.resolve(roles)
  }

  prolong(id: string, expiresAtMs: number): Promise<void> {
    this.#change(id, { expiresAtMs })
    return Promise.resolve()
  }

  revoke(id: string, atMs: number): Promise<void> {
    this.#change(id, { revokedAtMs: atMs })
    return Promise.resolve()
  }

  #change(id: string, change: Partial<StoredSession>): void {
    const row = this.rows.get(id)
    if (row !== undefined) this.rows.set(id, { ...row, ...change })
  }
}

/** What a consumer sends by the form of a card. */
export const GOOD = {
  key: FORM_KEY,
  reason: 'was not there',
  amount: '¥1,800.5',
  'day.year': '2026',
  'day.month': '5',
  'day.day': '2',
}
export const encoded = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

export const pagePath = (permission: string) => `/test/${permission.replace('.', '-')}` as const
export const formPath = (permission: string) => `${pagePath(permission)}/send` as const

const about = (path: string): Shown => ({ name: 'about', view: {}, path, foot: null })

const pages: readonly PageRoute[] = [
  ...PERMISSIONS.map((permission): PageRoute => ({
    path: pagePath(permission),
    access: permission,
    load: ({ principal }) => ({ ...about(pagePath(permission)), path: `/of/${principal.party}` }),
  })),
  { path: '/test/signed-in', access: 'signed-in', load: () => about('/test/signed-in') },
  { path: '/test/open', load: () => about('/test/open') },
  {
    path: '/test/card/:card',
    access: 'prepaid.buy',
    load: ({ params: { card = '' }, query }) =>
      card === 'gone' ? null : about(`/test/card/${card}?code=${query.get('code') ?? ''}`),
  },
]

const contest = (body: Readonly<Record<string, string | boolean>>) => ({
  type: 'test.contest',
  ...body,
})

export const CARD_FORM = '/test/card/one/contest'

const forms: readonly FormRoute[] = [
  ...PERMISSIONS.map((permission: Permission) =>
    formRoute({
      path: formPath(permission),
      page: pagePath(permission),
      permission,
      schema: z.strictObject({}),
      sentences: {},
      refusals: {},
      command: () => ({ book: 'sh', command: { type: 'test.press' } }),
    }),
  ),
  formRoute({
    path: '/test/card/:card/contest',
    page: '/test/card/:card',
    permission: 'prepaid.buy',
    schema: z.strictObject({
      reason: typedText(40),
      amount: TypedYuan,
      day: TypedDay,
      copy: Tickable,
    }),
    sentences: {
      reason: { en: 'Say why', zh: '请说明原因' },
      amount: { en: 'Enter the sum', zh: '请填金额' },
      day: { en: 'Enter the day', zh: '请填日期' },
      copy: { en: 'Tick or not', zh: '勾选或不勾选' },
    },
    refusals: {
      over_held: { status: 422, en: 'Over what is held', zh: '超过托管余额' },
      card_closed: { en: 'The card is closed', zh: '卡已关闭' },
    },
    fieldOf: { over_held: 'amount' },
    tell: (type, { heldMinor }) =>
      type === 'over_held' && typeof heldMinor === 'string'
        ? { en: `Enter ${heldMinor} or less`, zh: `请填 ${heldMinor} 以内` }
        : null,
    command: ({ params, fields, key }) =>
      params['card'] === 'closed'
        ? { refused: 'card_closed' }
        : {
            book: 'sh',
            command: contest({
              ...fields,
              card: params['card'] ?? '',
              amount: String(fields.amount),
              use: key,
            }),
          },
    done: ({ params }, { repeated }) => `/test/card/${params['card']}?repeated=${repeated}#uses`,
  }),
]

const Frame = z.object({
  name: z.string(),
  view: z.looseObject({ code: z.string().optional(), kind: z.string().optional() }),
  path: z.string(),
  places: z.array(z.object({ id: z.string() })),
  visit: z.object({
    person: z.object({ name: z.object({ en: z.string() }) }).nullable(),
    hasSignIn: z.boolean(),
    formKey: z.string(),
    returned: z
      .object({
        action: z.string(),
        values: z.record(z.string(), z.string()),
        errors: z.array(z.object({ name: z.string(), sentence: z.object({ en: z.string() }) })),
        answer: z
          .object({ kind: z.string(), code: z.string(), sentence: z.object({ en: z.string() }) })
          .nullable(),
      })
      .nullable(),
    done: z.object({ book: z.string(), index: z.number() }).nullable(),
  }),
})

/** What the page that was sent would show. */
export const shownBy = (body: string) => Frame.parse(JSON.parse(body))

const web: HubWeb = {
  renderPage: (name, view, { path, places, visit }: PageFrame) =>
    JSON.stringify({ name, view, path, places, visit }),
  files: new Map(),
  isFresh: false,
}

export interface SignedInHub extends TestHub {
  readonly sessions: Sessions
  readonly sessionStore: MemorySessions
  signIn(role: Role): Promise<string>
  get(url: string, cookie?: string): Promise<LightMyRequestResponse>
  post(
    url: string,
    fields: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<LightMyRequestResponse>
}

export const cookieOf = (token: string) => `hongqiao_session=${token}`

export async function openSignedInHub({
  hasSignIn = true,
  isLoopbackOnly = true,
} = {}): Promise<SignedInHub> {
  const sessionStore = new MemorySessions()
  const time = { nowMs: 1_795_312_800_000 }
  const clock = { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs }
  const sessions = createSessions(sessionStore, clock)
  const signIn = { sessions, personas: () => Promise.resolve(personas), isLoopbackOnly }
  const sh = new FakeBook('sh')
  const books = new Map([['sh', sh]])
  const hub = await openHub({
    books,
    ...(hasSignIn ? { sessions } : {}),
    pages: createPages({
      pool: nowhere(),
      books,
      log: fakeLog,
      web,
      isDemonstration: true,
      publicTypes: new Set(),
      pages,
      forms,
      answerTimeoutMs: 50,
      ...(hasSignIn ? { signIn } : {}),
    }),
  })
  return {
    ...hub,
    sh,
    time,
    sessions,
    sessionStore,
    async signIn(role) {
      const signedIn = await sessions.signIn(`a-${role}`)
      if (signedIn === null) throw new Error(`no persona for ${role}`)
      return cookieOf(signedIn.token)
    },
    get: (url, cookie) =>
      hub.app.inject({
        url,
        headers: { accept: 'text/html', ...(cookie === undefined ? {} : { cookie }) },
      }),
    post: (url, fields, headers = {}) =>
      hub.app.inject({
        method: 'POST',
        url,
        payload: fields,
        headers: {
          accept: 'text/html',
          'content-type': 'application/x-www-form-urlencoded',
          origin: ORIGIN,
          host: 'localhost',
          ...headers,
        },
      }),
  }
}

/** None of the pages here asks a database. */
function nowhere() {
  return createPool({
    url: 'postgres://nobody@localhost:1/nothing',
    name: 'no database',
    connectionsMax: 1,
    statementTimeoutMs: 1,
    lockTimeoutMs: 1,
    idleInTransactionTimeoutMs: 1,
    connectTimeoutMs: 1,
    onIdleError: () => undefined,
  })
}
