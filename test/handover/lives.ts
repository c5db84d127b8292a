/**
 * Lives over two books: parties act, time passes, and receipts are carried by a post that loses, repeats, delays
 * and reorders, and by a forger. Nothing of it may make the two sides disagree without somebody being able to say
 * why, and nothing that is forged may be recorded.
 */
import fc from 'fast-check'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { wholeIn } from '#kernel/std/facts.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { balanceOf, sumOf } from '#services/handover/domain/balance.ts'
import {
  arrivalTable,
  dispatchTable,
  type ArrivalRow,
  type DispatchRow,
} from '#services/handover/domain/rows.ts'
import { START_MS, type World } from '#test/prepaid/rig.ts'
import {
  ask,
  counted,
  DAY_MS,
  JS,
  openBooks,
  sending,
  sentBack,
  SHIPPER_CLERK,
  takenBack,
  turnedAway,
  WAREHOUSE_CLERK,
  type Books,
} from './books.ts'
import type { Making } from './log.ts'

const CONSIGNMENTS = 2

/** How a receipt is spoiled on its way; what a forger can do without the log's key and the witness's. */
const FORGERIES: readonly ((making: Making) => Making)[] = [
  (making) => ({ ...making, seed: 66 }),
  (making) => ({ ...making, shown: (leaf) => leaf.replace('"packages":', '"Packages":') }),
  (making) => ({ ...making, shown: (leaf) => leaf.replace('"at":"2026', '"at":"2027') }),
  (making) => ({ ...making, witnessedAtMs: null }),
  (making) => ({ ...making, witnessedAtMs: START_MS - 30 * DAY_MS, seed: 66 }),
  (making) => ({ ...making, origin: 'zj.hub.example/book/1', seed: 66 }),
]

export type Step =
  | { readonly kind: 'send'; readonly n: number; readonly packages: number }
  | {
      readonly kind: 'arrive'
      readonly n: number
      readonly by: number
      readonly how: 'take' | 'turn'
    }
  | { readonly kind: 'return'; readonly n: number; readonly packages: number }
  /** An entry's receipt, from either book and of any age, reaches the other one. */
  | { readonly kind: 'post'; readonly from: 'js' | 'sh'; readonly back: number }
  | { readonly kind: 'take-back'; readonly n: number; readonly by: number }
  | { readonly kind: 'write-off'; readonly n: number }
  | { readonly kind: 'forge'; readonly n: number; readonly how: number; readonly back: number }
  | { readonly kind: 'pass'; readonly days: number }

