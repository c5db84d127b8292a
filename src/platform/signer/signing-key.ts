/** The private key of a book in its file: a signed-note key line, readable by its owner alone. */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { formatVkey, isKeyName, noteKey, type NoteKey } from '#kernel/log/vkey.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'

export interface SigningKey {
  /** The key's name, which is the origin of its log. */
  readonly name: string
  readonly verifierKey: string
  /** The text, which ends in a newline, as a note with this key's signature. */
  signNote(text: string): string
}

const PREFIX = 'PRIVATE+KEY'
const ED25519_TYPE = 0x01
const SEED_BYTES = 32
const PRIVATE_MODE = 0o600
/** RFC 8410 §7: what stands before the seed in a PKCS #8 private key. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

export function createSigningKey(path: string, name: string): SigningKey {
  const seed = randomBytes(SEED_BYTES)
  const { id, key } = keyFrom(name, seed)
  const material = base64Of(concatBytes(Uint8Array.of(ED25519_TYPE), seed))
  writeDurablySync(path, utf8Of(`${PREFIX}+${name}+${id}+${material}\n`), PRIVATE_MODE)
  return key
}

export function readSigningKey(path: string): SigningKey {
  // Windows has no such bits, and says that everybody may read every file.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new StartupProblem(`The signing key ${path} is open to others: chmod 600 it.`)
  }
  const text = readFileSync(path, 'utf8')
  const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)\n$/.exec(text)
  const [, name = '', id = '', encoded = ''] = match ?? []
  const [type, ...seed] = bytesFromBase64(encoded) ?? []
  if (!isKeyName(name) || type !== ED25519_TYPE || seed.length !== SEED_BYTES) {
    throw new StartupProblem(`The signing key ${path} is not an Ed25519 key of a signed note.`)
  }
  const made = keyFrom(name, Uint8Array.from(seed))
  if (made.id !== id) throw new StartupProblem(`The signing key ${path} does not match its own id.`)
  return made.key
}

function keyFrom(
  name: string,
  seed: Uint8Array,
): { readonly id: string; readonly key: SigningKey } {
  const key = Buffer.concat([PKCS8_PREFIX, seed])
  const secret = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  const publicKey = publicBytes(secret)
  const note: NoteKey = noteKey({ name, kind: 'ed25519', publicKey }, sha256)
  const signNote = (text: string) =>
    formatNote(text, [signatureLine(note, sign(null, utf8Of(text), secret))])
  const id = note.id.toString(16).padStart(8, '0')
  return { id, key: { name, verifierKey: formatVkey(note), signNote } }
}

function publicBytes(secret: KeyObject): Uint8Array {
  const der = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  return Uint8Array.from(der.subarray(-SEED_BYTES))
}
