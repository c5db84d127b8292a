/** The server's side: a book whose witnesses are prompt, slow, lying, forgetful, or not there at all. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { BookState } from '#kernel/book/answer.ts'
import { parseNote } from '#kernel/log/note.ts'
import { signersOf } from '#kernel/log/signatures.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { bookPolicy } from '#platform/witnesses/book-policy.ts'
import { Cosigning } from '#platform/witnesses/cosigning.ts'
import { Evidence } from '#apps/witness/evidence.ts'
import { witnessServer } from '#apps/witness/serve.ts'
import { openWitnessFolder } from '#apps/witness/store.ts'
import { Witness } from '#apps/witness/witness.ts'
import { SubmittingLog } from './logs.ts'

const ORIGIN = 'log.example/a'
const clock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() }
const undo: (() => void)[] = []

afterEach(() => {
  for (const step of undo.splice(0).toReversed()) step()
})

/** A book that grows when it is told to. */
class GrowingBook {
  readonly name = 'a'
  readonly log: SubmittingLog
  readonly #listeners = new Set<(state: BookState) => void>()
  #size = 0
  phase: BookState['phase'] = 'writing'
  isForked = false

  constructor(log = new SubmittingLog(ORIGIN, 1)) {
    this.log = log
  }

  state(): BookState {
    return {
      book: this.name,
      origin: ORIGIN,
      phase: this.phase,
      reason: '',
      size: this.#size,
      root: '',
      checkpoint: this.#size === 0 ? '' : this.log.checkpoint(this.#size),
      atMs: 0,
      queued: 0,
      timersWait: false,
    }
  }

  onChange(listener: (state: BookState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  grow(size: number): void {
    this.#size = size
    for (const listener of this.#listeners) listener(this.state())
  }
}

interface RunningWitness {
  readonly verifierKey: string
  readonly url: string
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done)
  })
  undo.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const at = server.address()
  return typeof at === 'object' && at !== null ? `http://127.0.0.1:${at.port}` : ''
}

interface Making {
  readonly log?: SubmittingLog
  readonly ofClock?: Clock
}

/** A real witness; `instead` may answer in its place. */
async function witnessOf(
  name: string,
  instead: (response: ServerResponse) => boolean = () => false,
  { log = new SubmittingLog(ORIGIN, 1), ofClock = clock }: Making = {},
): Promise<RunningWitness> {
  const folder = mkdtempSync(join(tmpdir(), 'witness-'))
  const { key, store, close } = openWitnessFolder(folder, `${name}.example/w`)
  undo.push(() => {
    close()
    rmSync(folder, { recursive: true, force: true })
  })
  const witness = new Witness({
    key,
    store,
    logs: new Map([[ORIGIN, [log.key]]]),
    growthPerSecond: 1_000,
    refreshPerSecond: 1_000,
    clock: ofClock,
    evidence: new Evidence(join(folder, 'evidence')),
    stopOnFork: false,
    onFork: () => undefined,
  })
  const real = witnessServer(witness, (error) => {
    throw error
  })
  const server = createServer((request, response) => {
    if (!instead(response)) real.emit('request', request, response)
  })
  return { verifierKey: key.verifierKey, url: await listening(server) }
}

function cosigning(
  book: GrowingBook,
  witnesses: Readonly<Record<string, RunningWitness>>,
  rule: string,
): Cosigning {
  const lines = Object.entries(witnesses).map(
    ([name, { verifierKey, url }]) => `witness ${name} ${verifierKey} ${url}\n`,
  )
  const of = { name: book.name, verifierKey: book.log.verifierKey }
  const policy = bookPolicy(`${lines.join('')}${rule}\n`, of, 'of the test')
  const made = new Cosigning({
    book,
    logKeys: policy.logKeys,
    witnesses: policy.witnesses,
    quorum: policy.policy.quorum,
    policy: policy.text,
    prove: (older, newer) => Promise.resolve(book.log.proof(older, newer)),
    isForked: () => book.isForked,
    clock,
    onProblem: (message, error) => {
      throw new Error(message, { cause: error })
    },
    intervalMs: 5,
    deadlineMs: 400,
  })
  made.start()
  undo.push(() => made.stop())
  return made
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 45_000, interval: 5 })

const troubles = (made: Cosigning) =>
  Object.fromEntries(made.states().map(({ name, trouble }) => [name, trouble]))

