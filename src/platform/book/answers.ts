/** From the outcomes of a resolved batch to what each caller hears. */
import type { Answer, ProvenEntry, UnavailableReason } from '#kernel/book/answer.ts'
import type { Edge } from '#kernel/log/edge.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { tilePath, TILE_WIDTH } from '#kernel/log/tile.ts'
import { inclusionFromTiles, tilesForInclusion } from '#kernel/log/tile-proof.ts'
import type { Item } from './lanes.ts'
import type { Outcome, Preparation } from './preparation.ts'
import type { BookStore } from './store.ts'

/**
 * Proofs of entries of earlier batches, for repeated commands: full tiles are stored, and the partial
 * ones of this size are the edge of the tree.
 */
export async function proveStored(
  source: { readonly store: BookStore; readonly hashing: Hashing; readonly edge: Edge },
  indexes: readonly number[],
): Promise<ReadonlyMap<number, ProvenEntry>> {
  if (indexes.length === 0) return new Map()
  const { store, hashing, edge } = source
  const { size } = edge
  const wanted = new Map(
    indexes
      .flatMap((index) => tilesForInclusion(index, size))
      .map((tile) => [tilePath(tile), tile]),
  )
  const full = [...wanted.values()].filter(({ width }) => width === TILE_WIDTH)
  const [tiles, rows] = await Promise.all([store.fullTiles(full), store.entriesAt(indexes)])
  for (const [path, { level, width }] of wanted) {
    if (width === TILE_WIDTH) continue
    tiles.set(path, concatBytes(...(edge.rows[8 * level]?.hashes.slice(0, width) ?? [])))
  }
  return new Map(
    rows.map(({ index, leaf }) => {
      const path = inclusionFromTiles({ index, size }, tiles, hashing)
      const lines = path.map((hash) => `${base64Of(hash)}\n`).join('')
      return [index, { index, leaf: textFromUtf8(leaf) ?? '', path: lines, disclosures: [] }]
    }),
  )
}

function fresh(batch: Preparation, index: number): ProvenEntry {
  const { sealed, path } = batch.entry(index)
  return { index, leaf: sealed.leaf, path, disclosures: sealed.disclosures }
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i)
}

/** The entries of earlier batches that a batch's answers need. */
export function storedIndexes(batch: Preparation): number[] {
  return batch.outcomes.flatMap(({ outcome }) =>
    outcome.kind === 'existing' ? range(outcome.first, outcome.count) : [],
  )
}

export function answerOf(
  batch: Preparation,
  outcome: Outcome,
  proof: { readonly checkpoint: string; readonly stored: ReadonlyMap<number, ProvenEntry> },
): Answer {
  switch (outcome.kind) {
    case 'refused':
      return outcome
    case 'failed':
    case 'skipped':
      return { kind: 'failed' }
    default: {
      const repeated = outcome.kind === 'existing'
      const entries = range(outcome.first, outcome.count).flatMap((index) =>
        repeated ? (proof.stored.get(index) ?? []) : fresh(batch, index),
      )
      const [first, ...rest] = entries
      if (first === undefined) return { kind: 'failed' }
      return { kind: 'recorded', entries: [first, ...rest], checkpoint: proof.checkpoint, repeated }
    }
  }
}

const RETRY_AFTER_MS = 1000

export function answerAll(items: readonly Item[], reason: UnavailableReason): void {
  const answer: Answer = { kind: 'unavailable', reason, retryAfterMs: RETRY_AFTER_MS }
  for (const item of items) tell(item, answer)
}

/** Nobody is answered twice. */
export function tell(item: Item, answer: Answer): void {
  if (item.isAnswered) return
  item.isAnswered = true
  item.answer(answer)
}
