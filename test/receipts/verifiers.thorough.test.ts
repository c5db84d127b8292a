/** One verifier in four places: kernel and command line, /verify, and the file for a stick say the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { run } from '#apps/cli/verify.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { buildVerifierFile } from '#platform/web/verifier-file.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { checkReceipt, verdictWord } from '#web/verify/check.ts'
import { NOW_MS, policyOf, POLICY_TEXT, receiptWith } from './made.ts'
import { mutations } from './mutations.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-verifiers-'))
const policyFile = join(folder, 'sh.txt')
const policies = [policyOf(POLICY_TEXT)]
const block = {
  id: 'sh',
  name: { en: '</script><b>', zh: '上海' },
  origin: 'sh.hub.example/book/1',
  policy: POLICY_TEXT,
  sha256Hex: '',
}

let html = ''
let judge: (receipt: string, policy: string, nowMs: number) => Promise<string>

beforeAll(async () => {
  writeFileSync(policyFile, POLICY_TEXT)
  html = await buildVerifierFile(process.cwd(), [block])
  const [, script = ''] = /<script type="module">([\s\S]*)<\/script>\s*<\/body>/.exec(html) ?? []
  // What a browser gives a script, and nothing that could reach a network.
  const given = { crypto, TextEncoder, TextDecoder, performance, btoa, atob, URL, Uint8Array }
  const context = createContext({ ...given })
  runInContext(script, context)
  const Judge = z.custom<typeof judge>((value) => typeof value === 'function')
  judge = Judge.parse(runInContext('hongqiaoJudge', context))
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true }))

let printed = ''

beforeEach(() => {
  printed = ''
  vi.useFakeTimers({ now: NOW_MS, toFake: ['Date'] })
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => (printed += String(text)) !== '')
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const Said = z.discriminatedUnion('verified', [
  z.looseObject({ verified: z.literal(true), level: z.string() }),
  z.looseObject({ verified: z.literal(false), step: z.string(), reason: z.string() }),
])

async function byCommand(receipt: string): Promise<string> {
  const file = join(folder, 'receipt.json')
  writeFileSync(file, receipt)
  const code = await run([file, '--policy', policyFile, '--json'])
  const said = Said.parse(JSON.parse(printed))
  expect(code === 0).toBe(said.verified)
  return said.verified ? `verified: ${said.level}` : `${said.step}: ${said.reason}`
}

async function everywhere(receipt: string): Promise<readonly string[]> {
  const trust = { policies, sha256, verifyEd25519: verifyWithNode, nowMs: NOW_MS } as const
  return [
    verdictWord(await verifyReceipt(receipt, { ...trust, level: 'logged' })),
    await byCommand(receipt),
    verdictWord(await checkReceipt({ receipt, policies, nowMs: NOW_MS })),
    await judge(receipt, POLICY_TEXT, NOW_MS),
  ]
}

describe('the same verdict and reason by kernel, command, page and file', () => {
  test.each(mutations)('$verdict', async ({ verdict, receipt }) => {
    expect(await everywhere(receipt)).toEqual([verdict, verdict, verdict, verdict])
  })

  test('for a receipt with any one character changed', async () => {
    const receipt = receiptWith()
    for (let at = 7; at < receipt.length; at += 61) {
      const letter = receipt[at] === 'a' ? 'b' : 'a'
      printed = ''
      // oxlint-disable-next-line no-await-in-loop -- the command prints to one place.
      const said = await everywhere(receipt.slice(0, at) + letter + receipt.slice(at + 1))
      expect([at, new Set(said).size]).toEqual([at, 1])
    }
  })

  test('without a policy', async () => {
    expect(await judge(receiptWith(), '', NOW_MS)).toBe('policy: policy_missing')
    expect(await judge(receiptWith(), 'quorum x', NOW_MS)).toBe('policy: policy_missing')
    const page = await checkReceipt({ receipt: receiptWith(), policies: [], nowMs: NOW_MS })
    expect(verdictWord(page)).toBe('policy: policy_missing')
  })
})

describe('the file for a stick', () => {
  test('is whole: it names nothing outside itself and forbids every connection', () => {
    expect(html).toMatch(
      /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/,
    )
    expect(html).not.toMatch(/<(?:link|img|iframe)\b|\bsrc=|@import|url\(\s*["']?(?!#)/)
    expect(html.match(/<script\b/g)).toHaveLength(2)
    // A second copy of a library would show here; the check itself, with that of a whole book, comes to 414 kB.
    expect(html.length).toBeLessThan(450_000)
  })

  test('carries its policies as text, whatever stands in them', () => {
    const [, json = ''] = /id="policies">(.*)<\/script>/.exec(html) ?? []
    expect(JSON.parse(json)).toEqual([block])
  })
})
