/** The acts over HTTP: what reaches the book, who may, and that whoever may not leaves no trace. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPermitted, ROLES, type Role } from '#kernel/identity/principal.ts'
import { START_MS } from '#test/prepaid/rig.ts'
import { ASKED, SECOND_NOTARY, sentAs } from '#test/prepaid/asked.ts'
import { type Door, nowhere, openDoor } from '#test/prepaid/door.ts'
import * as stage from '#test/prepaid/sale-stage.ts'
import { asking, type World } from '#test/prepaid/rig.ts'
import { COMMANDS } from '../contract.ts'
import { ACTS, askedCommands, CLOCK_COMMANDS, type AskedCommand } from './routes-acts.ts'
import { refusals, REFUSALS } from './refusals.ts'
import { prepaidRoutes } from './routes.ts'

const { HEAD, CLERK, LI, NOTARY, TELLER } = stage
const FAR_NOTARY = 'pty_far-notary'
const FAR_HEAD = 'pty_far-head'
const FAR_TELLER = 'pty_far-teller'
const INSPECTOR = 'pty_inspector'
const OTHER = 'pty_other-consumer'
const STRANGER = 'pty_stranger'

/** Who may, as the README has it: asked of nobody's code. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'prepaid.notarise': [NOTARY, SECOND_NOTARY],
  'prepaid.bank': [TELLER],
  'prepaid.shop': [HEAD],
  'prepaid.counter': [HEAD, CLERK],
  'prepaid.buy': [LI],
}
const ACTORS = [
  ...new Set(Object.values(MAY).flat()),
  FAR_NOTARY,
  FAR_HEAD,
  FAR_TELLER,
  INSPECTOR,
  OTHER,
  STRANGER,
]

/** Whom the README lets do it: any person may sign, and a check-in, too, is for the card's consumer alone. */
const mayDo = (name: AskedCommand, actor: string): boolean =>
  name === 'sign' ? actor !== STRANGER : (MAY[ACTS[name].access] ?? []).includes(actor)

/** A second notary, and the like of everybody in organisations that have nothing to do with the card. */
function peopled(book: World): World {
  const by = 'pty_registry'
  const ask = (type: string, fields: Readonly<Record<string, string>>, actor = stage.NOBODY) =>
    book.do(asking(`parties.${type}`, fields), actor)
  for (const [organisation, kind] of [
    ['pty_far-office', 'notary-office'],
    ['pty_far-bank', 'bank'],
    ['pty_far-shop', 'shop'],
    ['pty_authority', 'authority'],
  ] as const) {
    const name = { en: 'Elsewhere', zh: '别处' }
    book.do(
      asking('parties.register-organisation', { registry: by, organisation, kind, name }),
      stage.NOBODY,
    )
  }
  for (const person of [SECOND_NOTARY, FAR_NOTARY, FAR_HEAD, FAR_TELLER, INSPECTOR, OTHER]) {
    ask('register-person', { by, person, name: 'A Person' })
  }
  const { OFFICE } = stage
  ask(
    'appoint',
    { organisation: OFFICE, person: SECOND_NOTARY, role: 'notary', by: OFFICE },
    NOTARY,
  )
  for (const [organisation, person, role] of [
    ['pty_far-office', FAR_NOTARY, 'notary'],
    ['pty_far-shop', FAR_HEAD, 'head'],
    ['pty_far-bank', FAR_TELLER, 'teller'],
    ['pty_authority', INSPECTOR, 'inspector'],
  ] as const) {
    ask('appoint', { organisation, person, role, by })
  }
  return book
}

/** A card that is paid, with money in suspense beside it. */
function paid(): World {
  const book = peopled(stage.after('signed'))
  const credit = ASKED['record-bank-entry']
  book.do(stage.ask('record-bank-entry', credit), TELLER)
  const lost = { ...credit, bankEntry: 'bank-0002', reference: 'none' }
  book.do(stage.ask('record-bank-entry', lost), TELLER)
  return book
}

const BEGINNINGS: readonly (() => World)[] = [
  () => peopled(stage.registered()),
  () => peopled(stage.after('applied')),
  () => peopled(stage.after('listed')),
  paid,
]

let door: Door
beforeAll(async () => {
  door = await openDoor(
    prepaidRoutes(nowhere(), () => START_MS),
    paid(),
  )
})
afterAll(() => door.hub.app.close())

const send = async (name: AskedCommand, actor: string, role: Role, fields = ASKED[name]) => {
  const { url, body } = sentAs(name, fields)
  return door.post(url, body, await door.keyOf(actor, role))
}

const roleOf = (permission: Parameters<typeof isPermitted>[1]): Role => {
  const evidence = { method: 'system', credential: 'system' } as const
  const role = ROLES.find((each) =>
    isPermitted({ party: 'pty_anybody', roles: [each], evidence }, permission),
  )
  if (role === undefined) throw new Error(`nobody has ${permission}`)
  return role
}

