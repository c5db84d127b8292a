/** The portable verifier and the keys and signatures over which verifiers are known to differ. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatBytes } from '#kernel/std/bytes.ts'
import { bytesFromHex } from '#kernel/std/hex.ts'
import { isSoundPublicKey, isSoundSignature, verifyPortably } from './ed25519.ts'

const secret = new Uint8Array(32).fill(4)
const publicKey = ed25519.getPublicKey(secret)
const { Point } = ed25519

test('a signature holds for its message and key, and for no other', () => {
  const message = fc.uint8Array({ maxLength: 40 })
  fc.assert(
    fc.property(message, fc.nat(63), fc.integer({ min: 1, max: 255 }), (text, at, change) => {
      const signature = ed25519.sign(text, secret)
      expect(verifyPortably({ publicKey, message: text, signature })).toBe(true)
      expect(isSoundSignature(signature)).toBe(true)
      const changed = signature.with(at, (signature[at] ?? 0) ^ change)
      expect(verifyPortably({ publicKey, message: text, signature: changed })).toBe(false)
      const longer = concatBytes(text, Uint8Array.of(change))
      expect(verifyPortably({ publicKey, message: longer, signature })).toBe(false)
    }),
    { numRuns: 20 },
  )
})

test('S past the group order is refused, and so are wrong lengths', () => {
  const message = Uint8Array.of(1)
  const signature = ed25519.sign(message, secret)
  const response = Point.Fn.fromBytes(signature.subarray(32)) + Point.Fn.ORDER
  const large = Uint8Array.from({ length: 32 }, (_, at) =>
    Number((response >> BigInt(8 * at)) & 255n),
  )
  const again = concatBytes(signature.subarray(0, 32), large)
  expect(verifyPortably({ publicKey, message, signature: again })).toBe(false)
  expect(verifyPortably({ publicKey, message, signature: signature.subarray(1) })).toBe(false)
  const short = publicKey.subarray(1)
  expect(verifyPortably({ publicKey: short, message, signature })).toBe(false)
})

test('a neutral R, which only the owner of a key can sign with, is refused', () => {
  const message = Uint8Array.of(7)
  const neutral = Point.ZERO.toBytes()
  const challenge = Point.Fn.create(
    sha512(concatBytes(neutral, publicKey, message)).reduceRight(
      (n, byte) => (n << 8n) | BigInt(byte),
      0n,
    ),
  )
  const { scalar } = ed25519.utils.getExtendedPublicKey(secret)
  const signature = concatBytes(neutral, Point.Fn.toBytes(Point.Fn.mul(challenge, scalar)))
  // The equation itself holds: S·B = k·A, so verifiers without the rule accept it.
  expect(ed25519.verify(signature, message, publicKey, { zip215: true })).toBe(true)
  expect(verifyPortably({ publicKey, message, signature })).toBe(false)
  expect(isSoundSignature(signature)).toBe(false)
})

test.each([
  ['the neutral point', '0100000000000000000000000000000000000000000000000000000000000000'],
  ['a point of order 4', '0000000000000000000000000000000000000000000000000000000000000000'],
  ['a point of order 8', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'],
  [
    'a second spelling of a point',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ],
  ['no point', '0200000000000000000000000000000000000000000000000000000000000000'],
  ['31 bytes', '00'.repeat(31)],
])('no policy may name %s', (_, hex) => {
  expect(isSoundPublicKey(bytesFromHex(hex) ?? publicKey)).toBe(false)
})

test('nor a key with a part of small order; an honest key is sound', () => {
  const order8 = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
  const mixed = Point.fromBytes(publicKey).add(order8)
  expect(isSoundPublicKey(mixed.toBytes())).toBe(false)
  expect(isSoundPublicKey(publicKey)).toBe(true)
})
