/** The private key of a book in its file: a signed-note key line, readable by its owner alone. */
import { sign } from 'node:crypto'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { formatVkey } from '#kernel/log/vkey.ts'
import { createKeyFile, type PrivateKey, readKeyFile } from './key-file.ts'

export interface SigningKey {
  /** The key's name, which is the origin of its log. */
  readonly name: string
  readonly verifierKey: string
  /** The text, which ends in a newline, as a note with this key's signature. */
  signNote(text: string): string
}

export function createSigningKey(path: string, name: string): SigningKey {
  return signingKey(createKeyFile(path, name, 'ed25519'))
}

export function readSigningKey(path: string): SigningKey {
  return signingKey(readKeyFile(path, 'ed25519'))
}

function signingKey({ key, secret }: PrivateKey): SigningKey {
  const signNote = (text: string) =>
    formatNote(text, [signatureLine(key, sign(null, utf8Of(text), secret))])
  return { name: key.name, verifierKey: formatVkey(key), signNote }
}
