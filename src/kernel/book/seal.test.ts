/** Sealing: every number and secret stands in the leaf as a digest that its disclosure opens. */
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { commitmentTo, parseDisclosure } from '#kernel/log/commitment.ts'
import { hashing } from '#kernel/log/hash.ts'
import { readLeaf, type Leaf } from '#kernel/log/leaf.ts'
import { transferToJson } from '#kernel/money/transfer.ts'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'
import { type Draft } from './leaf.ts'
import { boxBinding, partyNumber, Sealer, subjectKey } from './seal.ts'
import type { SealedEntry, SealingTools } from './seal.ts'
import { numberField } from '#kernel/log/numbers.ts'
import type { Event } from './slice.ts'

const ORIGIN = 'sh.hub.example/book/1'

/** Boxes that show what was put into them, and randomness that counts. */
function showingTools(): SealingTools & { readonly boxed: string[] } {
  let counter = 0
  const boxed: string[] = []
  return {
    utf8: utf8Of,
    boxed,
    random(sizeBytes) {
      counter += 1
      return new Uint8Array(sizeBytes).fill(counter & 0xff)
    },
    base64Url: base64UrlOf,
    base64UrlOfText: (text) => base64UrlOf(utf8Of(text)),
    digest: (text) => base64UrlOf(sha256(utf8Of(text))),
    leafHash: hashing(sha256).leaf,
    newSubjectKey: () => new Uint8Array([9]),
    forget: () => undefined,
    encrypt(_, plain, bound) {
      boxed.push(bound)
      return plain
    },
  }
}

function draftOf(index: number, event: Partial<Event>, actor = 'pty_a'): Draft {
  const evidence = { method: 'system', credential: 'system' } as const
  const command = { type: 'note.write' }
  return {
    event: { type: 'note.written', body: {}, parties: [], ...event },
    v: 1,
    index,
    atMs: 1_795_312_800_000 + index,
    submission: { command, actor, evidence, commandMac: new Uint8Array(32) },
    measures: [],
  }
}

interface Bench {
  readonly sealer: Sealer
  readonly tools: ReturnType<typeof showingTools>
}

function bench(lastNumber = 0): Bench {
  const rows = new BatchRows(new RowCache(100))
  const tools = showingTools()
  rows.load(partyNumber, 'pty_a', lastNumber === 0 ? null : { party: 'pty_a', last: lastNumber })
  for (const party of ['pty_b', 'pty_c']) rows.load(partyNumber, party, null)
  rows.load(subjectKey, 'pty_b', null)
  return { sealer: new Sealer(ORIGIN, rows, tools), tools }
}

function leafOf({ leafBytes }: SealedEntry): Leaf {
  const leaf = readLeaf(leafBytes)
  if (!leaf.ok) throw new Error(leaf.error)
  return leaf.value
}

