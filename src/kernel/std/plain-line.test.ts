/** What people may be shown as somebody's words, and what would show something else than it holds. */
import { describe, expect, test } from 'vitest'
import { PLAIN_LINE } from './plain-line.ts'

describe('a line', () => {
  test.each([
    'Lakeside Swim School',
    '湖畔游泳学校（长宁店）',
    "<b>O'Brien & Sons</b>; =1+1",
    'a',
    '·',
    'Nguyễn Thị Hạnh'.normalize('NFD'),
    'می‌خواهم', // Persian needs the non-joiner.
    'क्‍ष', // and Devanagari the joiner
    '家庭卡 👨‍👩‍👧‍👦 ❤️ 1️⃣',
    '葛󠄁飾区', // a form of a character that is part of names
    '¥1,800.00 · 20 次',
  ])('of %s is one', (text) => {
    expect(PLAIN_LINE.test(text)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['spaces', ' \u00A0\u3000'],
    ['a space of no width', '\u200B\u200B'],
    ['a blank letter', '\u3164'],
    ['the blank of Braille', '\u2800'],
    ['a mark alone', '\u0301'],
    ['a joiner alone', '\u200D'],
    ['a line feed', 'one\ntwo'],
    ['a line separator', 'one\u2028two'],
    ['U+0000', 'a\u0000'],
    ['half a character', 'a\uD800'],
    ['an override of direction', 'refund to \u202E8621 tnuocca'],
    ['an isolate', 'a\u2066b\u2069'],
    ['a mark of direction', 'a\u200Fb'],
    ['a space of no width within', 'Lake\u200Bside'],
    ['a joiner within', 'Lake\u200Dside'],
    ['a non-joiner between characters', '湖\u200C畔'],
    ['a chooser of form within', 'Lake\uFE0Fside'],
    ['a soft hyphen', 'Lake\u00ADside'],
    ['tags', 'a\u{E0061}\u{E0062}'],
    ['a pile of marks', `Z${'\u0351'.repeat(6)}`],
  ])('of %s is none', (_name, text) => {
    expect(PLAIN_LINE.test(text)).toBe(false)
  })

  test('is judged quickly, however it was made', () => {
    for (const part of ['a', ' ', '\u0351', '\u200D', '👨‍👩‍👧‍👦']) {
      expect(PLAIN_LINE.test(`${part.repeat(100_000)}\n`)).toBe(false)
    }
  })
})
