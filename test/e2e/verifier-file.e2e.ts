/** The file for a stick, opened from a folder in a real browser: it judges as everywhere, and sends nothing. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { encodeQR } from 'qr'
import { buildVerifierFile } from '#platform/web/verifier-file.ts'
import { sampleReceipt } from '#test/web/sample-receipt.ts'
import { NOW_MS, POLICY_TEXT } from '#test/receipts/made.ts'
import { mutations } from '#test/receipts/mutations.ts'
import { test } from './hub.ts'

const origin = 'sh.hub.example/book/1'
const block = { id: 'sh', name: { en: 'Shanghai', zh: '上海' }, origin, policy: POLICY_TEXT }

/** Built once for all tests here: it is the same file. */
let built: Promise<string> | undefined

async function open(page: Page, hash = '#en'): Promise<void> {
  built ??= buildVerifierFile(process.cwd(), [{ ...block, sha256Hex: 'ab'.repeat(32) }])
  const html = await built
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

const choose = (page: Page) => page.locator('input[type=file][multiple]')

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

test('reads a receipt from a picture of a code', async ({ page }) => {
  await open(page)
  const { receipt, policy } = sampleReceipt(true)
  const policyFile = { name: 'sh.txt', mimeType: 'text/plain', buffer: Buffer.from(policy) }
  await choose(page).setInputFiles(policyFile)
  const picture = { name: 'code.bmp', mimeType: 'image/bmp', buffer: pictureOf(receipt) }
  await choose(page).setInputFiles(picture)
  await expect(page.locator('#verdict')).toHaveAttribute('data-verdict', 'verified: witnessed')
  const blank = { ...picture, name: 'blank.bmp', buffer: pictureOf('') }
  await choose(page).setInputFiles(blank)
  await expect(page.locator('[data-verify-file]')).toContainText('no readable QR code')
})

const SQUARE_PIXELS = 4

/** A code as a bitmap of 24 bits a pixel; of nothing, white paper. */
function pictureOf(text: string): Buffer {
  const rows =
    text === ''
      ? [Array.from({ length: 64 }, () => false)]
      : encodeQR(text, 'raw', { ecc: 'low', border: 4 })
  const width = (rows[0]?.length ?? 0) * SQUARE_PIXELS
  const height = rows.length * SQUARE_PIXELS
  const rowBytes = 4 * Math.ceil((3 * width) / 4)
  const header = Buffer.alloc(54)
  header.write('BM', 0, 'latin1')
  header.writeUInt32LE(54 + rowBytes * height, 2)
  header.writeUInt32LE(54, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(width, 18)
  // From top to bottom.
  header.writeInt32LE(-height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(24, 28)
  const pixels = Buffer.alloc(rowBytes * height, 255)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isDark = rows[Math.floor(y / SQUARE_PIXELS)]?.[Math.floor(x / SQUARE_PIXELS)] === true
      if (isDark) pixels.fill(0, y * rowBytes + 3 * x, y * rowBytes + 3 * x + 3)
    }
  }
  return Buffer.concat([header, pixels])
}
