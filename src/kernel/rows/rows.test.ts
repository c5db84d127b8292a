/** Rows of a batch: absent and not loaded are different, and a refused command leaves no trace. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BatchRows, NotLoaded, RowCache } from './rows.ts'
import { defineTable, joinKey, keyParts, tableKey } from './table.ts'

const shop = defineTable({ name: 'shop', key: { shop: 'text' }, columns: { sold: 'index' } })
const shelf = defineTable({
  name: 'shelf',
  kept: 'history',
  key: { shop: 'text', place: 'index' },
  columns: { goods: 'text', note: 'text?' },
})

const changesOf = (rows: BatchRows): unknown[] =>
  [...rows.changes()].flatMap(([table, changes]) =>
    changes.map(({ row, existed, index }) => [table.name, row, existed, index]),
  )

describe('table keys', () => {
  test('of one part are the part, of several are joined so that none is mistaken', () => {
    expect(shop.keyOf({ shop: 'a', sold: 1 })).toBe('a')
    expect(joinKey(['a', 1])).not.toBe(joinKey(['a1']))
    expect(tableKey(shelf, 'a', 1).text).toBe(
      shelf.keyOf({ shop: 'a', place: 1, goods: 'tea', note: null }),
    )
    expect(keyParts(shelf, { shop: 'a', place: 1 })).toEqual(['a', 1])
    expect(() => keyParts(shelf, { shop: 'a' })).toThrow('place is a key')
  })

  test('of ids without a separator are as distinct as their parts', () => {
    const id = fc.string({ unit: 'grapheme-ascii', maxLength: 4 })
    const key = fc.tuple(id, id, fc.nat(20))
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(joinKey(one) === joinKey(other)).toBe(one.every((part, i) => part === other[i]))
      }),
    )
  })

  test('columns say their type, and whether they may be empty', () => {
    expect(shelf).toMatchObject({
      kept: 'history',
      columns: [
        { name: 'goods', type: 'text', nullable: false },
        { name: 'note', type: 'text', nullable: true },
      ],
    })
  })
})

const deed = defineTable({
  name: 'deed',
  key: { deed: 'text' },
  columns: { terms: 'json', state: 'text' },
  fixed: ['terms'],
})

describe('a fixed column', () => {
  test('is set with the row, stays through its changes, and nothing can be written over it', () => {
    const rows = new BatchRows(new RowCache(100))
    const old = { deed: 'old', terms: { days: 7 }, state: 'open' }
    rows.load(deed, 'old', old)
    rows.load(deed, 'new', null)
    rows.put(deed, { ...old, state: 'closed' })
    rows.put(deed, { deed: 'new', terms: { days: 9 }, state: 'open' })
    expect(rows.get(deed, 'old')).toEqual({ ...old, state: 'closed' })
    for (const name of ['old', 'new']) {
      expect(() => rows.put(deed, { deed: name, terms: { days: 9 }, state: 'open' })).toThrow(
        'what is fixed in a row stays',
      )
    }
  })

  test('is told by the table', () => {
    expect(deed.columns.map(({ name, isFixed }) => [name, isFixed])).toEqual([
      ['terms', true],
      ['state', false],
    ])
  })
})

describe('a row', () => {
  test('that nobody loaded is not absent: touching it throws, reading and writing', () => {
    const rows = new BatchRows(new RowCache(100))
    expect(() => rows.get(shop, 'a')).toThrow(NotLoaded)
    expect(() => rows.put(shelf, { shop: 'a', place: 1, goods: 'tea', note: null })).toThrow(
      expect.objectContaining({ key: tableKey(shelf, 'a', 1) }),
    )
    rows.load(shop, 'a', null)
    expect(rows.get(shop, 'a')).toBeUndefined()
  })

  test('is inserted when it was absent and updated when it was there, once a batch', () => {
    const rows = new BatchRows(new RowCache(100))
    rows.load(shop, 'new', null)
    rows.load(shop, 'old', { shop: 'old', sold: 1 })
    rows.begin(7)
    for (const name of ['new', 'old']) rows.put(shop, { shop: name, sold: 2 })
    rows.keep()
    rows.begin(8)
    rows.put(shop, { shop: 'new', sold: 3 })
    rows.keep()
    expect(changesOf(rows)).toEqual([
      ['shop', { shop: 'new', sold: 3 }, false, 8],
      ['shop', { shop: 'old', sold: 2 }, true, 7],
    ])
  })

  test('of the batch in flight is seen through, and never loaded over', () => {
    const cache = new RowCache(100)
    const first = new BatchRows(cache)
    first.load(shop, 'a', null)
    first.load(shop, 'b', { shop: 'b', sold: 1 })
    first.load(shop, 'c', null)
    first.put(shop, { shop: 'a', sold: 5 })
    first.keep()
    const second = new BatchRows(cache, first)
    expect(second.get(shop, 'a')).toEqual({ shop: 'a', sold: 5 })
    expect(second.get(shop, 'b')).toEqual({ shop: 'b', sold: 1 })
    expect(second.get(shop, 'c')).toBeUndefined()
    expect(() => second.get(shop, 'd')).toThrow(NotLoaded)
    // What the batch before inserts is there, so that this one updates it.
    second.put(shop, { shop: 'a', sold: 6 })
    second.keep()
    expect(changesOf(second)).toEqual([['shop', { shop: 'a', sold: 6 }, true, -1]])
    expect(() => second.commit()).toThrow('batches commit in order')
    first.commit()
    second.detach()
    second.commit()
    expect(cache.get(shop, 'a')).toEqual({ shop: 'a', sold: 6 })
    expect(cache.get(shop, 'c')).toBeNull()
  })
})

describe('a rollback', () => {
  test('takes back the rows and due instants of this command, and of no other', () => {
    const rows = new BatchRows(new RowCache(100))
    rows.load(shop, 'a', { shop: 'a', sold: 1 })
    rows.load(shop, 'b', null)
    rows.put(shop, { shop: 'a', sold: 2 })
    rows.setDue('sale', 'a', 10)
    rows.keep()
    rows.put(shop, { shop: 'a', sold: 3 })
    rows.put(shop, { shop: 'a', sold: 4 })
    rows.put(shop, { shop: 'b', sold: 1 })
    rows.clearDue('sale', 'a')
    rows.setDue('sale', 'b', 20)
    expect(() => rows.commit()).toThrow('between commands')
    rows.rollback()
    expect(rows.get(shop, 'a')).toEqual({ shop: 'a', sold: 2 })
    expect(rows.get(shop, 'b')).toBeUndefined()
    expect(changesOf(rows)).toEqual([['shop', { shop: 'a', sold: 2 }, true, -1]])
    expect(rows.dueChanges()).toEqual([{ kind: 'sale', key: 'a', dueAtMs: 10 }])
    expect(rows.hasDueChange('sale', 'b')).toBe(false)
  })

  test('leaves what a plain map would hold, whatever was put and kept before', () => {
    const put = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(99))
    const command = fc.record({ puts: fc.array(put, { maxLength: 4 }), isKept: fc.boolean() })
    fc.assert(
      fc.property(fc.array(command), fc.integer({ min: 0, max: 4 }), (commands, cacheMax) => {
        const cache = new RowCache(cacheMax)
        const model = new Map<string, number>()
        let rows = new BatchRows(cache)
        for (const name of ['a', 'b', 'c']) rows.load(shop, name, null)
        for (const [i, { puts, isKept }] of commands.entries()) {
          for (const [name, sold] of puts) rows.put(shop, { shop: name, sold })
          if (isKept) for (const [name, sold] of puts) model.set(name, sold)
          if (isKept) rows.keep()
          else rows.rollback()
          for (const name of ['a', 'b', 'c']) {
            expect(rows.get(shop, name)?.sold).toBe(model.get(name))
          }
          if (i % 3 !== 2) continue
          // The next batch stands on this one, which is then committed.
          const next = new BatchRows(cache, rows)
          for (const name of ['a', 'b', 'c']) next.find(shop, name)
          rows.commit()
          next.detach()
          rows = next
        }
      }),
    )
  })
})

describe('the cache', () => {
  test('holds no more than it may, keeps what is used, and answers absence too', () => {
    const cache = new RowCache(8)
    cache.set(shop, 'absent', null)
    const kept = (): number =>
      Array.from({ length: 100 }, (_, i) => cache.get(shop, `s${i}`)).filter(
        (row) => row !== undefined,
      ).length
    for (let i = 0; i < 100; i += 1) {
      cache.set(shop, `s${i}`, { shop: `s${i}`, sold: i })
      expect(cache.get(shop, 'absent')).toBeNull()
    }
    expect(cache.get(shop, 's0')).toBeUndefined()
    expect(cache.get(shop, 's99')).toEqual({ shop: 's99', sold: 99 })
    expect(kept()).toBeLessThanOrEqual(8)
    cache.clear()
    expect(kept()).toBe(0)
    expect(cache.get(shop, 'absent')).toBeUndefined()
  })
})
