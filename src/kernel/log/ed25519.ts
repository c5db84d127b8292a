/**
 * One rule for Ed25519 everywhere: what OpenSSL and WebCrypto accept, which is RFC 8032 §5.1.7 without
 * the cofactor, S below the group order, and R compared as bytes. Verifiers that differ at the edges would
 * let a log publish a checkpoint that is valid in one of them only. The portable verifier below keeps to
 * that rule; servers and browsers pass their native one, which has the same type.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, equalBytes } from '#kernel/std/bytes.ts'

export type Signed = {
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

export type VerifyEd25519 = (signed: Signed) => boolean | Promise<boolean>

export const PUBLIC_KEY_BYTES = 32
export const SIGNATURE_BYTES = 64

const { Point } = ed25519
const { ORDER } = Point.Fn

type CurvePoint = ReturnType<typeof Point.fromBytes>

/** The portable verifier, for runtimes without a native one. About a millisecond. */
export function verifyPortably({ publicKey, message, signature }: Signed): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
  const commitment = signature.subarray(0, 32)
  const response = littleEndian(signature.subarray(32))
  if (response >= ORDER) return false
  // Native verifiers read a public key leniently; policies refuse the odd ones when they are loaded.
  const key = pointFrom(publicKey, true)
  if (key === null) return false
  const challenge = littleEndian(sha512(concatBytes(commitment, publicKey, message))) % ORDER
  const expected = Point.BASE.multiplyUnsafe(response).subtract(key.multiplyUnsafe(challenge))
  return equalBytes(expected.toBytes(), commitment)
}

/**
 * Whether a public key is canonical and lies in the group of prime order. Others can be made to accept
 * signatures that nobody signed, or that verifiers judge differently: a policy may not name them.
 */
export function isSoundPublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES) return false
  const point = pointFrom(publicKey, false)
  return point !== null && !point.isSmallOrder() && point.isTorsionFree()
}

function pointFrom(bytes: Uint8Array, lenient: boolean): CurvePoint | null {
  try {
    return Point.fromBytes(bytes, lenient)
  } catch {
    // The curve library throws for bytes that are no point, and that is the answer.
    return null
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte)
  return value
}
