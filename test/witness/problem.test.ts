/** What failed is tried again soon, however often the book says meanwhile that nothing has changed. */
import { expect, test } from 'vitest'
import type { BookState } from '#kernel/book/answer.ts'
import { cosignedMessage, encodeCosignature } from '#kernel/log/cosignature.ts'
import { parseNote, signatureLine } from '#kernel/log/note.ts'
import { SIZE_MEDIA_TYPE } from '#kernel/log/witness.ts'
import { bookPolicy } from '#platform/witnesses/book-policy.ts'
import { Cosigning, type CosigningOptions } from '#platform/witnesses/cosigning.ts'
import { NotAnswered, type WireAnswer } from '#platform/witnesses/exchange.ts'
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

  /** Time has passed, and what was due in it comes late: others were first. */
  pass(ms: number): void {
    this.nowMs += ms
  }

  async turn(ms: number): Promise<void> {
    this.pass(ms)
    const due = this.#planned.filter(({ atMs }) => atMs <= this.nowMs)
    this.#planned = this.#planned.filter(({ atMs }) => atMs > this.nowMs)
    for (const { act } of due) act?.()
    // Whatever follows at once has happened then.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const SECRET = new Uint8Array(32).fill(5)
const publicKey = ed25519.getPublicKey(SECRET)
const key = noteKey({ name: 'w.example', kind: 'cosignature', publicKey }, sha256)

function cosigned(submission: string, nowMs: number): WireAnswer {
  const parsed = parseNote(submission.slice(submission.indexOf('\n\n') + 2))
  if (!parsed.ok) throw new Error(parsed.error)
  const seconds = BigInt(Math.floor(nowMs / 1000))
  const signature = ed25519.sign(cosignedMessage(parsed.value.text, seconds), SECRET)
  const body = signatureLine(key, encodeCosignature({ seconds, signature }))
  return { status: 200, body, mediaType: null, retryAfter: null }
}

/** A book of five entries, with one witness; it says again and again how it is. */
function sceneOf(
  time: Turned,
  { quorum = 'w', ...asked }: Pick<CosigningOptions, 'post' | 'prove'> & { quorum?: string },
) {
  const log = new SubmittingLog('log.example/a', 1)
  const text = `witness w ${formatVkey(key)}\nquorum ${quorum}\n`
  const { policy, logKeys, witnesses } = bookPolicy(
    text,
    { name: 'a', verifierKey: formatVkey(log.key) },
    'of the test',
    () => 'sim://w',
  )
  const listeners = new Set<(state: BookState) => void>()
  let state: BookState = {
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
    isForked: () => false,
    clock: { nowMs: () => time.nowMs, monotonicMs: () => time.nowMs },
    waits: time,
    onProblem: () => undefined,
    ...asked,
  })
  const say = (size = 5): void => {
    state = { ...state, size, checkpoint: log.checkpoint(size) }
    for (const listener of listeners) listener(state)
  }
  return { cosigning, say }
}

test('a book that renews its lease every second does not put the next attempt off for ever', async () => {
  const time = new Turned()
  const attempts: number[] = []
  const { cosigning, say } = sceneOf(time, {
    prove: () => {
      attempts.push(time.nowMs)
      return Promise.reject(new Error('the database is away'))
    },
    // It is at 3, so that there has to be a proof.
    post: () =>
      Promise.resolve({ status: 409, body: '3\n', mediaType: SIZE_MEDIA_TYPE, retryAfter: null }),
  })
  cosigning.start()
  for (let second = 0; second < 10; second += 1) {
    // oxlint-disable-next-line no-await-in-loop -- time passes step by step.
    await time.turn(1000)
    say()
  }
  cosigning.stop()
  expect(attempts.length).toBeGreaterThanOrEqual(3)
})

test('a witness that was away is asked again, also where the book says something when its rest has just ended', async () => {
  const time = new Turned()
  const asked: number[] = []
  const { cosigning, say } = sceneOf(time, {
    prove: () => Promise.resolve([]),
    post: () => {
      asked.push(time.nowMs)
      return Promise.reject(new NotAnswered('unreachable'))
    },
  })
  cosigning.start()
  await time.turn(1000)
  expect(asked).toHaveLength(1)
  for (let minute = 0; minute < 3; minute += 1) {
    // A busy thread: the book is heard before the timer that is due as well.
    time.pass(60_000)
    say()
    // oxlint-disable-next-line no-await-in-loop -- time passes step by step.
    await time.turn(0)
  }
  cosigning.stop()
  expect(asked).toHaveLength(4)
})

test('a witness that was busy with an older tree is asked about the newest one', async () => {
  const time = new Turned()
  const late = Promise.withResolvers<void>()
  const asked: string[] = []
  const { cosigning, say } = sceneOf(time, {
    // Nobody is waited for, so that rounds overtake a slow witness.
    quorum: 'none',
    prove: () => Promise.resolve([]),
    post: async (_, body) => {
      asked.push(body)
      if (asked.length === 1) await late.promise
      return cosigned(body, time.nowMs)
    },
  })
  cosigning.start()
  await time.turn(1000)
  say(6)
  await time.turn(1000)
  expect(asked).toHaveLength(1)
  late.resolve()
  await time.turn(1000)
  await time.turn(1000)
  cosigning.stop()
  expect(asked).toHaveLength(2)
  expect(cosigning.witnessed()).toMatchObject({ size: 6, cosigners: ['w'] })
})
