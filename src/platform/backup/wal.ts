/** Positions in PostgreSQL's write-ahead log and the files that hold them. */
import { assert } from '#kernel/std/assert.ts'

/** `1/6B3A2C8` as the number of bytes since the beginning of the log. */
export function bytesOfLsn(lsn: string): bigint {
  const [, high = '', low = ''] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/.exec(lsn) ?? []
  assert(high !== '', 'a position is two hexadecimal numbers')
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

export interface WalRange {
  readonly timeline: number
  readonly startLsn: string
  /** The first byte that is no longer needed. */
  readonly stopLsn: string
  readonly segmentBytes: number
}

/** The names of all segments that hold a byte of the range, without a gap. */
export function segmentsOf({ timeline, startLsn, stopLsn, segmentBytes }: WalRange): string[] {
  const size = BigInt(segmentBytes)
  const first = bytesOfLsn(startLsn) / size
  const last = (bytesOfLsn(stopLsn) - 1n) / size
  assert(first <= last, 'a range of the log does not end before it begins')
  const count = Number(last - first) + 1
  return Array.from({ length: count }, (_, at) => segmentName(timeline, first + BigInt(at), size))
}

export interface SegmentPlace {
  readonly timeline: number
  /** Counted from the beginning of the log. */
  readonly number: bigint
}

/** The inverse of a segment's name. */
export function placeOfSegment(name: string, segmentBytes: number): SegmentPlace {
  const [, timeline = '', high = '', low = ''] =
    /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/.exec(name) ?? []
  assert(timeline !== '', 'a segment has a name of 24 hexadecimal digits')
  const perHalf = 0x1_0000_0000n / BigInt(segmentBytes)
  const number = BigInt(`0x${high}`) * perHalf + BigInt(`0x${low}`)
  return { timeline: Number.parseInt(timeline, 16), number }
}

export function nameOfSegment({ timeline, number }: SegmentPlace, segmentBytes: number): string {
  return segmentName(timeline, number, BigInt(segmentBytes))
}

/** The position of a byte, as PostgreSQL writes it: the inverse of `bytesOfLsn`. */
export function lsnOf(bytes: bigint): string {
  const halves = [bytes >> 32n, bytes & 0xffff_ffffn]
  return halves.map((half) => half.toString(16).toUpperCase()).join('/')
}

/** `src/include/access/xlog_internal.h`: timeline, then the number of the segment in two halves. */
function segmentName(timeline: number, segment: bigint, segmentBytes: bigint): string {
  const perHalf = 0x1_0000_0000n / segmentBytes
  return [BigInt(timeline), segment / perHalf, segment % perHalf].map(hex8).join('')
}

function hex8(value: bigint): string {
  return value.toString(16).toUpperCase().padStart(8, '0')
}

/**
 * Whether the file really is that segment. PostgreSQL renames old segments to be written over, so a file may
 * have the name of a segment and the content of another; the header of its first page tells which it is.
 */
export function isSegment(name: string, firstBytes: Uint8Array, segmentBytes: number): boolean {
  // XLogPageHeaderData: magic and info of two bytes each, the timeline of four, the address of eight.
  const header = Buffer.from(firstBytes.buffer, firstBytes.byteOffset, firstBytes.length)
  if (header.length < 16) return false
  const perHalf = 0x1_0000_0000n / BigInt(segmentBytes)
  const high = BigInt(`0x${name.slice(8, 16)}`)
  const low = BigInt(`0x${name.slice(16, 24)}`)
  const address = (high * perHalf + low) * BigInt(segmentBytes)
  const words = { low: header.readUInt32LE(8), high: header.readUInt32LE(12) }
  const little = (BigInt(words.high) << 32n) + BigInt(words.low)
  return little === address && header.readUInt32LE(4) <= Number.parseInt(name.slice(0, 8), 16)
}
