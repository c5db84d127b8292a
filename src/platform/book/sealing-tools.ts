/** Hashes, randomness and encryption of the server, as the pure rooms ask for them. */
import { createCipheriv, createDecipheriv, hash, randomFillSync } from 'node:crypto'
import type { SealingTools } from '#kernel/book/seal.ts'
import { hashing, type Hashing, type Sha256 } from '#kernel/log/hash.ts'

const HASH_BYTES = 32

/** Through a string into Node's pool: a buffer of its own for each hash costs three times the hash. */
export const sha256: Sha256 = (bytes) => {
  const digest = Buffer.allocUnsafe(HASH_BYTES)
  digest.write(hash('sha256', bytes, 'latin1'), 'latin1')
  return digest
}

export const nodeHashing: Hashing = hashing(sha256)

/** One system call for thousands of salts: asking for each costs more than hashing does. */
const POOL_BYTES = 65_536

function randomPool(): (sizeBytes: number) => Uint8Array {
  let pool = new Uint8Array(0)
  let at = 0
  return (sizeBytes) => {
    if (at + sizeBytes > pool.length) {
      pool = randomFillSync(new Uint8Array(POOL_BYTES))
      at = 0
    }
    at += sizeBytes
    return pool.subarray(at - sizeBytes, at)
  }
}

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

function seal(key: Uint8Array, iv: Uint8Array, plain: Uint8Array, bound: string): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(bound))
  const body = cipher.update(plain)
  cipher.final()
  return Buffer.concat([iv, body, cipher.getAuthTag()])
}

/** Opens a box: 12 bytes of nonce, the ciphertext, 16 bytes of tag. Throws if anything was changed. */
export function openBox(key: Uint8Array, box: Uint8Array, bound: string): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, IV_BYTES))
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(box.subarray(box.length - TAG_BYTES))
  const plain = decipher.update(box.subarray(IV_BYTES, box.length - TAG_BYTES))
  decipher.final()
  return plain
}

/** Subject keys are wrapped by the key of the installation, so a dump of the database opens nothing. */
const WRAPPING = 'subject-key'

export function unwrapKey(installationKey: Uint8Array, wrapped: Uint8Array): Uint8Array {
  return openBox(installationKey, wrapped, WRAPPING)
}

/** Unwrapped keys are kept for a batch's worth of subjects; more would be a store of secrets. */
const UNWRAPPED_MAX = 4096

const nameOf = (wrapped: Uint8Array): string => Buffer.from(wrapped).toString('latin1')

export function sealingTools(
  installationKey: Uint8Array,
  random: SealingTools['random'] = randomPool(),
): SealingTools {
  const unwrapped = new Map<string, Uint8Array>()
  const keyOf = (wrapped: Uint8Array): Uint8Array => {
    const name = nameOf(wrapped)
    const known = unwrapped.get(name)
    if (known !== undefined) return known
    if (unwrapped.size >= UNWRAPPED_MAX) unwrapped.clear()
    const key = unwrapKey(installationKey, wrapped)
    unwrapped.set(name, key)
    return key
  }
  return {
    random,
    base64Url: (bytes) =>
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url'),
    base64UrlOfText: (text) => Buffer.from(text).toString('base64url'),
    digest: (text) => hash('sha256', text, 'base64url'),
    utf8: (text) => Buffer.from(text),
    leafHash: nodeHashing.leaf,
    newSubjectKey: () => seal(installationKey, random(IV_BYTES), random(KEY_BYTES), WRAPPING),
    encrypt: (wrapped, plain, bound) => seal(keyOf(wrapped), random(IV_BYTES), plain, bound),
    forget(wrapped) {
      const name = nameOf(wrapped)
      unwrapped.get(name)?.fill(0)
      unwrapped.delete(name)
    },
  }
}

const BLOCK_BYTES = 64

export type Mac = (text: string) => Uint8Array

/**
 * HMAC-SHA-256 (RFC 2104) of texts under one key, from two one-shot hashes: node's own Hmac object costs
 * three times as much for a text of a hundred bytes, and each command needs two.
 */
export function macOf(key: Uint8Array): Mac {
  const padded = new Uint8Array(BLOCK_BYTES)
  padded.set(key.length > BLOCK_BYTES ? sha256(key) : key)
  const inner = Buffer.from(padded.map((byte) => byte ^ 0x36)).toString('latin1')
  const outer = Buffer.alloc(BLOCK_BYTES + HASH_BYTES)
  outer.set(padded.map((byte) => byte ^ 0x5c))
  let input = Buffer.alloc(4096)
  input.write(inner, 'latin1')
  return (text) => {
    const sizeMax = BLOCK_BYTES + text.length * 3
    if (sizeMax > input.length) {
      input = Buffer.alloc(2 * sizeMax)
      input.write(inner, 'latin1')
    }
    const end = BLOCK_BYTES + input.write(text, BLOCK_BYTES)
    outer.write(hash('sha256', input.subarray(0, end), 'latin1'), BLOCK_BYTES, 'latin1')
    return sha256(outer)
  }
}