describe('a book is witnessed', () => {
  test('as soon as the policy is met, and by the others when they come', async () => {
    const book = new GrowingBook()
    const made = cosigning(
      book,
      { a: await witnessOf('a'), b: await witnessOf('b') },
      'group both all a b\nquorum both',
    )
    for (const size of [1, 2, 7, 300, 301]) {
      book.grow(size)
      await until(() => expect(made.witnessed().size).toBe(size))
    }
    const { checkpoint, cosigners } = made.witnessed()
    expect(cosigners).toEqual(['a', 'b'])
    const note = parseNote(checkpoint)
    if (!note.ok) throw new Error(note.error)
    expect(note.value.text).toBe(book.log.text(301))
    expect(note.value.signatures).toHaveLength(3)
    expect(await signersOf(note.value, [book.log.key], verifyWithNode)).toHaveLength(1)
    expect(made.states().map(({ size }) => size)).toEqual([301, 301])
  })

  test('from a size that only the witness knows', async () => {
    const witness = await witnessOf('a')
    const before = new GrowingBook()
    const first = cosigning(before, { a: witness }, 'quorum a')
    before.grow(9)
    await until(() => expect(first.witnessed().size).toBe(9))
    first.stop()

    const restarted = new GrowingBook()
    restarted.grow(12)
    const second = cosigning(restarted, { a: witness }, 'quorum a')
    await until(() => expect(second.witnessed().size).toBe(12))
  })

  test('only while it is written here', async () => {
    const book = new GrowingBook()
    const made = cosigning(book, { a: await witnessOf('a') }, 'quorum a')
    book.grow(3)
    await until(() => expect(made.witnessed().size).toBe(3))
    book.phase = 'standing-by'
    book.grow(3)
    await until(() => expect(made.witnessed().checkpoint).toBe(''))
  })
})

describe('a book that is known to have signed two pasts', () => {
  test('is sent to nobody any more, and what was published before stays', async () => {
    const book = new GrowingBook()
    let asked = 0
    const made = cosigning(
      book,
      {
        a: await witnessOf('a', () => {
          asked += 1
          return false
        }),
      },
      'quorum a',
    )
    book.grow(3)
    await until(() => expect(made.witnessed().size).toBe(3))
    book.isForked = true
    const before = [asked, made.witnessed()]
    const other = new GrowingBook()
    const beside = cosigning(other, { b: await witnessOf('b') }, 'quorum b')
    for (const size of [4, 9, 300]) {
      book.grow(size)
      other.grow(size)
      // A book that nothing is known against is asked for meanwhile, again and again.
      await until(() => expect(beside.witnessed().size).toBe(size))
    }
    expect([asked, made.witnessed()]).toEqual(before)
  })

  test('an answer that was under way when it came out is not published', async () => {
    const book = new GrowingBook()
    const witness = await witnessOf('a', () => {
      book.isForked = true
      return false
    })
    const made = cosigning(book, { a: witness }, 'quorum a')
    book.grow(3)
    await until(() => expect(made.states()[0]?.size).toBe(3))
    expect(made.witnessed().size).toBe(0)
  })
})

const never = () => true
const saying =
  (status: number, body: string, mediaType = 'text/plain') =>
  (to: ServerResponse) => {
    to.writeHead(status, { 'content-type': mediaType }).end(body)
    return true
  }
const STRANGER = `\u2014 b.example/w ${Buffer.alloc(76, 1).toString('base64')}\n`

const endless = (to: ServerResponse) => {
  to.writeHead(200)
  const sending = setInterval(() => to.write('x'.repeat(50_000)), 1)
  to.once('close', () => clearInterval(sending))
  return true
}

describe('a witness that does not do its part', () => {
  test.each<readonly [string, string, (response: ServerResponse) => boolean]>([
    ['late', 'never answers', never],
    ['answer_wrong', 'answers nothing', saying(200, '')],
    ['answer_wrong', 'signs with another key', saying(200, STRANGER)],
    ['answer_wrong', 'does not come to an end', endless],
    ['answer_wrong', 'names the size that it was told', saying(409, '0\n', 'text/x.tlog.size')],
    ['answer_wrong', 'names a size as something else', saying(409, '3\n')],
    ['answer_wrong', 'leads elsewhere', saying(302, '')],
    ['ahead', 'has seen more than there is', saying(409, '900\n', 'text/x.tlog.size')],
    ['inconsistent', 'holds another tree', saying(422, '')],
    ['not_followed', 'does not know the log', saying(404, '')],
    ['busy', 'is asked too often', saying(429, '')],
  ])('is shown as %s when it %s, and does not hold the book up', async (trouble, _, instead) => {
    const book = new GrowingBook()
    const made = cosigning(
      book,
      { good: await witnessOf('good'), bad: await witnessOf('bad', instead) },
      'group one any good bad\nquorum one',
    )
    for (let size = 1; size <= 20; size += 1) {
      book.grow(size)
      await until(() => expect(made.witnessed().size).toBe(size))
    }
    expect(made.witnessed().cosigners).toEqual(['good'])
    await until(() => expect(troubles(made)).toEqual({ good: null, bad: trouble }))
  })
})

