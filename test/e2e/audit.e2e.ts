/** The audit in a browser: the same bytes as the server's, corrections with undo, and no round trip. */
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { KnownSet } from '#services/observatory/contract.ts'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import { resultText } from '#services/observatory/domain/audit/result.ts'
import { at, languages, test } from './hub.ts'

const DATE = '2025-03-24'
const TEXT = `In 2024, Lanting's GDP reached 411.7 billion yuan ($57.3 billion), 1.8 times that of 2020, with an average annual growth of 7.8% from 2021 to 2024.

The tax revenue of Kunshan rose 5 percent in 2024; 千亿级产业增长1.2个百分点。`

const said = {
  en: {
    text: 'The text',
    day: /Day of publication/,
    audit: 'Audit this text',
    reject: 'These figures do not belong together',
    save: 'Save the correction',
    name: 'Your name',
    reason: 'Reason',
    undo: 'Undo',
    correct: 'Correct',
  },
  zh: {
    text: '文稿',
    day: /发布日期/,
    audit: '核查',
    reject: '这些数字不属于同一事项',
    save: '保存更正',
    name: '姓名',
    reason: '理由',
    undo: '撤回',
    correct: '更正',
  },
} as const

for (const language of languages) {
  const t = said[language]

  test(`${language}: the browser finds what the server finds, byte for byte, and sends nothing`, async ({
    page,
  }) => {
    const fetching = page.waitForResponse('**/v1/observatory/known-figures')
    await page.goto(at(language, '/audit'))
    // What a text is compared with comes with the page, before there is a text.
    const known = KnownSet.parse(await (await fetching).json())
    expect(known.figures.length).toBeGreaterThan(0)
    const sent: string[] = []
    page.on('request', (request) => sent.push(request.url()))
    await page.getByRole('textbox', { name: t.text, exact: true }).fill(TEXT)
    await page.getByLabel(t.day).fill(DATE)
    await page.getByRole('button', { name: t.audit, exact: true }).click()
    await expect(page.locator('a.m.no').first()).toBeVisible()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    const path = await (await downloading).path()
    expect(await readFile(path, 'utf8')).toBe(resultText(auditText(TEXT, DATE, { known })))
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'HTML', exact: true }).click()
    const saved = await readFile(await (await saving).path(), 'utf8')
    // The browser fetches the page's icon whenever it likes; that says nothing of the text.
    const beyond = sent.filter((url) => url.startsWith('http') && !url.endsWith('/icon.svg'))
    expect(beyond).toEqual([])
    // What was saved is a page of its own, in this one's style.
    await page.goto('about:blank')
    await page.setContent(saved)
    await expect(page.locator('a.m.no').first()).toBeVisible()
    await expect(page.locator('body')).toHaveCSS('margin', '0px')
  })

  test(`${language}: a link that a person rejects is gone, and comes back when it is undone`, async ({
    page,
  }) => {
    await page.goto(at(language, '/audit'))
    await page.getByRole('textbox', { name: t.text, exact: true }).fill(TEXT)
    await page.getByLabel(t.day).fill(DATE)
    await page.getByRole('button', { name: t.audit, exact: true }).click()
    const broken = page.locator('.open .state.broken')
    await expect(broken).toHaveCount(1)
    const panel = page.locator('.open > details').first()
    await panel.getByText(t.correct, { exact: true }).click()
    await panel.getByLabel(t.reject).check()
    await panel.getByLabel(t.name).fill('A reader')
    await panel.getByLabel(t.reason).fill('Two scopes')
    await panel.getByRole('button', { name: t.save }).click()
    await expect(broken).toHaveCount(0)
    await page.getByRole('button', { name: t.undo }).click()
    await expect(broken).toHaveCount(1)
  })
}

test('an HTML file is read as its text', async ({ page }) => {
  await page.goto('/audit')
  await page.locator('[data-audit-file]').setInputFiles({
    name: 'press.html',
    mimeType: 'text/html',
    buffer: Buffer.from('<p>Taxes rose <b>54</b> percent in 2024.</p><script>99 firms</script>'),
  })
  await expect(page.locator('a.m')).toHaveText(/54 percent/)
})
