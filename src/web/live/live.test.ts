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
const sent = {
  book: 'sh',
  origin: 'sh.hub.example/book/1',
  size: 11,
  root: 'zc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc0=',
  at: Date.parse('2026-11-20T06:33:00Z'),
}
const news = {
  book: 'sh',
  size: 11,
  rootHex: 'cd'.repeat(32),
  at: '2026-11-20T06:33:00.000Z',
  cosigners: [],
}

describe('news of a book', () => {
  test('is read when it has the agreed form', () => {
    expect(parseNews(JSON.stringify(sent))).toEqual(news)
  })

  test.each([
    ['no JSON', '{'],
    ['no object', '3'],
    ['a size below nought', JSON.stringify({ ...sent, size: -1 })],
    ['a size that is text', JSON.stringify({ ...sent, size: '11' })],
    ['a root that is no root', JSON.stringify({ ...sent, root: 'zc0=' })],
    ['no book', JSON.stringify({ ...sent, book: undefined })],
    ['an instant that is none', JSON.stringify({ ...sent, at: 1e300 })],
  ])('is ignored with %s', (_, text) => {
    expect(parseNews(text)).toBeNull()
  })

  test('changes its own book and no other', () => {
    const other = { ...book, id: 'js' }
    const [changed, kept] = applyNews([book, other], news)
    expect(changed?.size).toBe(11)
    expect(kept).toBe(other)
  })

  test('of a larger book has not been cosigned yet', () => {
    const witnessed = { ...book, cosigners: [{ en: 'Jiangsu', zh: '江苏' }] }
    expect(applyNews([witnessed], news)[0]?.cosigners).toEqual([])
    expect(applyNews([witnessed], { ...news, size: 10 })[0]?.cosigners).toHaveLength(1)
  })

  test('that its state was cosigned names the witnesses, a region by its own name', () => {
    const witnessed = { size: 11, checkpoint: '', cosigners: ['js', 'outside', 'ccpit'] }
    const heard = parseNews(JSON.stringify({ ...sent, witnessed }))
    const js = { ...book, id: 'js', name: { en: 'Jiangsu', zh: '江苏' } }
    const [grown] = heard === null ? [] : applyNews([{ ...book, size: 11 }, js], heard)
    expect(grown?.cosigners.map(({ en }) => en)).toEqual(['Jiangsu', 'an outside witness', 'ccpit'])
  })

  test('that an earlier state was cosigned is none of this one', () => {
    const witnessed = { size: 10, checkpoint: '', cosigners: ['js'] }
    expect(parseNews(JSON.stringify({ ...sent, witnessed }))?.cosigners).toEqual([])
  })

  test('that is older than what is known is no news', () => {
    expect(applyNews([book], { ...news, size: 9 })).toEqual([book])
  })
})

test('the books of the page are read back as they were written', () => {
  expect(parseBooks(JSON.parse(JSON.stringify([book])))).toEqual([book])
  expect(parseBooks([{ ...book, name: 'Shanghai' }])).toEqual([])
})
