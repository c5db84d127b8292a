/** The register of parties: a row per refusal in order of precedence, then what holds for all. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appointmentTable, partyTable } from '#kernel/parties/party.ts'
import { asking, world, type World } from '#test/prepaid/rig.ts'
import { COMMANDS, REFUSALS, type CommandName } from '../contract.ts'
import { parties } from '../index.ts'
import { leadersTable } from './leaders.ts'

const REGISTRY = 'pty_registry'
const REGISTRAR = 'pty_registrar'
const SHOP = 'pty_shop'
const OFFICE = 'pty_office'
const HEAD = 'pty_head'
const NOTARY = 'pty_notary'
const CLERK = 'pty_clerk'
const LI = 'pty_xiaoli'
const NOBODY = 'pty_nobody'

const name = { en: 'Bridge Gym', zh: '虹桥健身' }
const swim = { registry: REGISTRY, organisation: SHOP, kind: 'shop', name } as const
const person = (party: string) => ({ by: REGISTRY, person: party, name: 'Li Xiaohong' })
const ask = (act: CommandName, fields: Readonly<Record<string, unknown>>) => {
  const parsed = COMMANDS[act].parse(fields)
  return asking(`parties.${act}`, JSON.parse(JSON.stringify(parsed)))
}
const appointment = (organisation: string, party: string, role: string, by: string) =>
  ask('appoint', { organisation, person: party, role, by })

/** A registry, a shop with a head and a clerk, an office with a notary, and Li. */
function founded(): World {
  const book = world([parties])
  book.do(ask('found', { registry: REGISTRY }), REGISTRAR)
  book.do(ask('register-organisation', swim), REGISTRAR)
  const office = { ...swim, organisation: OFFICE, kind: 'notary-office' }
  book.do(ask('register-organisation', office), REGISTRAR)
  for (const party of [HEAD, NOTARY, CLERK, LI]) {
    book.do(ask('register-person', person(party)), REGISTRAR)
  }
  book.do(appointment(SHOP, HEAD, 'head', REGISTRY), REGISTRAR)
  book.do(appointment(OFFICE, NOTARY, 'notary', REGISTRY), REGISTRAR)
  book.do(appointment(SHOP, CLERK, 'clerk', SHOP), HEAD)
  return book
}

// In order of precedence within an act: a row has the faults of the rows under it where one act can.
const refused: readonly [CommandName, string, Readonly<Record<string, unknown>>, string][] = [
  ['found', 'registry_exists', { registry: SHOP }, NOBODY],
  ['register-organisation', 'party_differs', { ...swim, kind: 'bank' }, NOBODY],
  ['register-organisation', 'party_differs', { ...swim, name: { ...name, en: 'Gym' } }, NOBODY],
  ['register-organisation', 'party_differs', { ...swim, organisation: LI }, REGISTRAR],
  ['register-organisation', 'not_registrar', { ...swim, organisation: 'pty_new1' }, HEAD],
  [
    'register-organisation',
    'not_registrar',
    { ...swim, organisation: 'pty_new1', registry: OFFICE },
    NOTARY,
  ],
  ['register-person', 'not_registrar', { ...person(SHOP) }, NOBODY],
  ['register-person', 'not_registrar', { ...person('pty_new1') }, HEAD],
  ['register-person', 'not_registrar', { ...person('pty_new1'), by: SHOP }, HEAD],
  ['register-person', 'party_differs', { ...person(SHOP) }, REGISTRAR],
  ...(
    [
      ['organisation_unknown', { organisation: 'pty_new1', person: SHOP, role: 'teller' }, NOBODY],
      ['not_appointer', { organisation: SHOP, person: SHOP, role: 'teller', by: SHOP }, NOBODY],
      ['not_appointer', { organisation: SHOP, person: LI, role: 'clerk', by: SHOP }, CLERK],
      ['not_appointer', { organisation: SHOP, person: LI, role: 'clerk', by: OFFICE }, NOTARY],
      ['not_appointer', { organisation: SHOP, person: LI, role: 'clerk' }, REGISTRAR],
      ['role_does_not_fit', { organisation: SHOP, person: OFFICE, role: 'notary' }, REGISTRAR],
      ['role_does_not_fit', { organisation: LI, person: OFFICE, role: 'head' }, REGISTRAR],
      ['not_a_person', { organisation: SHOP, person: OFFICE, role: 'head' }, REGISTRAR],
      ['not_a_person', { organisation: SHOP, person: NOBODY, role: 'head', by: SHOP }, HEAD],
      ['appointed_otherwise', { organisation: SHOP, person: CLERK, role: 'head' }, REGISTRAR],
      ['organisation_led', { organisation: SHOP, person: LI, role: 'head' }, REGISTRAR],
    ] as const
  ).map(
    ([type, fields, actor]): [CommandName, string, Readonly<Record<string, unknown>>, string] => [
      'appoint',
      type,
      { by: REGISTRY, ...fields },
      actor,
    ],
  ),
  [
    'dismiss',
    'organisation_unknown',
    { organisation: 'pty_new1', person: LI, by: REGISTRY },
    NOBODY,
  ],
  ['dismiss', 'not_appointer', { organisation: SHOP, person: LI, by: SHOP }, CLERK],
  ['dismiss', 'not_appointed', { organisation: SHOP, person: LI, by: SHOP }, HEAD],
  [
    'dismiss',
    'last_registrar',
    { organisation: REGISTRY, person: REGISTRAR, by: REGISTRY },
    REGISTRAR,
  ],
]

