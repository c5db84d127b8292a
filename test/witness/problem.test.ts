/** A proof that could not be made is tried again soon, however often the book says meanwhile that nothing has changed. */
import { expect, test } from 'vitest'
import type { BookState } from '#kernel/book/answer.ts'
import { SIZE_MEDIA_TYPE } from '#kernel/log/witness.ts'
import { bookPolicy } from '#platform/witnesses/book-policy.ts'
import { Cosigning } from '#platform/witnesses/cosigning.ts'
import { formatVkey, noteKey } from '#kernel/log/vkey.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { ed25519 } from '@noble/curves/ed25519.js'
import { SubmittingLog } from './logs.ts'

/** Time that is turned by hand. */
class Turned {
  nowMs = 1_000_000
  #planned: { readonly atMs: number; act: (() => void) | null }[] = []

  after = (ms: number, act: () => void): (() => void) => {
    const planned: { readonly atMs: number; act: (() => void) | null } = {
      atMs: this.nowMs + ms,
      act,
    }
    this.#planned.push(planned)
    return () => {
      planned.act = null
    }
  }

  async turn(ms: number): Promise<void> {
    this.nowMs += ms
    const due = this.#planned.filter(({ atMs }) => atMs <= this.nowMs)
    this.#planned = this.#planned.filter(({ atMs }) => atMs > this.nowMs)
    for (const { act } of due) act?.()
    // Whatever follows at once has happened then.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('a book that renews its lease every second does not put the next attempt off for ever', async () => {
  const log = new SubmittingLog('log.example/a', 1)
  const time = new Turned()
  const publicKey = ed25519.getPublicKey(new Uint8Array(32).fill(5))
  const key = noteKey({ name: 'w.example', kind: 'cosignature', publicKey }, sha256)
  const text = `witness w ${formatVkey(key)}\nquorum w\n`
  const { policy, logKeys, witnesses } = bookPolicy(
    text,
    { name: 'a', verifierKey: formatVkey(log.key) },
    'of the test',
    () => 'sim://w',
  )
  const listeners = new Set<(state: BookState) => void>()
  const state: BookState = {
    book: 'a',
    origin: 'log.example/a',
    phase: 'writing',
    reason: '',
    size: 5,
    root: '',
    checkpoint: log.checkpoint(5),
    atMs: 0,
    queued: 0,
    timersWait: false,
  }
  const attempts: number[] = []
  const cosigning = new Cosigning({
    book: {
      name: 'a',
      state: () => state,
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    logKeys,
    witnesses,
    quorum: policy.quorum,
    policy: text,
    prove: () => {
      attempts.push(time.nowMs)
      return Promise.reject(new Error('the database is away'))
    },
    isForked: () => false,
    clock: { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs },
    waits: time,
    // It is at 3, so that there has to be a proof.
    post: () =>
      Promise.resolve({ status: 409, body: '3\n', mediaType: SIZE_MEDIA_TYPE, retryAfter: null }),
    onProblem: () => undefined,
  })
  cosigning.start()
  for (let second = 0; second < 10; second += 1) {
    // oxlint-disable-next-line no-await-in-loop -- time passes step by step.
    await time.turn(1000)
    for (const listener of listeners) listener(state)
  }
  cosigning.stop()
  expect(attempts.length).toBeGreaterThanOrEqual(3)
})
