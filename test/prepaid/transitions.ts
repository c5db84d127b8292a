/** Which rows changed their state by which event: a book's entries are folded again, and each put is looked at. */
import { foldEntry } from '#kernel/book/fold.ts'
import { ReplayRows, RowMemory } from '#kernel/book/replay-rows.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { keyParts, type AnyRow } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { MACHINES } from '#services/prepaid/domain/machines.ts'
import type { World } from './rig.ts'

/** As the slices declare them, each with the names of its own events. */
interface Machine {
  readonly table: { readonly name: string }
  readonly transitions: readonly (readonly [from: string | null, event: string, to: string])[]
}

/** The machines of a slice, by name, and what its events begin with. */
export interface Machines {
  readonly machines: Readonly<Record<string, Machine>>
  readonly prefix: string
}

const PREPAID: Machines = { machines: MACHINES, prefix: 'prepaid.' }

/** A transition as a line, the same for what was seen and for what is declared. */
export const lineOf = (machine: string, from: string | null, event: string, to: string): string =>
  `${machine}: ${from ?? 'nothing'} → ${to} by ${event}`

export function declared({ machines }: Machines = PREPAID): readonly string[] {
  return Object.entries(machines).flatMap(([name, { transitions }]) =>
    transitions.map(([from, event, to]) => lineOf(name, from, event, to)),
  )
}

interface Touched {
  readonly machine: string
  readonly from: string | null
  readonly to: string
}

const stateOf = (row: AnyRow | undefined): string | null =>
  row === undefined ? null : String(row['state'])

/** Rows that note the state of a row before its first change and after its last. */
function watched(
  rows: Rows,
  names: ReadonlyMap<string, string>,
  touched: Map<string, Touched>,
): Rows {
  return {
    get: (table, ...parts) => rows.get(table, ...parts),
    setDue: (kind, key, dueAtMs) => rows.setDue(kind, key, dueAtMs),
    clearDue: (kind, key) => rows.clearDue(kind, key),
    put(table, row) {
      const machine = names.get(table.name)
      if (machine !== undefined) {
        const key = `${table.name} ${table.keyOf(row)}`
        const first = touched.get(key) ?? {
          machine,
          from: stateOf(rows.get(table, ...keyParts(table, row))),
        }
        touched.set(key, { ...first, to: String(row['state']) })
      }
      rows.put(table, row)
    },
  }
}

/** What the slice's own events did; what a stage of the tests put there is none of it. */
export function transitionsOf(
  { entries, registry }: World,
  { machines, prefix }: Machines = PREPAID,
): ReadonlySet<string> {
  const names = new Map(Object.entries(machines).map(([name, { table }]) => [table.name, name]))
  const rows = new ReplayRows(new RowMemory())
  const seen = new Set<string>()
  for (const { event, v, index, atMs, submission } of entries) {
    const { type, body, parties, transfers = [] } = event
    const recorded = { type, v, body, index, atMs, actor: submission.actor, parties }
    const touched = new Map<string, Touched>()
    rows.begin(index)
    const refusal = foldEntry(registry, watched(rows, names, touched), recorded, transfers)
    assert(refusal === null, 'what was recorded can be folded')
    rows.keep()
    if (!type.startsWith(prefix)) continue
    for (const { machine, from, to } of touched.values()) {
      if (from !== to) seen.add(lineOf(machine, from, type.slice(prefix.length), to))
    }
  }
  return seen
}
