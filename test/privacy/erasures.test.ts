/** Who may ask for an erasure, when the law lets it happen, and what it never touches: over random lives. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { erasureTable } from '#kernel/book/erasure.ts'
import { subjectKey } from '#kernel/book/seal.ts'
import { Replay } from '#kernel/book/replay.ts'
import { RowMemory } from '#kernel/book/replay-rows.ts'
import { retentionTable } from '#kernel/parties/retention.ts'
import { legalDayOf, startOfDayMs } from '#kernel/time/legal-day.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { contractTable } from '#services/prepaid/domain/rows.ts'
import { BASES, REFUSALS, WHEN } from '#services/privacy/contract.ts'
import { endOfDuty } from '#services/privacy/domain/rules.ts'
import { requestTable } from '#services/privacy/domain/requests.ts'
import { refusals } from '#services/privacy/api/refusals.ts'
import { privacy } from '#services/privacy/index.ts'
import * as opened from '../prepaid/opened.ts'
import { asking, START_MS, world, type World } from '../prepaid/rig.ts'

const { CLERK, CONSUMER, CONTRACT, HEAD, NOTARY, OFFICE, OTHER_CONSUMER, OTHER_NOTARY } = opened
const { SHOP, TELLER } = opened
const REGISTRAR = 'pty_registrar'
const REGISTRY = 'pty_registry'
const DAY_MS = 86_400_000
const NOW = { basis: 'consent-withdrawn', when: 'now' } as const
const LATER = { basis: 'consent-withdrawn', when: 'duty-ends' } as const

function book(): World {
  return opened.office(START_MS, world([parties, prepaid, privacy]))
}

const withCard = (): World => opened.withCard(opened.COUNT, true, START_MS, book())

const ask = (name: string, subject: string, fields: object = {}) =>
  asking(`privacy.${name}`, { subject, ...fields })

/** Every class is given and confirmed, so that the contract is completed now. */
function useUp(at: World): void {
  for (let n = 0; n < opened.COUNT.uses; n += 1) {
    const use = `use_${n}`
    at.do(asking('prepaid.check-in', { use, contract: CONTRACT, shop: SHOP }), CONSUMER)
    at.nowMs += DAY_MS / 4
  }
  expect(at.get(contractTable, CONTRACT)?.state).toBe('completed')
}

describe('the three years', () => {
  test.each([
    ['2026-11-22', '2029-11-23'],
    ['2027-01-01', '2030-01-02'],
    // No less than three years, and 2031 has no 29 February.
    ['2028-02-29', '2031-03-02'],
  ])('of what was completed on %s end as %s begins', (day, end) => {
    const until = endOfDuty(startOfDayMs(day) + 5 * 3_600_000, 3)
    expect([legalDayOf(until), legalDayOf(until - 1) < end]).toEqual([end, true])
  })

  test('are counted from completion, refused to the last millisecond, and over after it', () => {
    const at = withCard()
    expect(at.refusal(ask('erase', CONSUMER, NOW), CONSUMER)).toBe('retention_running')
    useUp(at)
    expect(at.get(retentionTable, CONSUMER)).toMatchObject({ running: 0 })
    const until = endOfDuty(at.get(retentionTable, CONSUMER)?.completedAt ?? 0, 3)
    expect(at.refusal(ask('erase', CONSUMER, NOW), CONSUMER, until - 1)).toBe('retention_until')
    const event = at.do(ask('erase', CONSUMER, NOW), CONSUMER, until)
    expect(event).toMatchObject({ type: 'privacy.erased', erases: CONSUMER })
    expect(event.body['retention']).toMatchObject({ rule: 'ecommerce-31', years: 3 })
  })

  test('a contested class opens the contract again, and the duty with it', () => {
    const at = withCard()
    useUp(at)
    const contest = { use: 'use_19', reason: 'other' }
    at.do(asking('prepaid.contest-use', contest), CONSUMER)
    expect(at.get(retentionTable, CONSUMER)?.running).toBe(1)
    expect(at.refusal(ask('erase', CONSUMER, NOW), CONSUMER)).toBe('retention_running')
  })

  test('a contract that was never paid leaves no duty', () => {
    const at = book()
    const offer = { product: opened.PRODUCT, shop: SHOP, offer: opened.COUNT }
    at.do(asking('prepaid.list-product', offer), HEAD)
    at.do(opened.signing(at).command, CONSUMER)
    expect(at.refusal(ask('erase', CONSUMER, NOW), CONSUMER)).toBe('retention_running')
    at.passUntil(at.nowMs + 10 * DAY_MS)
    expect(at.do(ask('erase', CONSUMER, NOW), CONSUMER).type).toBe('privacy.erased')
  })
})

