/**
 * The running numbers that a monitor may see: those that receipts of its own disclose. Replay counts the
 * entries of every party; here the two are held against each other.
 */
import { type RunningNumber, runningNumberOf } from '#kernel/log/numbers.ts'
import type { SeveralVerdict } from '#kernel/log/several.ts'

/** What was disclosed of an entry of a book. */
export type NumbersAt = (origin: string, index: number) => readonly RunningNumber[]

export const NO_NUMBERS: NumbersAt = () => []

/** Of receipts that were verified; what others say is nobody's word. */
export function disclosedNumbers({ files }: SeveralVerdict): NumbersAt {
  const known = new Map<string, RunningNumber[]>()
  for (const { verdict } of files) {
    const { checkpoint, index = 0, disclosures = [] } = verdict.findings
    if (!verdict.verified || checkpoint === undefined) continue
    const key = `${checkpoint.origin} ${index}`
    const numbers = disclosures.map(runningNumberOf).filter((number) => number !== null)
    known.set(key, [...(known.get(key) ?? []), ...numbers])
  }
  return (origin, index) => known.get(`${origin} ${index}`) ?? []
}

/** What is wrong with the numbers that were disclosed of an entry, by those that replay counted. */
export function numberProblem(
  disclosed: readonly RunningNumber[],
  counted: readonly RunningNumber[],
): string | null {
  for (const { party, number } of disclosed) {
    const own = counted.find((each) => each.party === party)
    if (own === undefined) return `${party} has a number, and is no party of the entry`
    if (own.number !== number) {
      return `${party} was given number ${number}, but ${own.number} entries name it so far`
    }
  }
  return null
}
