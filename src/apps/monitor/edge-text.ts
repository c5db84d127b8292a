/** The right edge of a tree as text, to be kept: for each level where it begins, and its hashes. */
import { z } from 'zod'
import type { Edge } from '#kernel/log/edge.ts'
import { assert } from '#kernel/std/assert.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'

const Rows = z.array(z.tuple([z.int(), z.array(z.string())]))

export function edgeText({ rows }: Edge): string {
  return JSON.stringify(rows.map(({ first, hashes }) => [first, hashes.map(base64Of)]))
}

export function edgeFromText(size: number, text: string): Edge {
  const rows = Rows.parse(JSON.parse(text)).map(([first, hashes]) => ({
    first,
    hashes: hashes.map((hash) => {
      const bytes = bytesFromBase64(hash)
      assert(bytes !== null, 'an edge was written by edgeText')
      return bytes
    }),
  }))
  return { size, rows }
}
