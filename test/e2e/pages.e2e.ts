/** Every page: usable by everybody in both colours, at a phone's width, and readable without a script. */
import { expect } from '@playwright/test'
import { expectAccessible, languagesLookedAt } from './accessible.ts'
import { at, expectNoSidewaysScroll, headlineClaim, languages, PLACES, test } from './hub.ts'

const NARROWEST_PX = 320

const ALL_PAGES_MS = 300_000

for (const language of languages) {
  test(`${language}: every page is accessible, light and dark, and needs no sideways scrolling`, async ({
    page,
    request,
  }, info) => {
    test.setTimeout(ALL_PAGES_MS)
    const claim = await headlineClaim(request)
    const size = page.viewportSize() ?? { width: 0, height: 0 }
    const isLookedAt = languagesLookedAt(info).includes(language)
    for (const [name, pathOf] of PLACES) {
      await test.step(name, async () => {
        await page.setViewportSize(size)
        await page.goto(at(language, pathOf(claim)))
        if (isLookedAt) await expectAccessible(page)
        await expectNoSidewaysScroll(page)
        await page.setViewportSize({ ...size, width: NARROWEST_PX })
        await expectNoSidewaysScroll(page)
      })
    }
  })
}

test('a verdict is accessible, good or bad', async ({ page, request }, info) => {
  const { entry } = await headlineClaim(request)
  const receipt = `/v1/books/sh/entries/${entry}/receipt`
  for (const language of languagesLookedAt(info)) {
    for (const [asked, isVerified] of [
      [receipt, true],
      ['/v1/books', false],
    ] as const) {
      await page.goto(at(language, `/verify?receipt=${encodeURIComponent(asked)}`))
      await expect(page.locator('#verdict')).toHaveAttribute('data-verified', String(isVerified))
      await expectAccessible(page)
    }
  }
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  for (const language of languages) {
    test(`${language}: every public page reads whole`, async ({ page, request }) => {
      const claim = await headlineClaim(request)
      for (const [name, pathOf] of PLACES) {
        await test.step(name, async () => {
          await page.goto(at(language, pathOf(claim)))
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          await expect(page.getByRole('navigation').first()).toBeVisible()
          // A control that needs a script is not there without one.
          await expect(
            page.getByRole('button', { name: /Pause|暂停|Check this text|验证这段文本/ }),
          ).toHaveCount(0)
        })
      }
    })

    test(`${language}: from the first page to the text of an entry`, async ({ page }) => {
      await page.goto(at(language, '/'))
      await page
        .getByRole('link', { name: language === 'en' ? 'receipt' : '回执', exact: true })
        .first()
        .click()
      await expect(page.locator('pre')).toContainText('"type": "observatory.claim-published"')
      await page.goto(at(language, '/figures'))
      await page.getByRole('searchbox').or(page.locator('#q')).first().fill('Changning')
      await page.getByRole('button', { name: language === 'en' ? 'Find' : '查找' }).click()
      await page.waitForURL(/q=Changning/)
      await expect(page.getByRole('table')).toBeVisible()
    })

    test(`${language}: the check says how else`, async ({ page }) => {
      await page.goto(at(language, '/verify'))
      await expect(page.getByText('hongqiao verify receipt.json').first()).toBeVisible()
      await expect(page.locator('noscript, .note.wait').first()).toBeVisible()
      await expect(page.locator('input[type=file][multiple]')).toBeHidden()
    })
  }
})
