/** The first page keeps up with the books, and holds still when it is told to. */
import { expect, type Page } from '@playwright/test'
import { at, languages, publishClaim, test } from './hub.ts'

const said = {
  en: { pause: 'Pause', resume: 'Go on' },
  zh: { pause: '暂停', resume: '继续' },
} as const

function sizeOnPage(page: Page, book: string) {
  return page.locator(`[data-live-book="${book}"] dl.facts data`).first()
}

async function shownSize(page: Page, book: string): Promise<number> {
  const text = await sizeOnPage(page, book).textContent()
  return Number((text ?? '').replaceAll(',', ''))
}

/** Books that are less busy than the story's; consignments and their clocks may change them meanwhile. */
const BOOK = { desktop: 'js', phone: 'zj' } as const

for (const language of languages) {
  const t = said[language]

  test(`${language}: a claim that is published shows at once`, async ({
    page,
    context,
    request,
  }, info) => {
    const book = info.project.name === 'phone' ? BOOK.phone : BOOK.desktop
    await page.goto(at(language, '/'))
    const before = await shownSize(page, book)
    const root = await page.locator(`[data-live-book="${book}"] .hash`).getAttribute('title')

    await publishClaim(request, book, `${info.project.name}-${language}-first`)
    await expect.poll(() => shownSize(page, book)).toBeGreaterThan(before)
    await expect(page.locator(`[data-live-book="${book}"] .hash`)).not.toHaveAttribute(
      'title',
      root ?? '',
    )

    // A second window follows the same stream: when it has heard, so has the one that holds still.
    const other = await context.newPage()
    await other.goto(at(language, '/'))
    await page.getByRole('button', { name: t.pause }).click()
    const held = await shownSize(page, book)
    await publishClaim(request, book, `${info.project.name}-${language}-second`)
    await expect.poll(() => shownSize(other, book)).toBeGreaterThan(held)
    expect(await shownSize(page, book)).toBe(held)
    await page.getByRole('button', { name: t.resume }).click()
    await expect.poll(() => shownSize(page, book)).toBeGreaterThan(held)

    await page.reload()
    expect(await shownSize(page, book)).toBeGreaterThan(held)
  })
}
