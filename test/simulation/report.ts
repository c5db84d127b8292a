/** A run in words: what was injected, what was reached, and how a failure is told again. */
import type { Report } from './run.ts'

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
          ...wrong.map((sentence) => `WRONG: ${sentence}`),
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
