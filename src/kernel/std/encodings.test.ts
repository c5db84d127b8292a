/** Text forms of bytes and numbers: each has one spelling, and decoding takes no other. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64Of, base64UrlOf, bytesFromBase64, bytesFromBase64Url } from './base64.ts'
import { concatBytes, equalBytes } from './bytes.ts'
import { wholeFromDecimal } from './decimal.ts'
import { bytesFromHex, hexOf } from './hex.ts'
import { textFromUtf8, utf8Of } from './utf8.ts'

const bytes = fc.uint8Array({ maxLength: 80 })
const plain = (value: Uint8Array | null) => (value === null ? null : [...value])

describe('base 64', () => {
  test('writes what the platform writes and reads it back', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(base64Of(value)).toBe(Buffer.from(value).toString('base64'))
        expect(base64UrlOf(value)).toBe(Buffer.from(value).toString('base64url'))
        expect(plain(bytesFromBase64(base64Of(value)))).toEqual([...value])
        expect(plain(bytesFromBase64Url(base64UrlOf(value)))).toEqual([...value])
      }),
    )
  })

  test('accepts a text only if it would write the same', () => {
    const characters = fc.constantFrom(...'ABQgwx0159+/-_= \n'.split(''))
    const text = fc.string({ unit: characters, maxLength: 9 })
    fc.assert(
      fc.property(text, (candidate) => {
        const standard = bytesFromBase64(candidate)
        const urlSafe = bytesFromBase64Url(candidate)
        expect(standard === null || base64Of(standard) === candidate).toBe(true)
        expect(urlSafe === null || base64UrlOf(urlSafe) === candidate).toBe(true)
        const exact = Buffer.from(candidate, 'base64').toString('base64') === candidate
        expect(standard !== null).toBe(exact)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    'A',
    'AA',
    'AAA',
    'AB==',
    'AAB=',
    'AA=A',
    'A===',
    '====',
    '=',
    'AA==\n',
    'AAAÿ',
    'AA-_',
  ])('refuses %j as standard', (text) => {
    expect(bytesFromBase64(text)).toBeNull()
  })

  test.each(['A', 'AB', 'AAB', 'AA==', 'AAAAA', 'AA+/', 'AA AA'])(
    'refuses %j as URL-safe',
    (text) => {
      expect(bytesFromBase64Url(text)).toBeNull()
    },
  )
})

test('hex is lower-case pairs', () => {
  fc.assert(
    fc.property(bytes, (value) => {
      expect(hexOf(value)).toBe(Buffer.from(value).toString('hex'))
      expect(plain(bytesFromHex(hexOf(value)))).toEqual([...value])
    }),
  )
  for (const text of ['a', 'AA', 'zz', '0x', ' 0']) expect(bytesFromHex(text)).toBeNull()
})

test('UTF-8 is strict both ways', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(textFromUtf8(utf8Of(text))).toBe(text)
    }),
  )
  expect(() => utf8Of('\ud800')).toThrow('lone surrogate')
  expect(textFromUtf8(Uint8Array.of(0xc0, 0x80))).toBeNull()
  expect(textFromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeNull()
  expect(textFromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
})

test.each([
  ['0', 0],
  ['10', 10],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', null],
  ['99999999999999999999', null],
  ['01', null],
  ['', null],
  ['+1', null],
  ['-0', null],
  ['1.0', null],
  ['1e3', null],
  ['0x10', null],
  ['١', null],
  [' 1', null],
  ['1\n', null],
])('the whole number %j', (text, value) => {
  expect(wholeFromDecimal(text)).toBe(value)
})

test('bytes are joined and compared by content', () => {
  const joined = concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))
  expect(equalBytes(joined, Uint8Array.of(1, 2, 3))).toBe(true)
  expect(equalBytes(joined, Uint8Array.of(1, 2, 4))).toBe(false)
  expect(equalBytes(joined, Uint8Array.of(1, 2))).toBe(false)
})
