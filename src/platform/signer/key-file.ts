/**
 * Ed25519 keys in files, as the line that the Go implementation of signed notes writes for a private key, plain or
 * under a passphrase.
 */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes } from 'node:crypto'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { formatVkey, isKeyName, noteKey, type NoteKey } from '#kernel/log/vkey.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { describeKeyFile, keyFiles, type KeyStore } from '#platform/keys/key-store.ts'

export interface PrivateKey {
  readonly key: NoteKey
  readonly secret: KeyObject
}

/** What the key signs: checkpoints of its own log, or with a time those of others. */
export type KeyUse = 'ed25519' | 'cosignature'

const PREFIX = 'PRIVATE+KEY'
const TYPES: Readonly<Record<KeyUse, number>> = { ed25519: 0x01, cosignature: 0x04 }
const SEED_BYTES = 32
/** RFC 8410 §7: what stands before the seed in a PKCS #8 private key. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** `kind` decides what the key may sign: an id is bound to it. */
export function createKeyFile(
  path: string,
  name: string,
  kind: KeyUse,
  keys: KeyStore = keyFiles(),
): PrivateKey {
  const seed = randomBytes(SEED_BYTES)
  const made = keyFrom(name, seed, kind)
  const material = base64Of(concatBytes(Uint8Array.of(TYPES[kind]), seed))
  const line = `${PREFIX}+${name}+${idOf(made.key)}+${material}\n`
  keys.write(path, utf8Of(line), formatVkey(made.key))
  return made
}

export function readKeyFile(path: string, kind: KeyUse, keys: KeyStore = keyFiles()): PrivateKey {
  const parts = partsOf(keys.read(path))
  if (parts?.type !== TYPES[kind]) {
    throw new StartupProblem(`The key ${path} is not an Ed25519 key of a signed note.`)
  }
  const made = keyFrom(parts.name, parts.seed, kind)
  if (idOf(made.key) !== parts.id) {
    throw new StartupProblem(`The key ${path} does not match its own id.`)
  }
  return made
}

/** The verifier key of these bytes, or null if they are no private key of a note. */
export function publicSideOf(secret: Uint8Array): string | null {
  const parts = partsOf(secret)
  const kind = (['ed25519', 'cosignature'] as const).find((use) => TYPES[use] === parts?.type)
  return parts === null || kind === undefined
    ? null
    : formatVkey(keyFrom(parts.name, parts.seed, kind).key)
}

function partsOf(secret: Uint8Array) {
  const text = textFromUtf8(secret) ?? ''
  const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)\n$/.exec(text)
  const [, name = '', id = '', encoded = ''] = match ?? []
  const [type, ...seed] = bytesFromBase64(encoded) ?? []
  if (!isKeyName(name) || seed.length !== SEED_BYTES) return null
  return { name, id, type, seed: Uint8Array.from(seed) }
}

/** Its public side, without a passphrase if the file is under one. */
export function verifierKeyOf(path: string, kind: KeyUse): string {
  const { isSealed, label } = describeKeyFile(path)
  return isSealed ? label : formatVkey(readKeyFile(path, kind).key)
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
