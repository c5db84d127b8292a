import { expect, test } from 'vitest'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import { BOOK_SUCCEEDED, successionOf, successorOrigin, succeedBook } from './succession.ts'
import type { Succession } from './succession.ts'

const ROOT = `${'A'.repeat(43)}=`
const succession: Succession = {
  origin: 'sh.hub.example/book/2',
  predecessor: {
    origin: 'sh.hub.example/book/1',
    signed: { size: 12, root: ROOT, checkpoint: 'a signed note', isLast: false },
    witnessed: null,
  },
  continued: { size: 10, root: ROOT },
  reason: 'the disk was lost',
}

test('a successor is the next number of the same name', () => {
  expect(successorOrigin('sh.hub.example/book/1')).toBe('sh.hub.example/book/2')
  expect(successorOrigin('sh.hub.example/book/9')).toBe('sh.hub.example/book/10')
  expect(successorOrigin('sh.hub.example/book')).toBeNull()
  expect(successorOrigin('sh.hub.example/book/0')).toBeNull()
})

test('what is recorded is what is read again', () => {
  const decision = succeedBook.decide(
    new BatchRows(new RowCache(1)),
    { type: 'book.succeed', succession },
    { nowMs: 0, book: succession.origin, actor: 'pty_system' },
  )
  const [event] = decision.kind === 'record' ? decision.events : []
  expect(event).toMatchObject({ type: BOOK_SUCCEEDED, parties: [] })
  expect(successionOf(BOOK_SUCCEEDED, event?.body ?? {})).toEqual(succession)
  expect(successionOf('book.opened', event?.body ?? {})).toBeNull()
})

test('the first version was only said of the last tree that was signed', () => {
  const { isLast: _, ...signed } = succession.predecessor.signed
  const body = { ...succession, predecessor: { ...succession.predecessor, signed } }
  expect(
    successionOf(BOOK_SUCCEEDED, JSON.parse(JSON.stringify(body)))?.predecessor.signed.isLast,
  ).toBe(true)
})

test.for([
  { origin: 7 },
  { reason: null },
  { continued: { size: -1, root: ROOT } },
  { continued: { size: 10, root: 'short' } },
  { predecessor: { ...succession.predecessor, signed: { size: 12, root: ROOT } } },
  { predecessor: { ...succession.predecessor, witnessed: 1 } },
  {
    predecessor: {
      ...succession.predecessor,
      signed: { ...succession.predecessor.signed, isLast: 1 },
    },
  },
  { predecessor: [] },
])('a body that says something else is none: %#', (change) => {
  const body = { ...succession, ...change }
  expect(successionOf(BOOK_SUCCEEDED, JSON.parse(JSON.stringify(body)))).toBeNull()
})
