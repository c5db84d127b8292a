import { expect, test } from 'vitest'
import { bytesOfLsn, isSegment, lsnOf, nameOfSegment, placeOfSegment, segmentsOf } from './wal.ts'

const MIB = 1024 * 1024
const range = { timeline: 1, segmentBytes: 16 * MIB }

test('a position is two hexadecimal halves', () => {
  expect(bytesOfLsn('0/0')).toBe(0n)
  expect(bytesOfLsn('1/6B3A2C8')).toBe(0x1_06b3_a2c8n)
  expect(() => bytesOfLsn('1/xyz')).toThrow('two hexadecimal numbers')
})

test('a segment has a number, and a position a text, and both lead back', () => {
  expect(lsnOf(0x1_06b3_a2c8n)).toBe('1/6B3A2C8')
  const last = placeOfSegment('0000000100000000000000FF', 16 * MIB)
  expect(last).toEqual({ timeline: 1, number: 255n })
  const next = { ...last, number: last.number + 1n }
  expect(nameOfSegment(next, 16 * MIB)).toBe('000000010000000100000000')
  expect(() => placeOfSegment('backup_label', 16 * MIB)).toThrow('24 hexadecimal digits')
})

test('the segments of a range are all that hold a byte of it', () => {
  // PostgreSQL's own answers: pg_walfile_name('0/2000028') and so on.
  expect(segmentsOf({ ...range, startLsn: '0/2000028', stopLsn: '0/2000120' })).toEqual([
    '000000010000000000000002',
  ])
  // The stop is the first byte that is not needed, and here it begins the next segment.
  expect(segmentsOf({ ...range, startLsn: '0/2000028', stopLsn: '0/3000000' })).toHaveLength(1)
  expect(segmentsOf({ ...range, startLsn: '0/FE000028', stopLsn: '1/1000028' })).toEqual([
    '0000000100000000000000FE',
    '0000000100000000000000FF',
    '000000010000000100000000',
    '000000010000000100000001',
  ])
})

test('a segment that was renamed to be written over is not the one of its name', () => {
  const header = Buffer.alloc(24)
  header.writeUInt16LE(0xd118, 0)
  header.writeUInt32LE(1, 4)
  header.writeBigUInt64LE(0x1_0200_0000n, 8)
  const isOf = (name: string) => isSegment(name, header, 16 * MIB)
  expect(isOf('000000010000000100000002')).toBe(true)
  expect(isOf('000000010000000100000003')).toBe(false)
  // Written on an older timeline than its name says: it was copied when the server was promoted.
  expect(isOf('000000020000000100000002')).toBe(true)
  header.writeUInt32LE(2, 4)
  expect(isOf('000000010000000100000002')).toBe(false)
})
