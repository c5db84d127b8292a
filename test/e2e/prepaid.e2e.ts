/**
 * Prepaid money the whole way through, by every hand that it passes: bought, held, used, contested, asked
 * back and paid. Each language and project has a shop or a consumer of its own, so runs disturb nobody.
 */
import { readFile } from 'node:fs/promises'
import { expect, type TestInfo } from '@playwright/test'
import { castShops } from '#apps/demonstration/cast.ts'
import { cardMessages, standingMessages } from '#services/prepaid/web/card-messages.ts'
import { bothSidesMessages } from '#services/prepaid/web/case-standing-messages.ts'
import { standingOfUseMessages } from '#services/prepaid/web/counter-messages.ts'
import { cardPath, cardsPath, counterPath, figuresPath } from '#services/prepaid/web/paths.ts'
import { shopRefundPath } from '#services/prepaid/web/shop-paths.ts'
import type { Language } from '#web/kit/language.ts'
import { at, dropFile, expectNoSidewaysScroll, languages, test } from './hub.ts'
import { become, openCase, pay, recordClass, sign, untilReloadShows, type Visit } from './people.ts'

const [first, second, third, fourth] = castShops(4, 2026)
/** With people at the counter; and where nobody has bought yet, as the seven days ask for. */
const SHOP: Readonly<Record<Language, typeof first>> = { en: first, zh: second }
const NEW_SHOP: Readonly<Record<Language, typeof first>> = { en: third, zh: fourth }
const STAFF = { en: '1', zh: '2' } as const

const WHOLE_STORY_MS = 480_000

for (const language of languages) {
  const standing = standingMessages[language]

  test(`${language}: bought, used, contested, refunded and paid`, async ({ page }, info) => {
    test.setTimeout(WHOLE_STORY_MS)
    const visit = { page, language }
    const isPhone = info.project.name === 'phone'
    const consumer = isPhone ? 'consumer-3' : 'consumer-2'
    const before = await figuresOf(visit)

    await become(visit, consumer)
    const contract = await sign(visit, nameOf(SHOP[language], language), false)
    await expect(page.locator('#pay')).toHaveText(cardMessages[language].pay)
    await pay(visit)
    await expect(page.locator('#bal')).toBeVisible()
    const heldMinor = await moneyIn(visit, 'section[aria-labelledby=bal] .fig')
    expect(heldMinor).toBeGreaterThan(0)

    await become(visit, `clerk-${STAFF[language]}`)
    await recordClass(visit, contract)
    await recordClass(visit, contract)

    await become(visit, consumer)
    await page.goto(at(language, cardPath(contract)))
    await page.locator('form[action$="/confirm"] button').first().click()
    await expectReceiptHolds(visit, info)
    await page.goto(at(language, cardPath(contract)))
    const contested = await contest(visit)
    await (isPhone ? giveIn(visit, contested) : decide(visit, contested))

    await become(visit, consumer)
    await page.goto(at(language, cardPath(contract)))
    const settled = isPhone ? standing['use-withdrawn'] : standing['use-for-consumer']
    await expect(page.locator('section[aria-labelledby=uses]')).toContainText(settled)
    const refund = await askBack(visit, 'shop')
    await expect(page.locator('main')).toContainText(standing['refund-asked'])

    await become(visit, `head-${STAFF[language]}`)
    await page.goto(at(language, shopRefundPath(refund)))
    await page.locator('input[name=answer][value=agree]').check()
    await page.locator('form.ask button[type=submit]').click()
    await expect(page.locator('[data-done]')).toBeVisible()

    const paidBackMinor = await approveRefund(visit, contract)
    expect(paidBackMinor).toBeGreaterThan(0)
    await expectPaid(visit, consumer, contract)
    const after = await figuresOf(visit)
    expect(after.depositedMinor).toBeGreaterThanOrEqual(before.depositedMinor + heldMinor)
    expect(after.refundedMinor).toBeGreaterThanOrEqual(before.refundedMinor + paidBackMinor)
  })

  test(`${language}: within seven days the whole sum comes back, and nobody need agree`, async ({
    page,
  }, info) => {
    info.skip(
      info.project.name !== (language === 'en' ? 'desktop' : 'phone'),
      'one newcomer has one first card of a shop',
    )
    test.setTimeout(WHOLE_STORY_MS)
    const visit = { page, language }
    await become(visit, 'consumer-1')
    const contract = await sign(visit, nameOf(NEW_SHOP[language], language), true)
    await pay(visit)
    const heldMinor = await moneyIn(visit, 'section[aria-labelledby=bal] .fig')
    await askBack(visit, 'seven-day')
    await expect(page.locator('main')).toContainText(standing['refund-right'])
    expect(await approveRefund(visit, contract)).toBe(heldMinor)
    await expectPaid(visit, 'consumer-1', contract)
  })
}

