/** What was put before the check: a receipt, a policy in place of one that is there, or a picture of a code. */
import { textFromUtf8 } from '#kernel/std/utf8.ts'

export type DroppedKind = 'receipt' | 'policy' | 'picture'

/** By what stands in it, for names and types say little: the first line of a policy begins with its keyword. */
export function kindOfDropped(mediaType: string, bytes: Uint8Array): DroppedKind {
  if (mediaType.startsWith('image/')) return 'picture'
  const text = textFromUtf8(bytes)
  return text !== null && isPolicyText(text) ? 'policy' : 'receipt'
}

function isPolicyText(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trim())
  const first = lines.find((line) => line !== '' && !line.startsWith('#'))
  return first !== undefined && /^(log|witness|group|quorum)[ \t]/.test(first)
}
