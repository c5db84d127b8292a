/** The file for a stick, opened from a folder in a real browser: it judges as everywhere, and sends nothing. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { buildVerifierFile } from '#platform/web/verifier-file.ts'
import { sampleReceipt } from '#test/web/sample-receipt.ts'
import { NOW_MS, POLICY_TEXT } from '#test/receipts/made.ts'
import { mutations } from '#test/receipts/mutations.ts'
import { test } from './hub.ts'

const origin = 'sh.hub.example/book/1'
const block = { id: 'sh', name: { en: 'Shanghai', zh: '上海' }, origin, policy: POLICY_TEXT }

async function open(page: Page, hash = '#en'): Promise<void> {
  const html = await buildVerifierFile(process.cwd(), [{ ...block, sha256Hex: 'ab'.repeat(32) }])
  const path = join(mkdtempSync(join(tmpdir(), 'verifier-')), 'verify.html')
  writeFileSync(path, html)
  await page.clock.setFixedTime(NOW_MS)
  await page.goto(pathToFileURL(path).href + hash)
}

const json = (name: string, text: string) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
})

const choose = (page: Page) => page.locator('input[type=file]')

test('judges every mutation as the kernel does', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).protocol))
  await open(page)
  const verdict = page.locator('#verdict')
  for (const mutation of mutations) {
    // The name shows that the answer is to this file and not to the one before.
    const name = `receipt-${mutations.indexOf(mutation)}.json`
    await choose(page).setInputFiles(json(name, mutation.receipt))
    await expect(page.locator('[data-verify-file]')).toContainText(name)
    await expect(verdict).toHaveAttribute('data-verdict', mutation.verdict)
  }
  expect(new Set(asked)).toEqual(new Set(['file:']))
})

test('takes a policy that is dropped, in Chinese too, and several receipts', async ({ page }) => {
  await open(page, '#zh')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('验证回执')
  const { receipt, policy } = sampleReceipt(true)
  await choose(page).setInputFiles(json('receipt.json', receipt))
  await expect(page.locator('#verdict')).toHaveAttribute(
    'data-verdict',
    'log_signature: log_signature_missing',
  )
  const policyFile = { name: 'sh.txt', mimeType: 'text/plain', buffer: Buffer.from(policy) }
  await choose(page).setInputFiles([policyFile, json('receipt.json', receipt)])
  await expect(page.locator('#verdict')).toHaveAttribute('data-verdict', 'verified: witnessed')
  await choose(page).setInputFiles([json('a.json', receipt), json('b.json', '{}')])
  await expect(page.locator('#verdict')).toHaveAttribute(
    'data-verdict',
    'verified: witnessed; receipt: receipt_malformed',
  )
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('不要全部采信')
})
