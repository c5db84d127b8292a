/** What the bench finds: one figure for each name, as text, as a line of JSON and as a row of a table. */

export type Unit =
  | 'commands/s'
  | 'entries/s'
  | 'ms'
  | 's'
  | 'µs/command'
  | 'bytes/command'
  | 'rows/command'
  | 'commands'
  | 'entries'
  | 'times'
  | 'MiB'
  | 'MB'
  | 's/GB'
  | 'cores'

export interface Figure {
  readonly name: string
  /** Null where it could not be measured; the note says why. */
  readonly value: number | null
  readonly unit: Unit
  /** Of acts a second to those of the ceiling; null for every other unit, and without a ceiling. */
  readonly ratio: number | null
  readonly note?: string
}

export function median<T>(items: readonly T[], valueOf: (item: T) => number): T {
  const middle = items.toSorted((a, b) => valueOf(a) - valueOf(b))[Math.floor(items.length / 2)]
  if (middle === undefined) throw new Error('a median needs at least one run')
  return middle
}

/** The smallest value that at least this share of all values do not exceed. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const at = Math.max(0, Math.ceil(sorted.length * share) - 1)
  return sorted[at] ?? Number.NaN
}

/** Four digits are more than a shared machine can promise. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

export function jsonLine({ name, value, unit, ratio }: Figure): string {
  return JSON.stringify({
    name,
    value: value === null ? null : rounded(value),
    unit,
    ratio: ratio === null ? null : rounded(ratio),
  })
}

export function valueText(value: number | null): string {
  if (value === null) return '–'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

function ratioText(ratio: number | null): string {
  return ratio === null ? '' : `${(ratio * 100).toFixed(0)} %`
}

/** One line of the report for people, the ceiling beside it. */
export function textLine({ name, value, unit, ratio, note }: Figure, ceiling?: number): string {
  const beside = ratio === null ? '' : `${ratioText(ratio)} of ${valueText(ceiling ?? null)}`
  const figure = `${name.padEnd(36)}${valueText(value).padStart(12)} ${unit.padEnd(14)}`
  return `${figure}${note ?? beside}`.trimEnd()
}

/** The table of docs/benchmarks.md. */
export function markdownTable(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ name, value, unit, ratio, note }) =>
      `| \`${name}\` | ${valueText(value)} | ${unit} | ${note ?? ratioText(ratio)} |`,
  )
  return ['| row | value | unit | of the ceiling |', '| --- | ---: | --- | --- |', ...rows].join(
    '\n',
  )
}

const FIRST_MARK = '<!-- figures -->'
const LAST_MARK = '<!-- end of figures -->'

/** The document with what stands between its two marks replaced. */
export function withFigures(document: string, figures: string): string {
  const from = document.indexOf(FIRST_MARK)
  const to = document.indexOf(LAST_MARK)
  if (from < 0 || to < from) throw new Error(`the document has no ${FIRST_MARK} … ${LAST_MARK}`)
  return `${document.slice(0, from)}${FIRST_MARK}\n\n${figures}\n\n${document.slice(to)}`
}