describe('the period of a book', () => {
  const setting = (years: number, ground = 'Rule 7 of the archive, invented') =>
    asking('privacy.set-retention', { registry: REGISTRY, years, ground })

  test('is set by a registrar of the registry alone, never below the law, and once', () => {
    const at = book()
    for (const actor of [CONSUMER, NOTARY, HEAD, 'pty_nobody']) {
      expect(at.refusal(setting(2), actor)).toBe('retention_not_yours')
    }
    const ofOffice = { registry: OFFICE, years: 2, ground: 'Ours' }
    expect(at.refusal(asking('privacy.set-retention', ofOffice), NOTARY)).toBe(
      'retention_not_yours',
    )
    expect(at.refusal(setting(2), REGISTRAR)).toBe('retention_below_law')
    expect(at.refusal(setting(5), REGISTRAR)).toBe('recorded')
    expect(at.refusal(setting(5), REGISTRAR)).toBe('existing')
    expect(at.refusal(setting(5, 'Another ground'), REGISTRAR)).toBe('recorded')
  })

  test('decides from its entry on, and each answer says by which entry and on which ground', () => {
    const at = withCard()
    useUp(at)
    const completedAt = at.get(retentionTable, CONSUMER)?.completedAt ?? 0
    at.do(ask('erase', CONSUMER, LATER), CONSUMER)
    expect(at.get(requestTable, CONSUMER)?.dueAt).toBe(endOfDuty(completedAt, 3))
    at.do(setting(5), REGISTRAR)
    const setBy = at.entries.length - 1
    // What was planned by the shorter period is looked at again on its day, and planned anew.
    at.passUntil(endOfDuty(completedAt, 3))
    expect(at.get(requestTable, CONSUMER)).toMatchObject({
      state: 'planned',
      dueAt: endOfDuty(completedAt, 5),
    })
    expect(at.entries.at(-1)?.event.body['retention']).toMatchObject({
      rule: 'ecommerce-31',
      years: 5,
      setBy,
      ground: 'Rule 7 of the archive, invented',
    })
    expect(at.refusal(ask('erase', CONSUMER, NOW), CONSUMER)).toBe('retention_until')
    // As long as the law asks, again: the person need not wait for the day that was planned.
    at.do(setting(3, 'The archive has closed'), REGISTRAR)
    expect(at.do(ask('erase', CONSUMER, NOW), CONSUMER).type).toBe('privacy.erased')
    expect(at.waits.filter((wait) => wait.includes('privacy_period'))).toEqual([])
  })
})

describe('a plan', () => {
  test('is carried out by the clock on the day on which the duty has ended', () => {
    const at = withCard()
    useUp(at)
    const until = endOfDuty(at.get(retentionTable, CONSUMER)?.completedAt ?? 0, 3)
    at.do(ask('erase', CONSUMER, LATER), CONSUMER)
    expect(at.get(requestTable, CONSUMER)).toMatchObject({ state: 'planned', dueAt: until })
    at.passUntil(until - 1)
    expect(at.get(erasureTable, CONSUMER)).toBeUndefined()
    at.passUntil(until)
    expect(at.get(erasureTable, CONSUMER)).toMatchObject({ erasedAt: until })
    expect(at.get(requestTable, CONSUMER)).toMatchObject({ state: 'erased', dueAt: null })
    expect(at.due().filter(({ key }) => key === CONSUMER)).toEqual([])
  })

  test('is made anew while a contract runs, and taken back by the person alone', () => {
    const at = withCard()
    at.do(ask('erase', CONSUMER, LATER), CONSUMER)
    const first = at.get(requestTable, CONSUMER)?.dueAt ?? 0
    at.passUntil(first)
    const second = at.get(requestTable, CONSUMER)
    expect(second?.state).toBe('planned')
    expect(second?.dueAt).toBeGreaterThan(first)
    expect(at.refusal(ask('withdraw-erasure', CONSUMER), OTHER_CONSUMER)).toBe('not_your_data')
    at.do(ask('withdraw-erasure', CONSUMER), CONSUMER)
    expect(at.due().filter(({ key }) => key === CONSUMER)).toEqual([])
    expect(at.refusal(ask('lapse-erasure', CONSUMER), CONSUMER)).toBe('erasure_not_planned')
  })
})

