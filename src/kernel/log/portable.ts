/**
 * The log's checks with hash and signatures of the kernel's own, for deciders: they may neither wait nor ask
 * the machine that they run on. Slower than a native verifier (milliseconds a signature), and the same answers.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import type { Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { verifyPortably } from './ed25519.ts'
import { hashing, type Hash } from './hash.ts'
import { parsePolicy, type Policy, type PolicyRefusal } from './policy.ts'
import type { Level } from './signed-checkpoint.ts'
import { type Verdict, verifyReceiptNow } from './verify.ts'

const hash = hashing(sha256)

export function leafHashOf(leafText: string): Hash {
  return hash.leaf(utf8Of(leafText))
}

export function policyFrom(text: string): Result<Policy, PolicyRefusal> {
  return parsePolicy(utf8Of(text), sha256)
}

export function verifyReceiptHere(
  receipt: string,
  policy: Policy,
  asked: { readonly nowMs: number; readonly level: Level },
): Verdict {
  return verifyReceiptNow(receipt, {
    policies: [policy],
    sha256,
    verifyEd25519: verifyPortably,
    ...asked,
  })
}
