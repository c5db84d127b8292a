/** What the browser tests share: a page that must stay quiet, both languages, and the hub's own API. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test as base, expect, type APIRequestContext, type Page } from '@playwright/test'
import { z } from 'zod'
import { ClaimView } from '#services/observatory/contract.ts'
import { OPERATOR_KEY_FILE } from '#platform/credentials/operator-key.ts'
import { localPath, type Language } from '#web/kit/language.ts'
import { draggedFile, surplusWidth } from './browser-side.ts'

export const languages: readonly Language[] = ['en', 'zh']

/** A page whose script fails, or whose policy keeps it from something, fails its test. */
export const test = base.extend<{ quiet: void }>({
  quiet: [
    async ({ page }, use) => {
      const said: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') said.push(message.text())
      })
      page.on('pageerror', (error) => said.push(error.message))
      await use()
      // What a browser says of a page that is not there, of a form that was refused, and of a network that was
      // cut, is as it should be.
      const expected =
        /^Failed to load resource: (?:.*(?:404 \(Not Found\)|422 \(Unprocessable Entity\))|net::ERR_INTERNET_DISCONNECTED)$/
      expect(said.filter((line) => !expected.test(line))).toEqual([])
    },
    { auto: true },
  ],
})

/** The headline that the story follows. */
export async function headlineClaim(request: APIRequestContext): Promise<ClaimView> {
  const response = await request.get('/v1/claims?indicator=gdp&area=HUB&period=2024')
  const { items } = z.looseObject({ items: z.array(ClaimView) }).parse(await response.json())
  // Others have published the product of that year, too; the story is about this one.
  const claim = items.find(({ claim: { kind, value } }) => kind === 'level' && value === '3.2')
  if (claim === undefined) throw new Error('the shipped claims have the product of the hub')
  return claim
}

/** Every kind of page, with addresses that exist; those of a claim are known only to the hub. */
export const PLACES: readonly (readonly [string, (claim: ClaimView) => string])[] = [
  ['home', () => '/'],
  ['figures', () => '/figures?q=Changning'],
  ['claim', ({ id }) => `/figures/${id}`],
  ['an indicator', () => '/indicators/gdp?area=HUB'],
  ['its own figure', () => '/indicators/claims-recorded'],
  ['areas', () => '/areas?indicator=gdp'],
  ['an area', () => '/areas/CORE'],
  ['contradictions', () => '/contradictions'],
  ['books', () => '/log'],
  ['book', () => '/log/sh?before=20'],
  ['entry', ({ entry }) => `/log/sh/${entry}`],
  ['checkpoint', () => '/log/sh/checkpoint'],
  ['verify', () => '/verify'],
  ['about', () => '/about'],
  ['sign-in', () => '/sign-in'],
  ['nothing', () => '/nowhere'],
]

export function at(language: Language, path: string): string {
  return localPath(language, path)
}

/** The receipt as the hub serves it, byte for byte. */
export async function receiptOf(
  request: APIRequestContext,
  book: string,
  entry: number,
): Promise<string> {
  const response = await request.get(`/v1/books/${book}/entries/${entry}/receipt`)
  expect(response.status()).toBe(200)
  return response.text()
}

/** A new claim in a book, as a machine client with the operator's key records it. */
export async function publishClaim(
  request: APIRequestContext,
  book: string,
  name: string,
): Promise<void> {
  const folder = z.string().parse(process.env['HONGQIAO_DATA'])
  const key = readFileSync(join(folder, OPERATOR_KEY_FILE), 'utf8').trim()
  const response = await request.post(`/v1/books/${book}/claims`, {
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': name },
    data: {
      indicator: 'high-tech-firms',
      area: 'HUB',
      period: '2019',
      kind: 'count',
      value: '77',
      unit: 'count',
      source: { id: 'a-paper-2020', reference: 'A paper', locator: name },
      publisher: 'A paper',
      date: '2020-01-01',
    },
  })
  expect([response.status(), await response.text()]).toEqual([201, expect.any(String)])
}

/** What is wider than the window must be read by scrolling sideways, which no page may ask for. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const surplus = await page.evaluate(surplusWidth)
  expect(surplus).toBe(0)
}

/** A file as a person drops it on the page. */
export async function dropFile(page: Page, name: string, text: string): Promise<void> {
  // Until the page's script is there, nobody listens.
  await page.locator('[data-verify-drop]').waitFor({ state: 'visible' })
  const dataTransfer = await page.evaluateHandle(draggedFile, [name, text] as const)
  await page.dispatchEvent('body', 'drop', { dataTransfer })
}
