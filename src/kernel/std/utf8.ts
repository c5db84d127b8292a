/** UTF-8, strict in both directions: nothing is replaced, nothing is skipped. */
import { assert } from './assert.ts'

// Node and every browser have these two; the bare language library does not name them.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
declare const TextDecoder: new (
  label: 'utf-8',
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode(bytes: Uint8Array): string }

const encoder = new TextEncoder()
// "ignoreBOM" keeps a byte-order mark in the text, where the parsers behind this one refuse it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes of a text. A lone surrogate has none: whoever takes text from outside checks first. */
export function utf8Of(text: string): Uint8Array<ArrayBuffer> {
  assert(text.isWellFormed(), 'a lone surrogate has no UTF-8')
  return encoder.encode(text)
}

export function textFromUtf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    // The decoder throws for malformed input only, and that is the answer.
    return null
  }
}