describe('an entry', () => {
  test('is a leaf that an outsider reads, with its hash', () => {
    const { sealer } = bench()
    const transfer = { op: 'void', hold: 'h1' } as const
    const entry = sealer.add(draftOf(7, { body: { text: '已确认' }, transfers: [transfer] }))
    expect(leafOf(entry)).toMatchObject({
      book: ORIGIN,
      type: 'note.written',
      v: 1,
      atMs: 1_795_312_800_007,
      body: { text: '已确认' },
      transfers: [transferToJson(transfer)],
    })
    expect(utf8Of(entry.leaf)).toEqual(entry.leafBytes)
    expect(entry.leafHash).toEqual(hashing(sha256).leaf(entry.leafBytes))
  })

  test('has no value of a secret and no running number in its leaf, and a digest of each', () => {
    const { sealer } = bench()
    const secrets = [{ subject: 'pty_b', name: 'phone', value: '13800000000' }]
    const entry = sealer.add(draftOf(0, { parties: ['pty_a', 'pty_b'], secrets }))
    expect(entry.leaf).not.toContain('13800000000')
    expect(leafOf(entry).sd).toHaveLength(3)
    const opened = entry.disclosures.map((text) => {
      expect(leafOf(entry).sd).toContain(commitmentTo(text, sha256))
      const disclosure = parseDisclosure(text)
      return disclosure.ok ? [disclosure.value.name, disclosure.value.value] : disclosure.error
    })
    // The actor sees its own number and what it said itself, not the number of the other party.
    expect(opened).toEqual([
      [numberField('pty_a'), 1],
      ['phone', '13800000000'],
    ])
  })

  test('has sorted digests, each once, so that their order tells nothing', () => {
    const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 8 }), (values) => {
        const secrets = values.map((one, i) => ({
          subject: 'pty_b',
          name: `field${i}`,
          value: one,
        }))
        const { sd } = leafOf(bench().sealer.add(draftOf(0, { secrets })))
        expect(sd).toEqual([...new Set(sd)].toSorted())
        expect(sd).toHaveLength(values.length)
      }),
    )
  })

  test('names each party once', () => {
    expect(() => bench().sealer.add(draftOf(0, { parties: ['pty_a', 'pty_a'] }))).toThrow('once')
  })

  test('of 65,535 bytes is sealed, and of one more is not', () => {
    const size = bench().sealer.add(draftOf(0, { body: { text: '' } })).leafBytes.length
    const text = 'x'.repeat(LEAF_BYTES_MAX - size)
    const whole = bench().sealer.add(draftOf(0, { body: { text } }))
    expect(whole.leafBytes).toHaveLength(LEAF_BYTES_MAX)
    expect(() => bench().sealer.add(draftOf(0, { body: { text: `${text}x` } }))).toThrow('65,535')
  })

  test('with a cause and without is read back', () => {
    const cause = { book: ORIGIN, index: 3, reaction: 'note.copy', ordinal: 1 }
    const draft = draftOf(0, {})
    const caused = { ...draft, submission: { ...draft.submission, cause } }
    expect(leafOf(bench().sealer.add(caused)).cause).toEqual(cause)
    expect(leafOf(bench().sealer.add(draft)).cause).toBeUndefined()
  })
})

describe('over a batch', () => {
  test('each party counts its own entries without a gap, on from where it stood', () => {
    const { sealer } = bench(41)
    const parties = [['pty_a'], ['pty_a', 'pty_b'], ['pty_b'], ['pty_c', 'pty_a']]
    const entries = parties.map((named, i) => sealer.add(draftOf(10 + i, { parties: named })))
    const { partyEntries } = sealer.sealed()
    expect(
      partyEntries.map(({ party, firstNumber, indexes, salts }) => {
        expect(salts).toHaveLength(indexes.length)
        return [party, firstNumber, indexes]
      }),
    ).toEqual([
      ['pty_a', 42, [10, 11, 13]],
      ['pty_b', 1, [11, 12]],
      ['pty_c', 1, [13]],
    ])
    // Whoever has number and salt of a party opens exactly one digest of the entry.
    for (const { party, firstNumber, indexes, salts } of partyEntries) {
      const texts = salts.map((salt, i) =>
        base64UrlOf(utf8Of(`["${base64UrlOf(salt)}","number/${party}",${firstNumber + i}]`)),
      )
      const leaves = indexes.map((index) => entries.find(({ draft }) => draft.index === index))
      const opened = leaves.map((entry, i) =>
        entry === undefined
          ? 0
          : leafOf(entry).sd.filter((digest) => digest === commitmentTo(texts[i] ?? '', sha256))
              .length,
      )
      expect(opened).toEqual(indexes.map(() => 1))
    }
  })

  test('a subject has one key, and each box is bound to its book, entry and field', () => {
    const { sealer, tools } = bench()
    const secret = (name: string) => ({ subject: 'pty_b', name, value: name })
    const first = sealer.add(draftOf(0, { secrets: [secret('phone'), secret('name')] }))
    const second = sealer.add(draftOf(1, { secrets: [secret('phone')] }))
    const { boxes } = sealer.sealed()
    expect(tools.boxed).toEqual([
      boxBinding(ORIGIN, 0, 'phone'),
      boxBinding(ORIGIN, 0, 'name'),
      boxBinding(ORIGIN, 1, 'phone'),
    ])
    expect(boxes.map(({ box }) => box)).toEqual(
      [...first.disclosures, ...second.disclosures].map(utf8Of),
    )
  })
})
