/**
 * Several receipts at once, as a party keeps them. Each is verified by itself; then what they say together
 * is looked at: whether the running numbers of a party have gaps or contradict each other, and whether two of
 * the checkpoints under them cannot be of one log.
 */
import { base64Of } from '#kernel/std/base64.ts'
import { type RunningNumber, runningNumberOf } from './numbers.ts'
import { type Findings, type Trust, type Verdict, verifyReceipt } from './verify.ts'

export type ReceiptFile = { readonly name: string; readonly receipt: string | Uint8Array }

export type CheckedFile = { readonly name: string; readonly verdict: Verdict }

/** Numbers `from` to `to`, both included. */
export type Gap = { readonly from: number; readonly to: number }

export type NumberConflict = {
  readonly number: number
  readonly index: number
  /** An earlier number that stands at this entry or a later one, or this number at another entry. */
  readonly other: { readonly number: number; readonly index: number }
}

/** The running numbers of one party in one book, as far as verified receipts disclose them. */
export type NumberLine = {
  readonly origin: string
  readonly party: string
  readonly count: number
  readonly last: number
  /** Numbers up to the last that no receipt here has; the first ones of them. */
  readonly gaps: readonly Gap[]
  readonly missing: number
  /** What no honest numbering has: the book itself has signed it. */
  readonly conflicts: readonly NumberConflict[]
}

/** Two receipts whose checkpoints state different roots of one size, both signed by the log. */
export type ForkedPair = {
  readonly origin: string
  readonly size: number
  readonly names: readonly [string, string]
}

export type SeveralVerdict = {
  readonly files: readonly CheckedFile[]
  readonly lines: readonly NumberLine[]
  readonly forks: readonly ForkedPair[]
}

export const RECEIPTS_MAX = 10_000
export const GAPS_MAX = 100

type Verified = { readonly name: string; readonly findings: Findings }
type Placed = { readonly number: number; readonly index: number }

export async function verifySeveral(
  files: readonly ReceiptFile[],
  trust: Trust,
): Promise<SeveralVerdict> {
  const checked: CheckedFile[] = []
  for (const { name, receipt } of files) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that memory holds one receipt's work.
    checked.push({ name, verdict: await verifyReceipt(receipt, trust) })
  }
  // What an unverified file says is nobody's word.
  const verified = checked.flatMap(({ name, verdict }): readonly Verified[] =>
    verdict.verified ? [{ name, findings: verdict.findings }] : [],
  )
  return { files: checked, lines: numberLines(verified), forks: forkedPairs(verified) }
}

/** Whether every file is verified and nothing that they say together is wrong. Gaps are no wrong. */
export function areSound({ files, lines, forks }: SeveralVerdict): boolean {
  const isEachVerified = files.every(({ verdict }) => verdict.verified)
  return isEachVerified && forks.length === 0 && lines.every((line) => line.conflicts.length === 0)
}

function numberLines(verified: readonly Verified[]): readonly NumberLine[] {
  const lines = new Map<string, { origin: string; party: string; placed: Placed[] }>()
  for (const { findings } of verified) {
    const { checkpoint, index = 0, disclosures = [] } = findings
    const origin = checkpoint?.origin ?? ''
    for (const { party, number } of disclosures.map(runningNumberOf).filter(isNumber)) {
      const key = `${origin}\n${party}`
      const line = lines.get(key) ?? { origin, party, placed: [] }
      lines.set(key, line)
      line.placed.push({ number, index })
    }
  }
  return [...lines.values()].map(({ origin, party, placed }) => ({
    origin,
    party,
    ...lineOf(placed),
  }))
}

function isNumber(number: RunningNumber | null): number is RunningNumber {
  return number !== null
}

/** Numbers begin at 1 and rise with the entries. The same receipt twice is the same number once. */
function lineOf(placed: readonly Placed[]): Omit<NumberLine, 'origin' | 'party'> {
  const sorted = placed.toSorted((a, b) => a.number - b.number || a.index - b.index)
  const gaps: Gap[] = []
  const conflicts: NumberConflict[] = []
  let previous: Placed = { number: 0, index: -1 }
  let count = 0
  for (const { number, index } of sorted) {
    const isRepeated = number === previous.number
    if (isRepeated && index === previous.index) continue
    if (isRepeated || index <= previous.index) conflicts.push({ number, index, other: previous })
    if (number > previous.number + 1) gaps.push({ from: previous.number + 1, to: number - 1 })
    if (!isRepeated) count += 1
    previous = { number, index }
  }
  const { number: last } = previous
  return { count, last, gaps: gaps.slice(0, GAPS_MAX), missing: last - count, conflicts }
}

function forkedPairs(verified: readonly Verified[]): readonly ForkedPair[] {
  const roots = new Map<string, { readonly root: string; readonly name: string }>()
  const pairs: ForkedPair[] = []
  for (const { name, findings } of verified) {
    const { checkpoint } = findings
    if (checkpoint === undefined) continue
    const { origin, size } = checkpoint
    const key = `${origin}\n${size}`
    const root = base64Of(checkpoint.root)
    const other = roots.get(key)
    if (other === undefined) roots.set(key, { root, name })
    else if (other.root !== root) pairs.push({ origin, size, names: [other.name, name] })
  }
  return pairs
}
