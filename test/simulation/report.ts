/** A run in words: what was injected, what was reached, and how a failure is told again. */
import { MACHINES, type Machine } from '#services/prepaid/domain/machines.ts'
import type { Report } from './run.ts'

const SHOWN_MAX = 8
const CHARS_MAX = 600

export function formatReport(report: Report, hours: number): string {
  const { seed, counts, wrong, events, entries, simulatedMs, traceHash } = report
  const lines = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const faults = lines.filter(([name]) => name.startsWith('fault '))
  const reached = lines.filter(([name]) => !name.startsWith('fault '))
  const row = ([name, count]: readonly [string, number]): string =>
    `  ${String(count).padStart(7)}  ${name.replace(/^fault /, '')}`
  const found =
    wrong.length === 0
      ? ['nothing is wrong']
      : [
          ...wrong.slice(0, SHOWN_MAX).map((sentence) => `WRONG: ${sentence.slice(0, CHARS_MAX)}`),
          `again: npm run simulate -- --seed ${seed} --hours ${hours} --trace`,
        ]
  return [
    `seed ${seed}: ${entries} entries and ${events} events in ${Math.round(simulatedMs / 3_600_000)} hours, trace ${traceHash.slice(0, 16)}`,
    'injected:',
    ...faults.map(row),
    'reached:',
    ...reached.map(row),
    ...found,
  ].join('\n')
}

/** Which transitions of prepaid money were not taken, by runs that reached all of this. */
export function transitionsLeft(reached: ReadonlySet<string>): string {
  const machines: readonly (readonly [string, Machine])[] = Object.entries(MACHINES)
  const all = machines.flatMap(([name, { transitions }]) =>
    transitions.map(
      ([from, event, to]) => `transition ${name}: ${from ?? 'nothing'} → ${to} by ${event}`,
    ),
  )
  const left = all.filter((line) => !reached.has(line))
  const count = `${all.length - left.length} of ${all.length} transitions of prepaid money were taken`
  return [left.length === 0 ? count : `${count}; not:`, ...left.map((line) => `  ${line}`)].join(
    '\n',
  )
}
