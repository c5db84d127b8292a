/**
 * Judging another book's receipt. What a receipt says of itself is read first, and believed only after it was
 * proven by the policy that this book has adopted for that log. Pure, and at once: the signatures are verified
 * here and now, by the portable verifier, because a decider cannot wait.
 */
import { refuse, type Decision } from '#kernel/book/slice.ts'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { readLeaf, type Leaf } from '#kernel/log/leaf.ts'
import { parseNote } from '#kernel/log/note.ts'
import type { Policy } from '#kernel/log/policy.ts'
import { leafHashOf, policyFrom, verifyReceiptHere } from '#kernel/log/portable.ts'
import { parseProof } from '#kernel/log/proof.ts'
import { parseReceipt } from '#kernel/log/receipt.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import type { Reason, Verdict } from '#kernel/log/verify.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type Row, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import type { ProofRefusal } from '../contract.ts'
import { policyTable } from './rows.ts'

/** What a receipt says of itself. Nothing of it is proven. */
export interface Carried {
  readonly origin: string
  readonly index: number
  readonly leaf: Leaf
  /** Base64url. */
  readonly leafHash: string
}

export interface Proven extends Carried {
  readonly level: Level
  /** Names of the witnesses in the policy. */
  readonly cosigners: readonly string[]
  /** The latest instant at which it was certainly in that log. */
  readonly provenAtMs: number
  /** Our entry that adopted the policy by which it was judged. */
  readonly policyEntry: number
}

/** Null for whatever is no receipt of one entry. */
export function readCarried(text: string): Carried | null {
  const receipt = parseReceipt(text)
  if (!receipt.ok) return null
  const proof = parseProof(receipt.value.proof)
  const note = proof.ok ? parseNote(proof.value.checkpoint) : proof
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
  if (!proof.ok || !checkpoint.ok) return null
  const leaf = readLeaf(utf8Of(receipt.value.leaf))
  if (!leaf.ok) return null
  const leafHash = base64UrlOf(leafHashOf(receipt.value.leaf))
  return { origin: checkpoint.value.origin, index: proof.value.index, leaf: leaf.value, leafHash }
}

export const policyKey = (origin: string): RowKey => tableKey(policyTable, origin)

/** By the policy for the log that it names, which must be loaded. */
export function prove(
  rows: Reader,
  receipt: string,
  carried: Carried,
  nowMs: number,
): Result<Proven, Decision> {
  return proveBy(rows.get(policyTable, carried.origin), receipt, carried, nowMs)
}

/** By this policy; undefined where none was ever adopted. What pages show is judged here, too. */
export function proveBy(
  row: Row<typeof policyTable> | undefined,
  receipt: string,
  carried: Carried,
  nowMs: number,
): Result<Proven, Decision> {
  if (row?.isAdopted !== true) return no('origin_unknown', { origin: carried.origin })
  const level = row.level === 'logged' ? 'logged' : 'witnessed'
  const verdict = verifyReceiptHere(receipt, policyOf(row.policy), { nowMs, level })
  if (!verdict.verified) {
    const { failed, reason } = verdict
    return no(refusalOf(reason), { step: failed, reason })
  }
  const { cosigners, provenAtMs } = witnessesOf(verdict, carried.leaf)
  if (nowMs - provenAtMs > row.maxAgeHours * HOUR_MS) {
    return no('receipt_stale', { provenAtMs, maxAgeHours: row.maxAgeHours })
  }
  return ok({ ...carried, level: verdict.level, cosigners, provenAtMs, policyEntry: row.entry })
}

const HOUR_MS = 3_600_000

function no(type: ProofRefusal, params: Readonly<Record<string, string | number>>) {
  return err(refuse(type, params))
}

/** A log's own signature states no time: without witnesses the entry's own time is the latest that is certain. */
function witnessesOf(verdict: Extract<Verdict, { verified: true }>, { atMs }: Leaf) {
  const { cosigners = [] } = verdict.findings
  return {
    cosigners: cosigners.map(({ name }) => name),
    provenAtMs: Math.max(atMs, ...cosigners.map((cosigner) => cosigner.atMs)),
  }
}

function refusalOf(reason: Reason): ProofRefusal {
  switch (reason) {
    case 'log_signature_missing':
    case 'origin_unknown':
      return 'key_unknown'
    case 'log_signature_wrong':
    case 'cosignature_wrong':
      return 'signature_wrong'
    case 'quorum_unmet':
      return 'receipt_not_witnessed'
    case 'time_in_future':
      return 'receipt_from_future'
    case 'disclosure_malformed':
    case 'disclosure_repeated':
    case 'disclosure_not_committed':
      return 'disclosure_wrong'
    default:
      // Whatever else is wrong lies between the entry and the root of the checkpoint.
      return 'proof_wrong'
  }
}

/** Reading a policy checks the points of its keys, which costs milliseconds; a book has few policies. */
const KEPT_MAX = 64
const kept = new Map<string, Policy>()

/** Of a text that was read when it was adopted. */
export function policyOf(text: string): Policy {
  const known = kept.get(text)
  if (known !== undefined) return known
  const parsed = policyFrom(text)
  assert(parsed.ok, 'a policy was read before it was adopted')
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(text, parsed.value)
  return parsed.value
}
