/** Five tasks for each role, walked with their taps counted. Each role on what it has at hand. */
import { expect } from '@playwright/test'
import { castShops, NOTARIES } from '#apps/demonstration/cast.ts'
import { cardMessages } from '#services/prepaid/web/card-messages.ts'
import { settlementMessages } from '#services/prepaid/web/case-messages.ts'
import { shopCaseMessages } from '#services/prepaid/web/case-other-messages.ts'
import { counterMessages, todayMessages } from '#services/prepaid/web/counter-messages.ts'
import { deskMessages, matterMessages } from '#services/prepaid/web/desk-messages.ts'
import { figuresMessages } from '#services/prepaid/web/figures-messages.ts'
import { productMessages } from '#services/prepaid/web/products-messages.ts'
import {
  cardPath,
  cardsPath,
  counterPath,
  deskPath,
  figuresPath,
} from '#services/prepaid/web/paths.ts'
import { shopRefundPath } from '#services/prepaid/web/shop-paths.ts'
import { test } from './hub.ts'
import { become, pay, recordClass, sign, type Visit } from './people.ts'
import { Taps } from './taps.ts'

const [swimming = '', climbing = ''] = castShops(2, 2026).map(({ name }) => name.en)
/** Of the first newcomer, whom only these tests send to a class. */
const DIGITS = '0000'
const WALK_MS = 480_000

test.beforeEach(({ isMobile }, info) => {
  test.setTimeout(WALK_MS)
  info.skip(
    isMobile !== info.title.startsWith('consumer'),
    'a consumer has a phone, the others have a desk',
  )
})

