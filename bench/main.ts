/** `npm run bench`: measures the rows that are asked for and prints each as it is known. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { type BenchOptions, isWithin, parseBenchArguments, USAGE } from './arguments.ts'
import { type Bench, CEILING, Report, type Row } from './bench.ts'
import { type Figure, jsonLine, markdownTable, textLine, withFigures } from './figures.ts'
import { describeMachine, type Machine } from './machine.ts'
import type { Recording } from './recorded.ts'
import { recordConfirms } from './recording.ts'
import { rows, SOAK } from './rows.ts'
import { Stage } from './stage.ts'

const DOCUMENT = join(import.meta.dirname, '../docs/benchmarks.md')

/** Of the time that counts: enough for caches and compilers to warm up. */
const WARM_UP_SHARE = 0.25

/** The rows that are asked for; the ceiling comes first wherever one is set against it. */
function chosenRows(only: readonly string[]): readonly Row[] {
  const isAsked = ({ name }: Row): boolean =>
    only.length === 0 ? name !== SOAK : only.some((asked) => isWithin(name, asked))
  const needsCeiling = rows.some((row) => isAsked(row) && row.isRated)
  return rows.filter((row) => isAsked(row) || (needsCeiling && row.name === CEILING))
}

function note(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

function benchOn(stage: Stage, options: BenchOptions, report: Report): Bench {
  const forMs = options.secondsPerRun * 1000
  let recording: Promise<Recording> | undefined
  const bench: Bench = {
    options,
    stage,
    forMs,
    warmUpMs: forMs * WARM_UP_SHARE,
    report: (...figure) => report.add(...figure),
    recording: () => (recording ??= recordConfirms(bench)),
    progress: note,
  }
  return bench
}

/** How often the book does what the ordinary way does once; each spread has its own best. */
function reportOverOrdinary(report: Report): void {
  const book = report.valueOf('book/confirm/1024')
  if (book === undefined) return
  for (const spread of ['random', 'hot']) {
    const rates = [1, 8, 32].map((count) => report.valueOf(`ordinary/${spread}/${count}`))
    const known = rates.filter((rate) => rate !== undefined)
    if (known.length < rates.length) continue
    report.add(`book/over-ordinary/${spread}`, book / Math.max(...known), 'times')
  }
}

function printer({ json }: BenchOptions, report: () => Report): (figure: Figure) => void {
  return (figure) => {
    const line = json ? jsonLine(figure) : textLine(figure, report().ceiling)
    process.stdout.write(`${line}\n`)
  }
}

class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** Rejects when somebody ends the bench, so that what it started is taken down on the way out. */
function stopRequest(): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new Stopped(`the bench was stopped by ${signal}`)))
    }
  })
  // It may come while nobody waits for it; the next row then hears of it.
  stopped.catch(() => undefined)
  return stopped
}

async function measureAll(chosen: readonly Row[], options: BenchOptions): Promise<number> {
  const say = options.json ? note : (line: string) => process.stdout.write(`${line}\n`)
  const report: Report = new Report(printer(options, () => report))
  const stage = await Stage.open(process.env['DATABASE_URL'])
  const machine = describeMachine(stage.version)
  for (const line of machine.lines) say(line)
  if (machine.warning !== undefined) note(machine.warning)
  const stopped = stopRequest()
  let failures = 0
  try {
    const bench = benchOn(stage, options, report)
    for (const row of chosen) {
      try {
        await Promise.race([row.measure(bench), stopped])
      } catch (error) {
        if (error instanceof Stopped) throw error
        failures += 1
        note(
          `${row.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        )
      }
    }
    reportOverOrdinary(report)
  } finally {
    await stage.close()
  }
  if (options.writeDocs) writeDocument(machine, report.figures)
  return failures === 0 ? 0 : 1
}

function writeDocument({ lines }: Machine, figures: readonly Figure[]): void {
  const document = readFileSync(DOCUMENT, 'utf8')
  const measured = `${lines.map((line) => `- ${line}`).join('\n')}\n\n${markdownTable(figures)}`
  writeFileSync(DOCUMENT, withFigures(document, measured))
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\nRows: ${rows.map(({ name }) => name).join(', ')}\n`)
    return 0
  }
  const options = parseBenchArguments(args)
  if (!options.ok) {
    note(`${options.error}\n${USAGE}`)
    return 2
  }
  const chosen = chosenRows(options.value.only)
  if (chosen.length === 0) {
    note(`No row has this name. Rows: ${rows.map(({ name }) => name).join(', ')}`)
    return 2
  }
  return measureAll(chosen, options.value)
}

try {
  process.exit(await main(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof Stopped || error instanceof StartupProblem)) throw error
  note(error.message)
  process.exit(1)
}
