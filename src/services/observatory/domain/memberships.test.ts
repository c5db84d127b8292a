import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findArea, listAreas } from './areas.ts'
import { units } from '#web/kit/hub-map.ts'
import {
  areasWithin,
  belongsTo,
  membersOf,
  membershipsOn,
  membershipVersion,
  relationOf,
  rollUp,
  type Relation,
} from './memberships.ts'

const TODAY = '2026-11-22'
const ids = listAreas().map(([id]) => id)

test('every member and every whole is in the catalogue, and nothing lies within itself', () => {
  const named = membershipsOn(TODAY).flatMap(({ member, of }) => [member, of])
  expect(named.filter((id) => findArea(id) === undefined)).toEqual([])
  for (const { member, of } of membershipsOn(TODAY)) {
    expect(areasWithin(member, TODAY).has(of), `${of} within ${member}`).toBe(false)
  }
})

test('the hub has 14 units: 13 districts and cities, and Qingpu by its part of the core', () => {
  const within = [...areasWithin('HUB', TODAY)]
  const districts = within.filter((id) => findArea(id)?.kind === 'district')
  expect(districts).toHaveLength(13)
  expect(belongsTo('QINGPU', TODAY)).toContainEqual(
    expect.objectContaining({ of: 'HUB-SH', extent: 'part' }),
  )
  expect([...districts, 'QINGPU'].toSorted()).toEqual(
    units.map(({ id }) => id.toUpperCase()).toSorted(),
  )
})

test('before its plan the hub had no members', () => {
  expect(membersOf('HUB', '2021-02-17')).toEqual([])
  expect(membersOf('HUB', '2021-02-18')).not.toEqual([])
  expect(membershipVersion('2021-02-17')).not.toBe(membershipVersion('2021-02-18'))
})

test.each<[string, string, Relation]>([
  ['E-HQ', 'CORE', 'overlapping'],
  ['E-HQ', 'CHANGNING', 'overlapping'],
  ['CORE', 'CHANGNING', 'overlapping'],
  ['CORE', 'NORTH', 'overlapping'],
  ['CORE', 'SOUTH', 'overlapping'],
  ['QINGPU', 'HUB', 'overlapping'],
  ['QINGPU', 'CORE', 'overlapping'],
  // Both begin in Hongqiao.
  ['NORTH', 'SOUTH', 'unknown'],
  ['E-HQ', 'ETDZ', 'unknown'],
  ['E-HQ', 'W-HQ', 'apart'],
  ['E-HQ', 'MINHANG', 'apart'],
  ['KUNSHAN', 'HAINING', 'apart'],
  ['SILICON-LANE', 'PINGHU', 'apart'],
  ['LINGANG', 'SUZHOU', 'apart'],
])('%s and %s are %s', (left, right, relation) => {
  expect(relationOf(left, right, TODAY)).toBe(relation)
  expect(relationOf(right, left, TODAY)).toBe(relation)
})

test('what is added shares no ground, whatever is asked', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ids),
      fc.uniqueArray(fc.constantFrom(...ids), { minLength: 2, maxLength: 5 }),
      (area, members) => {
        const sum = rollUp(area, members, TODAY)
        if (!sum.ok) return
        for (const left of members) {
          for (const right of members) {
            if (left === right) continue
            const shared = areasWithin(left, TODAY).intersection(areasWithin(right, TODAY))
            expect([...shared]).toEqual([])
          }
        }
      },
    ),
    { numRuns: 2_000 },
  )
})

test('the core is never added to the belts, nor to a district that it lies in', () => {
  for (const other of ['NORTH', 'SOUTH', 'CHANGNING', 'JIADING']) {
    const sum = rollUp('HUB', ['CORE', other], TODAY)
    expect(sum).toEqual({ ok: false, error: { kind: 'overlapping', areas: ['CORE', other] } })
  }
})

test('the units of Suzhou add up, by a named membership', () => {
  const members = membersOf('HUB-SZ', TODAY).map(({ member }) => member)
  expect(rollUp('HUB', members, TODAY)).toEqual({
    ok: true,
    value: { members, version: '2021-02-18' },
  })
})

test('what lies elsewhere, or lay elsewhere then, is not added', () => {
  const outside = { ok: false, error: { kind: 'outside', area: 'LINGANG' } }
  expect(rollUp('HUB', ['LINGANG'], TODAY)).toEqual(outside)
  expect(rollUp('HUB', ['KUNSHAN'], '2020-12-31').ok).toBe(false)
})
