/**
 * Who signed a note, of those whom the reader knows: c2sp.org/signed-note. Lines by unknown keys are ignored;
 * one wrong line in the name of a known key spoils the whole note.
 */
import { utf8Of } from '#kernel/std/utf8.ts'
import { check, type Checking } from './checking.ts'
import { cosignedMessage, parseCosignature } from './cosignature.ts'
import { isSoundSignature, type VerifyEd25519 } from './ed25519.ts'
import { isSignedBy, type Note, type NoteSignature } from './note.ts'
import type { NoteKey } from './vkey.ts'

export type Signer = {
  readonly key: NoteKey
  /** When it cosigned, in milliseconds since 1970; 0 for a signature that states no time. */
  readonly atMs: number
  /** The line that proves it. */
  readonly line: NoteSignature
}

/** Who of these keys signed the note, or null if one signature line of theirs is wrong. */
export function signersOf(
  note: Note,
  keys: readonly NoteKey[],
  verifyEd25519: VerifyEd25519,
): Promise<Signer[] | null> {
  return check(checkSigners(note, keys), verifyEd25519)
}

export function* checkSigners(
  { text, signatures }: Note,
  keys: readonly NoteKey[],
): Checking<Signer[] | null> {
  const signers: Signer[] = []
  for (const line of signatures) {
    const key = keys.find((candidate) => isSignedBy(line, candidate))
    // Nobody here can check this type yet, so it is never counted.
    if (key === undefined || key.kind === 'ml-dsa-44') continue
    const statement = statementOf(text, line, key)
    if (statement === null || !isSoundSignature(statement.signature)) return null
    const { publicKey } = key
    const { message, signature, atMs } = statement
    if (!(yield { publicKey, message, signature })) return null
    signers.push({ key, atMs, line })
  }
  return signers
}

type Statement = {
  readonly message: Uint8Array
  readonly signature: Uint8Array
  readonly atMs: number
}

/** What a signature line says, or null if its payload has the wrong form for its key. */
function statementOf(text: string, { payload }: NoteSignature, key: NoteKey): Statement | null {
  if (key.kind === 'ed25519') return { message: utf8Of(text), signature: payload, atMs: 0 }
  const cosignature = parseCosignature(payload)
  if (cosignature === null) return null
  const { seconds, signature } = cosignature
  return { message: cosignedMessage(text, seconds), signature, atMs: Number(seconds) * 1000 }
}
