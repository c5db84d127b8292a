/** The verifier of OpenSSL, as Node brings it along. The kernel refuses unsound keys before it is asked. */
import { createPublicKey, verify } from 'node:crypto'
import type { Signed } from '#kernel/log/ed25519.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'

export function verifyWithNode({ publicKey, message, signature }: Signed): boolean {
  const key = { kty: 'OKP', crv: 'Ed25519', x: base64UrlOf(publicKey) }
  return verify(null, message, createPublicKey({ key, format: 'jwk' }), signature)
}
