/** What an audit found: the first difference of each kind, and how many more there are like it. */

export interface Finding {
  readonly table: string
  /** What is wrong, as one stable word: missing, added, changed, or a property that does not hold. */
  readonly problem: string
  readonly key: string
  readonly stored: string
  readonly computed: string
}

export type CountedFinding = Finding & { readonly count: number }

/** Whoever reads a finding looks further with SQL: a whole leaf or tile would hide the rest. */
const TEXT_CHARS_MAX = 400

function shortened(text: string): string {
  return text.length <= TEXT_CHARS_MAX ? text : `${text.slice(0, TEXT_CHARS_MAX)}…`
}

export class Findings {
  readonly #first = new Map<string, { readonly finding: Finding; count: number }>()

  add(finding: Finding, count = 1): void {
    const kind = `${finding.table}/${finding.problem}`
    const known = this.#first.get(kind)
    if (known !== undefined) {
      known.count += count
      return
    }
    const stored = shortened(finding.stored)
    this.#first.set(kind, {
      finding: { ...finding, stored, computed: shortened(finding.computed) },
      count,
    })
  }

  list(): readonly CountedFinding[] {
    return [...this.#first.values()].map(({ finding, count }) => ({ ...finding, count }))
  }
}

export function findingText(finding: CountedFinding): string {
  const { table, key, problem, stored, computed, count } = finding
  const more = count > 1 ? ` (and ${count - 1} more like it)` : ''
  return `${table} ${key}: ${problem}${more}\n    stored    ${stored}\n    computed  ${computed}`
}
