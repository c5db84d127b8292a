/** `node examples/till/main.ts`: books a day. Run without arguments it says which it needs. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { runDay } from './till.ts'

const USAGE = `Usage: node examples/till/main.ts --key-file FILE --policy FILE [--hub URL] [--book NAME]
  [--visits FILE] [--receipts FOLDER]
`

const { values } = parseArgs({
  options: {
    hub: { type: 'string', default: 'http://localhost:7000' },
    book: { type: 'string', default: 'sh' },
    'key-file': { type: 'string' },
    policy: { type: 'string' },
    visits: { type: 'string', default: 'examples/till/visits.csv' },
    receipts: { type: 'string', default: 'receipts' },
  },
})

const { hub: url, book, 'key-file': keyFile, policy, visits, receipts } = values
if (keyFile === undefined || policy === undefined) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  const isDone = await runDay({
    url,
    key: readFileSync(keyFile, 'utf8').trim(),
    book,
    visitsFile: visits,
    receiptsFolder: receipts,
    policyFile: policy,
    nowMs: Date.now(),
    patience: { sleep },
    say: (line) => process.stdout.write(`${line}\n`),
  })
  process.exitCode = isDone ? 0 : 1
}
