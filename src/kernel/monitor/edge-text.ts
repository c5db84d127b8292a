/** The right edge of a tree as text, to be kept: for each level where it begins, and its hashes. */
import type { Edge } from '#kernel/log/edge.ts'
import { assert } from '#kernel/std/assert.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'

export function edgeText({ rows }: Edge): string {
  return JSON.stringify(rows.map(({ first, hashes }) => [first, hashes.map(base64Of)]))
}

export function edgeFromText(size: number, text: string): Edge {
  const rows: unknown = JSON.parse(text)
  assert(Array.isArray(rows), 'an edge was written by edgeText')
  return { size, rows: rows.map(rowOf) }
}

function rowOf(row: unknown): Edge['rows'][number] {
  assert(Array.isArray(row), 'a row of an edge is a list')
  const first: unknown = row[0]
  const hashes: unknown = row[1]
  assert(typeof first === 'number' && Array.isArray(hashes), 'a row has its first place and hashes')
  return { first, hashes: hashes.map(hashOf) }
}

function hashOf(text: unknown): Uint8Array {
  const bytes = typeof text === 'string' ? bytesFromBase64(text) : null
  assert(bytes !== null, 'a hash of an edge is base64')
  return bytes
}
