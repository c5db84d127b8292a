/** Receipts made by a small log of our own: what verifies, what does not, and at which step. */
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import {
  cosignature,
  DISCLOSURE,
  FIELDS,
  LOG,
  logLine,
  type Made,
  NOW_MS,
  OTHER_DISCLOSURE,
  policyOf,
  POLICY_TEXT,
  receiptWith,
  SALT,
  STRANGER,
} from '#test/receipts/made.ts'
import { leafWith, mutations } from '#test/receipts/mutations.ts'
import { verifyPortably } from './ed25519.ts'
import type { Level } from './signed-checkpoint.ts'
import { exitCodeOf, FAILED } from './verify-words.ts'
import { formatVkey } from './vkey.ts'
import { type Trust, type Verdict, verifyReceipt } from './verify.ts'

const TRUST: Trust = {
  policies: [policyOf(POLICY_TEXT)],
  sha256,
  verifyEd25519: verifyPortably,
  nowMs: NOW_MS,
  level: 'logged',
}

const check = (receipt: string | Uint8Array, changes: Partial<Trust> = {}): Promise<Verdict> =>
  verifyReceipt(receipt, { ...TRUST, ...changes })

const reasonOf = (verdict: Verdict) =>
  verdict.verified ? 'verified' : `${verdict.failed}: ${verdict.reason}`

const verdictText = (verdict: Verdict) =>
  verdict.verified ? `verified: ${verdict.level}` : reasonOf(verdict)

describe('a true receipt', () => {
  test('verifies, and every step says so', async () => {
    const verdict = await check(utf8Of(receiptWith()), { level: 'witnessed' })
    expect(verdict).toMatchObject({ verified: true, level: 'witnessed' })
    expect(verdict.steps.every(({ outcome }) => outcome === 'passed')).toBe(true)
    const { findings } = verdict
    expect(findings.index).toBe(5)
    expect(findings.path).toHaveLength(4)
    expect(findings.computedRoot).toEqual(findings.checkpoint?.root)
    expect(findings.cosigners).toEqual([{ name: 'js', atMs: NOW_MS }])
    expect(findings.disclosures).toEqual([{ salt: SALT, name: 'phone', value: '13800000000' }])
    expect(findings.withheld).toBe(1)
    expect(exitCodeOf(verdict)).toBe(0)
  })

  test.each<[string, Partial<Made>, Level]>([
    ['without a witness', { sign: (text) => [logLine(text)] }, 'logged'],
    ['with no disclosure', { disclosures: [] }, 'witnessed'],
    ['with every disclosure', { disclosures: [OTHER_DISCLOSURE, DISCLOSURE] }, 'witnessed'],
    ['with a cause', { leaf: canonicalText({ ...FIELDS, cause: { index: 1 } }) }, 'witnessed'],
  ])('%s is worth what it shows', async (_, changes, level) => {
    expect(await check(receiptWith(changes))).toMatchObject({ verified: true, level })
  })

  test('counts no stranger, and is not hurt by one', async () => {
    const verdict = await check(
      receiptWith({ sign: (text) => [logLine(text), cosignature(text, STRANGER, 2)] }),
    )
    expect(verdict).toMatchObject({ verified: true, level: 'logged' })
    expect(verdict.findings.ignoredSignatures).toBe(1)
  })

  test('is never witnessed under a policy that asks for no witness', async () => {
    const policies = [policyOf(`log ${formatVkey(LOG)}\nquorum none\n`)]
    expect(await check(receiptWith(), { policies })).toMatchObject({
      verified: true,
      level: 'logged',
    })
    const demanded = await check(receiptWith(), { policies, level: 'witnessed' })
    expect(reasonOf(demanded)).toBe('quorum: quorum_unmet')
  })

  test('may be laid out by an editor, but not hold a field twice', async () => {
    const receipt = receiptWith()
    const laidOut = `${JSON.stringify(JSON.parse(receipt), null, 2)}\n`
    expect(reasonOf(await check(laidOut))).toBe('verified')
    const twice = receipt.replace('{', '{"leaf":"other",')
    expect(reasonOf(await check(twice))).toBe('receipt: receipt_malformed')
  })
})

