/**
 * What each table costs: the recorded statements are sent again without one table at a time, and what the
 * database then spends less is that table's price, indexes and log included.
 */
import type { Query } from '#platform/postgres/session.ts'
import type { Bench } from './bench.ts'
import { type Recording, type Replayed, replay } from './recording.ts'

interface Part {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly body: string
  readonly table: string
}

const PART = /\b(p\d+) as \(/g
const CHANGED_TABLE = /\b(?:insert into|update|delete from) ([a-z_]+)/

/** The parts `p0 as (…)` of a batch's statement that change a table. */
function partsOf(text: string): readonly Part[] {
  return [...text.matchAll(PART)].flatMap(({ 0: head, 1: name = '', index }) => {
    const from = index + head.length
    const to = closingBracket(text, from)
    const body = text.slice(from, to)
    const table = CHANGED_TABLE.exec(body)?.[1]
    return table === undefined ? [] : [{ name, from, to, body, table }]
  })
}

function closingBracket(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  throw new Error('a part of a statement has no end')
}

export function tablesOf(text: string): readonly string[] {
  return [...new Set(partsOf(text).map(({ table }) => table))]
}

/** Parameters keep their numbers and types, so the same values still go over and are read. */
function withoutChange(body: string): string {
  const parameters = new Set(body.match(/\$\d+(?:::[a-z0-9]+(?:\[\])?)?/g))
  return `select ${[...parameters].join(', ')}`
}

/** The statement with nothing done to this table. */
export function withoutTable(text: string, table: string): string {
  let changed = text
  for (const part of partsOf(text).toReversed()) {
    if (part.table !== table) continue
    changed = changed.slice(0, part.from) + withoutChange(part.body) + changed.slice(part.to)
    // The count of rows that were to change is not asked for either.
    const counted = new RegExp(`\\(select count\\(\\*\\) from ${part.name}\\) = (\\$\\d+::int8)`)
    changed = changed.replace(counted, '$1 is not null')
  }
  return changed
}

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
  const tables = [
    ...new Set(recording.batches.flatMap(({ queries }) => queries.map(({ text }) => text))),
  ]
  const names = [...new Set(tables.flatMap(tablesOf))].filter((name) => name !== 'book')
  if (names.length === 0) throw new Error('no table was found in the recorded statements')
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

/** Two runs, and the one that was disturbed less. */
async function cheapest(bench: Bench, recording: Recording, without?: string): Promise<Replayed> {
  const change = without === undefined ? undefined : leavingOut(without)
  const first = await replay(bench, recording, change)
  const second = await replay(bench, recording, change)
  return costOf(first) < costOf(second) ? first : second
}
