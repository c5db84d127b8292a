/**
 * Base 64 of RFC 4648: the standard alphabet with padding (§4) and the URL alphabet without (§5).
 * Decoding refuses whatever encoding would not have written: other characters, missing or surplus
 * padding, unused bits that are not zero. One byte string has one text, so a signed text cannot be
 * rewritten into another that means the same.
 */

const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

type Alphabet = {
  /** Two characters for each 12 bits: a quarter of the look-ups that single characters need. */
  readonly pairs: readonly string[]
  /** The six bits of each ASCII character, -1 for one outside the alphabet. */
  readonly values: Int8Array
}

function alphabet(singles: string): Alphabet {
  const pairs: string[] = []
  for (const high of singles) for (const low of singles) pairs.push(high + low)
  const values = new Int8Array(128).fill(-1)
  for (let at = 0; at < singles.length; at += 1) values[singles.charCodeAt(at)] = at
  return { pairs, values }
}

const STANDARD = alphabet(`${COMMON}+/`)
const URL_SAFE = alphabet(`${COMMON}-_`)

export function base64Of(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD)
  const surplus = bytes.length % 3
  return surplus === 0 ? text : text + (surplus === 1 ? '==' : '=')
}

export function base64UrlOf(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE)
}

export function bytesFromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null
  let end = text.length
  if (text.endsWith('==')) end -= 2
  else if (text.endsWith('=')) end -= 1
  return decode(text, end, STANDARD)
}

export function bytesFromBase64Url(text: string): Uint8Array | null {
  return decode(text, text.length, URL_SAFE)
}

function encode(bytes: Uint8Array, { pairs }: Alphabet): string {
  let text = ''
  let at = 0
  for (; at + 3 <= bytes.length; at += 3) {
    const word = wordAt(bytes, at)
    text += `${pairs[word >> 12]}${pairs[word & 4095]}`
  }
  // The missing bytes of the last group read as zero, and its characters for them are left out.
  if (at === bytes.length) return text
  const word = wordAt(bytes, at)
  const group = `${pairs[word >> 12]}${pairs[word & 4095]}`
  return text + group.slice(0, bytes.length - at + 1)
}

/** The three bytes at an offset as one number; those past the end are zero. */
function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
}

function decode(text: string, end: number, { values }: Alphabet): Uint8Array | null {
  if (end % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((end * 3) / 4))
  let bits = 0
  let held = 0
  let length = 0
  for (let at = 0; at < end; at += 1) {
    const value = values[text.charCodeAt(at)] ?? -1
    if (value < 0) return null
    bits = ((bits << 6) | value) & 0xfff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[length] = bits >> held
      length += 1
    }
  }
  const unused = bits & ((1 << held) - 1)
  return unused === 0 ? bytes : null
}