test('consumer: the five tasks', async ({ page }) => {
  const taps = await Taps.of(page)
  const visit: Visit = { page, language: 'en' }
  const t = cardMessages.en
  await become(visit, 'clerk-1')
  await recordClass(visit, DIGITS)
  await recordClass(visit, DIGITS)
  await become(visit, 'consumer-1')
  await taps.walk('confirm', async () => {
    await page.getByRole('button', { name: t.yes }).first().click()
    await expect(page.locator('[data-done]')).toBeVisible()
  })
  await page.goto(cardsPath)
  await taps.walk('contest', async () => {
    await page.getByRole('link', { name: t.no }).first().click()
    await page.getByLabel(t.notThere).check()
    await page.getByRole('button', { name: t.contest }).click()
    await expect(page.locator('[data-done]')).toBeVisible()
  })
  await page.goto(cardsPath)
  await taps.walk('preview', async () => {
    await page.getByRole('heading').getByRole('link', { name: climbing }).click()
    await page.locator('details:has(a[href*="cause=shop"]) summary').click()
    await expect(page.locator('details[open]').getByText(t.backToYou)).toBeVisible()
  })
  await page.goto(cardsPath)
  await taps.walk('receipts', async () => {
    await page.getByRole('link', { name: t.allReceipts }).click()
    const downloading = page.waitForEvent('download')
    await page.locator('a[download]').first().click()
    expect((await downloading).suggestedFilename()).toMatch(/^receipt-sh-\d+\.json$/)
  })
  await page.goto(`/prepaid?q=${encodeURIComponent(swimming)}`)
  await page.getByRole('link', { name: swimming, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(swimming)
  await taps.walk('buy', async () => {
    await page.locator('article.offer a').first().click()
    await page.locator('input[name=experience][value=had]').check()
    await page.locator('main form button[type=submit]').click()
    await pay(visit)
  })
})

test('shop: the five tasks', async ({ page }) => {
  const taps = await Taps.of(page)
  const visit: Visit = { page, language: 'en' }
  const t = counterMessages.en
  await become(visit, 'consumer-3')
  const contract = await sign(visit, climbing, false)
  await pay(visit)

  await become(visit, 'head-2')
  await page.locator('#code').fill(contract)
  await page.keyboard.press('Enter')
  await taps.walk('record', async () => {
    await page.getByRole('button', { name: t.record({ n: 1 }) }).click()
    await expect(page.locator('#done')).toBeVisible()
  })

  await become(visit, 'consumer-3')
  await page.goto(cardPath(contract))
  await page.getByRole('link', { name: cardMessages.en.no }).click()
  const use = /use_[\w-]+/.exec(page.url())?.[0] ?? ''
  await page.getByLabel(cardMessages.en.notThere).check()
  await page.getByRole('button', { name: cardMessages.en.contest }).click()
  await expect(page.locator('[data-done]')).toBeVisible()

  await become(visit, 'head-2')
  await taps.walk('withdraw', async () => {
    await page.locator(`.today a[href*="${use}"]`).click()
    await page.getByRole('button', { name: todayMessages.en.withdraw, exact: true }).click()
    await expect(page.locator('[data-done]')).toBeVisible()
  })
  await page.goto(counterPath)
  await taps.walk('money', async () => {
    await page.getByRole('link', { name: t.toMoney }).click()
    await expect(page.locator('table.sum')).toBeVisible()
  })
  await page.goto(counterPath)
  await taps.walk('list', async () => {
    const p = productMessages.en
    await page.getByRole('navigation').getByRole('link', { name: p.products }).click()
    await page.getByRole('link', { name: p.newCount }).click()
    await page.getByLabel(p.nameZh).fill('攀岩5次')
    await page.getByLabel(p.nameEn).fill('Climbing, 5 classes')
    await page.getByLabel(p.price).fill('700')
    await page.getByLabel(p.listUnit).fill('160')
    await page.getByLabel(p.uses).fill('5')
    await page.getByLabel(p.validity).fill('180')
    await page.getByRole('button', { name: p.reckon }).click()
    await page.getByRole('button', { name: p.list }).click()
    await expect(page.locator('[data-done]')).toBeVisible()
  })

  const refund = await askRefund(visit, 'consumer-3', contract)
  await become(visit, 'head-2')
  await taps.walk('answer-refund', async () => {
    await page.getByRole('navigation').getByRole('link', { name: todayMessages.en.today }).click()
    await page.locator(`a[href*="${refund}"]`).click()
    await page.locator('input[name=answer][value=agree]').check()
    await page.locator('form.ask button[type=submit]').click()
    await expect(page.locator('[data-done]')).toBeVisible()
  })
})

async function askRefund(visit: Visit, persona: string, contract: string): Promise<string> {
  const { page } = visit
  await become(visit, persona)
  await page.goto(`${cardPath(contract)}/refund?cause=shop`)
  await page.locator('form[action*="/refund"] button[type=submit]').click()
  const action = await page.locator('form[action*="/refunds/"]').getAttribute('action')
  return /refunds\/([^/]+)/.exec(action ?? '')?.[1] ?? ''
}

test('notary: the five tasks', async ({ page }) => {
  const taps = await Taps.of(page)
  const visit: Visit = { page, language: 'en' }
  const t = deskMessages.en
  const settlement = settlementMessages.en
  const matter = matterMessages.en
  const { use, contract } = await workForTheDesk(visit)
  const line = (words: string, href: string = deskPath) =>
    page.locator(`table.work a[href*="${href}"]`).filter({ hasText: words })
  const done = () => expect(page.locator('[data-done]')).toBeVisible()

  await sendSettlementBack(visit)
  await become(visit, 'notary-shen')
  await taps.walk('propose-settlement', async () => {
    await page.getByRole('link', { name: t.settle }).click()
    await taps.choose(page.locator('select[name=approver]'), NOTARIES.qiu.party)
    await page.getByRole('button', { name: settlement.send }).click()
    await done()
  })
  await become(visit, 'notary-qiu')
  await taps.walk('approve-settlement', async () => {
    await line(matter['settlement-proposed']).click()
    await page.getByLabel(settlement.seen).check()
    await page.locator('form[action*="/approve"] button[type=submit]').click()
    await done()
  })
  await page.goto(deskPath)
  await taps.walk('decide-use', async () => {
    await line(matter['use-contested'], use).click()
    await page.locator('input[name=outcome][value=for-shop]').check()
    await page.getByLabel(t.reason).fill('The record of attendance has the name.')
    await page.locator('form[action*="/decide"] button[type=submit]').click()
    await done()
  })
  await agreeToRefund(visit, contract)
  await become(visit, 'notary-qiu')
  await taps.walk('approve-refund', async () => {
    const row = page.locator('table.work tr').filter({ hasText: contract })
    await row.getByRole('link', { name: matter['refund-agreed'] }).click()
    await page.locator('form[action*="/approve"] button[type=submit]').click()
    await done()
  })
  await page.goto(deskPath)
  await taps.walk('approve-shop', async () => {
    const c = shopCaseMessages.en
    await line(matter['shop-applied']).last().click()
    for (const check of [c.checkLicence, c.checkLease, c.checkIndustry, c.checkAccount]) {
      await page.getByLabel(check).check()
    }
    await page.getByRole('button', { name: c.approve }).click()
    await done()
  })
})

/** The story has one settlement open with all that matured: sent back, it can be proposed anew. */
async function sendSettlementBack(visit: Visit): Promise<void> {
  const { page } = visit
  const t = settlementMessages.en
  await become(visit, 'notary-qiu')
  await page.getByRole('link', { name: matterMessages.en['settlement-proposed'] }).click()
  await page.locator('details.why summary').click()
  await page.getByLabel(t.rejectReason).fill('To be proposed anew.')
  await page.getByRole('button', { name: t.reject }).click()
  await expect(page.locator('[data-done]')).toBeVisible()
}

async function agreeToRefund(visit: Visit, contract: string): Promise<void> {
  const { page } = visit
  const refund = await askRefund(visit, 'consumer-2', contract)
  await become(visit, 'head-2')
  await page.goto(shopRefundPath(refund))
  await page.locator('input[name=answer][value=agree]').check()
  await page.locator('form.ask button[type=submit]').click()
  await expect(page.locator('[data-done]')).toBeVisible()
}

/** A card with a contested class. */
async function workForTheDesk(
  visit: Visit,
): Promise<{ readonly use: string; readonly contract: string }> {
  const { page } = visit
  await become(visit, 'consumer-2')
  const contract = await sign(visit, climbing, false)
  await pay(visit)
  await become(visit, 'clerk-2')
  await recordClass(visit, contract)
  await become(visit, 'consumer-2')
  await page.goto(cardPath(contract))
  await page.getByRole('link', { name: cardMessages.en.no }).click()
  const use = /use_[\w-]+/.exec(page.url())?.[0] ?? ''
  await page.getByLabel(cardMessages.en.notThere).check()
  await page.getByRole('button', { name: cardMessages.en.contest }).click()
  await expect(page.locator('[data-done]')).toBeVisible()
  return { use, contract }
}

test('regulator: the five tasks', async ({ page }) => {
  const taps = await Taps.of(page)
  const visit: Visit = { page, language: 'en' }
  const t = figuresMessages.en
  const district = page.locator('section[aria-labelledby=areas] th a').first()
  const shop = page.locator('section[aria-labelledby=shops] th a').first()
  await become(visit, 'inspector')
  await taps.walk('held', async () => {
    await expect(page.getByText(t.agree, { exact: true })).toBeVisible()
    await expect(page.getByText(t.held, { exact: true }).first()).toBeVisible()
  })
  await taps.walk('area', async () => {
    await district.click()
    await expect(shop).toBeVisible()
  })
  await page.goto(figuresPath)
  await taps.walk('shop', async () => {
    await district.click()
    await shop.click()
    await expect(page.locator('#risk')).toBeVisible()
  })
  await page.goto(figuresPath)
  await taps.walk('contract', async () => {
    await district.click()
    await shop.click()
    await page.locator('section[aria-labelledby=contracts] th a').first().click()
    await expect(page.locator('#entries')).toBeVisible()
  })
  await page.goto(figuresPath)
  await taps.walk('download', async () => {
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: t.csvAreas }).click()
    expect((await downloading).suggestedFilename()).toMatch(/\.csv$/)
  })
})
