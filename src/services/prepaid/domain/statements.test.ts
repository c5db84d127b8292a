/** The bank's balance beside the book's: recorded once a day, and as it is. */
import { describe, expect, test } from 'vitest'
import { asking } from '#test/prepaid/rig.ts'
import {
  bankWorld,
  book,
  CONSUMER,
  COUNT,
  PRICE,
  SHOPS,
  TELLER,
  THREE,
} from '#test/prepaid/bank-stage.ts'
import { statementTable } from './rows.ts'

const CONTRACT = 'con_first'

function signed() {
  const hub = bankWorld()
  hub.do(asking('stage.sign', { contract: CONTRACT, shop: SHOPS[0], offer: COUNT }), CONSUMER)
  return hub
}

describe('a statement', () => {
  const statement = (closingMinor: number, day = '2026-11-22') =>
    asking('prepaid.record-statement', { day, closingMinor })

  test('is recorded by the teller, once a day, beside the balance of the book', () => {
    const hub = signed()
    book(hub, { bankEntry: 'in-1', reference: CONTRACT })
    book(hub, { bankEntry: 'in-2', reference: 'hello', amountMinor: 5 })
    expect(hub.refusal(statement(1), THREE)).toBe('not_teller')
    hub.do(statement(PRICE + 5), TELLER)
    expect(hub.get(statementTable, '2026-11-22')).toMatchObject({
      closingMinor: BigInt(PRICE) + 5n,
      bookMinor: BigInt(PRICE) + 5n,
      heldMinor: BigInt(PRICE),
    })
    expect(hub.refusal(statement(PRICE + 5), TELLER)).toBe('existing')
    expect(hub.refusal(statement(PRICE + 6), TELLER)).toBe('statement_differs')
  })

  test('that differs is recorded as it is', () => {
    const hub = signed()
    hub.do(statement(7), TELLER)
    expect(hub.get(statementTable, '2026-11-22')).toMatchObject({ closingMinor: 7n, bookMinor: 0n })
  })
})
