/** Figures as a reader finds them without a script: by a word, on the map, and where they do not fit. */
import { expect } from '@playwright/test'
import { z } from 'zod'
import { at, languages, test } from './hub.ts'

const WORDS = {
  en: {
    find: 'Find',
    show: 'Show',
    word: 'GDP',
    gdp: 'Gross domestic product',
    tax: 'Tax revenue',
  },
  zh: { find: '查找', show: '显示', word: '经济总量', gdp: '地区生产总值', tax: '税收收入' },
} as const

test.use({ javaScriptEnabled: false })

for (const language of languages) {
  const words = WORDS[language]

  test(`${language}: from a word to every claim of an indicator, and to its file`, async ({
    page,
  }) => {
    await page.goto(at(language, '/figures'))
    await page.locator('#q').fill(words.word)
    await page.getByRole('button', { name: words.find }).click()
    await page.getByRole('main').getByRole('link', { name: words.gdp, exact: true }).first().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(words.gdp)
    await expect(page.getByRole('img', { name: /3|4|5|6|7|8|9/ }).first()).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: 'China Daily' }).first()).toBeVisible()
    const href = await page.getByRole('link', { name: 'JSON' }).getAttribute('href')
    const response = await page.request.get(href ?? '')
    const File = z.looseObject({
      claims: z.array(z.looseObject({ computed: z.looseObject({ low: z.string() }) })).min(5),
    })
    const { claims } = File.parse(await response.json())
    expect(claims.map(({ computed }) => computed.low)).toContain('3150000000000')
  })

  test(`${language}: the map takes another indicator`, async ({ page }) => {
    await page.goto(at(language, '/areas'))
    await page.getByRole('combobox').selectOption({ label: words.gdp })
    await page.getByRole('button', { name: words.show }).click()
    await page.waitForURL(/indicator=gdp/)
    await expect(page.locator('svg.map polygon.none').first()).toBeVisible()
    await expect(page.locator('svg.map polygon.q4')).toHaveCount(1)
  })

  test(`${language}: a contradiction is reached from its indicator, with its arithmetic`, async ({
    page,
  }) => {
    await page.goto(at(language, '/indicators/passengers-per-day?area=CORE'))
    await page.locator('.note.broken').getByRole('link').click()
    await page.waitForURL(/contradictions#fnd_/)
    await expect(page.locator('article:target')).toContainText('1.033')
    await expect(page.locator('article:target')).toContainText('1,827')
  })
}
