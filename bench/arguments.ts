/** What `npm run bench` is asked for. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { err, ok, type Result } from '#kernel/std/result.ts'

export interface BenchOptions {
  /** Names of rows, or the beginnings of names up to a slash; all but the soak if empty. */
  readonly only: readonly string[]
  readonly json: boolean
  readonly writeDocs: boolean
  /** How long each run counts; before it, a quarter as long warms up. */
  readonly secondsPerRun: number
  /** The run with the median value is reported. */
  readonly runs: number
  readonly soakMinutes: number
  /** Confirmed classes that one settlement pays. */
  readonly tranches: number
  /** Entries of the book whose pages are read. */
  readonly entries: number
}

export const USAGE = `Usage: npm run bench -- [--only NAME]... [--json] [--write-docs]
                        [--seconds N] [--runs N] [--minutes N]
                        [--tranches N] [--entries N]
  --only NAME    measure these rows alone (a name or its beginning, e.g. book/confirm)
  --json         one JSON object a line on standard output; the rest goes to standard error
  --write-docs   put the figures into docs/benchmarks.md
  --seconds N    how long each run counts (4)
  --runs N       runs for each row, of which the median is taken (3)
  --minutes N    length of the soak (10), which runs only when asked for: --only soak
  --tranches N   confirmed classes that one settlement pays (100000): --only prepaid/settlement
  --entries N    entries of the book whose pages are read (1000000): --only prepaid/pages
  --help         this, with the names of all rows`

const Flags = z.object({
  only: z.array(z.string().min(1)).default([]),
  json: z.boolean().default(false),
  'write-docs': z.boolean().default(false),
  seconds: z.coerce.number('a number is expected').min(0.2).max(600).default(4),
  runs: z.coerce.number('a number is expected').int().min(1).max(99).default(3),
  tranches: z.coerce.number('a number is expected').int().min(100).max(1_000_000).default(100_000),
  entries: z.coerce
    .number('a number is expected')
    .int()
    .min(1_000)
    .max(9_000_000)
    .default(1_000_000),
  minutes: z.coerce.number('a number is expected').positive().max(1440).default(10),
})

export function parseBenchArguments(args: readonly string[]): Result<BenchOptions, string> {
  const values = readFlags(args)
  if (!values.ok) return values
  const flags = Flags.safeParse(values.value)
  if (!flags.success) {
    const [issue] = flags.error.issues
    return err(`--${String(issue?.path[0])}: ${issue?.message ?? 'not understood'}`)
  }
  const { only, json, seconds, runs, minutes, tranches, entries } = flags.data
  const writeDocs = flags.data['write-docs']
  const sizes = { secondsPerRun: seconds, runs, soakMinutes: minutes, tranches, entries }
  return ok({ only, json, writeDocs, ...sizes })
}

function readFlags(args: readonly string[]): Result<unknown, string> {
  try {
    const text = { type: 'string' } as const
    const flag = { type: 'boolean' } as const
    const options = {
      only: { type: 'string', multiple: true },
      json: flag,
      'write-docs': flag,
      seconds: text,
      runs: text,
      minutes: text,
      tranches: text,
      entries: text,
    } as const
    return ok(parseArgs({ args: [...args], options, allowPositionals: false }).values)
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}

/** Whether one name is the other, or its beginning up to a slash. */
export function isWithin(name: string, other: string): boolean {
  return `${name}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${name}/`)
}
