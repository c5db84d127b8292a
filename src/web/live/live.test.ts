import { describe, expect, test } from 'vitest'
import type { BookState } from '#web/pages/views.ts'
import { applyNews, parseBooks, parseNews } from './live.ts'

const ROOT = 'ab'.repeat(32)
const book: BookState = {
  id: 'sh',
  name: { en: 'Shanghai', zh: '上海' },
  origin: 'sh.hub.example/book/1',
  size: 10,
  rootHex: ROOT,
  at: '2026-11-20T06:32:07Z',
  cosigners: [],
}
const news = { book: 'sh', size: 11, rootHex: 'cd'.repeat(32), at: '2026-11-20T06:33:00Z' }

describe('news of a book', () => {
  test('is read when it has the agreed form', () => {
    expect(parseNews(JSON.stringify(news))).toEqual({ ...news, cosigners: [] })
  })

  test.each([
    ['no JSON', '{'],
    ['no object', '3'],
    ['a size below nought', JSON.stringify({ ...news, size: -1 })],
    ['a size that is text', JSON.stringify({ ...news, size: '11' })],
    ['a root that is no root', JSON.stringify({ ...news, rootHex: '<b>' })],
    ['no book', JSON.stringify({ ...news, book: undefined })],
    ['nameless cosigners', JSON.stringify({ ...news, cosigners: ['x'] })],
  ])('is ignored with %s', (_, text) => {
    expect(parseNews(text)).toBeNull()
  })

  test('changes its own book and no other', () => {
    const other = { ...book, id: 'js' }
    const [changed, kept] = applyNews([book, other], { ...news, cosigners: [] })
    expect(changed?.size).toBe(11)
    expect(kept).toBe(other)
  })

  test('that is older than what is known is no news', () => {
    expect(applyNews([book], { ...news, size: 9, cosigners: [] })).toEqual([book])
  })
})

test('the books of the page are read back as they were written', () => {
  expect(parseBooks(JSON.parse(JSON.stringify([book])))).toEqual([book])
  expect(parseBooks([{ ...book, name: 'Shanghai' }])).toEqual([])
})
