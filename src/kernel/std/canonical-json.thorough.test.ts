/** Canonical JSON: RFC 8785's own rules, and what this module refuses beyond them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canonicalize,
  canonicalText,
  parseCanonical,
  parseCanonicalText,
} from './canonical-json.ts'
import { JSON_DEPTH_MAX } from './limits.ts'
import { utf8Of } from './utf8.ts'

class Point {
  readonly x = 1
}

function nested(depth: number): unknown {
  return depth === 0 ? 0 : [nested(depth - 1)]
}

describe('canonical text', () => {
  test.each([
    [
      'sorts by UTF-16 code unit',
      { '\ufb33': 1, '\u{1f600}': 2, '\u00e9': 3, a: 4, Z: 5 },
      '{"Z":5,"a":4,"\u00e9":3,"\ud83d\ude00":2,"\ufb33":1}',
    ],
    ['sorts keys that look like numbers as text', { 9: 'b', 10: 'a' }, '{"10":"a","9":"b"}'],
    [
      'sorts inside arrays too',
      [{ b: 1, a: [{ d: null, c: true }] }],
      '[{"a":[{"c":true,"d":null}],"b":1}]',
    ],
    [
      'escapes what must be and nothing else',
      ['\u0000\b\t\n\f\r"\\\u001f\u007f/é\u2028'],
      '["\\u0000\\b\\t\\n\\f\\r\\"\\\\\\u001f\u007f/é\u2028"]',
    ],
    ['escapes in sorted objects too', { b: '"', a: '\n' }, '{"a":"\\n","b":"\\""}'],
    [
      'writes numbers as ECMAScript does',
      [1e21, 1e-7, -0, 0.1, 100, 1.5e300],
      '[1e+21,1e-7,0,0.1,100,1.5e+300]',
    ],
    ['writes empty containers', { b: {}, a: [] }, '{"a":[],"b":{}}'],
    [
      'takes objects without a prototype',
      Object.assign(Object.create(null), { b: 1, a: 2 }),
      '{"a":2,"b":1}',
    ],
  ])('%s', (_, value, text) => {
    expect(canonicalText(value)).toBe(text)
    expect(parseCanonicalText(text).ok).toBe(true)
  })

  test.each([
    ['undefined', { a: undefined }, 'not_json'],
    ['a hole', Object.assign([1], { length: 2 }), 'not_json'],
    ['a function', { toJSON: () => 1 }, 'not_json'],
    ['a bigint', [1n], 'not_json'],
    ['a symbol', [Symbol('s')], 'not_json'],
    ['a class instance', { p: new Point() }, 'not_json'],
    ['a date, which has toJSON', [new Date(0)], 'not_json'],
    ['a map', new Map(), 'not_json'],
    ['NaN', [Number.NaN], 'number_not_finite'],
    ['Infinity', { a: Number.POSITIVE_INFINITY }, 'number_not_finite'],
    ['a lone surrogate in a value', ['\ud800'], 'lone_surrogate'],
    ['a lone surrogate in a key', { '\udc00x': 1 }, 'lone_surrogate'],
    ['too much depth', nested(JSON_DEPTH_MAX + 1), 'too_deep'],
    ['too much text', ['x'.repeat(4_194_304)], 'too_long'],
  ])('refuses %s', (_, value, reason) => {
    expect(canonicalize(value)).toEqual({ ok: false, error: reason })
    expect(() => canonicalText(value)).toThrow(reason)
  })

  test('takes the deepest value that is allowed', () => {
    expect(canonicalize(nested(JSON_DEPTH_MAX)).ok).toBe(true)
  })

  test('is one text for one value, whatever the order of its keys, and reads back as that value', () => {
    const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false })
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalText(value)
        const shuffled: unknown = JSON.parse(JSON.stringify(value, reversed))
        expect(canonicalText(shuffled)).toBe(text)
        expect(parseCanonical(utf8Of(text))).toEqual({ ok: true, value: shuffled })
      }),
    )
  })
})

/** A replacer that turns the order of keys around. */
function reversed(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toReversed())
}

describe('reading canonical JSON', () => {
  test.each([
    ['space', '{"a": 1}', 'not_canonical'],
    ['a final newline', '{"a":1}\n', 'not_canonical'],
    ['the wrong order', '{"b":1,"a":2}', 'not_canonical'],
    ['a repeated key', '{"a":1,"a":1}', 'not_canonical'],
    ['another spelling of a number', '[1.0]', 'not_canonical'],
    ['minus zero', '[-0]', 'not_canonical'],
    ['a number past the double', '[9007199254740993]', 'not_canonical'],
    ['a needless escape', '["\\u0061"]', 'not_canonical'],
    ['an upper-case escape', '["\\u001F"]', 'not_canonical'],
    ['an escaped lone surrogate', '["\\ud800"]', 'lone_surrogate'],
    ['an infinite number', '[1e400]', 'number_not_finite'],
    ['no JSON', '{a:1}', 'not_json'],
    ['nothing', '', 'not_json'],
    ['a byte-order mark', '\ufeff[]', 'not_json'],
  ])('refuses %s', (_, text, reason) => {
    expect(parseCanonical(utf8Of(text))).toEqual({ ok: false, error: reason })
  })

  test('refuses bytes that are not UTF-8', () => {
    expect(parseCanonical(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({
      ok: false,
      error: 'not_utf8',
    })
  })

  test('keeps a key named __proto__ a key', () => {
    const text = '{"__proto__":{"a":1}}'
    expect(parseCanonicalText(text).ok).toBe(true)
    expect(canonicalText(JSON.parse(text))).toBe(text)
  })
})
