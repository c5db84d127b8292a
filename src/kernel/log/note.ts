/**
 * Signed notes: c2sp.org/signed-note. A text, an empty line, and one signature line per signer. The text
 * ends at the LAST empty line, so nothing before the signatures can be cut off from what was signed.
 */
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { isKeyName, type NoteKey, uint32 } from './vkey.ts'

export type NoteSignature = {
  readonly name: string
  readonly keyId: number
  /** What follows the key id: for cosignatures a timestamp and the signature proper. */
  readonly payload: Uint8Array
}

export type Note = {
  /** What was signed, with its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** The bounds of the Go implementation; the specification asks for 16 signatures at least. */
const SIGNATURES_MAX = 100
const NOTE_CHARS_MAX = 1_000_000

const DASH = '\u2014'

export function parseNote(note: string): Result<Note, 'note_malformed'> {
  if (note.length > NOTE_CHARS_MAX || !isNoteText(note)) return err('note_malformed')
  const border = note.lastIndexOf('\n\n')
  if (border < 0 || !note.endsWith('\n') || border + 2 === note.length) return err('note_malformed')
  const lines = note.slice(border + 2, -1).split('\n')
  if (lines.length > SIGNATURES_MAX) return err('note_malformed')
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const signature = parseSignature(line)
    if (signature === null) return err('note_malformed')
    signatures.push(signature)
  }
  return ok({ text: note.slice(0, border + 1), signatures })
}

/** One signature line with its newline. */
export function signatureLine({ name, id }: NoteKey, payload: Uint8Array): string {
  const keyId = Uint8Array.of(id >>> 24, id >>> 16, id >>> 8, id)
  return `${DASH} ${name} ${base64Of(concatBytes(keyId, payload))}\n`
}

/** A note from its text, which ends in a newline, and its signature lines. */
export function formatNote(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.join('')}`
}

export function isSignedBy({ name, keyId }: NoteSignature, key: NoteKey): boolean {
  return name === key.name && keyId === key.id
}

/** Valid Unicode without control characters other than the newline. */
function isNoteText(note: string): boolean {
  // The class spans all characters from the space on, and the newline.
  return note.isWellFormed() && /^[\n\u0020-\uffff]*$/.test(note)
}

function parseSignature(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ')
  if (dash !== DASH || rest.length > 0 || !isKeyName(name)) return null
  const bytes = bytesFromBase64(encoded)
  if (bytes === null || bytes.length < 5) return null
  return { name, keyId: uint32(bytes), payload: bytes.subarray(4) }
}
