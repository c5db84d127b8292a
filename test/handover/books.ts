/**
 * Two books in memory, js and sh, that believe each other's log: a shipper and a carrier in the one, a warehouse
 * and the same carrier in the other. Whoever wants a receipt carried asks for it here.
 */
import { formatInstant } from '#kernel/time/clock.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { CommandName, Fields, HandoverCommand } from '#services/handover/contract.ts'
import { handover } from '#services/handover/index.ts'
import { parties } from '#services/parties/index.ts'
import { asking, START_MS, world, type World } from '#test/prepaid/rig.ts'
import { TestLog } from './log.ts'

export const JS = 'js.hub.example/book/1'
export const SH = 'sh.hub.example/book/1'
export const DAY_MS = 86_400_000

export const REGISTRAR = 'pty_registrar'
export const SHIPPER = 'pty_shipper'
export const SHIPPER_HEAD = 'pty_shipper-head'
export const SHIPPER_CLERK = 'pty_shipper-clerk'
export const CARRIER = 'pty_carrier-js'
export const CARRIER_CLERK = 'pty_carrier-js-clerk'
export const WAREHOUSE = 'pty_warehouse'
export const WAREHOUSE_HEAD = 'pty_warehouse-head'
export const WAREHOUSE_CLERK = 'pty_warehouse-clerk'
export const CARRIER_THERE = 'pty_carrier-sh'
export const CARRIER_THERE_CLERK = 'pty_carrier-sh-clerk'
export const OTHER = 'pty_other'
export const OTHER_HEAD = 'pty_other-head'

export interface Books {
  readonly js: World
  readonly sh: World
  readonly jsLog: TestLog
  readonly shLog: TestLog
}

export type Level = 'logged' | 'witnessed'

export const ask = <N extends CommandName>(name: N, fields: Fields<N>): HandoverCommand<N> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a type is its name with the slice before it.
  ({ type: `handover.${name}`, ...fields }) as unknown as HandoverCommand<N>

export function openBooks(level: Level = 'witnessed'): Books {
  const js = opened(JS, [
    [SHIPPER, [SHIPPER_HEAD, SHIPPER_CLERK]],
    [CARRIER, [CARRIER_CLERK]],
    [OTHER, [OTHER_HEAD]],
  ])
  const sh = opened(SH, [
    [WAREHOUSE, [WAREHOUSE_HEAD, WAREHOUSE_CLERK]],
    [CARRIER_THERE, [CARRIER_THERE_CLERK]],
    [OTHER, [OTHER_HEAD]],
  ])
  const jsLog = new TestLog(JS, 1, () => js.entries)
  const shLog = new TestLog(SH, 2, () => sh.entries)
  const quorum = level === 'witnessed' ? 'w' : 'none'
  js.do(adoption(shLog.policy(quorum), SH, level), REGISTRAR)
  sh.do(adoption(jsLog.policy(quorum), JS, level), REGISTRAR)
  return { js, sh, jsLog, shLog }
}

export function adoption(policy: string, origin: string, level: Level, maxAgeHours = 24 * 7) {
  return ask('adopt-policy', { registry: 'pty_registry', origin, policy, level, maxAgeHours })
}

function opened(
  origin: string,
  companies: readonly (readonly [organisation: string, staff: readonly string[]])[],
): World {
  const book = world([parties, handover], origin)
  const tell = (name: string, fields: JsonObject, actor = REGISTRAR) =>
    book.do(asking(`parties.${name}`, fields), actor)
  const registry = 'pty_registry'
  tell('found', { registry })
  for (const [organisation, staff] of companies) {
    const name = { en: organisation, zh: organisation }
    tell('register-organisation', { registry, organisation, kind: 'company', name })
    for (const [i, person] of staff.entries()) {
      tell('register-person', { by: registry, person, name: 'A Person' })
      const [head = person] = staff
      const role = i === 0 ? 'head' : 'clerk'
      const by = i === 0 ? registry : organisation
      tell('appoint', { organisation, person, role, by }, i === 0 ? REGISTRAR : head)
    }
  }
  return book
}

export const sending = (changes: Partial<Fields<'send'>> = {}): Fields<'send'> => ({
  consignment: 'csg_first',
  consignor: SHIPPER,
  carrier: { here: CARRIER, there: CARRIER_THERE },
  to: { book: SH, consignee: WAREHOUSE },
  placeOfDispatch: 'KUNSHAN',
  placeOfReceipt: 'QINGPU',
  packages: 12,
  grossWeightGrams: 480_000,
  receiveBy: formatInstant(START_MS + 2 * DAY_MS),
  goods: 'Bicycle frames',
  seal: 'SEAL-0815',
  ...changes,
})

/** The entry that was recorded last in a book. */
export const lastOf = (book: World): number => book.entries.length - 1

/** Sends, and answers where it stands in js. */
export function send(books: Books, changes: Partial<Fields<'send'>> = {}): number {
  books.js.do(ask('send', sending(changes)), SHIPPER_CLERK)
  return lastOf(books.js)
}

export const counted = (receipt: string, changes: Partial<Fields<'receive'>> = {}) =>
  ask('receive', { receipt, packages: 12, damaged: 0, seal: 'intact', ...changes })

export const turnedAway = (receipt: string, changes: Partial<Fields<'refuse'>> = {}) =>
  ask('refuse', {
    receipt,
    packages: 12,
    reasons: ['seal-broken'],
    returnBy: formatInstant(START_MS + 5 * DAY_MS),
    ...changes,
  })

export const sentBack = (sentEntry: number, changes: Partial<Fields<'return'>> = {}) =>
  ask('return', {
    origin: JS,
    sentEntry,
    packages: 2,
    reason: 'damaged',
    returnBy: formatInstant(START_MS + 5 * DAY_MS),
    ...changes,
  })

export const takenBack = (receipt: string, changes: Partial<Fields<'take-back'>> = {}) =>
  ask('take-back', { receipt, packages: 12, seal: 'none', ...changes })
