/** What people type is read as they mean it, and nothing else is read at all. */
import { describe, expect, test } from 'vitest'
import { TypedDay, typedText, typedWhole, TypedYuan } from './form-fields.ts'

const read = (schema: { safeParse(text: string): { data?: unknown } }, text: string) =>
  schema.safeParse(text).data

describe('an amount in yuan', () => {
  test.each([
    ['1800', 180_000n],
    [' ¥1,800.00 ', 180_000n],
    ['1800.5元', 180_050n],
    ['１，８００．５０', 180_050n],
    ['￥０', 0n],
  ])('of %j is %i fen', (text, fen) => {
    expect(read(TypedYuan, text)).toBe(fen)
  })

  test.each([
    '',
    '-1',
    '0.001',
    '1e20',
    '18,00',
    '1.800,00',
    '99999999999999',
    '１８００元元',
    '十',
    '²',
    '٣',
  ])('is none of %j', (text) => {
    expect(read(TypedYuan, text)).toBeUndefined()
  })
})

describe('a whole number and a day', () => {
  test('are read in full width as well', () => {
    expect(read(typedWhole(60), '６０')).toBe(60)
    expect(read(TypedDay, '２０２６-05-02')).toBe('2026-05-02')
  })

  test.each(['-1', '1.0', '61', '０x', ''])('are none of %j', (text) => {
    expect(read(typedWhole(60), text)).toBeUndefined()
    expect(read(TypedDay, text)).toBeUndefined()
  })
})

describe('words', () => {
  test('of several lines are one, and lose what was copied along unseen', () => {
    expect(read(typedText(20), '\uFEFF one \n\n two\u200B ')).toBe('one two')
  })

  test.each(['\u200B', ' \n ', 'to \u202Eyu', 'x'.repeat(21)])('are none of %j', (text) => {
    expect(read(typedText(20), text)).toBeUndefined()
  })
})
