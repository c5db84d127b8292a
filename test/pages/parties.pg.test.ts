/** Who reads an entry that is not public: its actor, its parties, and whoever acts for one of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findDone } from '#apps/server/pages/done.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import { issueKey } from '#platform/credentials/issue.ts'
import type { Persona } from '#platform/sessions/persona.ts'
import { listPersonas, savePersonas } from '#platform/sessions/persona.ts'
import { SESSIONS_MAX } from '#platform/sessions/session.ts'
import { postgresSessions } from '#platform/sessions/postgres-sessions.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { partyOf } from '#test/slice/escrow.ts'
import { makeSliceTables, TESTER } from '#test/slice/rig.ts'
import { openPagedHub, type PagedHub, written } from './paged-hub.ts'

const WU = partyOf('consumer', 'wu')
const SWIM = partyOf('school', 'swim')
const swim = { party: SWIM, name: { en: 'Swim', zh: '泳' } }

function persona(id: string, party: string, changes: Partial<Persona> = {}): Persona {
  return {
    id,
    book: 'zj',
    party,
    organisation: null,
    roles: ['consumer'],
    name: { en: `Name ${id}`, zh: `名${id}` },
    what: { en: 'what', zh: '何' },
    rank: 1,
    ...changes,
  }
}

const PERSONAS = [
  persona('tester', TESTER.party, { rank: 0 }),
  persona('wu', WU),
  persona('li', partyOf('consumer', 'li')),
  persona('clerk', 'pty_clerk', { organisation: swim, roles: ['shop-clerk', 'bank'] }),
  persona('stranger', 'pty_stranger', {
    organisation: { party: 'pty_other-shop', name: { en: 'Other', zh: '他' } },
    roles: ['shop-clerk'],
  }),
  persona('regulator', 'pty_regulator', { roles: ['regulator'] }),
  persona('auditor', 'pty_auditor', { roles: ['auditor'] }),
]

let paged: PagedHub
let opened: number

beforeAll(async () => {
  const urls = await freshDatabase()
  await makeSliceTables(urls)
  paged = await openPagedHub(urls)
  const zj = paged.rigOf('zj')
  await written(zj, { type: 'escrow.found' })
  const school = { type: 'escrow.admit-school', school: 'swim' } as const
  await written(zj, school)
  const open = {
    type: 'escrow.open',
    contract: 'c',
    school: 'swim',
    consumer: 'wu',
    priceMinor: '100000',
    entries: 10,
    expiresAtMs: Date.now() + 86_400_000,
    phone: '13900000000',
  }
  opened = await written(zj, open)
  await savePersonas(paged.pool, PERSONAS)
  // The book says who acts for the school: a person at its desk, and a machine.
  await paged.pool.query(
    `insert into appointment (book, organisation, person, role, is_active, entry)
     select 'zj', $1, person, 'clerk', true, 0 from unnest($2::text[]) as of (person)`,
    [SWIM, ['pty_clerk', 'pty_till']],
  )
})
afterAll(() => paged.stop())

async function cookieOf(id: string): Promise<string> {
  const answer = await paged.app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      host: 'localhost',
      origin: 'http://localhost',
    },
    payload: `persona=${id}`,
  })
  expect(answer.statusCode).toBe(303)
  return String(answer.headers['set-cookie']).split(';')[0] ?? ''
}

const get = (url: string, headers: Record<string, string> = {}) =>
  paged.app.inject({ url, headers: { accept: 'text/html', ...headers } })

const Receipt = z.object({ disclosures: z.array(z.string()) })
const namesIn = (body: string) =>
  Receipt.parse(JSON.parse(body)).disclosures.map((text) => {
    const disclosure = parseDisclosure(text)
    if (!disclosure.ok) throw new Error(disclosure.error)
    return disclosure.value.name
  })

/** By persona: the disclosures in its receipt, or null for whom it does not concern. */
const SEES: Readonly<Record<string, readonly string[] | null>> = {
  tester: ['phone'],
  wu: [`number/${WU}`, 'phone'],
  li: null,
  clerk: [`number/${SWIM}`],
  stranger: null,
  regulator: null,
  auditor: [],
}

describe.each(Object.entries(SEES))('%s', (id, disclosures) => {
  test('reads by session the entry and its receipt as far as it concerns them', async () => {
    const cookie = await cookieOf(id)
    const url = `/v1/books/zj/entries/${opened}`
    const answers = await Promise.all([get(url, { cookie }), get(`${url}/receipt`, { cookie })])
    for (const { statusCode, headers } of answers) {
      const isRead = disclosures !== null
      expect([statusCode, headers['cache-control']]).toEqual(
        isRead ? [200, 'private, no-cache'] : [403, 'no-store'],
      )
      expect(String(headers.vary).includes('cookie')).toBe(isRead)
    }
    const [, receipt] = answers
    expect(receipt.statusCode === 200 ? namesIn(receipt.body) : null).toEqual(disclosures)
  })

  test('sees on the page of the entry the same, and their name in the mast', async () => {
    const cookie = await cookieOf(id)
    const { body, headers } = await get(`/log/zj/${opened}`, { cookie })
    expect(body).toContain(`<b>Name ${id}</b>`)
    expect(headers['cache-control']).toBe('private, no-cache')
    expect(body.includes('13900000000')).toBe(disclosures?.includes('phone') === true)
    expect(body.includes('/receipt"')).toBe(disclosures !== null)
  })
})

