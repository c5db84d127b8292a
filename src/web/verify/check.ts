/** The check as the browser runs it: the verifier of the log, with what this runtime brings along. */
import { sha256 } from '@noble/hashes/sha2.js'
import { type Signed, verifyPortably } from '#kernel/log/ed25519.ts'
import { parsePolicy, type Policy, type PolicyRefusal } from '#kernel/log/policy.ts'
import { type ReceiptFile, type SeveralVerdict, verifySeveral } from '#kernel/log/several.ts'
import { type Verdict, verifyReceipt } from '#kernel/log/verify.ts'
import type { Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

export function readPolicy(text: string): Result<Policy, PolicyRefusal> {
  return parsePolicy(utf8Of(text), sha256)
}

export type CheckInput = {
  readonly receipt: string | Uint8Array
  readonly policies: readonly Policy[]
  readonly nowMs: number
}

/** Asks for the least, and says what there is: the page tells a logged receipt from a witnessed one. */
export function checkReceipt({ receipt, policies, nowMs }: CheckInput): Promise<Verdict> {
  return verifyReceipt(receipt, { policies, nowMs, sha256, verifyEd25519, level: 'logged' })
}

/** `verified: <level>`, or `<step>: <reason>`: what must not depend on where a receipt is checked. */
export function verdictWord(verdict: Verdict): string {
  return verdict.verified ? `verified: ${verdict.level}` : `${verdict.failed}: ${verdict.reason}`
}

/** The same of several, and what they say together. */
export function checkSeveral(
  files: readonly ReceiptFile[],
  { policies, nowMs }: Omit<CheckInput, 'receipt'>,
): Promise<SeveralVerdict> {
  return verifySeveral(files, { policies, nowMs, sha256, verifyEd25519, level: 'logged' })
}

/**
 * The browser's own Ed25519 where it has one (and the page a secure address); the portable one keeps
 * to the same rule and is slower by a millisecond.
 */
export async function verifyEd25519(signed: Signed): Promise<boolean> {
  const key = await importKey(signed.publicKey)
  if (key === null) return verifyPortably(signed)
  return crypto.subtle.verify('Ed25519', key, copyOf(signed.signature), copyOf(signed.message))
}

async function importKey(publicKey: Uint8Array): Promise<CryptoKey | null> {
  // The types promise what only secure addresses have.
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle
  if (subtle === undefined) return null
  try {
    return await subtle.importKey('raw', copyOf(publicKey), 'Ed25519', false, ['verify'])
  } catch {
    // An unknown algorithm is the one expected reason; the portable verifier then decides alone.
    return null
  }
}

/** WebCrypto takes bytes of a buffer of their own, and types say so. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
