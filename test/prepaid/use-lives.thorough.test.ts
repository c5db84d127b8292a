/** Random lives of one card: whatever people and the clock do, and in whichever order, every entry keeps the sums. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import type { Offer } from '#services/prepaid/contract.ts'
import { exposureTable, payoutTable, useTable } from '#services/prepaid/domain/rows.ts'
import { checkAll } from './invariants.ts'
import { CONSUMER, CONTRACT, COUNT, OTHER_NOTARY, PERIOD, SHOP } from './opened.ts'
import { declared, transitionsOf } from './transitions.ts'
import { UseStage } from './use-stage.ts'

const DAY_MS = 86_400_000
const price = fc.integer({ min: 1, max: 400_000 })
const countOffer = fc
  .record({
    priceMinor: price,
    uses: fc.integer({ min: 1, max: 7 }),
    giftUses: fc.integer({ min: 0, max: 2 }),
    validityDays: fc.integer({ min: 1, max: 60 }),
  })
  .map((more): Offer => ({ ...COUNT, ...more, listUnitMinor: more.priceMinor }))
const periodOffer = fc
  .record({
    priceMinor: price,
    days: fc.integer({ min: 1, max: 100 }),
    giftDays: fc.integer({ min: 0, max: 30 }),
  })
  .map((more): Offer => ({ ...PERIOD, ...more }))

const which = fc.nat({ max: 4 })
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constantFrom('request', 'answer-for', 'check-in') }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('confirm'), which }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('contest'), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('withdraw', 'for-shop', 'for-consumer'), which }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('pass'), days: fc.nat({ max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('stop', 'end', 'go-on') }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('settle') }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
const life = fc.record({
  offer: fc.oneof({ weight: 2, arbitrary: countOffer }, { weight: 1, arbitrary: periodOffer }),
  prior: fc.boolean(),
  steps: fc.array(step, { minLength: 5, maxLength: 40 }),
})

/** The sums of one card, besides what must hold of every book. */
function check(stage: UseStage): void {
  checkAll(stage.hub)
  const { card } = stage
  const uses = stage.hub.list(useTable)
  const open = uses.filter(({ state }) => state === 'requested' || state === 'contested')
  expect(card.openMinor).toBe(open.reduce((sum, { amountMinor }) => sum + amountMinor, 0n))
  expect(card.usesContested).toBe(uses.filter(({ state }) => state === 'contested').length)
  expect(card.usesCounted + card.usesOpen).toBeLessThanOrEqual(card.usesTotal)
  // What may still be decided for the shop is there to be paid.
  if (card.state === 'ended') return
  expect(stage.heldMinor).toBeGreaterThanOrEqual(card.openMinor)
  const exposure = stage.hub.get(exposureTable, SHOP, CONSUMER)
  const left = card.priceMinor - card.countedMinor
  expect(card.kind === 'count' ? exposure?.countMinor : exposure?.periodMinor).toBe(left)
}

/** Time passes, and each entry that it leads to is looked at by itself. */
function pass(stage: UseStage, untilMs: number): void {
  for (;;) {
    const [next] = stage.hub.due()
    if (next === undefined || next.dueAtMs > untilMs) break
    stage.hub.lapse(next)
    check(stage)
  }
  stage.hub.nowMs = Math.max(stage.hub.nowMs, untilMs)
}

