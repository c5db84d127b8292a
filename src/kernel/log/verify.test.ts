/** Receipts made by a small log of our own: what verifies, what does not, and at which step. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { Json } from '#kernel/std/json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { append, inclusionLines } from './append.ts'
import { formatCheckpoint } from './checkpoint.ts'
import { commitmentTo, formatDisclosure } from './commitment.ts'
import { cosignedMessage, encodeCosignature } from './cosignature.ts'
import { verifyPortably } from './ed25519.ts'
import { EMPTY_EDGE } from './edge.ts'
import { hashing } from './hash.ts'
import { formatNote, signatureLine } from './note.ts'
import { parsePolicy, type Policy } from './policy.ts'
import { formatProofLines } from './proof.ts'
import { formatReceipt } from './receipt.ts'
import { formatVkey, type KeyKind, noteKey } from './vkey.ts'
import { exitCodeOf, FAILED } from './verify-words.ts'
import { type Level, type Trust, type Verdict, verifyReceipt } from './verify.ts'

const hash = hashing(sha256)
const ORIGIN = 'sh.hub.example/book/1'
const NOW_MS = 1_795_312_800_000
const SALT = base64UrlOf(new Uint8Array(16).fill(3))

const secretOf = (seed: number) => new Uint8Array(32).fill(seed)
const keyOf = (name: string, seed: number, kind: KeyKind) =>
  noteKey({ name, kind, publicKey: ed25519.getPublicKey(secretOf(seed)) }, sha256)

const LOG = keyOf(ORIGIN, 1, 'ed25519')
const WITNESS = keyOf('js.hub.example/witness', 2, 'cosignature')
const STRANGER = keyOf('stranger.example', 3, 'cosignature')

function policyOf(...lines: string[]): Policy {
  const parsed = parsePolicy(utf8Of(lines.join('\n')), sha256)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}

const POLICY = policyOf(`log ${formatVkey(LOG)}`, `witness js ${formatVkey(WITNESS)}`, 'quorum js')

const logLine = (text: string) => signatureLine(LOG, ed25519.sign(utf8Of(text), secretOf(1)))

function cosignature(
  text: string,
  key = WITNESS,
  seed = 2,
  seconds = BigInt(NOW_MS / 1000),
): string {
  const signature = ed25519.sign(cosignedMessage(text, seconds), secretOf(seed))
  return signatureLine(key, encodeCosignature({ seconds, signature }))
}

const DISCLOSURE = formatDisclosure({ salt: SALT, name: 'phone', value: '13800000000' })
const OTHER_DISCLOSURE = formatDisclosure({ salt: SALT, name: 'number/pty_1', value: 7 })

const FIELDS: Readonly<Record<string, Json>> = {
  actor: 'pty_1',
  at: '2026-11-22T02:00:00.000Z',
  auth: { command: base64UrlOf(new Uint8Array(32)), credential: 'crd_1', method: 'api-key' },
  body: { text: '已确认 "用课"', amountMinor: '12500' },
  book: ORIGIN,
  measures: [],
  nonce: base64UrlOf(new Uint8Array(16).fill(9)),
  parties: ['pty_1'],
  sd: [DISCLOSURE, OTHER_DISCLOSURE].map((text) => commitmentTo(text, sha256)).toSorted(),
  transfers: [],
  type: 'prepaid.use_confirmed',
  v: 1,
}

type Made = {
  readonly leaf: string
  readonly lines: readonly string[]
  readonly disclosures: readonly string[]
  readonly size: number
  readonly sign: (text: string) => readonly string[]
}

const whole: Made = {
  leaf: canonicalText(FIELDS),
  lines: [],
  disclosures: [DISCLOSURE],
  size: 13,
  sign: (text) => [logLine(text), cosignature(text)],
}

/** A receipt for entry 5 of a small tree, with whatever a test wants different. */
function receiptWith(changes: Partial<Made> = {}, origin = ORIGIN): string {
  const { leaf, disclosures, size, sign } = { ...whole, ...changes }
  const leaves = Array.from({ length: size }, (_, at) =>
    hash.leaf(utf8Of(at === 5 ? leaf : `entry ${at}`)),
  )
  const batch = append(EMPTY_EDGE, leaves, hash)
  const text = formatCheckpoint({ origin, size, root: batch.root })
  const lines = inclusionLines(batch, hash)[5] ?? ''
  const proof = formatProofLines(5, lines, formatNote(text, sign(text)))
  return formatReceipt({ leaf, proof, disclosures })
}

