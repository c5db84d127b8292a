/** From the office to a signed contract: what follows from each act. */
import { describe, expect, test } from 'vitest'
import { account } from '#kernel/money/transfer.ts'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import { START_MS } from '#test/prepaid/rig.ts'
import {
  after,
  application,
  approval,
  ask,
  deposit,
  HEAD,
  LI,
  listing,
  month,
  NOTARY,
  offer,
  registered,
  SHOP,
  signature,
  suspended,
  TELLER,
  terms,
  TUTOR,
} from '#test/prepaid/sale-stage.ts'
import { matterOfProduct, textOfProduct } from '#test/prepaid/text.ts'
import {
  BANK,
  contractAccount,
  DIFFERENCES,
  IN_TRANSIT,
  shopAccount,
  SUSPENSE,
} from './accounts.ts'
import { contractTextSha256 } from './contract-text.ts'
import { contractTable, depositaryTable, exposureTable, productTable, shopTable } from './rows.ts'

const DAY_MS = 86_400_000

describe('a shop', () => {
  test('is approved with every check, and has an account from then on', () => {
    const book = after('approved')
    expect(book.get(shopTable, SHOP)).toMatchObject({
      state: 'approved',
      // What matures on the day of the approval itself is still to be settled.
      settledThrough: '2026-11-21',
      decidedAt: START_MS,
    })
    for (const name of [BANK, SUSPENSE, IN_TRANSIT, DIFFERENCES, shopAccount(SHOP)]) {
      expect(book.get(account, name)).toMatchObject({ currency: 'CNY' })
    }
    expect(book.get(depositaryTable, 'depositary')?.terms).toEqual(terms)
  })

  test('tells its own account and the reasons against it to nobody', () => {
    const book = registered()
    const applied = book.do(ask('apply', application), HEAD)
    expect(applied.secrets).toEqual([
      { subject: SHOP, name: 'account', value: '6222 0000 1111 2222' },
    ])
    book.do(ask('open-depositary', deposit), NOTARY)
    const declined = book.do(ask('decline-shop', { shop: SHOP, reason: 'Mr Zhao' }), NOTARY)
    expect(declined.body).toEqual({ shop: SHOP })
    expect(declined.secrets).toEqual([{ subject: SHOP, name: 'reason', value: 'Mr Zhao' }])
  })

  test('that was declined may apply again; suspended and reinstated it is as before', () => {
    const book = after('applied')
    book.do(ask('decline-shop', { shop: SHOP, reason: 'The lease is missing' }), NOTARY)
    book.do(ask('apply', { ...application, leaseEndsOn: '2029-01-01' }), HEAD)
    book.do(ask('approve-shop', approval), NOTARY)
    const before = book.get(shopTable, SHOP)
    book.do(suspended, NOTARY)
    expect(book.refusal(ask('list-product', listing), HEAD)).toBe('shop_not_approved')
    book.do(ask('reinstate-shop', { shop: SHOP }), NOTARY)
    expect(book.get(shopTable, SHOP)).toEqual(before)
  })
})

describe('a product', () => {
  test('is listed with what the caps said, and listing it again is the same entry', () => {
    const book = after('listed')
    const index = book.get(productTable, 'prd_swim')?.entry
    expect(book.act(ask('list-product', listing), HEAD)).toEqual({ kind: 'existing', index })
    const body = book.entries[index ?? 0]?.event.body
    expect(body).toMatchObject({ caps: { asked: [{ rule: 'sh-fitness-2025/1', article: '8' }] } })
  })

  test('of a tutor keeps within the caps of tutoring', () => {
    const book = after('opened')
    book.do(ask('apply', { ...application, shop: TUTOR, industry: 'tutoring' }), HEAD)
    book.do(ask('approve-shop', { ...approval, shop: TUTOR }), NOTARY)
    const lessons = { ...listing, product: 'prd_piano', shop: TUTOR }
    expect(book.refusal(ask('list-product', lessons), HEAD)).toBe('cap_exceeded')
    const cheap = { ...offer, priceMinor: 500_000 }
    expect(book.refusal(ask('list-product', { ...lessons, offer: cheap }), HEAD)).toBe('recorded')
  })
})

