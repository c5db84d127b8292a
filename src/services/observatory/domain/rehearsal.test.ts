import { expect, test } from 'vitest'
import type { Claim } from '../contract.ts'
import { claimIdOf } from './claim.ts'
import { rehearse } from './rehearsal.ts'

const NOW_MS = Date.UTC(2026, 10, 22)

const gdp: Claim = {
  indicator: 'gdp',
  area: 'HUB',
  period: '2024',
  kind: 'level',
  value: '3.2',
  scale: 'trillion',
  unit: 'CNY',
  source: { id: 'paper-2025', reference: 'A paper', locator: 'page 1' },
  publisher: 'A paper',
  date: '2025-03-24',
}
const misread: Claim = { ...gdp, value: '3.3' }
const corrected: Claim = { ...misread, vintage: 2 }

function kinds(claims: readonly Claim[], standing: readonly Claim[] = []): readonly string[] {
  const known = standing.map((claim, entry) => [claimIdOf(claim), { entry, claim }] as const)
  return rehearse(new Map(known), claims, NOW_MS).map((decision) =>
    decision.kind === 'refuse' ? decision.refusal.type : decision.kind,
  )
}

test('a later line sees the earlier ones', () => {
  expect(kinds([gdp, gdp, misread, corrected])).toEqual([
    'record',
    'existing',
    'claim_differs',
    'record',
  ])
})

test('a line sees what stands in the book', () => {
  expect(kinds([gdp, misread, corrected], [gdp])).toEqual(['existing', 'claim_differs', 'record'])
})

test('a correction of nothing is refused', () => {
  expect(kinds([corrected])).toEqual(['vintage_skipped'])
})