function nameOf(shop: typeof first, language: Language): string {
  if (shop === undefined) throw new Error('the cast has four shops')
  return shop.name[language]
}

/** As the page says it, in fen. */
async function moneyIn({ page }: Visit, selector: string): Promise<number> {
  const text = await page.locator(selector).first().innerText()
  const [, yuan = '', fen = ''] = /¥([\d,]+)\.(\d\d)/.exec(text) ?? []
  expect(yuan).not.toBe('')
  return Number(yuan.replaceAll(',', '') + fen)
}

/** What supervision reads: they only grow, whoever else is at it. */
async function figuresOf(visit: Visit): Promise<{
  readonly depositedMinor: number
  readonly refundedMinor: number
}> {
  await become(visit, 'inspector')
  await visit.page.goto(at(visit.language, figuresPath))
  return {
    depositedMinor: await moneyIn(visit, 'dl.equation >> nth=0 >> dd >> nth=0'),
    refundedMinor: await moneyIn(visit, 'dl.equation >> nth=0 >> dd >> nth=2'),
  }
}

/** The receipt that the page offers after an act, saved and then checked in the browser. */
async function expectReceiptHolds({ page, language }: Visit, info: TestInfo): Promise<void> {
  const downloading = page.waitForEvent('download')
  await page.locator('[data-done] a[download]').click()
  const download = await downloading
  const path = info.outputPath(download.suggestedFilename())
  await download.saveAs(path)
  await page.goto(at(language, '/verify'))
  await dropFile(page, download.suggestedFilename(), await readFile(path, 'utf8'))
  await expect(page.locator('#verdict')).toHaveAttribute('data-verified', 'true')
  await expectNoSidewaysScroll(page)
}

/** The one open question on the card; answers the use. */
async function contest({ page }: Visit): Promise<string> {
  await page.locator('a.against[href$="/contest"]').click()
  await page.locator('input[name=reason][value=not-there]').check()
  const use = /use_[\w-]+/.exec(page.url())?.[0] ?? ''
  await page.locator('main form button[type=submit]').click()
  await expect(page.locator('[data-done]')).toBeVisible()
  return use
}

async function giveIn(visit: Visit, use: string): Promise<void> {
  const { page, language } = visit
  await become(visit, `clerk-${STAFF[language]}`)
  await page.goto(at(language, counterPath))
  await page.locator(`a[href*="${use}"]`).first().click()
  await page.locator('main form button.against').click()
  await expect(page.locator('[data-done]')).toBeVisible()
  await expect(page.locator('main')).toContainText(standingOfUseMessages[language].withdrawn)
}

async function decide(visit: Visit, use: string): Promise<void> {
  const { page, language } = visit
  await become(visit, 'notary-yao')
  await openCase(visit, use)
  await page.locator('input[name=outcome][value=for-consumer]').check()
  await page.locator('textarea[name=reason]').fill('出勤记录不含此人。')
  await page.locator('form[action*="/decide"] button[type=submit]').click()
  await expect(page.locator('[data-done]')).toBeVisible()
  await expect(page.locator('section.case')).toContainText(
    bothSidesMessages[language]['use-for-consumer'],
  )
}

/** From the card's page to the request; answers the refund. */
async function askBack({ page }: Visit, cause: string): Promise<string> {
  await page.locator(`details:has(a[href*="cause=${cause}"]) summary`).click()
  await page.locator(`a[href*="cause=${cause}"]`).click()
  await page.locator('form[action*="/refund"] button[type=submit]').click()
  const withdrawal = page.locator('form[action*="/refunds/"]')
  const action = await withdrawal.getAttribute('action')
  return /refunds\/([^/]+)/.exec(action ?? '')?.[1] ?? ''
}

/** In fen, what is paid back. */
async function approveRefund(visit: Visit, contract: string): Promise<number> {
  const { page, language } = visit
  await become(visit, 'notary-qiu')
  await openCase(visit, contract)
  await page.locator('form[action*="/approve"] button[type=submit]').click()
  await expect(page.locator('[data-done]')).toBeVisible()
  await expect(page.locator('section.case')).toContainText(
    bothSidesMessages[language]['refund-approved'],
  )
  return moneyIn(visit, 'h2#case')
}

async function expectPaid(visit: Visit, consumer: string, contract: string): Promise<void> {
  const { page, language } = visit
  const paid = standingMessages[language]['refund-paid']
  await become(visit, consumer)
  await page.goto(at(language, cardPath(contract)))
  const state = page.locator('section[aria-labelledby=refund] .state')
  await untilReloadShows(page, state.getByText(paid, { exact: true }))
  await expect(page.locator('main')).toContainText(paid)
  await page.goto(at(language, cardsPath))
  await expect(page.locator(`ul.plain a[href*="${contract}"]`)).toBeVisible()
}
