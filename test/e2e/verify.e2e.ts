/** Checking by hand: with no network, by keyboard alone, and with receipts of every kind of wrongness. */
import { expect, type Page } from '@playwright/test'
import { hasFocus, workerAnswers } from './browser-side.ts'
import { at, headlineClaim, languages, receiptOf, test } from './hub.ts'

const said = {
  en: {
    genuine: 'This receipt is genuine',
    paste: 'Text of the receipt',
    skip: 'Skip to the content',
  },
  zh: { genuine: '这张回执是真的', paste: '回执文本', skip: '跳到正文' },
} as const

for (const language of languages) {
  const t = said[language]

  test(`${language}: with no network`, async ({ page, context, request }) => {
    const { entry } = await headlineClaim(request)
    const receipt = await receiptOf(request, 'sh', entry)
    await page.goto(at(language, '/verify'))
    await page.evaluate(workerAnswers)

    await context.setOffline(true)
    const answered: string[] = []
    context.on('response', (response) => {
      if (!response.fromServiceWorker()) answered.push(response.url())
    })
    await page.reload()
    await page.locator('input[type=file][multiple]').setInputFiles({
      name: 'receipt.json',
      mimeType: 'application/json',
      buffer: Buffer.from(receipt),
    })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.genuine)
    await expect(page.locator('#verdict')).toHaveAttribute('data-verified', 'true')
    expect(answered).toEqual([])
    // The rest of the hub is away, which shows that the network really is.
    await expect(page.goto(at(language, '/about'))).rejects.toThrow('ERR_INTERNET_DISCONNECTED')
  })

  test(`${language}: by keyboard alone`, async ({ page, request }) => {
    const { entry } = await headlineClaim(request)
    const receipt = await receiptOf(request, 'sh', entry)
    await page.goto(at(language, '/verify'))
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: t.skip })).toBeFocused()
    await expect(page.getByRole('link', { name: t.skip })).toBeInViewport()
    await page.keyboard.press('Enter')
    await expect(page.locator('#main')).toBeFocused()

    const text = page.getByLabel(t.paste)
    await tabTo(page, text)
    await page.keyboard.insertText(receipt)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.genuine)
    await expect(page.locator('#verdict')).toBeFocused()
  })

  test(`${language}: the other language by keyboard, on the same page`, async ({ page }) => {
    await page.goto(at(language, '/figures?q=Changning'))
    const other = language === 'en' ? 'zh' : 'en'
    await tabTo(page, page.getByRole('link', { name: other === 'zh' ? '中文' : 'English' }))
    await page.keyboard.press('Enter')
    await page.waitForURL(at(other, '/figures?q=Changning'))
    await expect(page.locator('html')).toHaveAttribute('lang', other === 'zh' ? 'zh-CN' : 'en')
  })
}

const FOCUS_STEPS_MAX = 40

async function tabTo(page: Page, target: ReturnType<Page['locator']>): Promise<void> {
  for (let step = 0; step < FOCUS_STEPS_MAX; step += 1) {
    if (await target.evaluate(hasFocus)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the keyboard does not reach it')
}

const WRONG: Readonly<Record<string, readonly [(receipt: string) => string, string]>> = {
  'no receipt': [() => '{}', 'The file is not a receipt'],
  'half a receipt': [
    (receipt) => receipt.slice(0, receipt.length / 2),
    'The file is not a receipt',
  ],
  'a signature with another bit': [
    (receipt) =>
      receipt.replace(
        /(— sh\.hub\.example\/book\/1 [A-Za-z0-9+/]{40})(.)/,
        (_, head, bit) => String(head) + (bit === 'A' ? 'B' : 'A'),
      ),
    'A signature in the name of the log is wrong',
  ],
  'another index': [
    (receipt) => receipt.replace(/index (\d+)/, (_, index) => `index ${Number(index) + 1}`),
    'The path does not lead to the root',
  ],
  'a larger tree': [
    (receipt) =>
      receipt.replace(
        /(sh\.hub\.example\/book\/1\\n)(\d+)/,
        (_, head, size) => `${head}${Number(size) * 4}`,
      ),
    'No tree of this size has such a path',
  ],
}

for (const [name, [change, sentence]] of Object.entries(WRONG)) {
  test(`the step that fails is named: ${name}`, async ({ page, request }) => {
    const { entry } = await headlineClaim(request)
    const receipt = await receiptOf(request, 'sh', entry)
    const changed = change(receipt)
    expect(changed).not.toBe(receipt)
    await page.goto('/verify')
    await page.getByLabel('Text of the receipt').fill(changed)
    await page.getByRole('button', { name: 'Check this text' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Do not rely on this receipt')
    await expect(page.locator('#verdict')).toContainText(sentence)
    await expect(page.locator('#verdict')).toHaveAttribute('data-verified', 'false')
  })
}

test('a policy that trusts another key makes a genuine receipt worthless', async ({
  page,
  request,
}) => {
  const { entry } = await headlineClaim(request)
  const receipt = await receiptOf(request, 'sh', entry)
  await page.goto('/verify')
  const policies = page.locator('[data-verify-policy]')
  const foreign = await policies.nth(1).inputValue()
  await page.getByText('Policy for the book of Shanghai', { exact: true }).click()
  await policies.nth(0).fill(foreign)
  await page.getByLabel('Text of the receipt').fill(receipt)
  await page.getByRole('button', { name: 'Check this text' }).click()
  await expect(page.locator('#verdict')).toContainText(
    'The policy does not know the log that this checkpoint names.',
  )
})
