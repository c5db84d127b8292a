/** Any life over two books: sums hold, forgeries are refused, and the state machines are the declared ones. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant } from '#kernel/time/clock.ts'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { MACHINES } from '#services/handover/domain/machines.ts'
import { dispatchTable } from '#services/handover/domain/rows.ts'
import { START_MS } from '#test/prepaid/rig.ts'
import { declared, transitionsOf } from '#test/prepaid/transitions.ts'
import {
  ask,
  counted,
  DAY_MS,
  lastOf,
  openBooks,
  send,
  sentBack,
  SHIPPER_CLERK,
  takenBack,
  turnedAway,
  WAREHOUSE_CLERK,
  type Books,
} from './books.ts'
import { life, live } from './lives.ts'

const OWN = { machines: MACHINES, prefix: 'handover.' }
const LONG = process.env['HONGQIAO_LONG'] === '1'
const RUNS = LONG ? 600 : 24
const STEPS_MAX = LONG ? 60 : 40

function taken({ js, sh }: Books): readonly string[] {
  return [...transitionsOf(js, OWN), ...transitionsOf(sh, OWN)]
}

describe('a life over two books', () => {
  test('keeps its sums, takes no forgery, and no transition that is not declared', () => {
    const known = new Set(declared(OWN))
    const answers = new Set<string>()
    fc.assert(
      fc.property(life(STEPS_MAX), (steps) => {
        const { books, seen } = live(steps)
        for (const name of seen.keys()) answers.add(name)
        expect(taken(books).filter((line) => !known.has(line))).toEqual([])
      }),
      { numRuns: RUNS, ...(LONG ? {} : { seed: 11 }) },
    )
    // The lives are worth something only where they reached what they are about.
    for (const reached of [
      'arrive: recorded',
      'post: recorded',
      'post: existing',
      'post: answer_older',
    ]) {
      expect(answers).toContain(reached)
    }
    expect([...answers].filter((name) => name.startsWith('forge:')).length).toBeGreaterThan(3)
  })
})

/** Lives made by hand, so that every declared transition is taken whatever chance does. */
describe('every declared transition is taken', () => {
  test('and every one that is taken is declared', () => {
    const seen = new Set(handmade().flatMap(taken))
    expect([...seen].toSorted()).toEqual(declared(OWN).toSorted())
  })
})

const late = ({ js, sh }: Books) => {
  for (const book of [js, sh]) book.passUntil(START_MS + 3 * DAY_MS)
}
const lost = (books: Books) => {
  late(books)
  books.js.do(ask('write-off', { consignment: 'csg_first' }), SHIPPER_CLERK)
}
const returnBy = formatInstant(START_MS + 8 * DAY_MS)

/** What the warehouse answers; every way in which the sender may come to hear of it. */
function answered(
  before: (books: Books) => unknown,
  answer: 'receive' | 'refuse',
  hear: 'acknowledge' | 'take-back',
): Books {
  const books = openBooks()
  const { js, sh, jsLog, shLog } = books
  const receipt = jsLog.receipt(send(books))
  before(books)
  const command = answer === 'receive' ? counted(receipt) : turnedAway(receipt, { returnBy })
  sh.do(command, WAREHOUSE_CLERK)
  const heard = shLog.receipt(lastOf(sh))
  if (hear === 'acknowledge') js.do(ask('acknowledge', { receipt: heard }), SYSTEM_PARTY)
  else js.do(takenBack(heard), SHIPPER_CLERK)
  return books
}

function closed(books: Books): Books {
  const { js, sh, jsLog } = books
  sh.do(ask('acknowledge', { receipt: jsLog.receipt(lastOf(js)) }), SYSTEM_PARTY)
  return books
}

/** Received, acknowledged, and then sent back in part. */
function returnedLater(hear: 'acknowledge' | 'take-back'): Books {
  const books = answered(() => undefined, 'receive', 'acknowledge')
  const { js, sh, shLog } = books
  const row = js.get(dispatchTable, 'csg_first')
  sh.do(sentBack(row?.entry ?? -1, { returnBy }), WAREHOUSE_CLERK)
  const receipt = shLog.receipt(lastOf(sh))
  const command = hear === 'acknowledge' ? ask('acknowledge', { receipt }) : takenBack(receipt)
  js.do(command, SHIPPER_CLERK)
  return books
}

function handmade(): readonly Books[] {
  const befores = [() => undefined, late, lost]
  const plain = befores.flatMap((before) => [
    answered(before, 'receive', 'acknowledge'),
    answered(before, 'refuse', 'acknowledge'),
    closed(answered(before, 'refuse', 'take-back')),
  ])
  const goneBack = answered(() => undefined, 'refuse', 'acknowledge')
  for (const book of [goneBack.sh, goneBack.js]) book.passUntil(START_MS + 9 * DAY_MS)
  goneBack.js.do(ask('write-off', { consignment: 'csg_first' }), SHIPPER_CLERK)
  const afterwards = answered(() => undefined, 'refuse', 'acknowledge')
  const { js, shLog, sh } = afterwards
  js.do(takenBack(shLog.receipt(lastOf(sh))), SHIPPER_CLERK)
  const overdueBack = returnedLater('acknowledge')
  overdueBack.sh.passUntil(START_MS + 9 * DAY_MS)
  overdueBack.js.passUntil(START_MS + 9 * DAY_MS)
  return [...plain, closed(goneBack), afterwards, overdueBack, closed(returnedLater('take-back'))]
}