/** What becomes of each act. Whether it is refused is for other tests: here no act, taken or refused, spoils a sum. */
const ACTS: Readonly<Record<string, (stage: UseStage, use: string) => string>> = {
  request: (stage, use) => stage.ask('clerk', 'request-use', stage.class(use)),
  'answer-for': (stage, use) =>
    stage.ask('clerk', 'request-use', stage.class(use, { isForConsumer: true })),
  'check-in': (stage, use) =>
    stage.ask('consumer', 'check-in', { use, contract: CONTRACT, shop: SHOP }),
  confirm: (stage, use) => stage.ask('consumer', 'confirm-use', { use }),
  contest: (stage, use) => stage.ask('consumer', 'contest-use', { use, reason: 'not-there' }),
  withdraw: (stage, use) => stage.ask('clerk', 'withdraw-use', { use }),
  'for-shop': (stage, use) => decide(stage, use, 'for-shop'),
  'for-consumer': (stage, use) => decide(stage, use, 'for-consumer'),
  stop(stage) {
    const refund = `rfd_${stage.hub.entries.length}`
    return stage.ask('consumer', 'ask-refund', { refund, contract: CONTRACT, cause: 'shop' })
  },
  'go-on': (stage) =>
    stage.ask('consumer', 'withdraw-refund', { refund: stage.card.refund ?? 'rfd_none' }),
  end(stage) {
    const refund = stage.card.refund ?? 'rfd_none'
    stage.ask('head', 'answer-refund', { refund, answer: 'agree' })
    check(stage)
    return stage.ask('notary', 'approve-refund', { refund, cause: 'shop', deductionMinor: 0 })
  },
  /** What matured until yesterday is paid to the shop, so that no contest may reach for it. */
  settle(stage) {
    const settlement = `set_${stage.hub.entries.length}`
    const through = addDays(legalDayOf(stage.hub.nowMs), -1)
    const proposed = { settlement, through, shops: [SHOP], approver: OTHER_NOTARY }
    stage.ask('notary', 'propose-settlement', proposed)
    return stage.ask('other notary', 'approve-settlement', { settlement })
  },
}

function decide(stage: UseStage, use: string, outcome: 'for-shop' | 'for-consumer'): string {
  return stage.ask('notary', 'decide-use', { use, outcome, reason: 'The camera.' })
}

/** One that is there, or the id of a new one. */
function useOf(stage: UseStage, one: Step, n: number): string {
  if (!('which' in one)) return `use_number-${n}`
  return stage.hub.list(useTable)[one.which]?.use ?? 'use_none'
}

function live({ offer, prior, steps }: typeof life extends fc.Arbitrary<infer L> ? L : never) {
  const stage = new UseStage({ offer, prior })
  const taken: string[] = []
  for (const [n, one] of steps.entries()) {
    if ('days' in one) pass(stage, stage.hub.nowMs + one.days * DAY_MS)
    else if (ACTS[one.act]?.(stage, useOf(stage, one, n)) === 'recorded') taken.push(one.act)
    check(stage)
  }
  return { stage, taken }
}

test('in any life of a card its parts sum to the price, at every entry', () => {
  fc.assert(
    fc.property(life, (story) => {
      const { stage } = live(story)
      const ordered = stage.hub.list(payoutTable).reduce((sum, row) => sum + row.amountMinor, 0n)
      expect(stage.heldMinor + stage.earnedMinor + ordered).toBe(stage.card.priceMinor)
    }),
    { numRuns: 200 },
  )
})

test('such lives take every act, so that they can show something, and no transition that is not declared', () => {
  const stories = fc.sample(life, { numRuns: 200, seed: 1 })
  const lives = stories.map(live)
  const taken = new Set(lives.flatMap((one) => one.taken))
  expect([...taken].toSorted()).toEqual(Object.keys(ACTS).toSorted())
  const seen = lives.flatMap(({ stage }) => [...transitionsOf(stage.hub)])
  expect([...new Set(seen)].filter((line) => !declared().includes(line))).toEqual([])
})

test('whatever was left undecided, a card comes to its end with every fen at somebody', () => {
  fc.assert(
    fc.property(life, (story) => {
      const { stage } = live(story)
      for (const { use, state } of stage.hub.list(useTable)) {
        if (state === 'contested') stage.decide(use, 'for-consumer')
      }
      pass(stage, stage.hub.nowMs + 400 * DAY_MS)
      // Silence has answered whatever was requested; what is left of the card is asked back.
      if (stage.card.state === 'expired') stage.stop('shop')
      if (stage.card.state === 'stopping') {
        const refund = stage.card.refund ?? ''
        pass(stage, stage.hub.nowMs + 30 * DAY_MS)
        stage.do('notary', 'approve-refund', { refund, cause: 'shop', deductionMinor: 0 })
      }
      check(stage)
      expect(['completed', 'ended']).toContain(stage.card.state)
      expect(stage.heldMinor).toBe(0n)
    }),
    { numRuns: 100 },
  )
})
