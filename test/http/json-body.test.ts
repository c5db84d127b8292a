import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8Of } from '#kernel/std/utf8.ts'
import { parseJsonBody, parseJsonLines } from '#platform/http/json-body.ts'

const read = (text: string) => parseJsonBody(utf8Of(text))

const lines = (text: string) => parseJsonLines(utf8Of(text), 3)

describe('a JSON body', () => {
  test('that JSON.stringify wrote is read as it was', () => {
    const json = fc.jsonValue({ maxDepth: 5 }).filter((value) => {
      const text = JSON.stringify(value)
      return !text.includes('\\u0000') && !text.includes('\\ud') && !text.includes('__proto__')
    })
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value)
        const plain: unknown = JSON.parse(text)
        expect(read(text)).toEqual({ ok: true, value: plain })
      }),
      { seed: 7 },
    )
  })

  test('with a name twice is refused, wherever it stands and however it is written', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 }).filter((each) => each !== '__proto__')
    fc.assert(
      fc.property(name, fc.boolean(), (twice, isNested) => {
        const quoted = JSON.stringify(twice)
        const text = `{${quoted}:1,"other ${quoted.length}":[":",{"x":"\\"{"}],${quoted}:2}`
        expect(read(isNested ? `[{"a":${text}}]` : text)).toEqual({
          ok: false,
          error: 'repeated_name',
        })
      }),
      { seed: 7 },
    )
  })

  test.each([
    ['', 'empty'],
    ['{"a"', 'not_json'],
    ['['.repeat(33) + ']'.repeat(33), 'too_deep'],
    ['{"a":1,"a":1}', 'repeated_name'],
    ['{"__proto__":1}', 'unsafe_name'],
    ['[1e400]', 'number_out_of_range'],
    ['["\\u0000"]', 'unsafe_text'],
    ['{"\\udfff":1}', 'unsafe_text'],
  ])('%j is refused', (text, reason) => {
    expect(read(text)).toEqual({ ok: false, error: reason })
  })

  test('may be as deep as the limit, and say brackets in strings', () => {
    expect(read('['.repeat(32) + ']'.repeat(32)).ok).toBe(true)
    expect(read(JSON.stringify(`${'['.repeat(50)}":{\\`)).ok).toBe(true)
  })

  test('that is not UTF-8 is refused', () => {
    expect(parseJsonBody(Uint8Array.of(0x22, 0xc3, 0x28, 0x22))).toEqual({
      ok: false,
      error: 'not_utf8',
    })
  })
})

describe('JSON lines', () => {
  test('are read one by one, with or without a last line feed', () => {
    expect(lines('1\n2\r\n3')).toEqual({ ok: true, value: [1, 2, 3] })
    expect(lines('1\n')).toEqual({ ok: true, value: [1] })
    expect(lines('')).toEqual({ ok: true, value: [] })
  })

  test('that are wrong are all named', () => {
    expect(lines('1\n\n{')).toEqual({
      ok: false,
      error: [
        { line: 2, reason: 'empty' },
        { line: 3, reason: 'not_json' },
      ],
    })
  })

  test('are bounded', () => {
    expect(lines('1\n2\n3\n4')).toEqual({
      ok: false,
      error: [{ line: 4, reason: 'too_many_lines' }],
    })
  })
})
