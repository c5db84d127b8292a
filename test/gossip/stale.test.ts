/** A server that wrote a book before another one took it judges by what was published since, not by what it signed. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { expect, test } from 'vitest'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { formatVkey } from '#kernel/log/vkey.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { Gossip } from '#platform/gossip/gossip.ts'
import type { Ahead, ForkEvidence } from '#platform/gossip/store.ts'
import { FakeBook } from '#test/http/fake-book.ts'
import { LOG_KEY, ORIGIN, PublishedLog } from '#test/monitor/published-log.ts'

const log = new PublishedLog(Array.from({ length: 700 }, (_, at) => utf8Of(`entry ${at}`)))

/** Another past of the same log. */
function forged(size: number): string {
  const text = formatCheckpoint({ origin: ORIGIN, size, root: new Uint8Array(32).fill(9) })
  return formatNote(text, [signatureLine(LOG_KEY, ed25519.sign(utf8Of(text), log.signingSecret))])
}

async function opened(signed: string, published: string | null) {
  const forks: ForkEvidence[] = []
  const ahead: Ahead[] = []
  const book = new FakeBook('sh')
  const gossip = await Gossip.open({
    books: new Map([
      [
        'sh',
        {
          name: 'sh',
          origin: ORIGIN,
          verifierKey: formatVkey(LOG_KEY),
          state: () => ({ ...book.state(), checkpoint: signed }),
        },
      ],
    ]),
    log: {
      tile: (_, at) => log.source().tile(at),
      latestCheckpoint: async () => published,
    },
    store: {
      keepFork: async (fork) => void forks.push(fork),
      listForks: async () => forks,
      keepAhead: async (one) => void ahead.push(one),
      listAhead: async () => ahead,
      dropAhead: async () => undefined,
    },
    clock: { nowMs: () => 0, monotonicMs: () => 0 },
    onFork: () => undefined,
  })
  return { gossip, forks, ahead }
}

test.each([
  ['has signed less than was published', log.checkpoint(5), log.checkpoint(700)],
  ['has signed more than was published', log.checkpoint(700), log.checkpoint(5)],
  ['has signed nothing', '', log.checkpoint(700)],
  ['has published nothing', log.checkpoint(700), null],
])('a fork is one to a server that %s', async (_, signed, published) => {
  const { gossip, forks, ahead } = await opened(signed, published)
  expect(await gossip.hear(forged(600))).toMatchObject({ value: { verdict: 'forked' } })
  expect(await gossip.hear(log.checkpoint(650))).toMatchObject({ value: { verdict: 'consistent' } })
  expect([forks.length, ahead.length]).toEqual([1, 0])
  expect(gossip.isForked(ORIGIN)).toBe(true)
})
