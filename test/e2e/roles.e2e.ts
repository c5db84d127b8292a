/** Every page of every role: usable by everybody in both colours, no wider than its window, in both languages. */
import { expect, type Page } from '@playwright/test'
import { cardsPath, counterPath, deskPath, figuresPath } from '#services/prepaid/web/paths.ts'
import { moneyPath, productsPath, receiptsPath, todayPath } from '#services/prepaid/web/paths.ts'
import {
  applyPath,
  newCountPath,
  newPeriodPath,
  staffPath,
} from '#services/prepaid/web/shop-paths.ts'
import {
  bankPath,
  settlePath,
  shopsPath,
  substitutePath,
} from '#services/prepaid/web/desk-paths.ts'
import { erasuresPath, myDataPath } from '#services/privacy/web/paths.ts'
import { otherLanguage, type Language } from '#web/kit/language.ts'
import { expectAccessible, languagesLookedAt } from './accessible.ts'
import { at, expectNoSidewaysScroll, languages, test } from './hub.ts'
import { become } from './people.ts'

/**
 * A page by its address, or by what leads to it: the first link of a page that an address fits. What other
 * tests change at the same time, such as a card that is asked back, is passed over by what it must have.
 */
type Place = string | { readonly from: Place; readonly link: string; readonly has?: string }

const mayBeAskedBack = 'a[href*="cause="]'
const card: Place = { from: cardsPath, link: 'h2 a[href*="/cards/con_"]', has: mayBeAskedBack }
const area: Place = { from: figuresPath, link: 'a[href*="/figures/areas/"]' }
const shop: Place = { from: area, link: 'a[href*="/figures/shops/"]' }

const PLACES: Readonly<Record<string, readonly Place[]>> = {
  'consumer-1': [
    '/prepaid',
    { from: '/prepaid', link: 'a[href*="/shops/"]' },
    { from: { from: '/prepaid', link: 'a[href*="/shops/"]' }, link: 'a[href*="/buy/"]' },
    cardsPath,
    card,
    { from: card, link: mayBeAskedBack },
    receiptsPath,
    myDataPath,
  ],
  'clerk-1': [counterPath, `${counterPath}?q=0000`],
  'head-1': [todayPath, moneyPath, productsPath, newCountPath, newPeriodPath, staffPath, applyPath],
  'head-3': [counterPath, productsPath, applyPath],
  'notary-yao': [
    deskPath,
    { from: deskPath, link: 'table.work a[href*="/desk/shop/"]' },
    settlePath,
    substitutePath,
    shopsPath,
    erasuresPath,
  ],
  inspector: [figuresPath, area, shop, { from: shop, link: 'a[href*="/figures/contracts/"]' }],
  teller: [bankPath],
  registrar: [erasuresPath],
}

const ALL_PAGES_MS = 480_000

for (const language of languages) {
  for (const [persona, places] of Object.entries(PLACES)) {
    test(`${language}: the pages of ${persona} are accessible and fit`, async ({ page }, info) => {
      test.setTimeout(ALL_PAGES_MS)
      const isLookedAt = languagesLookedAt(info).includes(language)
      await become({ page, language }, persona)
      const found: Found = new Map()
      for (const [n, place] of places.entries()) {
        await test.step(typeof place === 'string' ? place : `${n}: ${place.link}`, async () => {
          await visit({ page, language, found }, place)
          if (isLookedAt) await expectAccessible(page)
          await expectNoSidewaysScroll(page)
          await expectSameInTheOther(page, language)
        })
      }
    })
  }
}

/** Where the ways to a page have led: nobody walks the same way twice. */
type Found = Map<Place, string>

interface Visitor {
  readonly page: Page
  readonly language: Language
  readonly found: Found
}

async function visit(visitor: Visitor, place: Place): Promise<void> {
  const { page, language, found } = visitor
  const address = typeof place === 'string' ? at(language, place) : found.get(place)
  if (address !== undefined) {
    const response = await page.goto(address)
    expect([address, response?.status()]).toEqual([address, 200])
    return
  }
  if (typeof place === 'string') throw new Error(`${place} is an address`)
  await visit(visitor, place.from)
  const links = await page.locator(place.link).all()
  const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')))
  expect(hrefs).not.toEqual([])
  for (const href of hrefs) {
    found.set(place, href ?? '')
    await visit(visitor, place)
    if (place.has === undefined || (await page.locator(place.has).count()) > 0) return
  }
  throw new Error(`no page behind ${place.link} has ${place.has}`)
}

/** The switch keeps the page, whatever it is about. */
async function expectSameInTheOther(page: Page, language: Language): Promise<void> {
  const { pathname, search } = new URL(page.url())
  const other = otherLanguage(language)
  const unlocal = language === 'zh' ? pathname.replace(/^\/zh/, '') : pathname
  const link = page.locator(`header a[hreflang="${other === 'zh' ? 'zh-CN' : 'en'}"]`)
  await expect(link).toHaveAttribute('href', at(other, unlocal) + search)
}
