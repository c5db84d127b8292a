/** A consignment from book to book: sent in Jiangsu, received in Shanghai by its receipt, closed by the answer. */
import { expect } from '@playwright/test'
import { partyId } from '#apps/demonstration/cast.ts'
import { actMessages } from '#services/handover/web/act-messages.ts'
import { handoverMessages, standingMessages } from '#services/handover/web/handover-messages.ts'
import { consignmentsPath, sendPath } from '#services/handover/web/paths.ts'
import { expectAccessible } from './accessible.ts'
import { at, test } from './hub.ts'
import { become, untilReloadShows } from './people.ts'

const STORY_MS = 480_000

test('a consignment is sent, received with a difference, and both sides say so', async ({
  page,
  isMobile,
}) => {
  test.setTimeout(STORY_MS)
  const language = isMobile ? 'zh' : 'en'
  const visit = { page, language } as const
  const t = actMessages[language]
  const all = handoverMessages[language]
  const standing = standingMessages[language]

  await become(visit, 'shipper')
  await page.goto(at(language, sendPath))
  // The invented companies are registered while the hub begins to serve.
  const warehouse = `sh ${partyId('sh warehouse')}`
  await untilReloadShows(page, page.locator(`option[value="${warehouse}"]`))
  await expectAccessible(page)
  await page.getByLabel(t.to).selectOption(warehouse)
  await page.getByLabel(t.from).selectOption('KUNSHAN')
  await page.getByLabel(t.there).selectOption('QINGPU')
  await page.getByLabel(t.packages).fill('7')
  await page.getByLabel(t.weight).fill('42.5')
  await page.getByLabel(t.goods, { exact: true }).fill('Bells')
  await page.getByLabel(t.seal).fill('S-7')
  await page.getByRole('button', { name: t.send, exact: true }).click()
  await page.waitForURL(/\/handover\/consignments\/js\/csg_/)
  const [address = ''] = new URL(page.url()).pathname.split('?')
  await expect(page.getByText(standing['on-the-way'], { exact: true })).toBeVisible()

  await become(visit, 'warehouse')
  await page.goto(at(language, consignmentsPath))
  await page.locator(`a[href="${address}"]`).click()
  await expect(page.getByText(`${t.check}.`)).toBeVisible()
  await expect(page.getByText('Bells', { exact: true })).toBeVisible()
  await page.locator('summary', { hasText: t.differs }).click()
  const counting = page.getByRole('form', { name: t.differs })
  await counting.getByLabel(t.counted).fill('6')
  await counting.getByLabel(t.intact).check()
  await expectAccessible(page)
  await counting.getByRole('button', { name: t.receiveCounted }).click()
  await expect(page.locator('[data-done]')).toBeVisible()
  await expect(page.getByRole('heading', { name: all.way })).toBeVisible()
  // What was proven is there to be taken along, by whom it concerns.
  const theirs = page.getByRole('link', { name: all.theirReceipt }).first()
  const receipt = await page.request.get((await theirs.getAttribute('href')) ?? '')
  expect([receipt.status(), await receipt.text()]).toEqual([200, expect.stringContaining('csg_')])

  // The courier brings the answer by itself.
  await become(visit, 'shipper')
  await page.goto(address)
  await untilReloadShows(page, page.getByText(standing['counts-differ'], { exact: true }))
  await expect(page.locator('dt', { hasText: all.missing })).toBeVisible()
})
