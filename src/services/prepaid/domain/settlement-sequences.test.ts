/** Settlements in any order, by anybody: a tranche is paid once, and never by one notary alone. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textIn } from '#kernel/std/facts.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import type { World } from '#test/prepaid/rig.ts'
import {
  CONSUMER,
  equation,
  NOTARIES,
  ONE,
  pendingHolds,
  SHOPS,
  TELLER,
  TWO,
} from '#test/prepaid/bank-stage.ts'
import {
  approve,
  earn,
  earned,
  propose,
  reject,
  row,
  SHOP,
  substitute,
} from '#test/prepaid/settlement-acts.ts'
import { IN_TRANSIT } from './accounts.ts'
import { maturingTable, payoutTable, settlementTable, shopTable } from './rows.ts'
import { linesOf } from './settlement-lines.ts'

const actors = [...NOTARIES, ...NOTARIES, ...NOTARIES, TELLER, SHOP, CONSUMER] as const
const step = fc.oneof(
  fc.record({
    kind: fc.constant('propose' as const),
    actor: fc.constantFrom(...actors),
    approver: fc.constantFrom(...actors),
    shops: fc.uniqueArray(fc.constantFrom(...SHOPS), { minLength: 1, maxLength: 2 }),
    back: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    kind: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const),
    actor: fc.constantFrom(...actors),
    back: fc.nat({ max: 2 }),
  }),
  // What notaries usually do: else most proposals would be refused, and nothing much would happen.
  fc.record({
    kind: fc.constant('settle' as const),
    shop: fc.constantFrom(SHOP, SHOP, ...SHOPS),
    isApproved: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('approve' as const),
    actor: fc.constant(TWO),
    back: fc.nat({ max: 2 }),
  }),
  fc.record({
    kind: fc.constant('substitute' as const),
    actor: fc.constantFrom(...actors),
    substitute: fc.constantFrom(...actors),
    days: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    kind: fc.constant('earn' as const),
    shop: fc.constantFrom(...SHOPS),
    ahead: fc.integer({ min: 0, max: 3 }),
    amountMinor: fc.integer({ min: 1, max: 900 }),
  }),
  fc.record({ kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 4 }) }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function take(hub: World, did: Step, n: number): void {
  const today = legalDayOf(hub.nowMs)
  switch (did.kind) {
    case 'earn':
      return earn(hub, did.shop, addDays(today, did.ahead), did.amountMinor)
    case 'pass':
      return void hub.passUntil(hub.nowMs + did.days * 86_400_000)
    case 'propose': {
      const { approver, shops, back, actor } = did
      const through = addDays(today, -back)
      hub.act(propose({ settlement: `set_run${n}`, through, approver, shops }), actor)
      return undefined
    }
    case 'substitute': {
      const days = { from: today, until: addDays(today, did.days) }
      hub.act(substitute({ substitute: did.substitute, ...days }), did.actor)
      return undefined
    }
    case 'settle': {
      const settlement = `set_run${n}`
      const asked = { settlement, through: addDays(today, -1), shops: [did.shop], approver: TWO }
      hub.act(propose(asked), ONE)
      if (did.isApproved) hub.act(approve(settlement), TWO)
      return undefined
    }
    case 'approve':
    case 'reject': {
      const { settlement } = hub.list(settlementTable).at(-1 - did.back) ?? {
        settlement: 'set_none',
      }
      return void hub.act((did.kind === 'approve' ? approve : reject)(settlement), did.actor)
    }
    default:
      throw new Error('no such step')
  }
}

/** Whom each approver had named for the day of the decision, replayed from the entries. */
function namedFor(hub: World, upTo: number, approver: string, day: string): string | undefined {
  const named = hub.entries
    .slice(0, upTo)
    .filter(({ event }) => event.type === 'prepaid.substitute-named')
    .map(({ event }) => event.body)
    .findLast((body) => textIn(body, 'notary') === approver)
  if (named === undefined) return undefined
  if (day < textIn(named, 'from') || day > textIn(named, 'until')) return undefined
  return textIn(named, 'substitute')
}

describe('whatever is done, in whatever order', () => {
  test('a tranche is settled once, lines sum to what matured, and two notaries decided', () => {
    const seen = { approved: 0, bySubstitute: 0 }
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 80 }), (steps) => {
        const hub = earned()
        steps.forEach((did, n) => take(hub, did, n))
        const approved = hub.list(settlementTable).filter(({ state }) => state === 'approved')
        for (const shop of SHOPS) {
          const lines = approved.flatMap(({ lines: all }) =>
            linesOf(all).filter((line) => line.shop === shop),
          )
          const days = lines.toSorted((a, b) => (a.from < b.from ? -1 : 1))
          days.forEach((line, n) => {
            const before = n === 0 ? '2026-11-22' : days[n - 1]!.through
            expect(line.from).toBe(addDays(before, 1))
          })
          const through = days.at(-1)?.through ?? '2026-11-22'
          expect(hub.get(shopTable, shop)?.settledThrough).toBe(through)
          const matured = hub
            .list(maturingTable)
            .filter((bucket) => bucket.shop === shop && bucket.day <= through)
            .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
          const paid = lines.reduce((sum, { amountMinor }) => sum + BigInt(amountMinor), 0n)
          expect(paid).toBe(matured)
        }
        hub.entries.forEach(({ event, submission, atMs }, index) => {
          if (event.type !== 'prepaid.settlement-approved') return
          const name = textIn(event.body, 'settlement')
          const { proposedBy, approver } = row(hub, name)!
          const { actor } = submission
          seen.approved += 1
          expect(actor).not.toBe(proposedBy)
          expect(NOTARIES).toContain(actor)
          if (actor === approver) return
          seen.bySubstitute += 1
          expect(actor).toBe(namedFor(hub, index, approver, legalDayOf(atMs)))
        })
        const { here, owed } = equation(hub)
        expect(here).toBe(owed)
        const payouts = hub
          .list(payoutTable)
          .reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
        expect(hub.balance(IN_TRANSIT)).toBe(payouts)
        expect(pendingHolds(hub)).toBe(
          hub
            .list(settlementTable)
            .filter(({ state }) => state === 'proposed')
            .reduce((sum, { lines }) => sum + linesOf(lines).length, 0),
        )
      }),
      { numRuns: 150, seed: 20_261_122 },
    )
    // The runs must have come to what they are about.
    expect(seen.approved).toBeGreaterThan(200)
    expect(seen.bySubstitute).toBeGreaterThan(0)
  })
})