describe('each receipt of the mutations', () => {
  test.each(mutations)('$verdict', async ({ verdict, receipt }) => {
    expect(verdictText(await check(receipt))).toBe(verdict)
  })
})

describe('a failed check', () => {
  test('shows how far it came, and nothing behind the failure as passed', async () => {
    const verdict = await check(receiptWith({ disclosures: ['x'] }))
    expect(verdict.steps.map(({ outcome }) => outcome)).toEqual([
      ...Array<string>(11).fill('passed'),
      'failed',
    ])
    const early = await check(receiptWith(leafWith({ v: 0 })))
    expect(early.steps.map(({ outcome }) => outcome)).toEqual([
      'passed',
      'passed',
      'passed',
      'failed',
      ...Array<string>(8).fill('not_reached'),
    ])
  })

  test('without a policy, with an unknown log, unwitnessed, or changed on the way', async () => {
    const receipt = receiptWith()
    expect(reasonOf(await check(receipt, { policies: [] }))).toBe('policy: policy_missing')
    expect(reasonOf(await check(receiptWith({}, 'other.example/book')))).toBe(
      'origin: origin_unknown',
    )
    const logged = receiptWith({ sign: (text) => [logLine(text)] })
    expect(reasonOf(await check(logged, { level: 'witnessed' }))).toBe('quorum: quorum_unmet')
    expect(reasonOf(await check(receipt.replace('12500', '12501')))).toBe('root: root_differs')
    expect(reasonOf(await check(receipt.replace('index 5', 'index 4')))).toBe('root: root_differs')
    expect(reasonOf(await check(receipt.replace('index 5', 'index 13')))).toBe(
      'inclusion: path_impossible',
    )
    expect(reasonOf(await check(receipt.replace('\\n13\\n', '\\n130\\n')))).toBe(
      'inclusion: path_impossible',
    )
    expect(reasonOf(await check(receipt.replace('tlog-proof@v1', 'tlog-proof@v2')))).toBe(
      'proof: proof_malformed',
    )
    expect(reasonOf(await check('{}'))).toBe('receipt: receipt_malformed')
    expect(reasonOf(await check(Uint8Array.of(255)))).toBe('receipt: receipt_malformed')
  })

  test('does so in words of both languages', () => {
    for (const { en, zh } of Object.values(FAILED)) {
      expect(en).toMatch(/^[A-Z].*\.$/)
      expect(zh).toMatch(/。$/)
    }
  })
})

test('no change of one byte makes a receipt verify as another truth', async () => {
  const bytes = utf8Of(receiptWith())
  const truth = await check(bytes)
  const at = fc.integer({ min: 0, max: bytes.length - 1 })
  // A cheap stand-in for Ed25519: it accepts exactly what the true signers have signed.
  const signed = new Set<string>()
  const remember: Trust['verifyEd25519'] = (statement) => {
    signed.add(textOf(statement))
    return true
  }
  await check(bytes, { verifyEd25519: remember })
  const recall: Trust['verifyEd25519'] = (statement) => signed.has(textOf(statement))
  await fc.assert(
    fc.asyncProperty(at, fc.integer({ min: 1, max: 255 }), async (position, change) => {
      const changed = bytes.with(position, (bytes[position] ?? 0) ^ change)
      const verdict = await check(changed, { verifyEd25519: recall })
      const { leaf, disclosures, index } = verdict.findings
      const said = verdict.verified ? { leaf, disclosures, index } : null
      const { findings } = truth
      const told = { leaf: findings.leaf, disclosures: findings.disclosures, index: findings.index }
      expect([null, told]).toContainEqual(said)
    }),
    { numRuns: 3000 },
  )
})

function textOf(statement: Parameters<Trust['verifyEd25519']>[0]): string {
  const { publicKey, message, signature } = statement
  return [publicKey, message, signature].map(base64UrlOf).join(' ')
}
