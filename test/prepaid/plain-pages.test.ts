/** What a walk through the pages found amiss: a way that leads nowhere, and one class that was called classes. */
import { describe, expect, test } from 'vitest'
import { renderPage } from '#apps/web/entry-server.tsx'
import { placesOf } from '#apps/web/places.ts'
import { contestableAt, useLine } from '#services/prepaid/api/consumer-pages.ts'
import type { UseRow } from '#services/prepaid/domain/rows.ts'
import { stepMessages } from '#services/prepaid/web/card-messages.ts'
import { moneyMessages } from '#services/prepaid/web/money-messages.ts'
import type { ShopView } from '#services/prepaid/web/register-views.ts'
import { NOBODY } from '#web/kit/page-context.ts'

const shop: ShopView = {
  shop: {
    shop: 'pty_AAAAAAAAAAAAAAAAAAAAAA',
    book: 'sh',
    name: { en: 'Pool', zh: '泳池' },
    state: 'approved',
    industry: 'fitness',
    area: 'CHANGNING',
    areaName: { en: 'Changning', zh: '长宁' },
    leaseEndsOn: '2027-12-31',
    contracts: null,
    entry: 86,
  },
  licence: 'INVENTED-1',
  approvedAt: null,
  officeName: null,
  products: [
    {
      product: 'prd_AAAAAAAAAAAAAAAAAAAAAA',
      offer: {
        kind: 'period',
        name: { en: 'Swimming', zh: '游泳' },
        priceMinor: 135_000,
        listPriceMinor: 162_000,
        days: 90,
        giftDays: 0,
      },
    },
  ],
  codeHref: '/prepaid/at/pty_AAAAAAAAAAAAAAAAAAAAAA',
  offersContracts: true,
  mayBuy: false,
}

function draw(offersContracts: boolean): string {
  const setting = { language: 'en', path: '/x', demonstration: true, checkpoint: null } as const
  const assets = { styles: [], islands: {} }
  const shown = { ...setting, assets, places: placesOf(['shop-head']), visit: NOBODY }
  return renderPage('shop', { ...shop, offersContracts }, shown)
}

describe('a shop in the register', () => {
  test('offers its contracts to a reader who may buy, or who is not signed in yet', () => {
    expect(draw(true)).toContain('/prepaid/buy/prd_')
  })

  test('leads nobody to a contract that is refused to them', () => {
    const html = draw(false)
    expect(html).toContain('Swimming')
    expect(html).not.toContain('/prepaid/buy/prd_')
  })
})

test('one class is one class', () => {
  const days = { from: '1 May', through: '2 May' }
  expect(moneyMessages.en.usesLine({ count: '1' })).toBe('1 class')
  expect(moneyMessages.en.openLine({ uses: '1', ...days })).toMatch(/: 1 class,/)
  expect(moneyMessages.en.openLine({ uses: '2', ...days })).toMatch(/: 2 classes,/)
  expect(stepMessages.en['used-at-list-price']({ uses: 1, unit: '¥200.00' })).toMatch(/^1 class at/)
  expect(stepMessages.en['used-in-seven-days']({ uses: 1 })).toMatch(/^1 class inside/)
})

test('a class of a card that ended with its refund, and that of another, is nobody’s to contest', () => {
  const use: UseRow = {
    use: 'use_one1',
    contract: 'con_one1',
    shop: 'pty_shop',
    consumer: 'pty_consumer',
    n: 1,
    state: 'confirmed',
    amountMinor: 100n,
    servedOn: '2026-11-30',
    servedAt: '10:00',
    via: 'code',
    requestedAt: 0,
    deemedAt: 1,
    reminders: 0,
    answeredAt: 0,
    objectionEndsAt: 1_000,
    maturesOn: '2026-12-03',
    entry: 1,
    stateEntry: 2,
  }
  const until = (state: string, nowMs: number) =>
    useLine(use, '', contestableAt({ state }, nowMs)).contestUntil
  expect(until('stopping', 999)).toBe('1970-01-01')
  expect(until('stopping', 1_000)).toBeNull()
  expect(until('ended', 999)).toBeNull()
  expect(useLine(use, '', null).contestUntil).toBeNull()
})