test('whoever is signed out reads none of it', async () => {
  expect((await get(`/v1/books/zj/entries/${opened}/receipt`)).statusCode).toBe(403)
  const { body, headers } = await get(`/log/zj/${opened}`)
  expect(/13900000000|\/receipt/.exec(body)).toBeNull()
  expect(headers['cache-control']).toBe('no-cache')
})

test('a key of a machine of the organisation reads it as well, and no other key does', async () => {
  const { store, time } = paged.hub
  const readBy = async (party: string, organisation?: string) => {
    const order = { roles: ['shop-clerk'] as const, label: 'till', party, organisation }
    const { text } = await issueKey(store, order, time.nowMs)
    const url = `/v1/books/zj/entries/${opened}/receipt`
    return get(url, { authorization: `Bearer ${text}` })
  }
  expect(namesIn((await readBy('pty_till', SWIM)).body)).toEqual([`number/${SWIM}`])
  // A key that names the school for somebody whom the school never appointed, or dismissed, reads nothing of it.
  expect((await readBy('pty_nobody-there', SWIM)).statusCode).toBe(403)
  expect((await readBy('pty_till', 'pty_other-shop')).statusCode).toBe(403)
  expect((await readBy('pty_till')).statusCode).toBe(403)
})

test('the note on an act is shown to whom the act concerns', async () => {
  const viewerOf = (principal: Pick<Principal, 'party' | 'organisation'>) => ({
    principal: { ...principal, roles: [], evidence: TESTER.evidence },
    person: { name: swim.name, what: swim.name, organisation: null, book: 'zj' },
  })
  const at = (principal: Pick<Principal, 'party' | 'organisation'>, place: string) =>
    findDone(paged.log, viewerOf(principal), place)
  const done = await at({ party: WU }, `zj.${opened}`)
  expect(done).toMatchObject({ book: 'zj', index: opened })
  expect(done?.receipt.href).toBe(`/v1/books/zj/entries/${opened}/receipt`)
  expect(await at({ party: 'pty_clerk', organisation: SWIM }, `zj.${opened}`)).not.toBeNull()
  expect(await at({ party: 'pty_stranger' }, `zj.${opened}`)).toBeNull()
  for (const place of ['', 'zj', `zj.${opened + 99}`, `xx.${opened}`, 'zj.-1', `zj.0${opened}`]) {
    expect(await at({ party: WU }, place)).toBeNull()
  }
})

describe('personas and sessions in PostgreSQL', () => {
  test('are as they were saved, and saving again leaves exactly the new ones', async () => {
    expect(await listPersonas(paged.pool)).toEqual(
      PERSONAS.toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1)),
    )
    const [first, ...others] = PERSONAS
    const cookie = await cookieOf('tester')
    await savePersonas(paged.pool, others)
    expect((await listPersonas(paged.pool)).map(({ id }) => id)).not.toContain('tester')
    // Known for two seconds at most: a store that is asked anew knows nobody.
    const id = cookie.slice('hongqiao_session='.length).split('.')[0] ?? ''
    expect(await postgresSessions(paged.pool).find(id)).toBeNull()
    await savePersonas(paged.pool, [first!, ...others])
    expect(await listPersonas(paged.pool)).toHaveLength(PERSONAS.length)
  })

  test('hold no secret', async () => {
    const cookie = await cookieOf('wu')
    const [id = '', secret = ''] = cookie.slice('hongqiao_session='.length).split('.')
    const { rows } = await paged.pool.query<{ dump: string }>(
      'select s::text as dump from session s',
    )
    const dump = rows.map((row) => row.dump).join('\n')
    expect(dump).toContain(id)
    expect(dump).not.toContain(secret)
  })

  test('are purged when they are over, and bounded in number', async () => {
    const store = postgresSessions(paged.pool)
    const atMs = Date.now() + 1_000_000_000
    const add = (n: number, createdAtMs: number) =>
      store.insert({
        id: n.toString(16).padStart(16, '0'),
        secretHash: new Uint8Array(32),
        personaId: 'wu',
        createdAtMs,
        expiresAtMs: createdAtMs + 1000,
      })
    expect(await add(1, atMs)).toEqual(['consumer'])
    await store.revoke('0000000000000001', atMs + 1)
    expect(await store.find('0000000000000001')).toMatchObject({ revokedAtMs: atMs + 1 })
    await add(2, atMs + 1)
    expect(await store.find('0000000000000001')).toBeNull()
    await add(3, atMs + 2000)
    expect(await store.find('0000000000000002')).toBeNull()
    const { rows } = await paged.pool.query<{ count: bigint }>('select count(*) from session')
    expect(Number(rows[0]?.count)).toBe(1)
    await paged.pool.query(
      `insert into session (id, secret_hash, party, roles, persona, created_at, expires_at)
       select lpad(to_hex(n + 1000), 16, '0'), decode(repeat('00', 32), 'hex'), $1, '{consumer}',
         'wu', $2::timestamptz - n * interval '1 ms', $2::timestamptz + interval '1 day'
       from generate_series(1, ${SESSIONS_MAX}) n`,
      [WU, new Date(atMs + 2001)],
    )
    await add(4, atMs + 2002)
    const after = await paged.pool.query<{ count: bigint }>('select count(*) from session')
    expect(Number(after.rows[0]?.count)).toBeLessThanOrEqual(SESSIONS_MAX)
    expect(await store.find('0000000000000004')).not.toBeNull()
  })

  test('nobody is signed in as nobody', async () => {
    const none = { personaId: 'nobody', createdAtMs: 0, expiresAtMs: 1 }
    const session = { ...none, id: 'f'.repeat(16), secretHash: new Uint8Array(32) }
    expect(await postgresSessions(paged.pool).insert(session)).toBeNull()
  })
})