test('every command has a route, but for those of the clock', () => {
  expect([...askedCommands, ...CLOCK_COMMANDS].toSorted()).toEqual(Object.keys(COMMANDS).toSorted())
})

describe('each act', () => {
  test.each(askedCommands)('%s reaches the book with its fields, and no others', async (name) => {
    door.serve(peopled(stage.after('opened')))
    const before = door.book.asked.length
    const answer = await send(name, STRANGER, roleOf(ACTS[name].access))
    expect(door.book.asked.slice(before).map(({ command }) => command)).toEqual([
      { type: `prepaid.${name}`, ...ASKED[name] },
    ])
    expect(REFUSALS[name]).toContain(answer.type)
    const text = Object.entries(refusals).find(([type]) => type === answer.type)?.[1]
    expect(answer.status).toBe(text !== undefined && 'status' in text ? text.status : 409)
    const odd = await send(name, STRANGER, roleOf(ACTS[name].access), {
      ...ASKED[name],
      colour: 'red',
    })
    expect(odd).toEqual({ status: 400, type: 'invalid_request' })
  })

  test.each(CLOCK_COMMANDS)('%s has no address', (name) => {
    const routes = prepaidRoutes(nowhere(), () => START_MS)
    expect(routes.some(({ summary, path }) => `${path} ${summary}`.includes(name))).toBe(false)
    expect(routes.some(({ path }) => /lapse|deem/.test(path))).toBe(false)
  })

  test('needs a key, and one of the right role', async () => {
    door.serve(paid())
    const before = door.book.asked.length
    for (const name of askedCommands) {
      const { url, body } = sentAs(name, ASKED[name])
      expect(await door.post(url, body)).toMatchObject({ status: 401 })
      for (const role of ROLES) {
        const evidence = { method: 'system', credential: 'system' } as const
        if (isPermitted({ party: NOTARY, roles: [role], evidence }, ACTS[name].access)) continue
        expect(await send(name, NOTARY, role)).toEqual({ status: 403, type: 'forbidden' })
      }
    }
    expect(door.book.asked.length).toBe(before)
  })
})

test('whoever may not do an act leaves no trace, whatever happened before', async () => {
  const step = fc
    .record({
      name: fc.constantFrom(...askedCommands),
      anybody: fc.constantFrom(...ACTORS),
      rightful: fc.option(fc.nat()),
      role: fc.constantFrom(...ROLES),
      hasRole: fc.boolean(),
    })
    .map(({ name, anybody, rightful, role, hasRole }) => {
      const may = ACTORS.filter((actor) => mayDo(name, actor))
      return {
        name,
        actor: (rightful === null ? undefined : may[rightful % may.length]) ?? anybody,
        role: hasRole ? roleOf(ACTS[name].access) : role,
      }
    })
  const done = new Set<AskedCommand>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...BEGINNINGS),
      fc.array(step, { minLength: 1, maxLength: 16 }),
      async (begin, steps) => {
        const world = begin()
        door.serve(world)
        for (const { name, actor, role } of steps) {
          const size = world.entries.length
          const { status } = await send(name, actor, role)
          const isRecorded = world.entries.length > size
          if (isRecorded) done.add(name)
          const answered = { name, actor, role, isRecorded, status }
          // 200: it stood in the book before, so that nothing was added.
          expect({ ...answered, isRecorded: status === 201 }).toEqual(answered)
          expect({ ...answered, isRecorded: isRecorded && mayDo(name, actor) }).toEqual(answered)
          expect(status).not.toBe(500)
        }
      },
    ),
    { numRuns: 300 },
  )
  // A walk on which nothing succeeds would prove nothing.
  expect(done.size).toBeGreaterThan(8)
})

test('a bulk of uses keeps its order, and each has its own outcome', async () => {
  door.serve(paid())
  const day = ASKED['request-use']
  const items = [
    { key: 'a', ...day },
    { key: 'b', ...day, use: 'use_second', servedOn: '2026-11-23' },
    { key: 'c', ...day },
    { key: 'd', ...day, use: 'use_third', contract: 'con_none' },
  ]
  const answer = await door.hub.app.inject({
    method: 'POST',
    url: '/v1/books/sh/prepaid/uses/bulk',
    headers: { authorization: `Bearer ${await door.keyOf(CLERK, 'shop-clerk')}` },
    payload: { items },
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    items: [
      { outcome: 'recorded', repeated: false },
      { outcome: 'refused', problem: { type: '/problems/served_in_future', status: 422 } },
      { outcome: 'recorded', repeated: true },
      { outcome: 'refused', problem: { type: '/problems/contract_unknown', status: 404 } },
    ],
  })
})
