/** What a counter says of its customers, and how it reads what is typed there. */
import { describe, expect, test } from 'vitest'
import { decodeQR } from 'qr/decode.js'
import { drawCode } from '#web/kit/code-drawing.ts'
import { guestName, shortName, tailOf } from './guest-names.ts'
import { dayIn } from './today-pages.ts'

test.each([
  ['陈浩 Chen Hao', { en: 'Chen H.', zh: '陈*' }],
  ['Chen Hao', { en: 'Chen H.', zh: 'Chen H.' }],
  ['欧阳小明', { en: '欧***', zh: '欧***' }],
  ['Anna Maria Rossi', { en: 'Anna M. R.', zh: 'Anna M. R.' }],
  ['𠮷田', { en: '𠮷*', zh: '𠮷*' }],
  ['  ', { en: 'Customer', zh: '顾客' }],
])('of the name %s no more than the surname is said', (name, said) => {
  expect(shortName(name)).toEqual(said)
})

test.each([
  ['19900005120', '5120'],
  ['+86 199-0000-5120', '5120'],
  ['512', null],
  [null, null],
])('of the telephone %s the last four digits are said', (phone, tail) => {
  expect(tailOf(phone)).toBe(tail)
})

test('whoever was erased is a customer without digits', () => {
  expect(guestName(undefined)).toEqual({ name: { en: 'Customer', zh: '顾客' }, tail: null })
})

describe('the day of a shop', () => {
  const day = (query: string) => dayIn(new URLSearchParams(query), '2026-11-22')

  test('is today where none is asked for', () => {
    expect(day('')).toEqual({ day: '2026-11-22', isMalformed: false })
    expect(day('day.day=&day.month=&day.year=')).toEqual({ day: '2026-11-22', isMalformed: false })
  })

  test('is the one in the address, or in the three fields', () => {
    expect(day('day=2026-02-05')).toEqual({ day: '2026-02-05', isMalformed: false })
    const fields = 'day.day=5&day.month=2&day.year=2026'
    expect(day(fields)).toEqual({ day: '2026-02-05', isMalformed: false })
  })

  test.each(['day=2026-02-30', 'day=soon', 'day=2026-11-23', 'day.day=5&day.month=&day.year=2026'])(
    'is today, and said to be, for %s',
    (query) => {
      expect(day(query)).toEqual({ day: '2026-11-22', isMalformed: true })
    },
  )
})

/** The path as a camera sees it: black squares on white, eight dots each. */
function photograph({ d, size }: { readonly d: string; readonly size: number }) {
  const scale = 8
  const width = size * scale
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y, length] of d.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let row = 0; row < scale; row += 1) {
      const from = ((Number(y) * scale + row) * width + Number(x) * scale) * 4
      for (let at = 0; at < Number(length) * scale; at += 1)
        data.fill(0, from + at * 4, from + at * 4 + 3)
    }
  }
  return { width, height: width, data }
}

test.each([
  'http://localhost:7000/prepaid/at/pty_lakeside',
  'https://a-very-long-name-of-a-hub.example.org/prepaid/at/pty_0123456789012345678901234567890123456789',
])('the code at the counter reads as the address %s', (href) => {
  const drawing = drawCode(href)
  expect(decodeQR(photograph(drawing))).toBe(href)
})
