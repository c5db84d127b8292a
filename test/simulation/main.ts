/** `npm run simulate -- --seed N --hours H`: one seed, or `--seeds M` from that one on. */
import { parseArgs } from 'node:util'
import { formatReport, transitionsLeft } from './report.ts'
import { simulate } from './run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    hours: { type: 'string', default: '240' },
    trace: { type: 'boolean', default: false },
  },
})

const first = Number(values.seed)
const hours = Number(values.hours)
let isWrong = false
const reached = new Set<string>()
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  // oxlint-disable-next-line no-await-in-loop -- one world after the other: each is the whole thread's.
  const report = await simulate({ seed, hours, ...(values.trace ? { watch: say } : {}) })
  say(formatReport(report, hours))
  isWrong ||= report.wrong.length > 0
  for (const name of report.counts.keys()) reached.add(name)
}
process.stdout.write(`${transitionsLeft(reached)}\n`)
process.exitCode = isWrong ? 1 : 0
