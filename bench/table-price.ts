/**
 * What each table costs: the recorded statements are sent again without one table at a time, and what the
 * database then spends less is that table's price, indexes and log included.
 */
import type { Query } from '#platform/postgres/session.ts'
import type { Bench } from './bench.ts'
import type { Recording } from './recorded.ts'
import { type Replayed, replay } from './recording.ts'
import { tablesOf, withoutTable } from './statement-parts.ts'

function leavingOut(table: string): (query: Query) => Query {
  const known = new Map<string, string>()
  return (query) => {
    const text = known.get(query.text) ?? withoutTable(query.text, table)
    known.set(query.text, text)
    return { ...query, text }
  }
}

export async function measureTablePrices(bench: Bench): Promise<void> {
  const recording = await bench.recording()
  const texts = new Set(recording.batches.flatMap(({ queries }) => queries.map(({ text }) => text)))
  const names = new Set([...texts].flatMap(tablesOf))
  // The fence is no part of the price: without it there is no batch.
  names.delete('book')
  if (names.size === 0) throw new Error('no table was found in the recorded statements')
  // The first replay of all pays for a server that is still cold.
  await replay(bench, recording)
  const whole = await cheapest(bench, recording)
  bench.report('price/all', costOf(whole), 'µs/command')
  bench.report('price/all/wal', whole.walBytes, 'bytes/command')
  for (const name of names) {
    const rest = await cheapest(bench, recording, name)
    bench.report(`price/${name}`, costOf(whole) - costOf(rest), 'µs/command')
    bench.report(`price/${name}/wal`, whole.walBytes - rest.walBytes, 'bytes/command')
  }
}

/** Processor time of the backend where it can be read, otherwise the time that passed. */
function costOf({ postgresUs, wallUs }: Replayed): number {
  return postgresUs ?? wallUs
}

const lesser = (a: Replayed, b: Replayed): Replayed => (costOf(a) < costOf(b) ? a : b)

/** What others do on the machine only adds to a cost, so the lesser of two runs is nearer to it. */
async function cheapest(bench: Bench, recording: Recording, without?: string): Promise<Replayed> {
  const change = without === undefined ? undefined : leavingOut(without)
  return lesser(await replay(bench, recording, change), await replay(bench, recording, change))
}