const TRUST: Trust = {
  policies: [POLICY],
  sha256,
  verifyEd25519: verifyPortably,
  nowMs: NOW_MS,
  level: 'logged',
}

const check = (receipt: string | Uint8Array, changes: Partial<Trust> = {}): Promise<Verdict> =>
  verifyReceipt(receipt, { ...TRUST, ...changes })

const reasonOf = (verdict: Verdict) =>
  verdict.verified ? 'verified' : `${verdict.failed}: ${verdict.reason}`

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
    const policies = [policyOf(`log ${formatVkey(LOG)}`, 'quorum none')]
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

const leafWith = (fields: Readonly<Record<string, Json>>): Partial<Made> => ({
  leaf: canonicalText({ ...FIELDS, ...fields }),
})

describe('a receipt that fails', () => {
  const { type: _, ...untyped } = FIELDS

  test.each<[string, Partial<Made>]>([
    ['leaf: leaf_malformed', leafWith({ extra: 1 })],
    ['leaf: leaf_malformed', { leaf: canonicalText(untyped) }],
    ['leaf: leaf_malformed', leafWith({ at: '2026-02-30T00:00:00.000Z' })],
    ['leaf: leaf_malformed', leafWith({ nonce: base64UrlOf(new Uint8Array(15)) })],
    [
      'leaf: leaf_malformed',
      leafWith({ sd: [commitmentTo('b', sha256), commitmentTo('b', sha256)] }),
    ],
    ['leaf: leaf_malformed', leafWith({ v: 0 })],
    ['leaf: leaf_malformed', leafWith({ auth: { method: 'system', credential: '' } })],
    ['leaf: leaf_malformed', { leaf: '[]' }],
    ['leaf: leaf_not_canonical', { leaf: `${whole.leaf} ` }],
    ['leaf: leaf_not_canonical', { leaf: whole.leaf.replace('{', '{"a":1,"a":1,') }],
    ['origin: book_differs', leafWith({ book: 'js.hub.example/book/1' })],
    ['log_signature: log_signature_missing', { sign: (text) => [cosignature(text)] }],
    [
      'log_signature: log_signature_wrong',
      { sign: (text) => [logLine(text), logLine(`${text}x\n`)] },
    ],
    [
      'log_signature: log_signature_wrong',
      { sign: () => [signatureLine(LOG, new Uint8Array(63))] },
    ],
    [
      'cosignatures: cosignature_wrong',
      { sign: (text) => [logLine(text), cosignature(text, WITNESS, 3)] },
    ],
    [
      'cosignatures: cosignature_wrong',
      { sign: (text) => [logLine(text), signatureLine(WITNESS, new Uint8Array(64))] },
    ],
    [
      'times: time_in_future',
      { sign: (text) => [logLine(text), cosignature(text, WITNESS, 2, 1_999_999_999n)] },
    ],
    ['times: time_in_future', leafWith({ at: '2026-11-22T09:00:00.000Z' })],
    ['disclosures: disclosure_malformed', { disclosures: [`${DISCLOSURE}=`] }],
    ['disclosures: disclosure_repeated', { disclosures: [DISCLOSURE, DISCLOSURE] }],
    [
      'disclosures: disclosure_not_committed',
      { disclosures: [formatDisclosure({ salt: SALT, name: 'phone', value: '1' })] },
    ],
  ])('says %s', async (reason, changes) => {
    expect(reasonOf(await check(receiptWith(changes)))).toBe(reason)
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