const PEOPLE = [CONSUMER, OTHER_CONSUMER, HEAD, CLERK, TELLER, NOTARY, OTHER_NOTARY, REGISTRAR]

interface Step {
  readonly actor: string
  readonly subject: string
  readonly name: string
  readonly basis: string
  readonly when: string
  readonly isOfRegistry: boolean
  readonly days: number
}

function isAllowed({ actor, subject, name }: Step, proposer: string | undefined): boolean {
  if (name === 'erase') return actor === subject
  return name === 'approve-erasure' && ![undefined, actor, subject].includes(proposer)
}

/** Does it, and says of each erasure that it led to whether the law and four eyes allow it. */
function take(at: World, step: Step, proposers: Map<string, string>) {
  const { actor, subject, name, basis, when, isOfRegistry } = step
  const asks =
    name === 'erase' ? { basis, when } : { basis, when, by: isOfRegistry ? REGISTRY : OFFICE }
  const isDecision = name === 'approve-erasure' || name === 'reject-erasure'
  const running = at.get(retentionTable, subject)?.running ?? 0
  const size = at.entries.length
  at.act(ask(name, subject, isDecision ? {} : asks), actor)
  const events = at.entries.slice(size).map(({ event }) => event)
  const mayDo = isAllowed(step, proposers.get(subject))
  if (events.some(({ type }) => type === 'privacy.proposed')) proposers.set(subject, actor)
  return events
    .filter(({ erases }) => erases !== undefined)
    .map(({ erases }) => {
      const isGone = erases === subject && at.get(subjectKey, subject) === undefined
      const isPerson = subject !== SHOP && subject !== OFFICE
      return { isLawful: mayDo && isGone && isPerson && running === 0 }
    })
}

test('over random requests: nobody but the person, or two of one office, and never against a duty', () => {
  const somebody = fc.constantFrom(...PEOPLE)
  const step = fc.record({
    actor: somebody,
    subject: fc.oneof({ weight: 3, arbitrary: somebody }, fc.constant(SHOP), fc.constant(OFFICE)),
    name: fc.constantFrom('erase', 'propose-erasure', 'approve-erasure', 'reject-erasure'),
    basis: fc.constantFrom(...BASES),
    when: fc.constantFrom(...WHEN),
    isOfRegistry: fc.boolean(),
    days: fc.integer({ min: 0, max: 400 }),
  })
  let erased = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 25 }), (steps) => {
      const at = withCard()
      const proposers = new Map<string, string>()
      for (const one of steps) {
        const done = take(at, one, proposers)
        erased += done.length
        for (const { isLawful } of done) expect(isLawful).toBe(true)
        at.passUntil(at.nowMs + one.days * DAY_MS)
      }
      expect(at.get(erasureTable, CONSUMER)).toBeUndefined()
      replays(at)
    }),
    { numRuns: process.env['HONGQIAO_LONG'] === '1' ? 400 : 40, seed: 20_261_130 },
  )
  expect(erased).toBeGreaterThan(5)
})

/** What the leaves alone fold to is what stands: erasures included. */
function replays(at: World): void {
  const memory = new RowMemory()
  const replay = new Replay(at.registry, memory)
  for (const { event, v, index, atMs, submission, measures } of at.entries) {
    const leaf = { ...event, transfers: event.transfers ?? [], v, index, atMs, measures }
    const recorded = { ...leaf, actor: submission.actor }
    const fact = { recorded, transfers: leaf.transfers, measures, cause: null }
    const folded = replay.add(fact)
    if (!folded.ok) throw new Error(folded.error)
    replay.rows.keep()
  }
  for (const [table, rows] of memory.tables()) {
    if (!at.registry.tables.includes(table)) continue
    expect([table.name, [...rows]]).toEqual([table.name, [...at.list(table)]])
  }
}

test('every refusal has its sentences, and no two of them part', () => {
  const types = new Set<string>(Object.values(REFUSALS).flat())
  expect(new Set(Object.keys(refusals))).toEqual(types)
})
