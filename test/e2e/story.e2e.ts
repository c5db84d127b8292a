/** The story: from a figure in the press to a receipt that is checked without the hub. */
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { at, dropFile, expectNoSidewaysScroll, headlineClaim, languages, test } from './hub.ts'

const said = {
  en: {
    headline: 'Gross domestic product · the hub · 2024',
    range: '3.15 to 3.25 trillion yuan',
    drawn: 'Gross domestic product · the hub · 2024: 3.15 to 3.25.',
    save: 'Save',
    check: 'Check',
    verify: 'Verify',
    genuine: 'This receipt is genuine',
    allHold: '12 of 12 steps hold',
    broken: 'Do not rely on this receipt',
    step: 'Step 6 of 12 fails',
    why: 'The path does not lead to the root in the checkpoint: the entry or the proof was changed.',
    path: 'The path to the root',
    signed: 'The signed text, and how to check it',
    checkpoint: 'Who signed',
    book: 'The book of Shanghai',
  },
  zh: {
    headline: '地区生产总值 · 虹桥国际开放枢纽 · 2024年',
    range: '3.15 至 3.25 万亿元',
    drawn: '地区生产总值 · 虹桥国际开放枢纽 · 2024年：3.15 至 3.25。',
    save: '保存',
    check: '验证',
    verify: '验证',
    genuine: '这张回执是真的',
    allHold: '12 步全部成立',
    broken: '不要采信这张回执',
    step: '共 12 步，第 6 步不成立',
    why: '路径推算的根与检查点不符：条目或证明已被改动。',
    path: '到根的路径',
    signed: '签名原文与核验方法',
    checkpoint: '签名者',
    book: '上海账簿',
  },
} as const

for (const language of languages) {
  const t = said[language]

  test(`${language}: a headline figure, its receipt, its proof`, async ({ page }) => {
    await page.goto(at(language, '/'))
    await expectNoSidewaysScroll(page)
    await page.getByRole('link', { name: t.headline }).click()

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.headline)
    await expect(page.getByText(t.range).first()).toBeVisible()
    await expect(page.getByRole('img', { name: t.drawn })).toBeVisible()
    await expectNoSidewaysScroll(page)

    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: t.save, exact: true }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(/^receipt-sh-\d+\.json$/)
    const receipt = await readFile(await download.path(), 'utf8')

    await page.getByRole('navigation').getByRole('link', { name: t.verify }).click()
    await dropFile(page, download.suggestedFilename(), receipt)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.genuine)
    await expect(page.getByText(t.allHold)).toBeVisible()
    await expect(page.getByText(download.suggestedFilename())).toBeVisible()
    const path = /"proof":"[^"]*index \d+\\n(.*?)\\n\\n/.exec(receipt)?.[1] ?? ''
    expect(path).not.toBe('')
    // On a desk each hash of the path is a joint of the arch; a phone shows the bands alone.
    await expect(page.locator('#verdict .joint')).toHaveCount(path.split('\\n').length)
    await expectNoSidewaysScroll(page)
  })

  test(`${language}: a receipt that was changed`, async ({ page, request }) => {
    const { entry } = await headlineClaim(request)
    const receipt = await (await request.get(`/v1/books/sh/entries/${entry}/receipt`)).text()
    const forged = receipt.replace(String.raw`\"value\":\"3.2\"`, String.raw`\"value\":\"3.9\"`)
    expect(forged).not.toBe(receipt)
    await page.goto(at(language, '/verify'))
    await page.locator('input[type=file][multiple]').setInputFiles({
      name: 'forged.json',
      mimeType: 'application/json',
      buffer: Buffer.from(forged),
    })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.broken)
    await expect(page.getByText(t.step)).toBeVisible()
    await expect(page.locator('#verdict').getByText(t.why).first()).toBeVisible()
    await expect(page.locator('#verdict')).not.toContainText('3.9')
    await expectNoSidewaysScroll(page)
  })

  test(`${language}: the log, an entry, its checkpoint`, async ({ page, request }) => {
    const { entry } = await headlineClaim(request)
    await page.goto(at(language, '/log'))
    await page.getByRole('heading', { level: 3 }).getByRole('link').first().click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.book)
    await page.goto(at(language, `/log/sh/${entry}`))
    await expect(page.getByRole('heading', { name: t.path })).toBeVisible()
    await page.getByRole('link', { name: t.check, exact: true }).last().click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.genuine)
    await page.goto(at(language, '/log/sh'))
    await page.getByRole('link', { name: t.signed }).click()
    await expect(page.getByRole('heading', { name: t.checkpoint })).toBeVisible()
    await expect(page.getByText('sh.hub.example/book/1').first()).toBeVisible()
    await expectNoSidewaysScroll(page)
  })
}