describe('a witness', () => {
  test('that is not there leaves a policy unmet that needs it', async () => {
    const gone = await witnessOf('gone')
    const book = new GrowingBook()
    const absent = { ...gone, url: 'http://127.0.0.1:1' }
    const made = cosigning(
      book,
      { good: await witnessOf('good'), absent },
      'group both all good absent\nquorum both',
    )
    book.grow(4)
    await until(() => expect(troubles(made)).toEqual({ good: null, absent: 'unreachable' }))
    // One of two is not both: nothing is published as witnessed.
    expect(made.witnessed().checkpoint).toBe('')
  })

  test('that comes back is asked again and completes what is published', async () => {
    let isAway = true
    const back = await witnessOf('back', (response) => isAway && saying(500, '')(response))
    const book = new GrowingBook()
    const made = cosigning(
      book,
      { good: await witnessOf('good'), back },
      'group one any good back\nquorum one',
    )
    book.grow(4)
    await until(() => expect(made.witnessed().cosigners).toEqual(['good']))
    await until(() => expect(troubles(made)).toMatchObject({ back: 'answer_wrong' }))
    isAway = false
    await until(() => expect(made.witnessed().cosigners).toEqual(['good', 'back']))
  })
})

describe('a witness beside a good one', () => {
  test('that failed is left alone for a while', async () => {
    let asked = 0
    const broken = await witnessOf('broken', (response) => {
      asked += 1
      return saying(500, '')(response)
    })
    const book = new GrowingBook()
    const good = await witnessOf('good')
    const made = cosigning(book, { good, broken }, 'group one any good broken\nquorum one')
    for (let size = 1; size <= 20; size += 1) {
      book.grow(size)
      await until(() => expect(made.witnessed().size).toBe(size))
    }
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(10)
  })

  test('that answers an old question does not bring the old tree back', async () => {
    let held: (() => void) | undefined
    const slow = await witnessOf('slow', (response) => {
      if (held !== undefined) return false
      held = () => void response.writeHead(500).end()
      return true
    })
    const book = new GrowingBook()
    const sizes: number[] = []
    const good = await witnessOf('good')
    const made = cosigning(book, { good, slow }, 'group one any good slow\nquorum one')
    made.onChange(() => sizes.push(made.witnessed().size))
    for (const size of [1, 2, 3]) {
      book.grow(size)
      await until(() => expect(made.witnessed().size).toBe(size))
    }
    held?.()
    await until(() => expect(troubles(made)).toMatchObject({ slow: 'answer_wrong' }))
    await until(() => expect(made.witnessed().cosigners).toEqual(['good', 'slow']))
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other))
  })

  test('that lives in another time is not counted', async () => {
    const tomorrow: Clock = { ...clock, nowMs: () => Date.now() + 86_400_000 }
    const book = new GrowingBook()
    const early = await witnessOf('early', undefined, { ofClock: tomorrow })
    const made = cosigning(book, { early }, 'quorum early')
    book.grow(4)
    await until(() => expect(troubles(made)).toEqual({ early: 'clock_differs' }))
    expect(made.witnessed().checkpoint).toBe('')
  })
})

test('of two servers that fork a book, the second gets no cosignature', async () => {
  const witness = await witnessOf('a')
  const honest = new GrowingBook()
  const fork = new GrowingBook(new SubmittingLog(ORIGIN, 1, 'b'))
  const first = cosigning(honest, { a: witness }, 'quorum a')
  honest.grow(5)
  await until(() => expect(first.witnessed().size).toBe(5))
  const second = cosigning(fork, { a: witness }, 'quorum a')
  fork.grow(6)
  await until(() => expect(troubles(second)).toEqual({ a: 'inconsistent' }))
  expect(second.witnessed().checkpoint).toBe('')
  honest.grow(7)
  await until(() => expect(first.witnessed().size).toBe(7))
})

test('a policy without addresses, or of another book, stops the start', () => {
  const of = { name: 'a', verifierKey: new SubmittingLog(ORIGIN, 1).verifierKey }
  const other = new SubmittingLog('log.example/b', 2).verifierKey
  const read = (text: string) => () => bookPolicy(text, of, 'p.txt')
  expect(read('quorum none\n')).toThrow('names no witness')
  expect(read(`log ${other}\nquorum none\n`)).toThrow('key of its own book')
  expect(read('quorum nobody\n')).toThrow('name_unknown')
})
