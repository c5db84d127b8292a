/** A log in memory for tests of signers: grows by made-up entries and proves that it only grew. */
import { append, consistencyOf } from '#kernel/log/append.ts'
import { type Edge, EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { Advance } from '#platform/signer/port.ts'

/** A tree of these entries, and the step to it from a tree of the first `older` of them. */
export function advanceOf(entries: readonly string[], older: number): Advance {
  const leaves = entries.map((entry) => nodeHashing.leaf(utf8Of(entry)))
  const before = append(EMPTY_EDGE, leaves.slice(0, older), nodeHashing)
  return advanceFrom(before.edge, leaves.slice(older))
}

function advanceFrom(edge: Edge, leaves: readonly Uint8Array[]): Advance {
  if (leaves.length === 0) return { size: edge.size, root: rootOf(edge, nodeHashing), proof: [] }
  const grown = append(edge, leaves, nodeHashing)
  const proof = edge.size === 0 ? [] : consistencyOf(grown, nodeHashing)
  // Plain bytes, so that they are equal to what is read from files and lines.
  return { size: grown.edge.size, root: Uint8Array.from(grown.root), proof }
}

/** `a0 a1 a2 …`: logs of one letter agree, logs of two letters fork at the first entry. */
export function entriesOf(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${letter}${at}`)
}
