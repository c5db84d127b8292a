/**
 * Checking a receipt with nothing but the receipt, a policy and a clock: the same steps, in the same order,
 * on the server, in the browser and at the command line. It fails closed, at the first step that does not
 * hold, and names it. Only bytes that were hashed into the leaf are believed.
 */
import { assert } from '#kernel/std/assert.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { check, checkNow, type Checking } from './checking.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { commitmentTo, type Disclosure, parseDisclosure } from './commitment.ts'
import type { Signed as SignedMessage, VerifyEd25519 } from './ed25519.ts'
import { type Hash, hashing, type Sha256 } from './hash.ts'
import { type Climb, climb, summit } from './inclusion.ts'
import { type Leaf, type LeafRefusal, readLeaf } from './leaf.ts'
import { type Note, parseNote } from './note.ts'
import type { Policy } from './policy.ts'
import { type LogProof, parseProof } from './proof.ts'
import { parseReceipt, type Receipt } from './receipt.ts'
import {
  type Cosigner,
  judgeSignatures,
  type Level,
  policyOfOrigin,
  type Signed,
} from './signed-checkpoint.ts'

export const STEPS = [
  'policy',
  'receipt',
  'proof',
  'leaf',
  'inclusion',
  'root',
  'origin',
  'log_signature',
  'cosignatures',
  'quorum',
  'times',
  'disclosures',
] as const
export type StepName = (typeof STEPS)[number]

export type Reason =
  | 'policy_missing'
  | 'receipt_malformed'
  | 'proof_malformed'
  | 'note_malformed'
  | 'checkpoint_malformed'
  | LeafRefusal
  | 'path_impossible'
  | 'root_differs'
  | 'origin_unknown'
  | 'book_differs'
  | 'log_signature_missing'
  | 'log_signature_wrong'
  | 'log_key_ended'
  | 'cosignature_wrong'
  | 'quorum_unmet'
  | 'time_in_future'
  | 'disclosure_malformed'
  | 'disclosure_repeated'
  | 'disclosure_not_committed'

export type Step =
  | { readonly name: StepName; readonly outcome: 'passed' | 'not_reached' }
  | { readonly name: StepName; readonly outcome: 'failed'; readonly reason: Reason }

/** What the steps so far have brought to light. Unproven until every step has passed. */
export type Findings = {
  readonly index?: number
  readonly checkpoint?: Checkpoint
  readonly leaf?: Leaf
  readonly leafHash?: Hash
  /** From the leaf up: each sibling and the hash of the two together. */
  readonly path?: readonly Climb[]
  /** Where the path ends; the checkpoint's root, if the entry is in the tree. */
  readonly computedRoot?: Hash
  readonly cosigners?: readonly Cosigner[]
  /** Signature lines by keys that the policy does not name: ignored, as the format demands. */
  readonly ignoredSignatures?: number
  readonly disclosures?: readonly Disclosure[]
  /** Committed fields that this receipt does not disclose. */
  readonly withheld?: number
}

export type Verdict = {
  readonly steps: readonly Step[]
  readonly findings: Findings
} & (
  | { readonly verified: true; readonly level: Level }
  | { readonly verified: false; readonly failed: StepName; readonly reason: Reason }
)

export type Trust = {
  readonly policies: readonly Policy[]
  readonly sha256: Sha256
  readonly verifyEd25519: VerifyEd25519
  readonly nowMs: number
  /** The least that is asked for. */
  readonly level: Level
}

/** Clocks of witnesses and readers part by this much without anybody lying. */
const CLOCK_SKEW_MS = 60_000

/** What a verdict depends on besides the way in which signatures are verified. */
type Terms = Omit<Trust, 'verifyEd25519'>

export function verifyReceipt(receipt: string | Uint8Array, trust: Trust): Promise<Verdict> {
  return check(inspect(receipt, trust), trust.verifyEd25519)
}

/** The same verdict at once, for a decider, whose verifier does not wait either. */
export function verifyReceiptNow(
  receipt: string | Uint8Array,
  trust: Terms & { readonly verifyEd25519: (signed: SignedMessage) => boolean },
): Verdict {
  return checkNow(inspect(receipt, trust), trust.verifyEd25519)
}

function* inspect(receipt: string | Uint8Array, terms: Terms): Checking<Verdict> {
  const trail = new Trail()
  const level = yield* takeSteps(receipt, terms, trail)
  return trail.verdict(level)
}

type Failure = { readonly failed: StepName; readonly reason: Reason }

/** The steps that have passed, and what they found. */
class Trail {
  #findings: Findings = {}
  #passed = 0

