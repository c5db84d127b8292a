/** What every row of the bench is given, and what it hands its figures to. */
import type { BenchOptions } from './arguments.ts'
import type { Rate } from './confirm.ts'
import { median, type Figure, type Unit } from './figures.ts'
import type { Recording } from './recorded.ts'
import type { Stage } from './stage.ts'

export interface Row {
  readonly name: string
  /** Whether its acts per second are set against the ceiling's. */
  readonly isRated: boolean
  measure(bench: Bench): Promise<void>
}

export interface Bench {
  readonly options: BenchOptions
  readonly stage: Stage
  readonly forMs: number
  readonly warmUpMs: number
  report(name: string, value: number | null, unit: Unit, note?: string): void
  /** What a writer sent to the database; recorded once, when the first row asks. */
  recording(): Promise<Recording>
  progress(sentence: string): void
}

/** Each measured so many times; the one in the middle speaks for all, with its own latencies. */
export async function medianRun<T extends { readonly rate: Rate }>(
  { options }: Bench,
  measure: () => Promise<T>,
): Promise<T> {
  const runs: T[] = []
  for (let i = 0; i < options.runs; i += 1) runs.push(await measure())
  return median(runs, ({ rate }) => rate.perSecond)
}

/** Acts per second with their latencies. */
export function reportRate(bench: Bench, name: string, rate: Rate): void {
  bench.report(name, rate.perSecond, 'commands/s')
  bench.report(`${name}/p50`, rate.p50Ms, 'ms')
  bench.report(`${name}/p99`, rate.p99Ms, 'ms')
}

export const CEILING = 'book/ceiling'

/** Collects figures and sets acts per second against the ceiling, once it is known. */
export class Report {
  readonly figures: Figure[] = []
  readonly #print: (figure: Figure) => void

  constructor(print: (figure: Figure) => void) {
    this.#print = print
  }

  get ceiling(): number | undefined {
    return this.valueOf(CEILING)
  }

  valueOf(name: string): number | undefined {
    return this.figures.find((figure) => figure.name === name)?.value ?? undefined
  }

  add(name: string, value: number | null, unit: Unit, note?: string): void {
    const ceiling = unit === 'commands/s' && name !== CEILING ? this.ceiling : undefined
    const ratio = value === null || ceiling === undefined ? null : value / ceiling
    const figure = { name, value, unit, ratio, ...(note === undefined ? {} : { note }) }
    this.figures.push(figure)
    this.#print(figure)
  }
}
