/** Made-up people in a browser: signing in as one, and the acts that several tests begin with. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Language } from '#web/kit/language.ts'
import { registerMessages } from '#services/prepaid/web/register-messages.ts'
import { counterPath, deskPath, registerPath } from '#services/prepaid/web/paths.ts'
import { signInPath } from '#web/pages/paths.ts'
import { at } from './hub.ts'

/** Whose eyes, and in which language. */
export interface Visit {
  readonly page: Page
  readonly language: Language
}

/** The bank's notices and the book's entries arrive within seconds; the machine may be busy. */
export const ARRIVES_WITHIN_MS = 180_000

export async function become({ page, language }: Visit, persona: string): Promise<void> {
  await page.goto(at(language, signInPath))
  await page.locator(`form:has(input[name=persona][value="${persona}"]) button`).click()
  await page.waitForURL((url) => !url.pathname.endsWith(signInPath))
}

/** From the register to a signed contract; ends on its page, where it is to be paid. Answers its number. */
export async function sign(visit: Visit, shopName: string, isNew: boolean): Promise<string> {
  const { page, language } = visit
  const t = registerMessages[language]
  await page.goto(at(language, registerPath))
  await page.getByLabel(t.search).fill(shopName)
  await page.getByRole('button', { name: t.find }).click()
  await page.waitForURL(/q=/)
  await page.getByRole('link', { name: shopName, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(shopName)
  await expect(page.getByText(t['state-approved'], { exact: true })).toBeVisible()
  await page.getByRole('link', { name: t.buy }).first().click()
  await expect(page.locator('ol.clauses > li').nth(3)).toBeVisible()
  await page.locator(`input[name=experience][value=${isNew ? 'none' : 'had'}]`).check()
  await page.locator('main form button[type=submit]').click()
  await page.waitForURL(/\/cards\/con_/)
  return /con_[\w-]+/.exec(page.url())?.[0] ?? ''
}

/** Pays the contract on whose page the reader is, and waits until the bank's notice has arrived. */
export async function pay({ page }: Visit): Promise<void> {
  await page.locator('form[action$="/pay"] button').click()
  await untilReloadShows(page, page.locator('#bal'))
}

/** Pages of people do not change by themselves: they are asked for anew until it is there. */
export async function untilReloadShows(page: Page, wanted: Locator): Promise<void> {
  await expect(async () => {
    await page.reload()
    expect(await wanted.count()).toBeGreaterThan(0)
  }).toPass({ timeout: ARRIVES_WITHIN_MS })
}

/** At the counter of whoever is signed in: finds a card by digits or number, and records a class. */
export async function recordClass({ page, language }: Visit, q: string): Promise<void> {
  await page.goto(at(language, counterPath))
  await page.locator('#code').fill(q)
  await page.keyboard.press('Enter')
  await page.locator('form[action*="/record"] button[type=submit]').click()
  await expect(page.locator('#done')).toBeVisible()
}

/** The notary's list, narrowed to one thing, and that thing opened beside it. */
export async function openCase({ page, language }: Visit, q: string): Promise<void> {
  await page.goto(`${at(language, deskPath)}?q=${encodeURIComponent(q)}`)
  const lines = page.locator('table.work th a')
  await expect(lines).toHaveCount(1)
  await lines.click()
  await expect(page.locator('#case')).toBeVisible()
}
