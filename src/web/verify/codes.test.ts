/** What a code that our pages draw says to the reader of our pages, at whatever size it is photographed. */
import { encodeQR } from 'qr'
import { expect, test } from 'vitest'
import { textInPixels } from './codes.ts'

const LINK = 'https://hub.example/verify?receipt=/v1/books/sh/entries/1234567/receipt'

/** The squares of a code, each so many pixels wide, on grey paper. */
function drawn(text: string, scale: number) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const side = rows.length * scale
  const data = new Uint8ClampedArray(4 * side * side).fill(255)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true
      data.fill(isDark ? 30 : 225, 4 * (y * side + x), 4 * (y * side + x) + 3)
    }
  }
  return { width: side, height: side, data }
}

test.each([2, 3, 7, 12])('a code of %i pixels a square is read', (scale) => {
  expect(textInPixels(drawn(LINK, scale))).toBe(LINK)
})

test('a receipt fits into a code, whole', () => {
  const receipt = JSON.stringify({ format: 'hongqiao-receipt/1', leaf: '条目'.repeat(300) })
  expect(textInPixels(drawn(receipt, 4))).toBe(receipt)
})

test('paper without a code, and a code that is torn, have no text', () => {
  const { width, height, data } = drawn(LINK, 4)
  expect(textInPixels({ width, height, data: data.slice().fill(225) })).toBeNull()
  expect(
    textInPixels({ width, height, data: data.slice().fill(225, 0, data.length / 2) }),
  ).toBeNull()
})