describe('a signature', () => {
  test('keeps offer, terms, text and caps, and owes nothing yet', () => {
    const book = after('listed')
    const event = book.do(ask('sign', signature(book, { hasPriorExperience: true })), LI)
    expect(event.body).toMatchObject({
      offer,
      terms,
      usesTotal: 12,
      hasPriorExperience: true,
      isRenewal: false,
      text: { version: 1, language: 'zh', sha256: textOfProduct(book, 'prd_swim') },
      caps: { asked: [{ rule: 'sh-fitness-2025/1' }], notInForce: [] },
    })
    expect(event.parties).toEqual([LI, SHOP])
    expect(book.get(contractTable, 'con_first')).toMatchObject({
      state: 'signed',
      priceMinor: 1_000_000n,
      usesTotal: 12,
      paidAt: null,
    })
    expect(book.balance(contractAccount('con_first'))).toBe(0n)
    expect(book.get(exposureTable, SHOP, LI)).toEqual({
      shop: SHOP,
      consumer: LI,
      countMinor: 1_000_000n,
      uses: 12,
      periodMinor: 0n,
      periodThrough: null,
      paidContracts: 0,
    })
  })

  test('again is the same entry', () => {
    const book = after('signed')
    const index = book.get(contractTable, 'con_first')?.entry
    expect(book.act(ask('sign', signature(book)), LI)).toEqual({ kind: 'existing', index })
  })

  test('counts with what was signed and not paid yet, up to the cap', () => {
    const book = after('signed')
    const second = signature(book, { contract: 'con_second' })
    expect(book.refusal(ask('sign', second), LI)).toBe('recorded')
    const third = signature(book, { contract: 'con_third' })
    expect(book.refusal(ask('sign', third), LI)).toBe('cap_exceeded')
  })

  test('of a card of days reserves its days from today', () => {
    const book = after('listed')
    book.do(ask('list-product', { product: 'prd_month', shop: SHOP, offer: month }), HEAD)
    const textSha256 = textOfProduct(book, 'prd_month')
    const fields = { product: 'prd_month', hasPriorExperience: false, textSha256 }
    book.do(ask('sign', { contract: 'con_month', ...fields }), LI)
    expect(book.get(exposureTable, SHOP, LI)).toMatchObject({
      periodMinor: 50_000n,
      periodThrough: '2026-12-22',
    })
    expect(book.get(contractTable, 'con_month')?.usesTotal).toBe(2)
  })
})

describe('what was read', () => {
  test('is refused with the text of today if it has changed since', () => {
    const book = after('listed')
    const read = signature(book)
    const textSha256 = textOfProduct(book, 'prd_swim')
    // The Shanghai measures run out with the year, and the text names them.
    const atMs = endOfDayMs('2026-12-31')
    expect(book.act(ask('sign', read), LI, atMs - 1)).toMatchObject({ kind: 'recorded' })
    const late = after('listed')
    const decided = late.act(ask('sign', read), LI, atMs)
    const now = matterOfProduct(late, 'prd_swim')
    expect(decided).toMatchObject({ refusal: { type: 'contract_text_changed' } })
    expect(decided).toMatchObject({
      refusal: { params: { textSha256: now === undefined ? '' : contractTextSha256(now) } },
    })
    expect(now?.rules).toEqual([])
    expect(textSha256).not.toBe(textOfProduct(late, 'prd_swim'))
  })
})

describe('what is not paid', () => {
  const lapse = ask('lapse-unpaid', { contract: 'con_first' })

  test('lapses when its days are over, and gives up what it reserved', () => {
    const book = after('signed')
    const dueAtMs = endOfDayMs('2026-11-25')
    expect(book.due()).toEqual([{ kind: 'prepaid.unpaid', key: 'con_first', dueAtMs }])
    expect(book.refusal(lapse, 'pty_system', dueAtMs - 1)).toBe('payment_not_overdue')
    book.passUntil(dueAtMs)
    expect(book.get(contractTable, 'con_first')?.state).toBe('lapsed')
    expect(book.get(exposureTable, SHOP, LI)).toMatchObject({ countMinor: 0n, uses: 0 })
    expect(book.due()).toEqual([])
    expect(book.refusal(lapse, 'pty_system')).toBe('contract_not_signed')
  })

  test('a contract that is paid does not lapse, and the next one is a renewal', () => {
    const book = after('signed')
    const credit = {
      bankEntry: 'bank-0001',
      kind: 'credit',
      amountMinor: 1_000_000,
      reference: 'con_first',
      valueDay: '2026-11-23',
    }
    book.do(ask('record-bank-entry', credit), TELLER, START_MS + DAY_MS)
    expect(book.refusal(lapse, 'pty_system', START_MS + 5 * DAY_MS)).toBe('contract_not_signed')
    const event = book.do(ask('sign', signature(book, { contract: 'con_second' })), LI)
    expect(event.body).toMatchObject({ isRenewal: true })
  })
})

test('every act names each row that it touches', () => {
  expect(after('signed').waits).toEqual([])
})
