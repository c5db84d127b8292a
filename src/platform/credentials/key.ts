/**
 * API keys: `hq_<id>_<secret>`. The id is public and stands in the evidence of entries; the secret is 32
 * random bytes and is shown once.
 *
 * At rest there is its SHA-256 and no slow password hash: a slow hash makes guessing costly where people
 * choose the secret, and nobody guesses 256 random bits, so it would only cost us a tenth of a second for
 * each request. The prefix lets scanners of code hosts find a key that was published by accident.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto'

const KEY = /^hq_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/
const ID_BYTES = 8
const SECRET_BYTES = 32

export interface PresentedKey {
  readonly id: string
  readonly secret: string
}

export interface NewKey extends PresentedKey {
  readonly text: string
  readonly secretHash: Uint8Array
}

export function newKey(): NewKey {
  const id = newPublicId()
  const secret = newSecret()
  return { id, secret, text: `hq_${id}_${secret}`, secretHash: secretHashOf(secret) }
}

/** The random part of a key or of a session, which nobody guesses. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

export function newPublicId(): string {
  return randomBytes(ID_BYTES).toString('hex')
}

export function parseKey(text: string): PresentedKey | null {
  const match = KEY.exec(text)
  const [, id, secret] = match ?? []
  return id === undefined || secret === undefined ? null : { id, secret }
}

export function isSecretOf(secret: string, secretHash: Uint8Array): boolean {
  // Both are hashes of 32 bytes. The comparison takes as long for a near miss as for a far one.
  return timingSafeEqual(secretHashOf(secret), secretHash)
}

export function secretHashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer')
}
