/**
 * One rule for Ed25519 everywhere: RFC 8032 §5.1.7 without the cofactor, S below the group order, R compared
 * as bytes, and neither the key nor R of small order. That is what WebCrypto and OpenSSL 3.5 accept; older
 * OpenSSL takes points of small order too, and most libraries take more. Verifiers that differ at the edges
 * would let a log publish a checkpoint that is valid in one of them only, so the kernel asks for sound keys
 * and commitments itself, and on what remains they all agree.
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
const NEUTRAL = Point.ZERO.toBytes()

type CurvePoint = ReturnType<typeof Point.fromBytes>

/** The portable verifier, for runtimes without a native one. A few milliseconds. */
export function verifyPortably({ publicKey, message, signature }: Signed): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
  const commitment = signature.subarray(0, 32)
  const response = littleEndian(signature.subarray(32))
  if (response >= ORDER) return false
  // Native verifiers read points leniently; policies refuse odd keys when they are loaded.
  const key = pointFrom(publicKey, true)
  if (key === null || key.isSmallOrder()) return false
  const challenge = littleEndian(sha512(concatBytes(commitment, publicKey, message))) % ORDER
  const expected = Point.BASE.multiplyUnsafe(response).subtract(key.multiplyUnsafe(challenge))
  return !expected.isSmallOrder() && equalBytes(expected.toBytes(), commitment)
}

/**
 * Whether a signature's R is other than the neutral point, the one small-order point that a sound key can
 * sign with. Only its owner can make such a signature, and verifiers part over it.
 */
export function isSoundSignature(signature: Uint8Array): boolean {
  return signature.length === SIGNATURE_BYTES && !equalBytes(signature.subarray(0, 32), NEUTRAL)
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
