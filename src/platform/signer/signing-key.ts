/** The private keys of a book: signed-note key lines, readable by their owner alone. */
import { sign } from 'node:crypto'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { keyFiles, type KeyStore } from '#platform/keys/key-store.ts'
import { createKeyFile, type PrivateKey } from './key-file.ts'
import { publicRing, type PublicRing, readRing } from './key-ring.ts'

export interface SigningKey extends PublicRing {
  /** The name of all its keys, which is the origin of its log. */
  readonly name: string
  /** The text, which ends in a newline, as a note: signed by the newest key and by one that overlaps with it. */
  signNote(text: string): string
}

export function createSigningKey(
  path: string,
  name: string,
  keys: KeyStore = keyFiles(),
): SigningKey {
  return signingKey([createKeyFile(path, name, 'ed25519', keys)], publicRing(path, 'ed25519'))
}

export function readSigningKey(path: string, keys: KeyStore = keyFiles()): SigningKey {
  return signingKey(readRing(path, 'ed25519', keys), publicRing(path, 'ed25519'))
}

function signingKey(ring: readonly PrivateKey[], known: PublicRing): SigningKey {
  const signNote = (text: string) => {
    const bytes = utf8Of(text)
    const lines = ring.map(({ key, secret }) => signatureLine(key, sign(null, bytes, secret)))
    return formatNote(text, lines)
  }
  return { name: ring[0]?.key.name ?? '', ...known, signNote }
}
