/**
 * A secret under a passphrase, as text of four lines:
 *
 *     hongqiao-sealed/1
 *     <what it is: a verifier key, or the name of a key without one>
 *     scrypt <log2 N> <r> <p> <salt>
 *     aes-256-gcm <nonce> <ciphertext and tag>
 *
 * scrypt (RFC 7914) makes the key, AES-256-GCM (NIST SP 800-38D) seals and authenticates; the first three lines
 * are associated data, so a secret cannot be passed off as another one. Binary values are base64. A later form
 * gets another first line; this one stays readable.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import type { Passphrase } from './passphrase.ts'

const FORMAT = 'hongqiao-sealed/1'
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const SALT_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16
const SECRET_BYTES_MAX = 4096

/** 128 MiB and about half a second for each attempt. */
const LOG_N = 17
/** What a file may ask of us: 1 GiB. */
const LOG_N_MAX = 20
const R = 8
const P = 1

export type SealedRefusal = 'sealed_malformed' | 'passphrase_wrong'

/** Whether these are the bytes of a sealed file, whole or damaged. */
export function isSealed(bytes: Uint8Array): boolean {
  return textFromUtf8(bytes.subarray(0, FORMAT.length)) === FORMAT
}

export function seal(
  secret: Uint8Array,
  { label, passphrase, logN = LOG_N }: SealingOptions,
): Uint8Array {
  const salt = randomBytes(SALT_BYTES)
  const nonce = randomBytes(NONCE_BYTES)
  const head = `${FORMAT}\n${label}\nscrypt ${logN} ${R} ${P} ${base64Of(salt)}\n`
  const cipher = createCipheriv(CIPHER, derived(passphrase, salt, logN), nonce)
  cipher.setAAD(utf8Of(head))
  const sealed = concatBytes(cipher.update(secret), cipher.final(), cipher.getAuthTag())
  return utf8Of(`${head}${CIPHER} ${base64Of(nonce)} ${base64Of(sealed)}\n`)
}

export interface SealingOptions {
  /** What it is, for whoever reads the file without the passphrase: one line. */
  readonly label: string
  readonly passphrase: Passphrase
  /** Less for tests. */
  readonly logN?: number
}

/** The second line: it is authenticated only once the file was opened. */
export function labelOf(bytes: Uint8Array): string | null {
  return partsOf(bytes)?.label ?? null
}

export function unseal(
  bytes: Uint8Array,
  passphrase: Passphrase,
): Result<Uint8Array, SealedRefusal> {
  const parts = partsOf(bytes)
  if (parts === null) return err('sealed_malformed')
  const { head, logN, salt, nonce, sealed } = parts
  const decipher = createDecipheriv(CIPHER, derived(passphrase, salt, logN), nonce)
  decipher.setAAD(utf8Of(head))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return ok(concatBytes(decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()))
  } catch {
    // Node throws where the tag does not fit: another passphrase, or a changed file, and nobody can tell which.
    return err('passphrase_wrong')
  }
}

function derived(passphrase: Passphrase, salt: Uint8Array, logN: number): Uint8Array {
  // Composed, so that what one keyboard writes is what another one writes.
  const text = passphrase.reveal().normalize('NFC')
  const cost = 2 ** logN
  return scryptSync(text, salt, KEY_BYTES, {
    cost,
    blockSize: R,
    parallelization: P,
    maxmem: 2 * 128 * R * cost,
  })
}

interface Parts {
  readonly head: string
  readonly label: string
  readonly logN: number
  readonly salt: Uint8Array
  readonly nonce: Uint8Array
  readonly sealed: Uint8Array
}

/** Five fields that are not empty, between words that never differ. */
const FORM = new RegExp(
  String.raw`^${FORMAT}\n([^\n]+)\nscrypt ([0-9]+) ${R} ${P} (\S+)\n${CIPHER} (\S+) (\S+)\n$`,
)

/** Null for anything that `seal` does not write. */
function partsOf(bytes: Uint8Array): Parts | null {
  const text = bytes.length > 4 * SECRET_BYTES_MAX ? null : textFromUtf8(bytes)
  const match = FORM.exec(text ?? '')
  if (text === null || match === null) return null
  const [, label = '', logNText = '', salt = '', nonce = '', sealed = ''] = match
  const logN = wholeFromDecimal(logNText)
  const bodies = bodiesFrom(salt, nonce, sealed)
  if (bodies === null || !isAffordable(logN)) return null
  return { head: text.slice(0, text.lastIndexOf(`${CIPHER} `)), label, logN, ...bodies }
}

function bodiesFrom(
  saltText: string,
  nonceText: string,
  sealedText: string,
): Pick<Parts, 'salt' | 'nonce' | 'sealed'> | null {
  const [salt, nonce] = [bytesFromBase64(saltText), bytesFromBase64(nonceText)]
  const sealed = bytesFromBase64(sealedText)
  if (salt?.length !== SALT_BYTES || nonce?.length !== NONCE_BYTES) return null
  return sealed === null || sealed.length <= TAG_BYTES ? null : { salt, nonce, sealed }
}

function isAffordable(logN: number | null): logN is number {
  return logN !== null && logN >= 1 && logN <= LOG_N_MAX
}
