/**
 * What each table costs: the recorded statements are sent again, and the database says of each table in
 * them how long it took, indexes included, and how much it wrote to its log.
 */
import type { Query, QueryResult } from '#platform/postgres/session.ts'
import type { Bench } from './bench.ts'
import { addCosts, type Cost, WHOLE } from './plan-times.ts'
import { replay } from './recording.ts'

const EXPLAIN = 'explain (analyze, wal, buffers off, format json) '

/** Begin and commit change no table, and the fence is no part of a table's price. */
function explained(query: Query): Query {
  const isBatch = query.values !== undefined && query.name !== 'fence'
  return isBatch ? { ...query, text: EXPLAIN + query.text } : query
}

export async function measureTablePrices(bench: Bench, name: string): Promise<void> {
  const costs = new Map<string, Cost>()
  const { commands } = await replay(bench, await bench.recording(), {
    change: explained,
    onAnswers(answers: readonly QueryResult[]) {
      for (const { command, rows } of answers) {
        if (command === 'EXPLAIN') addCosts(costs, rows[0]?.[0] ?? '')
      }
    },
  })
  if (costs.size < 2) throw new Error('no table was found in the recorded statements')
  const whole = costs.get(WHOLE)
  const tables = [...costs].filter(([table]) => table !== WHOLE)
  const dearestFirst = tables.toSorted(([, a], [, b]) => b.us - a.us)
  for (const [table, cost] of whole === undefined
    ? []
    : [[WHOLE, whole] as const, ...dearestFirst]) {
    bench.report(`${name}/${table}`, cost.us / commands, 'µs/command')
    bench.report(`${name}/${table}/wal`, cost.walBytes / commands, 'bytes/command')
  }
}
