/** Ed25519 keys in files, as the line that the Go implementation of signed notes writes for a private key. */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { isKeyName, noteKey, type NoteKey } from '#kernel/log/vkey.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'

export interface PrivateKey {
  readonly key: NoteKey
  readonly secret: KeyObject
}

/** What the key signs: checkpoints of its own log, or with a time those of others. */
export type KeyUse = 'ed25519' | 'cosignature'

const PREFIX = 'PRIVATE+KEY'
const TYPES: Readonly<Record<KeyUse, number>> = { ed25519: 0x01, cosignature: 0x04 }
const SEED_BYTES = 32
const PRIVATE_MODE = 0o600
/** RFC 8410 §7: what stands before the seed in a PKCS #8 private key. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

export function createKeyFile(path: string, name: string, kind: KeyUse): PrivateKey {
  const seed = randomBytes(SEED_BYTES)
  const made = keyFrom(name, seed, kind)
  const material = base64Of(concatBytes(Uint8Array.of(TYPES[kind]), seed))
  const line = `${PREFIX}+${name}+${idOf(made.key)}+${material}\n`
  writeDurablySync(path, utf8Of(line), PRIVATE_MODE)
  return made
}

export function readKeyFile(path: string, kind: KeyUse): PrivateKey {
  // Windows has no such bits, and says that everybody may read every file.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new StartupProblem(`The signing key ${path} is open to others: chmod 600 it.`)
  }
  const text = readFileSync(path, 'utf8')
  const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)\n$/.exec(text)
  const [, name = '', id = '', encoded = ''] = match ?? []
  const [type, ...seed] = bytesFromBase64(encoded) ?? []
  if (!isKeyName(name) || type !== TYPES[kind] || seed.length !== SEED_BYTES) {
    throw new StartupProblem(`The signing key ${path} is not an Ed25519 key of a signed note.`)
  }
  const made = keyFrom(name, Uint8Array.from(seed), kind)
  if (idOf(made.key) !== id) {
    throw new StartupProblem(`The signing key ${path} does not match its own id.`)
  }
  return made
}

function keyFrom(name: string, seed: Uint8Array, kind: KeyUse): PrivateKey {
  const der = Buffer.concat([PKCS8_PREFIX, seed])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return { key: noteKey({ name, kind, publicKey: publicBytes(secret) }, sha256), secret }
}

function idOf({ id }: NoteKey): string {
  return id.toString(16).padStart(8, '0')
}

function publicBytes(secret: KeyObject): Uint8Array {
  const der = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  return Uint8Array.from(der.subarray(-SEED_BYTES))
}