  /** Steps pass in their fixed order; one that is forgotten leaves the receipt unverified. */
  pass(name: StepName, found: Findings = {}): void {
    this.note(found)
    if (STEPS[this.#passed] === name) this.#passed += 1
  }

  note(found: Findings): void {
    this.#findings = { ...this.#findings, ...found }
  }

  verdict(level: Result<Level, Failure>): Verdict {
    const failure = level.ok ? null : level.error
    const steps = STEPS.map((name, at): Step => {
      if (failure?.failed === name) return { name, outcome: 'failed', reason: failure.reason }
      return { name, outcome: at < this.#passed ? 'passed' : 'not_reached' }
    })
    const findings = this.#findings
    if (!level.ok) return { steps, findings, verified: false, ...level.error }
    assert(this.#passed === STEPS.length, 'a verified receipt has passed every step')
    return { steps, findings, verified: true, level: level.value }
  }
}

function fail(failed: StepName, reason: Reason): Result<never, Failure> {
  return err({ failed, reason })
}

function* takeSteps(
  receipt: string | Uint8Array,
  trust: Terms,
  trail: Trail,
): Checking<Result<Level, Failure>> {
  if (trust.policies.length === 0) return fail('policy', 'policy_missing')
  trail.pass('policy')
  const parsed = readParts(receipt, trail)
  if (!parsed.ok) return parsed
  const parts = parsed.value
  const placed = checkPlace(parts, trust, trail)
  if (!placed.ok) return placed
  const policy = policyFor(parts, trust)
  if (!policy.ok) return policy
  trail.pass('origin')
  const level = yield* checkSignatures(parts, policy.value, trust, trail)
  if (!level.ok) return level
  const { cosigners } = level.value
  const latestMs = Math.max(parts.leaf.atMs, ...cosigners.map(({ atMs }) => atMs))
  if (latestMs > trust.nowMs + CLOCK_SKEW_MS) return fail('times', 'time_in_future')
  trail.pass('times')
  const disclosed = checkDisclosures(parts, trust, trail)
  return disclosed.ok ? ok(level.value.level) : disclosed
}

type Parts = {
  readonly receipt: Receipt
  readonly proof: LogProof
  readonly note: Note
  readonly checkpoint: Checkpoint
  readonly leafBytes: Uint8Array
  readonly leaf: Leaf
}

function readParts(text: string | Uint8Array, trail: Trail): Result<Parts, Failure> {
  const receipt = parseReceipt(text)
  if (!receipt.ok) return fail('receipt', receipt.error)
  trail.pass('receipt')
  const proof = parseProof(receipt.value.proof)
  if (!proof.ok) return fail('proof', proof.error)
  const note = parseNote(proof.value.checkpoint)
  if (!note.ok) return fail('proof', note.error)
  const checkpoint = parseCheckpoint(note.value.text)
  if (!checkpoint.ok) return fail('proof', checkpoint.error)
  trail.pass('proof', { index: proof.value.index, checkpoint: checkpoint.value })
  const leafBytes = utf8Of(receipt.value.leaf)
  const leaf = readLeaf(leafBytes)
  if (!leaf.ok) return fail('leaf', leaf.error)
  trail.pass('leaf', { leaf: leaf.value })
  return ok({
    receipt: receipt.value,
    proof: proof.value,
    note: note.value,
    checkpoint: checkpoint.value,
    leafBytes,
    leaf: leaf.value,
  })
}

/** The entry is in the tree of the checkpoint, at the index that the proof names. */
function checkPlace(
  { proof, checkpoint, leafBytes }: Parts,
  { sha256 }: Terms,
  trail: Trail,
): Result<null, Failure> {
  const hash = hashing(sha256)
  const leafHash = hash.leaf(leafBytes)
  trail.note({ leafHash })
  const path = climb(leafHash, proof, checkpoint.size, hash)
  if (path === null) return fail('inclusion', 'path_impossible')
  const computedRoot = summit(leafHash, path)
  trail.pass('inclusion', { path, computedRoot })
  if (!equalBytes(computedRoot, checkpoint.root)) return fail('root', 'root_differs')
  trail.pass('root')
  return ok(null)
}

/** The policy that knows the log; the leaf must say that it was written for this very book. */
function policyFor({ checkpoint, leaf }: Parts, { policies }: Terms): Result<Policy, Failure> {
  const { origin } = checkpoint
  const policy = policyOfOrigin(policies, origin)
  if (policy === undefined) return fail('origin', 'origin_unknown')
  return leaf.book === origin ? ok(policy) : fail('origin', 'book_differs')
}

function* checkSignatures(
  { note, checkpoint }: Parts,
  policy: Policy,
  trust: Terms,
  trail: Trail,
): Checking<Result<Signed, Failure>> {
  const signed = yield* judgeSignatures(note, checkpoint.origin, policy)
  const isLogWrong = !signed.ok && signed.error !== 'cosignature_wrong'
  if (isLogWrong) return fail('log_signature', signed.error)
  trail.pass('log_signature')
  if (!signed.ok) return fail('cosignatures', signed.error)
  const { level, cosigners, ignoredSignatures } = signed.value
  trail.pass('cosignatures', { cosigners, ignoredSignatures })
  if (trust.level === 'witnessed' && level === 'logged') return fail('quorum', 'quorum_unmet')
  trail.pass('quorum')
  return signed
}

function checkDisclosures(
  { receipt, leaf }: Parts,
  { sha256 }: Terms,
  trail: Trail,
): Result<null, Failure> {
  const committed = new Set(leaf.sd)
  const names = new Set<string>()
  const disclosures: Disclosure[] = []
  for (const text of receipt.disclosures) {
    const disclosure = parseDisclosure(text)
    if (!disclosure.ok) return fail('disclosures', disclosure.error)
    const { name } = disclosure.value
    if (names.has(name)) return fail('disclosures', 'disclosure_repeated')
    if (!committed.has(commitmentTo(text, sha256))) {
      return fail('disclosures', 'disclosure_not_committed')
    }
    names.add(name)
    disclosures.push(disclosure.value)
  }
  trail.pass('disclosures', { disclosures, withheld: committed.size - disclosures.length })
  return ok(null)
}
