/** The command against receipts of a small invented book: what it prints, and the code that it ends with. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { commitmentTo, formatDisclosure } from '#kernel/log/commitment.ts'
import { STEPS } from '#kernel/log/verify.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { createSigningKey } from '#platform/signer/signing-key.ts'
import { writePolicyFiles } from '#platform/files/policy-file.ts'
import { FIELDS, NOW_MS, POLICY_TEXT, receiptWith, SALT } from '#test/receipts/made.ts'
import { forgedReceipt, sampleReceipt } from '#test/web/sample-receipt.ts'
import { run } from './verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

const logged = sampleReceipt(false)
const witnessed = sampleReceipt(true)

let printed = ''
let told = ''

beforeEach(() => {
  printed = ''
  told = ''
  vi.stubEnv('HONGQIAO_DATA', join(folder, 'nowhere'))
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => (printed += String(text)) !== '')
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (told += String(text)) !== '')
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function check(receipt: string, policy: string, ...more: readonly string[]): Promise<number> {
  return run([file('receipt.json', receipt), '--policy', file('policy', policy), ...more])
}

test('a genuine receipt is verified step by step, and its limits are said', async () => {
  expect(await check(logged.receipt, logged.policy)).toBe(0)
  for (const name of STEPS) expect(printed).toMatch(new RegExp(`^ok +${name} +\\S`, 'm'))
  expect(printed).toContain('VERIFIED. Logged:')
  expect(printed).toContain('entry       3121 of sh.hub.example/book/1, 2026-11-20T06:32:06.120Z')
  expect(printed).toContain('disclosed   running = 14')
  expect(printed).toContain('withheld    1 ')
  expect(printed).toContain('not that what it says is true')
})

test('witnesses are named, and are missed where they are asked for', async () => {
  expect(await check(witnessed.receipt, witnessed.policy, '--level', 'witnessed')).toBe(0)
  expect(printed).toContain('VERIFIED. Witnessed:')
  expect(printed).toMatch(/witness {5}w3, 2026-/)
  printed = ''
  expect(await check(logged.receipt, witnessed.policy, '--level', 'witnessed')).toBe(13)
  expect(printed).toMatch(/^FAIL +quorum/m)
})

test('a changed receipt fails at the root, and nothing that it says is shown', async () => {
  expect(await check(forgedReceipt(logged.receipt), logged.policy)).toBe(12)
  expect(printed).toMatch(/^FAIL +root/m)
  expect(printed).toMatch(/^- +origin +Not looked at\.$/m)
  expect(printed).toContain('NOT VERIFIED')
  expect(printed).not.toContain('3.9')
})

test('a signature of another key, or one that was changed, fails', async () => {
  const { verifierKey } = createSigningKey(join(folder, 'other'), 'sh.hub.example/book/1')
  expect(await check(logged.receipt, `log ${verifierKey}\nquorum none\n`)).toBe(13)
  expect(printed).toMatch(/^FAIL +log_signature +The log has not signed/m)
  printed = ''
  const changed = logged.receipt.replace(
    /(— \S+ .{40})(.)/u,
    (_, before, letter) => `${before}${letter === 'A' ? 'B' : 'A'}`,
  )
  expect(changed).not.toBe(logged.receipt)
  expect(await check(changed, logged.policy)).toBe(13)
  expect(printed).toMatch(/^FAIL +log_signature +A signature in the name of the log is wrong/m)
})

test('what is no receipt, and what has no end, is malformed', async () => {
  expect(await check('{}', logged.policy)).toBe(11)
  expect(printed).toMatch(/^FAIL +receipt/m)
  const padded = `${logged.receipt}${' '.repeat(2_097_152)}`
  expect(await check(padded, logged.policy)).toBe(11)
})

test('without --policy the one that the hub wrote is taken', async () => {
  vi.stubEnv('HONGQIAO_DATA', folder)
  const other = witnessed.policy.replace(/^log .+\n/, '')
  await writePolicyFiles(
    folder,
    new Map([
      ['a', other],
      ['sh', logged.policy],
    ]),
  )
  const receipt = file('receipt.json', logged.receipt)
  expect(await run([receipt])).toBe(0)
})

test('without a policy that can be read nothing is judged', async () => {
  const receipt = file('receipt.json', logged.receipt)
  expect(await run([receipt])).toBe(10)
  expect(told).toContain('There is no policy in')
  told = ''
  expect(await run([receipt, '--policy', join(folder, 'missing')])).toBe(10)
  expect(told).toContain('cannot be read')
  told = ''
  expect(await check(logged.receipt, 'quorum some\n')).toBe(10)
  expect(told).toContain('is refused: name_unknown')
  expect(printed).toBe('')
})

test.each([
  ['no file', []],
  ['a receipt and a book', ['a.json', '--book', 'b']],
  ['an unknown option', ['a.json', '--trust', 'me']],
  ['an unknown level', ['a.json', '--level', 'notarised']],
])('%s is answered with the usage', async (_, args) => {
  expect(await run(args)).toBe(2)
  expect(told).toContain('Usage: hongqiao verify')
})

test('a receipt that is not there is said to be', async () => {
  expect(await run([join(folder, 'none.json')])).toBe(2)
  expect(told).toContain('cannot be read')
})

test('several receipts are a line each, with what they say together', async () => {
  const paths = [file('a.json', witnessed.receipt), file('b.json', forgedReceipt(logged.receipt))]
  const policy = file('policy', witnessed.policy)
  expect(await run([...paths, '--policy', policy])).toBe(12)
  expect(printed).toMatch(/^ok witnessed +\S+a\.json$/m)
  expect(printed).toMatch(/^FAIL root +\S+b\.json$/m)
  printed = ''
  expect(await run([...paths, '--policy', policy, '--json'])).toBe(12)
  const [first, second, together] = printed.trim().split('\n')
  expect(JSON.parse(first ?? '')).toMatchObject({ verified: true, level: 'witnessed', index: 3121 })
  expect(JSON.parse(second ?? '')).toMatchObject({ verified: false, reason: 'root_differs' })
  expect(JSON.parse(together ?? '')).toEqual({ lines: [], forks: [] })
})

test('a folder of receipts names the gaps in the numbers of a party, and says what it cannot find', async () => {
  vi.useFakeTimers({ now: NOW_MS, toFake: ['Date'] })
  const receipts = join(folder, 'receipts')
  mkdirSync(receipts)
  const numbered = (number: number, size: number) => {
    const disclosure = formatDisclosure({ salt: SALT, name: 'number/pty_1', value: number })
    const leaf = canonicalText({ ...FIELDS, sd: [commitmentTo(disclosure, sha256)] })
    return receiptWith({ leaf, disclosures: [disclosure], size })
  }
  writeFileSync(join(receipts, '4.json'), numbered(4, 13))
  writeFileSync(join(receipts, 'about.txt'), 'not a receipt')
  const policy = file('made', POLICY_TEXT)
  writeFileSync(join(receipts, '4-again.json'), numbered(4, 13))
  expect(await run([receipts, '--policy', policy])).toBe(0)
  expect(printed).toContain('1 of the numbers 1 to 4, missing: 1 to 3')
  expect(printed).toContain('does not find an entry that the hub never numbered')
  printed = ''
  // The same entry under another number: each is signed, and both cannot be.
  writeFileSync(join(receipts, '5.json'), numbered(5, 14))
  expect(await run([receipts, '--policy', policy])).toBe(16)
  expect(printed).toMatch(/^WRONG +number 5 at entry 5, but number 4 at entry 5$/m)
})