const n = fc.nat(CONSIGNMENTS - 1)
const by = fc.integer({ min: -2, max: 1 })

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('send'),
      n,
      packages: fc.integer({ min: 3, max: 9 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('arrive'),
      n,
      by,
      how: fc.constantFrom('take', 'take', 'turn'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('return'),
      n,
      packages: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('post'),
      from: fc.constantFrom('sh', 'sh', 'js'),
      back: fc.nat(4),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take-back'), n, by }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('write-off'), n }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('forge'),
      n,
      how: fc.nat(FORGERIES.length - 1),
      back: fc.nat(6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass'), days: fc.integer({ min: 1, max: 3 }) }),
  },
)

export const life = (stepsMax: number) => fc.array(step, { minLength: 20, maxLength: stepsMax })

export interface Lived {
  readonly books: Books
  /** How often each step was answered with what. */
  readonly seen: ReadonlyMap<string, number>
}

export function live(steps: readonly Step[]): Lived {
  const books = openBooks()
  const seen = new Map<string, number>()
  for (const one of steps) {
    const outcome = take(books, one)
    const name = `${one.kind}: ${outcome}`
    seen.set(name, (seen.get(name) ?? 0) + 1)
    if (one.kind === 'forge' && outcome === 'recorded') throw new Error('a forgery was recorded')
    check(books)
  }
  return { books, seen }
}

const idOf = (i: number) => `csg_life-${i}`

type Doing = {
  readonly [K in Step['kind']]: (books: Books, step: Extract<Step, { kind: K }>) => string
}

const dispatchOf = ({ js }: Books, i: number) => js.get(dispatchTable, idOf(i))

const DOING: Doing = {
  send({ js }, { n: i, packages }) {
    const fields = sending({ consignment: idOf(i), packages })
    const receiveBy = formatInstant(js.nowMs + 2 * DAY_MS)
    return js.refusal(ask('send', { ...fields, receiveBy }), SHIPPER_CLERK)
  },
  arrive(books, { n: i, by: more, how }) {
    const { sh, jsLog } = books
    const dispatch = dispatchOf(books, i)
    if (dispatch === undefined) return 'nothing'
    const receipt = jsLog.receipt(dispatch.entry)
    const packages = Math.max(1, dispatch.packages + more)
    const returnBy = formatInstant(sh.nowMs + 2 * DAY_MS)
    const away = turnedAway(receipt, { packages, returnBy })
    return sh.refusal(how === 'take' ? counted(receipt, { packages }) : away, WAREHOUSE_CLERK)
  },
  return(books, { n: i, packages }) {
    const { sh } = books
    const dispatch = dispatchOf(books, i)
    if (dispatch === undefined) return 'nothing'
    const returnBy = formatInstant(sh.nowMs + 2 * DAY_MS)
    return sh.refusal(sentBack(dispatch.entry, { packages, returnBy }), WAREHOUSE_CLERK)
  },
  post({ js, sh, jsLog, shLog }, { from: side, back }) {
    const [from, to, log] = side === 'js' ? [js, sh, jsLog] : [sh, js, shLog]
    const receipt = log.receipt(Math.max(0, from.entries.length - 1 - back))
    return to.refusal(ask('acknowledge', { receipt }), SYSTEM_PARTY)
  },
  'take-back'(books, { n: i, by: more }) {
    const { js, sh, shLog } = books
    const dispatch = dispatchOf(books, i)
    const arrival = dispatch && sh.get(arrivalTable, JS, dispatch.entry)
    if (arrival === undefined || arrival.returnEntry === null) return 'nothing'
    const packages = Math.max(1, arrival.returnedPackages + more)
    const receipt = shLog.receipt(arrival.returnEntry)
    return js.refusal(takenBack(receipt, { packages }), SHIPPER_CLERK)
  },
  'write-off': ({ js }, { n: i }) =>
    js.refusal(ask('write-off', { consignment: idOf(i) }), SHIPPER_CLERK),
  forge,
  pass(books, { days }) {
    pass(books, Math.max(books.js.nowMs, books.sh.nowMs) + days * DAY_MS)
    return 'passed'
  },
}

function take(books: Books, one: Step): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each kind of step stands under its name.
  const act = DOING[one.kind] as (books: Books, step: Step) => string
  return act(books, one)
}

/** The clocks of the two books are one: whatever falls due in either lapses. */
function pass({ js, sh }: Books, untilMs: number): void {
  js.passUntil(untilMs)
  sh.passUntil(untilMs)
}

function forge(
  { js, sh, jsLog, shLog }: Books,
  { n: i, how, back }: Extract<Step, { kind: 'forge' }>,
): string {
  const making = FORGERIES[how]?.({}) ?? {}
  const dispatch = js.get(dispatchTable, idOf(i))
  if (dispatch !== undefined && sh.get(arrivalTable, JS, dispatch.entry) === undefined) {
    const receipt = jsLog.receipt(dispatch.entry, making)
    return sh.refusal(counted(receipt, { packages: 1 }), WAREHOUSE_CLERK)
  }
  const receipt = shLog.receipt(Math.max(0, sh.entries.length - 1 - back), making)
  return js.refusal(ask('acknowledge', { receipt }), SYSTEM_PARTY)
}

/** What holds at every step. */
function check(books: Books): void {
  for (const row of books.js.list(dispatchTable)) checkSent(books, row)
  for (const row of books.sh.list(arrivalTable)) checkArrived(books, row)
  checkEvents(books.sh, 'handover.received', 'handover.refused')
}

function checkSent({ sh }: Books, row: DispatchRow): void {
  const sum = sumOf(balanceOf(row))
  if (sum !== row.packages) throw new Error(`${row.consignment}: ${sum} of ${row.packages}`)
  const arrival = sh.get(arrivalTable, JS, row.entry)
  if (row.arrivedPackages !== null && row.arrivedPackages !== arrival?.arrivedPackages) {
    throw new Error(`${row.consignment} knows what nobody counted`)
  }
  if (row.returnEntry !== null && row.returnEntry !== arrival?.returnEntry) {
    throw new Error(`${row.consignment} knows a return that nobody made`)
  }
}

function checkArrived({ js }: Books, row: ArrivalRow): void {
  const dispatch = js.get(dispatchTable, row.consignment)
  if (dispatch?.entry !== row.sentEntry) throw new Error(`${row.consignment} was never sent`)
  const isTakenBack = row.state === 'closed' && row.takenBackPackages !== 0
  if (isTakenBack && dispatch.takenBackPackages !== row.takenBackPackages) {
    throw new Error(`${row.consignment}: the two sides count otherwise what came back`)
  }
}

/** A sending arrives once, whatever the post does. */
function checkEvents({ entries }: World, ...types: readonly string[]): void {
  const places = entries
    .filter(({ event }) => types.includes(event.type))
    .map(({ event }) => wholeIn(event.body, 'sentEntry'))
  if (new Set(places).size !== places.length) throw new Error('a consignment arrived twice')
}
