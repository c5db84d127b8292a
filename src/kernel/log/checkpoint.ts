/** Checkpoints: c2sp.org/tlog-checkpoint, the text of a note in which a log states its size and root. */
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { type Hash, HASH_BYTES } from './hash.ts'

export type Checkpoint = {
  readonly origin: string
  readonly size: number
  readonly root: Hash
  /** Lines that a log may add. Ours adds none: some cosignatures do not cover them. */
  readonly extensions: readonly string[]
}

/** Cosignatures of a later type hold the origin with an 8-bit length. */
const ORIGIN_BYTES_MAX = 255

export function parseCheckpoint(text: string): Result<Checkpoint, 'checkpoint_malformed'> {
  if (!text.endsWith('\n')) return err('checkpoint_malformed')
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n')
  const size = wholeFromDecimal(sizeText)
  const root = bytesFromBase64(rootText)
  if (size === null || root?.length !== HASH_BYTES) return err('checkpoint_malformed')
  if (!isOrigin(origin) || extensions.includes('')) return err('checkpoint_malformed')
  return ok({ origin, size, root, extensions })
}

/** The text that our logs sign. */
export function formatCheckpoint({ origin, size, root }: Omit<Checkpoint, 'extensions'>): string {
  return `${origin}\n${size}\n${base64Of(root)}\n`
}

function isOrigin(origin: string): boolean {
  return origin !== '' && origin.isWellFormed() && utf8Of(origin).length <= ORIGIN_BYTES_MAX
}
