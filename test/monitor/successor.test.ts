/** A monitor and the entries of a closed log: they are a successor's only if it says so, and says the truth. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Monitor } from '#kernel/monitor/monitor.ts'
import { MonitorStore } from '#apps/monitor/store.ts'
import { nodeTools } from '#apps/monitor/tools.ts'
import { BOOK_SUCCEEDED } from '#kernel/book/succession.ts'
import { canonicalText, isJsonObject, parseJson } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { escrowLeaves, registry } from './escrow-book.ts'
import { ORIGIN, policies, PublishedLog } from './published-log.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-successor-'))
afterAll(() => rmSync(parent, { recursive: true }))

const CLOSED = 'test.hub.example/book/0'
const written = escrowLeaves(200, 20)
const ROOT = 'A'.repeat(43) + '='

function changed(leaf: Uint8Array, change: (fields: JsonObject) => JsonObject): Uint8Array {
  const parsed = parseJson(textFromUtf8(leaf) ?? '')
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('a leaf is an object')
  return utf8Of(canonicalText(change(parsed.value)))
}

const taken = written.map((leaf) => changed(leaf, (fields) => ({ ...fields, book: CLOSED })))

function saying(change: Partial<Record<'closed' | 'origin', string>> & { size?: number } = {}) {
  const { closed = CLOSED, origin = ORIGIN, size = taken.length } = change
  const last = written.at(-1) ?? new Uint8Array()
  return changed(last, (fields) => ({
    ...fields,
    book: ORIGIN,
    type: BOOK_SUCCEEDED,
    v: 2,
    parties: [],
    sd: [],
    transfers: [],
    measures: [],
    body: {
      origin,
      predecessor: {
        origin: closed,
        signed: { size: size + 7, root: ROOT, checkpoint: 'the note', isLast: true },
        witnessed: null,
      },
      continued: { size, root: ROOT },
      reason: 'the disk was lost',
    },
  }))
}

function look(leaves: readonly Uint8Array[]): Promise<unknown> {
  const store = new MonitorStore(join(mkdtempSync(join(parent, 'm-')), 'monitor.sqlite'))
  return new Monitor({
    ...nodeTools,
    source: new PublishedLog(leaves).source(),
    store,
    policies: policies(),
    level: 'logged',
    registry,
    behind: { attemptsMax: 2, pause: () => Promise.resolve() },
  }).look()
}

test('entries that were taken over are followed, and replayed like any others', async () => {
  expect(await look([...taken, saying()])).toMatchObject({ size: taken.length + 1 })
})

test.for<[string, readonly Uint8Array[]]>([
  [`written for ${CLOSED}`, taken],
  ['a succession that is not so', [...taken, saying({ closed: 'other.example/book/1' })]],
  ['a succession that is not so', [...taken, saying({ origin: 'other.example/book/1' })]],
  ['a succession that is not so', [...taken, saying({ size: taken.length - 1 })]],
  ['a succession that is not so', [...taken, saying(), saying({ size: taken.length + 1 })]],
  [`written for ${CLOSED}`, [...taken, saying(), ...taken.slice(-1)]],
])('%s: %#', async ([said, leaves]) => {
  await expect(look(leaves)).rejects.toThrow(said)
})