describe('refused', () => {
  test.each(refused)('%s: %s', (act, type, fields, actor) => {
    const book = founded()
    const size = book.entries.length
    expect(book.refusal(ask(act, fields), actor)).toBe(type)
    expect(book.entries).toHaveLength(size)
  })

  test('every refusal has a row above, in the order of the contract', () => {
    const found = Object.keys(REFUSALS).map((act) => [
      act,
      [...new Set(refused.filter(([of]) => of === act).map(([, type]) => type))],
    ])
    expect(Object.fromEntries(found)).toEqual(REFUSALS)
  })
})

describe('the same act again', () => {
  test.each([
    ['found', { registry: REGISTRY }, REGISTRAR, 0],
    ['register-organisation', swim, REGISTRAR, 1],
    ['register-person', person(HEAD), REGISTRAR, 3],
    ['appoint', { organisation: SHOP, person: HEAD, role: 'head', by: SHOP }, HEAD, 7],
  ] as const)('%s is the entry that recorded it', (act, fields, actor, index) => {
    expect(founded().act(ask(act, fields), actor)).toEqual({ kind: 'existing', index })
  })

  test('of a person, only for whoever may register one: to others a pseudonym tells nothing', () => {
    const book = founded()
    for (const by of [REGISTRY, OFFICE, SHOP]) {
      const act = ask('register-person', { ...person(LI), by })
      expect(book.act(act, NOBODY)).toEqual({ kind: 'refused', refusal: { type: 'not_registrar' } })
      expect(book.refusal(act, HEAD)).toBe('not_registrar')
    }
  })

  test('a dismissal is one, too, and after it an appointment is a new one', () => {
    const book = founded()
    const dismissal = ask('dismiss', { organisation: SHOP, person: CLERK, by: SHOP })
    book.do(dismissal, HEAD)
    expect(book.act(dismissal, HEAD)).toEqual({ kind: 'existing', index: 10 })
    book.do(appointment(SHOP, CLERK, 'head', SHOP), HEAD)
    expect(book.get(appointmentTable, SHOP, CLERK)).toMatchObject({ role: 'head', isActive: true })
  })
})

