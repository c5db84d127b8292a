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

/** What a browser reads codes with, where it has it. */
type Detector = { detect(source: ImageBitmapSource): Promise<readonly { rawValue: string }[]> }
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector

/** The text of the first QR code in a picture; null where there is none; undefined where nobody can look. */
export async function readCode(picture: Blob): Promise<string | null | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a global that the types of a page do not know yet.
  const known = globalThis as { readonly BarcodeDetector?: DetectorClass }
  if (known.BarcodeDetector === undefined) return undefined
  const detector = new known.BarcodeDetector({ formats: ['qr_code'] })
  const [code] = await detector.detect(await createImageBitmap(picture)).catch(() => [])
  return code?.rawValue ?? null
}
