/** A run in words: what was injected, what was reached, and how a failure is told again. */
import { BANK_FAULTS } from '#platform/bank/faults.ts'
import { MACHINES as OF_HANDOVER } from '#services/handover/domain/machines.ts'
import { MACHINES as OF_PREPAID } from '#services/prepaid/domain/machines.ts'
import { FAULTS } from './faults.ts'
import type { Report } from './run.ts'

const SHOWN_MAX = 8
const CHARS_MAX = 600

/** Of many runs. */
export interface Summed {
  readonly counts: Map<string, number>
  /** Seeds whose runs found something. */
  readonly failed: number[]
  entries: number
}

type Counts = ReadonlyMap<string, number>

const PREFIX = 'fault '
const ALL_FAULTS: readonly string[] = [...FAULTS, ...BANK_FAULTS.map((name) => `bank: ${name}`)]

export function formatReport(report: Report, hours: number): string {
  const { counts } = report
  return [headOf(report), ...countsOf(counts), ...foundOf(report, hours)].join('\n')
}

/** One of many runs; whatever it found is said at once. */
export function formatLine(report: Report, hours: number): string {
  return [headOf(report), ...(report.wrong.length === 0 ? [] : foundOf(report, hours))].join('\n')
}

/** What many runs came to, or one: the transitions that were not taken, and the seeds that found something. */
export function formatSum(
  { counts, failed, entries }: Summed,
  { first, seeds }: { readonly first: number; readonly seeds: number },
): string {
  const left = transitionsLeft(new Set(counts.keys()))
  if (seeds === 1) return left
  const verdict =
    failed.length === 0
      ? 'nothing is wrong'
      : `WRONG in ${failed.length} seeds: ${failed.slice(0, 100).join(', ')}`
  const head = `seeds ${first} to ${first + seeds - 1}: ${entries} entries`
  return ['', head, ...countsOf(counts), left, verdict].join('\n')
}

function headOf({ seed, entries, events, simulatedMs, traceHash, wrong }: Report): string {
  const hours = Math.round(simulatedMs / 3_600_000)
  const verdict = wrong.length === 0 ? '' : ', WRONG'
  const hash = traceHash.slice(0, 16)
  return `seed ${seed}: ${entries} entries and ${events} events in ${hours} hours, trace ${hash}${verdict}`
}

/** Every fault, also those that this run does not know or that did not strike; then what was reached. */
function countsOf(counts: Counts): readonly string[] {
  const row = (name: string, count: number): string => `  ${String(count).padStart(7)}  ${name}`
  const reached = [...counts]
    .filter(([name]) => !name.startsWith(PREFIX))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    'injected:',
    ...ALL_FAULTS.toSorted().map((name) => row(name, counts.get(PREFIX + name) ?? 0)),
    'reached:',
    ...reached.map(([name, count]) => row(name, count)),
  ]
}

function foundOf({ seed, wrong }: Report, hours: number): readonly string[] {
  if (wrong.length === 0) return ['nothing is wrong']
  return [
    ...wrong.slice(0, SHOWN_MAX).map((sentence) => `WRONG: ${sentence.slice(0, CHARS_MAX)}`),
    `again: npm run simulate -- --seed ${seed} --hours ${hours} --trace`,
  ]
}

/** Which transitions of prepaid money and of consignments were not taken, by runs that reached all of this. */
function transitionsLeft(reached: ReadonlySet<string>): string {
  return [
    ...leftOf('prepaid money', OF_PREPAID, reached),
    ...leftOf('consignments', OF_HANDOVER, reached),
  ].join('\n')
}

interface Drawn {
  readonly transitions: readonly (readonly [string | null, string, string])[]
}

function leftOf(
  what: string,
  machines: Readonly<Record<string, Drawn>>,
  reached: ReadonlySet<string>,
): readonly string[] {
  const all = Object.entries(machines).flatMap(([name, { transitions }]) =>
    transitions.map(
      ([from, event, to]) => `transition ${name}: ${from ?? 'nothing'} → ${to} by ${event}`,
    ),
  )
  const left = all.filter((line) => !reached.has(line))
  const count = `${all.length - left.length} of ${all.length} transitions of ${what} were taken`
  return [left.length === 0 ? count : `${count}; not:`, ...left.map((line) => `  ${line}`)]
}
