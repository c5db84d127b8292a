/**
 * Random lives of contracts that end with a refund: used, contested, stopped, decided by the notary, and what is
 * withheld decided in any order. Whatever happens, every fen of the price is somewhere, and once.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { account, balanceMinor } from '#kernel/money/transfer.ts'
import type { Cause, Offer } from '#services/prepaid/contract.ts'
import { BANK, DIFFERENCES, IN_TRANSIT } from '#services/prepaid/domain/accounts.ts'
import { payoutsOf } from '#services/prepaid/domain/refund-orders.ts'
import { maturingTable, payoutTable, useTable } from '#services/prepaid/domain/rows.ts'
import { CLASSES, YEAR } from './refund-founding.ts'
import { RefundStage } from './refund-stage.ts'

const amount = fc.integer({ min: 1, max: 1_000_000 })
const countOffer = fc
  .record({
    priceMinor: amount,
    uses: fc.integer({ min: 1, max: 8 }),
    giftUses: fc.integer({ min: 0, max: 4 }),
    aboveMinor: fc.integer({ min: 0, max: 50_000 }),
  })
  .map(({ aboveMinor, ...offer }): Offer => ({
    ...CLASSES,
    ...offer,
    listUnitMinor: Math.ceil(offer.priceMinor / offer.uses) + aboveMinor,
  }))
const periodOffer = fc
  .record({
    priceMinor: amount,
    days: fc.integer({ min: 1, max: 200 }),
    giftDays: fc.integer({ min: 0, max: 40 }),
  })
  .map((offer): Offer => ({ ...YEAR, ...offer }))

const life = fc.record({
  offer: fc.oneof(countOffer, periodOffer),
  daysBefore: fc.nat({ max: 120 }),
  uses: fc.nat({ max: 12 }),
  /** Which of the uses are contested, by their place. */
  contested: fc.array(fc.boolean(), { maxLength: 12 }),
  /** Whether what waits for an answer is answered only after the refund was asked for. */
  isAnsweredLate: fc.boolean(),
  asked: fc.constantFrom<Cause[]>('shop', 'consumer', 'neither'),
  /** Without one the shop agrees. */
  foundByNotary: fc.option(fc.constantFrom<Cause[]>('shop', 'consumer', 'neither')),
  daysUntilDecision: fc.nat({ max: 30 }),
  deductedPercent: fc.nat({ max: 100 }),
  outcomes: fc.array(fc.constantFrom('for-shop', 'for-consumer', 'withdrawn'), { maxLength: 12 }),
  isReversed: fc.boolean(),
})
type Life = typeof life extends fc.Arbitrary<infer L> ? L : never

/** What must be so after every act. */
function check(stage: RefundStage): void {
  let owed = 0n
  for (const row of stage.hub.list(account)) {
    if (row.account !== BANK && row.account !== DIFFERENCES) owed += balanceMinor(row)
  }
  expect(stage.hub.balance(BANK) + stage.hub.balance(DIFFERENCES)).toBe(owed)
  const { priceMinor, countedMinor, refund } = stage.contract()
  const refundedMinor = refund === null ? 0n : (stage.refund(refund).amountMinor ?? 0n)
  expect(stage.held() + countedMinor + refundedMinor).toBe(priceMinor)
  expect(refundedMinor >= 0n && refundedMinor <= priceMinor).toBe(true)
  const maturing = stage.hub.list(maturingTable).reduce((sum, row) => sum + row.amountMinor, 0n)
  expect(stage.earned()).toBe(maturing)
}

function live(stage: RefundStage, story: Life): void {
  const { offer, daysBefore, uses } = story
  stage.paid({ offer })
  const isCount = offer.kind === 'count'
  if (isCount) stage.uses(Math.min(uses, offer.uses + offer.giftUses))
  else stage.pass(daysBefore)
  if (!story.isAnsweredLate) answerAll(stage, story)
  if (isCount) stage.pass(daysBefore)
}

function answerAll(stage: RefundStage, { contested }: Life): void {
  for (const [n, use] of stage.hub.list(useTable).entries()) {
    const isContested = contested[n] === true
    const isOver = use.objectionEndsAt !== null && use.objectionEndsAt <= stage.hub.nowMs
    if (isContested && !isOver) {
      stage.do('consumer', 'contest-use', { use: use.use, reason: 'not-there' })
    } else if (use.state === 'requested') {
      stage.do('consumer', 'confirm-use', { use: use.use })
    }
    check(stage)
  }
}

