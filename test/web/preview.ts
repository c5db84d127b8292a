/**
 * Serves every page with invented views, in both languages, to look at: `node test/web/preview.ts`.
 * With a folder as argument the pages are also photographed there, wide and narrow, light and dark.
 */
import { mkdir } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import type { PageViews } from '#apps/web/pages.tsx'
import { placesOf } from '#apps/web/places.ts'
import { CONTENT_SECURITY_POLICY, openWeb } from '#platform/web/web.ts'
import { localPath, splitPath } from '#web/kit/language.ts'
import { NOBODY, type PageSetting } from '#web/kit/page-context.ts'
import { forgedReceipt, sampleReceipt } from './sample-receipt.ts'
import { checkpoint } from './sample-hub.ts'
import { handoverSamples } from './sample-handover.ts'
import { deskSamples } from './sample-desk.ts'
import { notaryVisit } from './sample-office.ts'
import { privacySamples } from './sample-privacy.ts'
import { supervisionSamples } from './sample-supervision.ts'
import { type Sample, samples as hubSamples } from './samples.ts'

/** Those of the desk, of supervision and of handovers stand under their own names, before a notary's eyes. */
const ofOffices = [...deskSamples, ...supervisionSamples, ...handoverSamples].map((sample) => ({
  ...sample,
  path: `/${sample.file}`,
  visit: notaryVisit,
}))
const samples: readonly Sample[] = [...hubSamples, ...ofOffices, ...privacySamples]

type Setting = Omit<PageSetting, 'assets'>

export async function servePreview(port: number): Promise<Server> {
  const web = await openWeb<PageViews, Setting>({ rootDir: process.cwd() })
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const file = web.files.get(url.pathname)
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': file.contentType })
      response.end(file.body)
      return
    }
    const { language, path } = splitPath(url.pathname)
    const sample =
      samples.find(({ file: name }) => `/${name}` === path) ??
      samples.find((one) => one.path === path)
    if (sample === undefined) {
      response.writeHead(404).end()
      return
    }
    const setting = {
      language,
      path: sample.path,
      demonstration: true,
      checkpoint,
      places: placesOf(null),
      visit: sample.visit ?? NOBODY,
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
    })
    response.end(web.renderPage(sample.name, sample.view, setting))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

const WIDTHS = { wide: 1280, narrow: 390 } as const

async function photograph(port: number, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, width] of Object.entries(WIDTHS)) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
      const page = await context.newPage()
      for (const language of ['en', 'zh'] as const) {
        for (const { file } of samples) {
          await page.goto(`http://127.0.0.1:${port}${localPath(language, `/${file}`)}`)
          await page.screenshot({
            path: join(folder, `${file}.${language}.${size}.${colorScheme}.png`),
            fullPage: true,
          })
        }
      }
      await photographVerdicts(page, port, folder, `${size}.${colorScheme}`)
      await context.close()
    }
  }
  await browser.close()
}

/** The verdicts need the island: a receipt is pasted, and what the page then shows is kept. */
async function photographVerdicts(
  page: Page,
  port: number,
  folder: string,
  kind: string,
): Promise<void> {
  const logged = sampleReceipt(false)
  const witnessed = sampleReceipt(true)
  const cases = [
    { name: 'logged', ...logged },
    { name: 'witnessed', ...witnessed },
    { name: 'forged', policy: witnessed.policy, receipt: forgedReceipt(witnessed.receipt) },
    { name: 'unsigned', policy: witnessed.policy, receipt: resigned(witnessed.receipt) },
    { name: 'noise', policy: logged.policy, receipt: '{}' },
  ]
  for (const language of ['en', 'zh'] as const) {
    for (const { name, policy, receipt } of cases) {
      await page.goto(`http://127.0.0.1:${port}${localPath(language, '/verify')}`)
      await page.locator('summary').click()
      await page.locator('[data-verify-policy]').fill(policy)
      await page.locator('#receipt-text').fill(receipt)
      await page.locator('[data-verify-paste] button').click()
      await page.locator('#verdict[data-verified]').waitFor()
      const path = join(folder, `verdict-${name}.${language}.${kind}.png`)
      await page.screenshot({ path, fullPage: true })
    }
  }
}

/** One bit of the book's signature is another. */
function resigned(receipt: string): string {
  return receipt.replace(
    /(— sh\.hub\.example\/book\/1 [A-Za-z0-9+/]{20})(.)/,
    (_, head, bit) => `${head}${bit === 'A' ? 'B' : 'A'}`,
  )
}

if (import.meta.main) {
  const port = 7171
  const server = await servePreview(port)
  const folder = process.argv[2]
  if (folder === undefined) {
    process.stdout.write(`http://127.0.0.1:${port}/home and /zh/home\n`)
  } else {
    await photograph(port, folder)
    server.close()
  }
}
