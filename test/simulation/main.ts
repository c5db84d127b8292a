/** `npm run simulate`: see docs/simulation.md. */
import { callOf, USAGE, type Call } from './call.ts'
import { formatLine, formatReport, formatSum, type Summed } from './report.ts'
import { simulate } from './run.ts'

const MISUSED = 2
const WRONG = 1

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function run({ seed: first, seeds, hours, isTraced }: Call): Promise<number> {
  const sum: Summed = { counts: new Map(), failed: [], entries: 0 }
  for (let seed = first; seed < first + seeds; seed += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one world after the other: each is the whole thread's.
    const report = await simulate({ seed, hours, ...(isTraced ? { watch: say } : {}) })
    say(seeds === 1 ? formatReport(report, hours) : formatLine(report, hours))
    for (const [name, count] of report.counts) {
      sum.counts.set(name, (sum.counts.get(name) ?? 0) + count)
    }
    sum.entries += report.entries
    if (report.wrong.length > 0) sum.failed.push(seed)
  }
  say(formatSum(sum, { first, seeds }))
  return sum.failed.length === 0 ? 0 : WRONG
}

// Whoever reads only the beginning closes the pipe: nothing is left to be said.
process.stdout.on('error', () => process.exit(WRONG))
const call = callOf(process.argv.slice(2))
if (call === null) process.stderr.write(`${USAGE}\n`)
process.exitCode = call === null ? MISUSED : await run(call)
