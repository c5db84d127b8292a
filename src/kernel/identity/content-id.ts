/** Ids made from what they name: whoever has the content can make the id, and one content has one id. */
import { sha256 } from '@noble/hashes/sha2.js'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

// 128 bits: nobody finds two contents with one id, and it still fits a line.
const ID_BYTES = 16

/** `prefix` and 22 characters of base64url. The parts hold no U+001F, so no two lists join alike. */
export function contentId(prefix: string, parts: readonly string[]): string {
  return prefix + base64UrlOf(sha256(utf8Of(parts.join('\u001F'))).subarray(0, ID_BYTES))
}

/** 64 hexadecimal digits of a text's UTF-8: what anybody computes with `sha256sum`. */
export function sha256HexOf(text: string): string {
  return hexOf(sha256(utf8Of(text)))
}
