/**
 * The text form of an inclusion proof with its checkpoint: c2sp.org/tlog-proof. The header ends at the
 * FIRST empty line; what follows is the checkpoint as it was signed, byte for byte.
 */
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { PROOF_HASHES_MAX } from '#kernel/std/limits.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { type Hash, HASH_BYTES } from './hash.ts'

export type LogProof = {
  readonly index: number
  readonly hashes: readonly Hash[]
  /** The signed checkpoint, not parsed yet. */
  readonly checkpoint: string
  /** Not authenticated by anything: nobody may believe it. */
  readonly extra?: Uint8Array
}

const HEADER = 'c2sp.org/tlog-proof@v1'
const EXTRA_CHARS_MAX = 65_536

export function formatProof({ index, hashes, checkpoint, extra }: LogProof): string {
  const lines = hashes.map((hash) => `${base64Of(hash)}\n`).join('')
  const extraLine = extra === undefined ? '' : `extra ${base64Of(extra)}\n`
  return `${HEADER}\n${extraLine}index ${index}\n${lines}\n${checkpoint}`
}

/** The same from lines that a batch has written already (see `inclusionLines`). */
export function formatProofLines(index: number, lines: string, checkpoint: string): string {
  return `${HEADER}\nindex ${index}\n${lines}\n${checkpoint}`
}

export function parseProof(text: string): Result<LogProof, 'proof_malformed'> {
  const border = text.indexOf('\n\n')
  if (border < 0) return err('proof_malformed')
  const [header, ...lines] = text.slice(0, border).split('\n')
  if (header !== HEADER) return err('proof_malformed')
  const extra =
    lines[0]?.startsWith('extra ') === true ? parseExtra(lines.shift() ?? '') : undefined
  const index = parseIndex(lines.shift() ?? '')
  const hashes = parseHashes(lines)
  if (extra === null || index === null || hashes === null) return err('proof_malformed')
  const proof = { index, hashes, checkpoint: text.slice(border + 2) }
  return ok(extra === undefined ? proof : { ...proof, extra })
}

function parseExtra(line: string): Uint8Array | null {
  const encoded = line.slice('extra '.length)
  // Without extra data the line is left out, so an empty one was not written by the rules.
  return encoded === '' || encoded.length > EXTRA_CHARS_MAX ? null : bytesFromBase64(encoded)
}

function parseIndex(line: string): number | null {
  return line.startsWith('index ') ? wholeFromDecimal(line.slice('index '.length)) : null
}

function parseHashes(lines: readonly string[]): Hash[] | null {
  if (lines.length > PROOF_HASHES_MAX) return null
  const hashes: Hash[] = []
  for (const line of lines) {
    const hash = bytesFromBase64(line)
    if (hash?.length !== HASH_BYTES) return null
    hashes.push(hash)
  }
  return hashes
}
