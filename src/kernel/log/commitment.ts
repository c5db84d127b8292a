/**
 * Salted commitments as in SD-JWT (RFC 9901 §4.2): a leaf holds the SHA-256 of a disclosure, and the
 * disclosure, base64url of JCS([salt, name, value]), goes to those who may read it. Without the salt the
 * digest tells nothing, so erasing salt and value erases the fact, and the leaf stays as it is.
 */
import { base64UrlOf, bytesFromBase64Url } from '#kernel/std/base64.ts'
import { canonicalText, isJsonArray, parseCanonical } from '#kernel/std/canonical-json.ts'
import type { Json } from '#kernel/std/json.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import type { Sha256 } from './hash.ts'

/** A value that could be guessed needs 128 bits that cannot. */
export const SALT_BYTES_MIN = 16

export const DISCLOSURE_CHARS_MAX = 65_536

export type Disclosure = {
  /** Base64url of at least 16 random bytes, never used for another field. */
  readonly salt: string
  readonly name: string
  readonly value: Json
}

export function formatDisclosure({ salt, name, value }: Disclosure): string {
  return base64UrlOf(utf8Of(canonicalText([salt, name, value])))
}

export function parseDisclosure(text: string): Result<Disclosure, 'disclosure_malformed'> {
  const bytes = text.length > DISCLOSURE_CHARS_MAX ? null : bytesFromBase64Url(text)
  if (bytes === null) return err('disclosure_malformed')
  const parts = parseCanonical(bytes)
  if (!parts.ok || !isJsonArray(parts.value)) return err('disclosure_malformed')
  const [salt, name, value, surplus] = parts.value
  if (!isSalt(salt) || typeof name !== 'string' || name === '') return err('disclosure_malformed')
  if (value === undefined || surplus !== undefined) return err('disclosure_malformed')
  return ok({ salt, name, value })
}

function isSalt(salt: Json | undefined): salt is string {
  return typeof salt === 'string' && (bytesFromBase64Url(salt)?.length ?? 0) >= SALT_BYTES_MIN
}

/** The digest that stands in the leaf: base64url of the SHA-256 of the disclosure's own text. */
export function commitmentTo(disclosure: string, sha256: Sha256): string {
  return base64UrlOf(sha256(utf8Of(disclosure)))
}
