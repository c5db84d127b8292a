/** What browsers write is read as it was typed; everything else is refused by name. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8Of } from '#kernel/std/utf8.ts'
import { FORM_FIELDS_MAX, parseForm, withDates } from './form-body.ts'

const encoded = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

describe('the parser', () => {
  test('reads what a browser writes, whatever was typed', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/)
    const value = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((text) => text.replaceAll('\0', ''))
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 20, noNullPrototype: true }), (fields) => {
        const typed = Object.fromEntries(
          Object.entries(fields).map(([key, text]) => [key, text.replaceAll('\r\n', '\n')]),
        )
        expect(parseForm(utf8Of(encoded(fields)))).toEqual({ ok: true, value: typed })
      }),
    )
  })

  test.each([
    ['a=1&a=2', 'repeated_name'],
    ['a=%00', 'unsafe_text'],
    ['a=%zz', 'malformed_value'],
    ['a=%ff', 'malformed_value'],
    ['a%3Cb=1', 'malformed_name'],
    ['=1', 'malformed_name'],
    ['__proto__=1', 'malformed_name'],
    [
      Array.from({ length: FORM_FIELDS_MAX + 1 }, (_, at) => `a${at}=1`).join('&'),
      'too_many_fields',
    ],
  ])('refuses %j', (text, error) => {
    expect(parseForm(utf8Of(text))).toEqual({ ok: false, error })
  })

  test('makes one day of three fields, and none of what is none', () => {
    const day = (year: string, month: string, date: string) =>
      withDates({ 'at.year': year, 'at.month': month, 'at.day': date, why: 'x' })
    expect(day('2026', '5', ' 02 ')).toEqual({ at: '2026-05-02', why: 'x' })
    expect(day('26', '', 'x')).toEqual({ at: '0026-00-0x', why: 'x' })
  })
})
