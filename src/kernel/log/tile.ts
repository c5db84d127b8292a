/**
 * Tiles and entry bundles: c2sp.org/tlog-tiles. A tile holds 256 hashes of one level out of eight, so the
 * hash at place i of tile n at tile level l covers 256^l entries. Full tiles never change; a partial
 * one is named by its width and never has more hashes than the tree has.
 */
import { assert } from '#kernel/std/assert.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'
import { HASH_BYTES } from './hash.ts'

export const TILE_WIDTH = 256
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES

/** The format's own bound; a tree of 2^53 entries has seven tile levels. */
const LEVEL_MAX = 63

export type TileAt = {
  readonly level: number
  readonly index: number
  /** How many hashes: 256 for a full tile. */
  readonly width: number
}

export type BundleAt = { readonly index: number; readonly width: number }

/** `tile/<level>/<index>[.p/<width>]`, relative to the log's prefix. */
export function tilePath({ level, index, width }: TileAt): string {
  assert(Number.isSafeInteger(level) && level >= 0 && level <= LEVEL_MAX, 'a level is 0 to 63')
  return `tile/${level}/${indexPath(index, width)}`
}

/** `tile/entries/<index>[.p/<width>]`. */
export function bundlePath({ index, width }: BundleAt): string {
  return `tile/entries/${indexPath(index, width)}`
}

/** Reads a path after the log's prefix, or null if no tile or bundle is written like this. */
export function parseTilePath(
  path: string,
): ({ readonly kind: 'tile' } & TileAt) | ({ readonly kind: 'bundle' } & BundleAt) | null {
  const match = /^tile\/(entries|[0-9]+)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]+))?$/.exec(path)
  if (match === null) return null
  const [, kind = '', groups = '', widthText] = match
  const index = indexOfGroups(groups)
  const width = widthText === undefined ? TILE_WIDTH : partialWidth(widthText)
  if (index === null || width === null) return null
  if (kind === 'entries') return { kind: 'bundle', index, width }
  const level = wholeFromDecimal(kind)
  return level === null || level > LEVEL_MAX ? null : { kind: 'tile', level, index, width }
}

/** Whether a tree of this size has exactly this tile: full, or partial at its right edge. */
export function isTileOf(size: number, { level, index, width }: TileAt): boolean {
  const complete = Math.floor(size / TILE_WIDTH ** level)
  return width >= 1 && width <= TILE_WIDTH && index * TILE_WIDTH + width <= complete
}

/** The widest form that a tile has in a tree of this size; 0 if it has none. */
export function tileWidth(size: number, level: number, index: number): number {
  const complete = Math.floor(size / TILE_WIDTH ** level)
  return Math.max(0, Math.min(TILE_WIDTH, complete - index * TILE_WIDTH))
}

/** The hash at a place of a tile. */
export function hashInTile(bytes: Uint8Array, place: number): Uint8Array {
  assert(bytes.length >= (place + 1) * HASH_BYTES, 'the tile is wide enough')
  return bytes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES)
}

/** The entries of a bundle, each with its 16-bit big-endian length. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  assert(entries.length >= 1 && entries.length <= TILE_WIDTH, 'a bundle has 1 to 256 entries')
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    assert(entry.length <= LEAF_BYTES_MAX, 'an entry fits its 16-bit length')
    parts.push(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry)
  }
  return concatBytes(...parts)
}

/** The entries, or null unless the bytes are exactly `width` of them. */
export function parseBundle(bytes: Uint8Array, width: number): Uint8Array[] | null {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length && entries.length < width) {
    const [high, low] = bytes.subarray(at, at + 2)
    if (high === undefined || low === undefined) return null
    const end = at + 2 + ((high << 8) | low)
    if (end > bytes.length) return null
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return at === bytes.length && entries.length === width ? entries : null
}

function indexPath(index: number, width: number): string {
  assert(Number.isSafeInteger(index) && index >= 0, 'a tile index is a whole number')
  assert(Number.isSafeInteger(width) && width >= 1 && width <= TILE_WIDTH, 'a width is 1 to 256')
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const groups = padded.match(/.{3}/g) ?? []
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/')
  return width === TILE_WIDTH ? path : `${path}.p/${width}`
}

/** 1 to 255: an empty tile is never served, and a full one is not called partial. */
function partialWidth(text: string): number | null {
  const width = wholeFromDecimal(text)
  return width !== null && width >= 1 && width < TILE_WIDTH ? width : null
}

function indexOfGroups(groups: string): number | null {
  // A leading group of zeros would be a second name for the same tile.
  if (groups.startsWith('x000/')) return null
  const digits = groups.replaceAll('x', '').replaceAll('/', '')
  return wholeFromDecimal(digits.replace(/^0+(?=[0-9])/, ''))
}
