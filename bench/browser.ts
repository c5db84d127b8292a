/**
 * How long a browser takes to verify a receipt: the self-contained file in a real Chromium, given one receipt after
 * the other, and the time that its page shows. The receipt is of a tree of 5,000 and has three cosignatures.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from '@playwright/test'
import { buildVerifierFile } from '#platform/web/verifier-file.ts'
import { NOW_MS } from '#test/receipts/made.ts'
import { sampleReceipt } from '#test/web/sample-receipt.ts'
import type { Bench } from './bench.ts'
import { percentile } from './figures.ts'

const WARM_UPS = 20
const RECEIPTS = 200
const SYSTEM_CHROMIUM = '/usr/bin/chromium'

async function tookMs(page: Page, name: string, receipt: string): Promise<number> {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(receipt) }
  await page.locator('[data-verify-choose][multiple]').setInputFiles(file)
  const line = page.locator('[data-verify-file]', { hasText: name })
  const said = /([\d.]+) ms/.exec((await line.textContent()) ?? '')?.[1]
  const verdict = await page.locator('#verdict').getAttribute('data-verdict')
  if (said === undefined || verdict !== 'verified: witnessed') {
    throw new Error(`the receipt of the bench comes to ${verdict}`)
  }
  return Number(said)
}

export async function measureBrowser(bench: Bench, name: string): Promise<void> {
  const { receipt, policy } = sampleReceipt(true)
  const book = { en: 'Shanghai', zh: '上海' }
  const block = { id: 'sh', name: book, origin: 'sh.hub.example/book/1', policy }
  const path = join(bench.stage.folder, 'verify.html')
  writeFileSync(
    path,
    await buildVerifierFile(process.cwd(), [{ ...block, sha256Hex: 'ab'.repeat(32) }]),
  )
  const browser = await chromium.launch({
    ...(existsSync(SYSTEM_CHROMIUM) ? { executablePath: SYSTEM_CHROMIUM } : {}),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const page = await browser.newPage()
    await page.clock.setFixedTime(NOW_MS)
    await page.goto(`${pathToFileURL(path).href}#en`)
    const times: number[] = []
    for (let n = 0; n < WARM_UPS + RECEIPTS; n += 1) {
      const took = await tookMs(page, `receipt-${n}.json`, receipt)
      if (n >= WARM_UPS) times.push(took)
    }
    const sorted = Float64Array.from(times).toSorted()
    bench.report(`${name}/p50`, percentile(sorted, 0.5), 'ms')
    bench.report(`${name}/p95`, percentile(sorted, 0.95), 'ms')
  } finally {
    await browser.close()
  }
}
