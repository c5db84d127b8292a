/** Reading the corpus: leaves, and what their replay must come to. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { registryOf, type Registry } from '#kernel/book/registry.ts'
import { factOf, Replay } from '#kernel/book/replay.ts'
import { RowMemory } from '#kernel/book/replay-rows.ts'
import { append } from '#kernel/log/append.ts'
import { EMPTY_EDGE } from '#kernel/log/edge.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { slices } from '#apps/server/slices.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { escrow } from '../slice/escrow.ts'

export const CORPUS_FOLDER = import.meta.dirname

export const BOOKS: Readonly<Record<string, Registry>> = {
  observatory: registryOf(slices),
  money: registryOf([escrow]),
  prepaid: registryOf(slices),
  privacy: registryOf(slices),
  'handover-sent': registryOf(slices),
  'handover-received': registryOf(slices),
}

const Book = z.object({
  entries: z.int(),
  root: z.string(),
  types: z.array(z.string()),
  tables: z.record(z.string(), z.string()),
})
export const Expected = z.record(z.string(), Book)
export type ReplayedBook = z.infer<typeof Book>

export function readLeaves(release: string, book: string): readonly Uint8Array[] {
  const text = readFileSync(join(CORPUS_FOLDER, release, `${book}.jsonl`), 'utf8')
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => Buffer.from(line))
}

export function replayBook(registry: Registry, leaves: readonly Uint8Array[]): ReplayedBook {
  const memory = new RowMemory()
  const replay = new Replay(registry, memory)
  const types = new Set<string>()
  for (const [index, bytes] of leaves.entries()) {
    const leaf = readLeaf(bytes)
    const fact = leaf.ok ? factOf(registry, index, leaf.value) : leaf
    if (!fact.ok) throw new Error(`entry ${index}: ${fact.error}`)
    const folded = replay.add(fact.value)
    if (!folded.ok) throw new Error(`entry ${index}: ${folded.error}`)
    replay.rows.keep()
    if (leaf.ok) types.add(`${leaf.value.type} v${leaf.value.v}`)
  }
  const { root } = append(EMPTY_EDGE, leaves.map(nodeHashing.leaf), nodeHashing)
  const tables: Record<string, string> = {}
  for (const [table, rows] of memory.tables()) tables[table.name] = hashOf(table, [...rows])
  const root64 = Buffer.from(root).toString('base64')
  return { entries: leaves.length, root: root64, types: [...types].toSorted(), tables }
}

/** SHA-256 over the rows in the order of their keys, each as canonical JSON with amounts as text. */
function hashOf(table: Table, rows: readonly AnyRow[]): string {
  const hash = createHash('sha256')
  const keyed = rows.map((row) => [table.keyOf(row), row] as const)
  for (const [, row] of keyed.toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    const plain = Object.entries(row).map(([name, value]) => [name, plainOf(value)] as const)
    hash.update(`${canonicalText(Object.fromEntries(plain))}\n`)
  }
  return hash.digest('hex')
}

function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}
