/** The tiles and bundles of a stretch of entries, in order, a few of them always on their way. */
import { HASH_BYTES } from '#kernel/log/hash.ts'
import { parseBundle, TILE_WIDTH } from '#kernel/log/tile.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { Alarm } from './alarm.ts'
import { type LogSource, SourceAway } from './source.ts'

/** 256 places of level 0, of which the entries `from` to `to` (not included) are new. */
export interface Group {
  readonly index: number
  readonly from: number
  readonly to: number
  readonly tile: Uint8Array
  /** From the first place of the group on; null where entries are not read. */
  readonly entries: readonly Uint8Array[] | null
}

export interface Stretch {
  readonly from: number
  readonly to: number
  readonly isReading: boolean
}

/** A bundle has at most 16 MiB, so this also bounds the memory. */
const AHEAD = 8

export async function* readGroups(source: LogSource, stretch: Stretch): AsyncGenerator<Group> {
  const { from, to } = stretch
  const last = Math.ceil(to / TILE_WIDTH)
  const ahead: Promise<Group>[] = []
  let next = Math.floor(from / TILE_WIDTH)
  try {
    while (next < last || ahead.length > 0) {
      for (; next < last && ahead.length < AHEAD; next += 1) {
        const reading = readGroup(source, next, stretch)
        // Awaited in its turn; a failure until then is kept, not lost.
        reading.catch(() => undefined)
        ahead.push(reading)
      }
      const first = ahead.shift()
      // oxlint-disable-next-line no-await-in-loop -- in order; those behind are on their way.
      if (first !== undefined) yield await first
    }
  } finally {
    await Promise.allSettled(ahead)
  }
}

async function readGroup(
  source: LogSource,
  index: number,
  { from, to, isReading }: Stretch,
): Promise<Group> {
  const first = index * TILE_WIDTH
  const width = Math.min(TILE_WIDTH, to - first)
  const [tile, bundle] = await Promise.all([
    source.tile({ level: 0, index, width }),
    isReading ? source.bundle({ index, width }) : null,
  ])
  if (tile === null) throw new SourceAway(`tile 0/${index} is not served`)
  if (isReading && bundle === null) throw new SourceAway(`bundle ${index} is not served`)
  if (tile.length % HASH_BYTES !== 0 || tile.length < width * HASH_BYTES) {
    throw new Alarm('tile_wrong', `tile 0/${index} has ${tile.length} bytes`, {
      tile: base64Of(tile),
    })
  }
  const entries = bundle === null ? null : entriesOf(bundle, index, width)
  return { index, from: Math.max(from, first), to: first + width, tile, entries }
}

/** A full bundle serves for a partial one as well. */
function entriesOf(bundle: Uint8Array, index: number, width: number): readonly Uint8Array[] {
  const entries = parseBundle(bundle, width) ?? parseBundle(bundle, TILE_WIDTH)
  if (entries !== null) return entries
  throw new Alarm('entry_wrong', `bundle ${index} is not ${width} entries`, {
    bundle: base64Of(bundle),
  })
}
