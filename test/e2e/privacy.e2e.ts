/** One's own data: read, taken along, planned to be erased and not; and erased where no duty keeps it. */
import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { privacyMessages } from '#services/privacy/web/privacy-messages.ts'
import { myDataPath } from '#services/privacy/web/paths.ts'
import { at, test } from './hub.ts'
import { become } from './people.ts'

/** Desktop and phone are in one book: each story is another person's. */
const OTHERS = { desktop: 'inspector', phone: 'teller' } as const

const projectOf = (isMobile: boolean) => (isMobile ? 'phone' : 'desktop')

test('a consumer takes its data along, plans an erasure, and takes the plan back', async ({
  page,
  isMobile,
}, info) => {
  info.skip(isMobile, 'one consumer holds cards from the beginning, and has one plan')
  const language = 'en'
  const t = privacyMessages[language]
  await become({ page, language }, 'consumer-1')
  await page.goto(at(language, myDataPath))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.title)
  const phone = page.locator('section[aria-labelledby=values] tr')
  await expect(phone.filter({ hasText: 'phone' })).toHaveCount(1)

  const loading = page.waitForEvent('download')
  await page.getByRole('link', { name: t.asJson }).click()
  const file = await (await loading).path()
  const report: unknown = JSON.parse(readFileSync(file, 'utf8'))
  expect(report).toMatchObject({ format: 'hongqiao-subject/1', book: 'sh' })

  await page.getByRole('button', { name: t.doPlan }).click()
  await expect(page.locator('.err').first()).toBeVisible()
  await page.locator('input[name=basis][value=consent-withdrawn]').check()
  await page.locator('input[name=understood]').check()
  await page.getByRole('button', { name: t.doPlan }).click()
  await expect(page.getByText(t.planned, { exact: true })).toBeVisible()
  await expect(page.locator('a[href*="/receipt"]').first()).toBeVisible()

  await page.getByRole('button', { name: t.withdraw }).click()
  await expect(page.getByRole('button', { name: t.doPlan })).toBeVisible()
})

test('who has no contract is erased at once, and every page says when', async ({
  page,
  isMobile,
}) => {
  const language = 'zh'
  const t = privacyMessages[language]
  await become({ page, language }, OTHERS[projectOf(isMobile)])
  await page.goto(at(language, myDataPath))
  const registration = page.locator('section[aria-labelledby=values] tbody tr a').first()
  const entry = await registration.getAttribute('href')
  await page.locator('input[name=basis][value=purpose-met]').check()
  await page.locator('input[name=understood]').check()
  await page.getByRole('button', { name: t.doErase }).click()
  await expect(page.getByText(t.erased, { exact: true })).toBeVisible()
  const values = page.locator('section[aria-labelledby=values] tbody tr')
  await expect(values.first()).toContainText('删除')
  await page.goto(entry ?? '')
  await expect(page.locator('section[aria-labelledby=parties]')).toContainText(/已于 .* 删除/)
})
