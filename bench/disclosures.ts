/** The price of a secret: the same command with values that the leaf only commits to. */
import type { CommandHandler, Decision, Secret, Slice } from '#kernel/book/slice.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { escrow } from '#test/slice/escrow.ts'
import { type Bench, medianRun, reportRate } from './bench.ts'
import { openBookUnderLoad } from './book-run.ts'

const NAMES = ['phone', 'name', 'note'] as const
const VALUE = '13800000000, a line as long as a person writes'
const IN_FLIGHT = 1024

/** The escrow slice, whose uses of a class each keep so many secrets of the consumer. */
function escrowWithSecrets(count: number): Slice {
  const { 'escrow.confirm': confirm, ...others } = escrow.commands
  if (confirm === undefined) throw new Error('the escrow slice confirms uses')
  const withSecrets: CommandHandler<never> = {
    reads: (...given) => confirm.reads(...given),
    decide: (...given) => addSecrets(confirm.decide(...given), count),
  }
  return { ...escrow, commands: { ...others, 'escrow.confirm': withSecrets } }
}

function addSecrets(decision: Decision, count: number): Decision {
  if (decision.kind !== 'record') return decision
  const [event, ...rest] = decision.events
  const [subject] = event.parties
  if (subject === undefined) return decision
  const secrets = NAMES.slice(0, count).map((name): Secret => ({ subject, name, value: VALUE }))
  return { ...decision, events: [{ ...event, secrets }, ...rest] }
}

export async function measureDisclosures(bench: Bench, name: string, count: number): Promise<void> {
  const founded = await bench.stage.founded()
  const slices = [escrowWithSecrets(count)]
  const book = await openBookUnderLoad(bench, founded, { inFlight: IN_FLIGHT, slices })
  try {
    const { rate, nodeUs, postgresUs } = await medianRun(bench, () => book.run(bench))
    reportRate(bench, name, rate)
    bench.report(`${name}/node`, nodeUs, 'µs/command')
    if (postgresUs !== undefined) bench.report(`${name}/postgres`, postgresUs, 'µs/command')
  } finally {
    await book.rig.stop()
  }
  const { boxes, keys } = await secretRows(founded.urls.owner)
  bench.report(`${name}/boxes`, boxes, 'rows/command')
  bench.report(`${name}/keys`, keys, 'rows/command')
  await bench.stage.drop(founded.urls)
}

/** Rows of secrets for each use that was confirmed; a subject's key is made once. */
async function secretRows(url: string): Promise<{ readonly boxes: number; readonly keys: number }> {
  const client = createClient(url, 'bench')
  await client.connect()
  const { rows } = await client.query<{ uses: bigint; boxes: bigint; keys: bigint }>(
    `select (select count(*) from class_use) as uses, (select count(*) from disclosure) as boxes,
       (select count(*) from subject_key) as keys`,
  )
  await client.end()
  const [row] = rows
  if (row === undefined || row.uses === 0n) throw new Error('uses were confirmed')
  return { boxes: Number(row.boxes) / Number(row.uses), keys: Number(row.keys) / Number(row.uses) }
}
