/**
 * What a wrong hash means. If the tiles that a log serves give its new root, and not the old one that it has
 * signed as well, the log is two logs: that is a fork, and can be proven. Else what it serves is spoilt.
 */
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import type { TreeHead } from '#kernel/log/consistency.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { parseNote } from '#kernel/log/note.ts'
import { formatProof } from '#kernel/log/proof.ts'
import {
  consistencyFromTiles,
  inclusionFromTiles,
  rootFromTiles,
  tilesForConsistency,
  tilesForInclusion,
  tilesForRoot,
} from '#kernel/log/tile-proof.ts'
import { type TileAt, tilePath } from '#kernel/log/tile.ts'
import { assert } from '#kernel/std/assert.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { Alarm } from './alarm.ts'
import { type LogSource, SourceAway } from './source.ts'

/** The tree of a note that was opened before; the empty tree of no note. */
export function headOfNote(note: string, hashing: Hashing): TreeHead {
  if (note === '') return { size: 0, root: hashing.empty }
  const parsed = parseNote(note)
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed
  assert(checkpoint.ok, 'only notes that were opened are kept')
  return checkpoint.value
}

/** What a log serves, and how it is hashed here. */
interface Served {
  readonly source: LogSource
  readonly hashing: Hashing
}

export async function forkAlarm(
  { source, hashing }: Served,
  olderNote: string,
  newerNote: string,
): Promise<Alarm | null> {
  const older = headOfNote(olderNote, hashing)
  const newer = headOfNote(newerNote, hashing)
  if (older.size === 0) return null
  const within = newer.size
  const wanted = [
    ...tilesForRoot({ size: within, within }),
    ...tilesForRoot({ size: older.size, within }),
    ...tilesForConsistency(older.size, within),
  ]
  const tiles = await fetched(source, wanted)
  if (tiles === null) return null
  const isOwn = equalBytes(rootFromTiles({ size: within, within }, tiles, hashing), newer.root)
  const otherRoot = rootFromTiles({ size: older.size, within }, tiles, hashing)
  if (!isOwn || equalBytes(otherRoot, older.root)) return null
  const step = { older: older.size, newer: within }
  const proof = consistencyFromTiles(step, tiles, hashing)
  return new Alarm(
    'forked',
    `the tree of ${newer.size} entries does not begin with the one of ${older.size} that was signed`,
    {
      notes: [olderNote, newerNote],
      otherRoot: base64Of(otherRoot),
      proof: proof.map(base64Of),
    },
  )
}

/** For an entry: the proof that it is in the signed tree, if the log serves one. */
export async function inclusionEvidence(
  { source, hashing }: Served,
  { evidence: { index } }: Alarm,
  note: string,
): Promise<Alarm['evidence']> {
  const { size } = headOfNote(note, hashing)
  if (typeof index !== 'number' || index >= size) return {}
  const tiles = await fetched(source, tilesForInclusion(index, size))
  if (tiles === null) return {}
  const hashes = inclusionFromTiles({ index, size }, tiles, hashing)
  return { proof: formatProof({ index, hashes, checkpoint: note }) }
}

/** Null where one of them cannot be had: then nothing more can be said. */
async function fetched(
  source: LogSource,
  wanted: readonly TileAt[],
): Promise<ReadonlyMap<string, Uint8Array> | null> {
  const tiles = new Map<string, Uint8Array>()
  try {
    for (const at of wanted) {
      // oxlint-disable-next-line no-await-in-loop -- a dozen, and only after an alarm.
      const bytes = tiles.get(tilePath(at)) ?? (await source.tile(at))
      if (bytes === null || bytes.length < at.width * 32) return null
      tiles.set(tilePath(at), bytes)
    }
    return tiles
  } catch (error) {
    if (error instanceof SourceAway) return null
    throw error
  }
}