describe('who leads', () => {
  test('appoints and dismisses its own, and the registry begins again when nobody does', () => {
    const book = founded()
    book.do(appointment(SHOP, LI, 'head', SHOP), HEAD)
    book.do(ask('dismiss', { organisation: SHOP, person: HEAD, by: SHOP }), LI)
    expect(book.refusal(appointment(SHOP, HEAD, 'head', REGISTRY), REGISTRAR)).toBe(
      'organisation_led',
    )
    book.do(ask('dismiss', { organisation: SHOP, person: LI, by: REGISTRY }), REGISTRAR)
    book.do(appointment(SHOP, HEAD, 'head', REGISTRY), REGISTRAR)
    expect(book.get(leadersTable, SHOP)).toEqual({ organisation: SHOP, leaders: 1 })
  })

  test('a notary registers persons and appoints notaries; who was dismissed does not', () => {
    const book = founded()
    book.do(ask('register-person', { ...person('pty_new1'), by: OFFICE }), NOTARY)
    book.do(appointment(OFFICE, 'pty_new1', 'notary', OFFICE), NOTARY)
    book.do(ask('dismiss', { organisation: OFFICE, person: NOTARY, by: OFFICE }), 'pty_new1')
    expect(book.refusal(appointment(OFFICE, LI, 'notary', OFFICE), NOTARY)).toBe('not_appointer')
  })

  test('a registrar appoints a second one, who may then dismiss the first', () => {
    const book = founded()
    book.do(appointment(REGISTRY, LI, 'registrar', REGISTRY), REGISTRAR)
    book.do(ask('dismiss', { organisation: REGISTRY, person: REGISTRAR, by: REGISTRY }), LI)
    expect(book.refusal(ask('register-person', person('pty_new1')), REGISTRAR)).toBe(
      'not_registrar',
    )
  })

  test('a bank has as many tellers as the registry appoints', () => {
    const book = founded()
    const bank = { ...swim, organisation: 'pty_bank', kind: 'bank' }
    book.do(ask('register-organisation', bank), REGISTRAR)
    book.do(appointment('pty_bank', LI, 'teller', REGISTRY), REGISTRAR)
    book.do(appointment('pty_bank', CLERK, 'teller', REGISTRY), REGISTRAR)
    expect(book.list(appointmentTable).filter(({ role }) => role === 'teller')).toHaveLength(2)
  })
})

test('a leaf of a person holds a pseudonym; the name is a secret of that person', () => {
  const book = founded()
  const act = ask('register-person', { ...person('pty_new1'), phone: '+86 138 0000 1111' })
  const event = book.do(act, REGISTRAR)
  expect(event.body).toEqual({ by: REGISTRY, person: 'pty_new1' })
  expect(event.secrets).toEqual([
    { subject: 'pty_new1', name: 'name', value: 'Li Xiaohong' },
    { subject: 'pty_new1', name: 'phone', value: '+86 138 0000 1111' },
  ])
  expect(book.get(partyTable, 'pty_new1')).toMatchObject({ kind: 'person', name: null })
})

test('whatever is asked, leaders are counted right and the registry keeps a registrar', () => {
  const people = [REGISTRAR, HEAD, NOTARY, CLERK, LI, NOBODY]
  const organisations = [REGISTRY, SHOP, OFFICE]
  const change = fc.record({
    act: fc.constantFrom('appoint' as const, 'dismiss' as const),
    organisation: fc.constantFrom(...organisations),
    person: fc.constantFrom(...people),
    role: fc.constantFrom('registrar', 'head', 'clerk', 'notary'),
    by: fc.constantFrom(...organisations),
    actor: fc.constantFrom(...people),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const book = founded()
      for (const { act, actor, role, ...rest } of changes) {
        book.act(ask(act, act === 'appoint' ? { ...rest, role } : rest), actor)
      }
      for (const organisation of organisations) {
        const active = book
          .list(appointmentTable)
          .filter((row) => row.organisation === organisation && row.isActive)
        const leading = active.filter(({ role }) => role !== 'clerk')
        expect(book.get(leadersTable, organisation)?.leaders).toBe(leading.length)
      }
      expect(book.get(leadersTable, REGISTRY)?.leaders).toBeGreaterThan(0)
      expect(book.waits).toEqual([])
    }),
  )
})
