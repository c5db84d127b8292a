/** A whole book in a folder, on /verify and in the file for a stick: with no network, and with the verdict of the command line. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, type APIRequestContext, type Page, type TestInfo } from '@playwright/test'
import { z } from 'zod'
import { NO_NUMBERS } from '#kernel/monitor/disclosed-numbers.ts'
import { bookVerdictWord } from '#kernel/monitor/book-verdict.ts'
import { registryOf } from '#kernel/book/registry.ts'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { runMonitor, SOUND } from '#apps/monitor/run.ts'
import { verifyFolder } from '#apps/monitor/verify-folder.ts'
import { slices } from '#apps/server/slices.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { OPERATOR_KEY_FILE } from '#platform/credentials/operator-key.ts'
import { buildVerifierFile } from '#platform/web/verifier-file.ts'
import { expectAccessible } from './accessible.ts'
import { workerAnswers } from './browser-side.ts'
import { test } from './hub.ts'

function skipOnPhones(info: TestInfo): void {
  info.skip(info.project.name !== 'desktop', 'phones choose no folders; the page is the same')
}

interface Mirrored {
  readonly folder: string
  readonly policyText: string
  readonly policy: Policy
}

/** The book of Shanghai as a monitor with the operator's key has copied it. */
async function mirrored(request: APIRequestContext, url: string): Promise<Mirrored> {
  const policyText = await (await request.get('/book/sh/policy')).text()
  const policy = parsePolicy(utf8Of(policyText), sha256)
  if (!policy.ok) throw new Error(policy.error)
  const data = z.string().parse(process.env['HONGQIAO_DATA'])
  const key = readFileSync(join(data, OPERATOR_KEY_FILE), 'utf8').trim()
  const place = mkdtempSync(join(tmpdir(), 'hongqiao-mirror-'))
  const folder = join(place, 'sh')
  const ended = await runMonitor({
    url: `${url}/book/sh`,
    folder: join(place, 'monitor'),
    policies: [policy.value],
    level: 'logged',
    entries: { key, registry: registryOf(slices), numbersAt: NO_NUMBERS },
    mirror: folder,
    isOnce: true,
    intervalMs: 1000,
    write: () => undefined,
    nowMs: () => Date.now(),
    stopped: new AbortController().signal,
  })
  expect(ended).toBe(SOUND)
  return { folder, policyText, policy: policy.value }
}

async function expectSameAsCommand(page: Page, { folder, policy }: Mirrored): Promise<string> {
  const call = { folder, policies: [policy], level: 'logged', slices } as const
  const word = bookVerdictWord(await verifyFolder(call))
  await page.locator('input[webkitdirectory]').setInputFiles(folder)
  await expect(page.locator('#verdict')).toHaveAttribute('data-verdict', word)
  return word
}

/** A bit of the last bundle, which every mirror has. */
function spoil(folder: string): void {
  const bundles = join(folder, 'tile', 'entries')
  const [path = ''] = readdirSync(bundles, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const bytes = readFileSync(path)
  bytes[60] = (bytes[60] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

test('is sound, then spoilt, then without its entries, then not whole', async ({
  page,
  context,
  request,
  baseURL,
}, info) => {
  skipOnPhones(info)
  const book = await mirrored(request, baseURL ?? '')
  await page.goto('/verify')
  await page.evaluate(workerAnswers)
  await context.setOffline(true)
  expect(await expectSameAsCommand(page, book)).toBe('sound: logged')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This book is sound')
  await expect(page.locator('#verdict')).toContainText('Every entry was read and replayed')
  await expectAccessible(page)

  spoil(book.folder)
  expect(await expectSameAsCommand(page, book)).toBe('unsound: entry_wrong')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Do not rely on this book')

  rmSync(join(book.folder, 'tile', 'entries'), { recursive: true })
  expect(await expectSameAsCommand(page, book)).toBe('sound: logged, hashes alone')
  await expect(page.locator('#verdict')).toContainText('hashes alone were checked')

  rmSync(join(book.folder, 'tile', '0'), { recursive: true })
  expect(await expectSameAsCommand(page, book)).toBe('unreadable')
})

test('is sound in the file for a stick, too, in Chinese', async ({
  page,
  request,
  baseURL,
}, info) => {
  skipOnPhones(info)
  const book = await mirrored(request, baseURL ?? '')
  const block = {
    id: 'sh',
    name: { en: 'Shanghai', zh: '上海' },
    origin: 'sh.hub.example/book/1',
    policy: book.policyText,
    sha256Hex: 'ab'.repeat(32),
  }
  const path = join(mkdtempSync(join(tmpdir(), 'verifier-')), 'verify.html')
  writeFileSync(path, await buildVerifierFile(process.cwd(), [block]))
  await page.goto(`${pathToFileURL(path).href}#zh`)
  expect(await expectSameAsCommand(page, book)).toBe('sound: logged')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('这本账簿完好')
})