function decide(stage: RefundStage, story: Life): void {
  const { asked, foundByNotary, deductedPercent } = story
  stage.ask(asked)
  if (foundByNotary === null) stage.agree()
  else stage.object()
  check(stage)
  if (story.isAnsweredLate) answerAll(stage, story)
  stage.pass(story.daysUntilDecision)
  const cause = foundByNotary ?? asked
  const most = stage.hub.act(approving(cause, 1_000_000_000), 'pty_notary-one')
  const refundMinor = most.kind === 'refused' ? Number(most.refusal.params?.['refundMinor']) : 0
  const deductionMinor = Math.floor((refundMinor * deductedPercent) / 100)
  stage.approve(cause, { deductionMinor, deductionReason: 'A bag was given along.' })
  expect(stage.refund().amountMinor).toBe(BigInt(refundMinor - deductionMinor))
  expect(stage.refund().arithmetic).toMatchObject({ withheldMinor: Number(stage.held()) })
  check(stage)
}

function approving(cause: Cause, deductionMinor: number) {
  const fields = { refund: 'rfd_0001', cause, deductionMinor, deductionReason: 'All of it.' }
  return { type: 'prepaid.approve-refund', ...fields }
}

function settleContests(stage: RefundStage, { outcomes, isReversed }: Life): void {
  const open = stage.hub.list(useTable).filter(({ state }) => state === 'contested')
  if (isReversed) open.reverse()
  for (const [n, { use }] of open.entries()) {
    const outcome = outcomes[n] ?? 'for-consumer'
    if (outcome === 'withdrawn') stage.do('clerk', 'withdraw-use', { use })
    else stage.do('notary', 'decide-use', { use, outcome, reason: 'The camera.' })
    check(stage)
  }
}

test('of every contract: price = held + earned + refunded, at every entry, until nothing is held', () => {
  fc.assert(
    fc.property(life, (story) => {
      const stage = new RefundStage()
      live(stage, story)
      const { state } = stage.contract()
      if (state === 'completed') return
      decide(stage, story)
      settleContests(stage, story)
      expect(stage.held()).toBe(0n)
      for (const payout of payoutsOf(stage.refund())) {
        expect(stage.refund().state).toBe('approved')
        stage.bank('debit', payout)
        check(stage)
      }
      expect(stage.refund().state).toBe('paid')
      expect(stage.hub.balance(IN_TRANSIT)).toBe(0n)
      expect(stage.figure('refunded')).toBe(stage.refund().amountMinor)
      expect(stage.figure('refunds')).toBe(stage.refund().payout === null ? 0n : 1n)
    }),
    { numRuns: 300 },
  )
})

test('the order in which contests are decided changes nothing for anybody', () => {
  fc.assert(
    fc.property(life, (story) => {
      const ends = [false, true].map((isReversed) => {
        const stage = new RefundStage()
        live(stage, story)
        if (stage.contract().state === 'completed') return undefined
        decide(stage, story)
        // The same outcome for all, so that only the order differs.
        const outcomes = story.contested.map(() => story.outcomes[0] ?? 'for-shop')
        settleContests(stage, { ...story, outcomes, isReversed })
        return [stage.refund().amountMinor, stage.earned()]
      })
      expect(ends[0]).toEqual(ends[1])
    }),
    { numRuns: 100 },
  )
})

test('decided for the consumer throughout, it gets what it would have got without those uses', () => {
  fc.assert(
    fc.property(
      countOffer,
      fc.nat(),
      fc.constantFrom<Cause[]>('shop', 'consumer'),
      (offer, seed, cause) => {
        if (offer.kind !== 'count') return
        const total = offer.uses + offer.giftUses
        const uses = 1 + (seed % total)
        const contested = new RefundStage()
        contested.paid({ offer })
        contested.uses(uses)
        for (let n = 1; n <= uses; n += 1) contested.contest(n)
        contested.ask(cause)
        contested.agree()
        contested.approve(cause)
        for (let n = 1; n <= uses; n += 1) {
          contested.do('clerk', 'withdraw-use', { use: `use_con_0001-${n}` })
        }
        expect(contested.refund().amountMinor).toBe(BigInt(offer.priceMinor))
        const ordered = contested.hub
          .list(payoutTable)
          .reduce((sum, row) => sum + row.amountMinor, 0n)
        expect(ordered).toBe(BigInt(offer.priceMinor))
      },
    ),
    { numRuns: 100 },
  )
})
