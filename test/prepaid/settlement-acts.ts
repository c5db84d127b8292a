/** What the tests of settlements ask for, and three shops of which two have earned something. */
import type { JsonObject } from '#kernel/std/json.ts'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import { settlementTable } from '#services/prepaid/domain/rows.ts'
import { bankWorld, book, CONSUMER, COUNT, SHOPS, THREE, TWO } from './bank-stage.ts'
import { asking, type World } from './rig.ts'

export const [SHOP, SECOND] = SHOPS
export const DAY = '2026-11-24'
const MONDAY_MS = endOfDayMs(DAY)

export function earn(hub: World, shop: string, day: string, amountMinor: number): void {
  hub.do(asking('stage.earn', { contract: `con_${shop}`, shop, day, amountMinor }), shop)
}

/** Three shops with a paid contract each; the first two earned something that matures on the 24th. */
export function earned(): World {
  const hub = bankWorld()
  for (const shop of SHOPS) {
    const contract = `con_${shop}`
    hub.do(asking('stage.sign', { contract, shop, offer: COUNT }), CONSUMER)
    book(hub, { bankEntry: `in-${shop.slice(4)}`, reference: contract })
  }
  earn(hub, SHOP, DAY, 10_000)
  earn(hub, SHOP, '2026-11-25', 700)
  earn(hub, SECOND, DAY, 20_000)
  hub.nowMs = MONDAY_MS
  return hub
}

export const first = { settlement: 'set_first', through: DAY, shops: [SHOP, SECOND], approver: TWO }
export const propose = (fields: JsonObject = {}) =>
  asking('prepaid.propose-settlement', { ...first, ...fields })
export const approve = (settlement = 'set_first') =>
  asking('prepaid.approve-settlement', { settlement })
export const reject = (settlement = 'set_first') =>
  asking('prepaid.reject-settlement', { settlement, reason: 'The lease ended.' })
export const substitute = (fields: JsonObject = {}) =>
  asking('prepaid.name-substitute', {
    substitute: THREE,
    from: '2026-11-25',
    until: '2026-11-25',
    ...fields,
  })
export const row = (hub: World, settlement = 'set_first') => hub.get(settlementTable, settlement)
