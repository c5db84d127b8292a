/** What ends a writer for good: clocks that part, and a signer that refuses or is gone. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Clock } from '#kernel/time/clock.ts'
import type { Advance, SignerPort } from '#platform/signer/port.ts'
import { freshDatabase } from '../pg/database.ts'
import { Journal, kindsOf } from '../faults/journal.ts'
import { changed } from '../faults/changed.ts'
import { asMigrator, BEGINNING, confirm, openStage, POLL } from '../faults/stage.ts'
import { sliceDatabase } from '../faults/stage.ts'
import { systemClock } from '../slice/rig.ts'

class ShiftedClock implements Clock {
  wallMs = 0
  nowMs(): number {
    return systemClock.nowMs() + this.wallMs
  }
  monotonicMs(): number {
    return systemClock.monotonicMs()
  }
}

test('a jump of the wall clock ends it before anything is recorded under a false time', async () => {
  const clock = new ShiftedClock()
  const stage = await openStage({ clock })
  await stage.ask(...BEGINNING)
  clock.wallMs = 2500
  expect(kindsOf(await stage.ask(confirm('u1', 'c1')))).toEqual(['unavailable not_writing'])
  await stage.rig.running
  expect(stage.rig.writer.state.phase).toBe('stopped')
  expect(stage.rig.writer.state.reason).toMatch(
    /^the wall clock of this server jumped by 2[45]\d\d ms$/,
  )
  expect(kindsOf(await stage.ask(confirm('u2', 'c1')))).toEqual(['unavailable not_writing'])
  await stage.finish()
})

test('a drift that stays within bounds ends nothing, and time does not run backwards', async () => {
  const clock = new ShiftedClock()
  const stage = await openStage({ clock })
  await stage.ask(...BEGINNING)
  clock.wallMs = -1500
  expect(kindsOf(await stage.ask(confirm('u1', 'c1')))).toEqual(['recorded'])
  await stage.finish()
})

test('a commit that takes long is no clock that is wrong', async () => {
  let isSlow = false
  const stage = await openStage({
    wrapStore: (store) =>
      changed(store, {
        async write(batch, tenure) {
          const databaseMs = await store.write(batch, tenure)
          if (isSlow) await sleep(2200)
          return databaseMs
        },
      }),
  })
  await stage.ask(...BEGINNING)
  isSlow = true
  expect(kindsOf(await stage.ask(confirm('u1', 'c1')))).toEqual(['recorded'])
  await stage.finish()
})

test('clocks of server and database that differ from the start end it before the first act', async () => {
  const clock = new ShiftedClock()
  clock.wallMs = 10_000
  const stage = await openStage({ clock })
  await stage.rig.running
  expect(stage.rig.writer.state.phase).toBe('stopped')
  expect(stage.rig.writer.state.reason).toMatch(
    'the clocks of this server and of the database differ',
  )
  await stage.finish()
})

test('clocks that part later leave the batch unknown, and the next writer finds it', async () => {
  const urls = await sliceDatabase()
  let isAhead = false
  const stage = await openStage({
    urls,
    wrapStore: (store) =>
      changed(store, {
        async write(batch, tenure) {
          const databaseMs = await store.write(batch, tenure)
          return isAhead ? databaseMs + 2500 : databaseMs
        },
      }),
  })
  await stage.ask(...BEGINNING)
  isAhead = true
  const asked = [{ command: confirm('u1', 'c1'), key: stage.journal.newKey() }]
  expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual([
    'unavailable outcome_unknown',
  ])
  await stage.rig.stop()
  const { journal, rig } = stage
  const next = await openStage({ urls, journal, signerFolder: rig.signerFolder })
  expect(kindsOf(await journal.askWith(next.rig, asked))).toEqual(['repeated'])
  await next.finish()
})

/** Signs until it is told to die; what it signed is kept. */
function mortal(
  signer: SignerPort,
): SignerPort & { readonly signed: Advance[]; die(): void; revive(): void } {
  const signed: Advance[] = []
  let isDead = false
  return {
    verifierKey: signer.verifierKey,
    signed,
    die: () => (isDead = true),
    revive: () => (isDead = false),
    last: () => signer.last(),
    close: () => signer.close(),
    async sign(to) {
      if (isDead) throw new Error('the signer is gone')
      signed.push(to)
      return signer.sign(to)
    },
  }
}

test('a signer that is away ends recording until it is back; who was recorded is told that it is unknown', async () => {
  const urls = await sliceDatabase()
  const signers: ReturnType<typeof mortal>[] = []
  const stage = await openStage({
    urls,
    limits: { batchCommandsMax: 2 },
    wrapSigner(signer) {
      const wrapped = mortal(signer)
      signers.push(wrapped)
      return wrapped
    },
  })
  await stage.ask(...BEGINNING)
  const [signer] = signers
  signer?.die()
  const asked = Array.from({ length: 20 }, (_, i) => ({
    command: confirm(`u${i}`, i < 10 ? 'c1' : 'c2'),
    key: stage.journal.newKey(),
  }))
  const kinds = kindsOf(await stage.journal.askWith(stage.rig, asked))
  expect(kinds.slice(0, 2)).toEqual(Array(2).fill('unavailable outcome_unknown'))
  // Only what was on its way when the signer died is recorded; the rest of the queue is denied.
  expect(kinds.at(-1)).toBe('unavailable not_writing')
  expect(new Set(kinds).size).toBe(2)
  const { writer } = stage.rig
  expect(writer.state).toMatchObject({ phase: 'standing-by', reason: 'the signer is gone' })
  expect(await stage.check()).toEqual([])
  // It takes the book now and then, and gives it up each time.
  await expect.poll(() => stage.problems.length, POLL).toBeGreaterThan(2)
  expect(kindsOf(await stage.ask(confirm('u99', 'c1')))).toEqual(['unavailable not_writing'])
  signer?.revive()
  await expect.poll(() => writer.isWriting, POLL).toBe(true)
  const again = kindsOf(await stage.journal.askWith(stage.rig, asked))
  const sizes = signer?.signed.map(({ size }) => size) ?? []
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  expect(again).toEqual(
    kinds.map((kind) => (kind === 'unavailable not_writing' ? 'recorded' : 'repeated')),
  )
  await stage.finish()
})

const nameOf = (url: string): string => new URL(url).pathname.slice(1)

test('a database restored from an older copy is never signed for', async () => {
  const urls = await sliceDatabase()
  const before = await openStage({ urls })
  await before.ask(...BEGINNING)
  await before.finish()
  const copy = await freshDatabase(nameOf(urls.app))
  const forked = await freshDatabase(nameOf(urls.app))
  const { journal, rig } = before
  const { signerFolder } = rig
  const after = await openStage({ urls, journal, signerFolder })
  await after.ask(confirm('u1', 'c1'), confirm('u2', 'c1'))
  await after.finish()

  const restored = await openStage({ urls: copy, signerFolder })
  await restored.rig.running
  expect(restored.rig.writer.state).toMatchObject({
    phase: 'stopped',
    reason: 'the signer refuses: size_smaller',
  })
  expect(kindsOf(await restored.ask(confirm('u3', 'c1')))).toEqual(['unavailable not_writing'])
  await restored.rig.stop()

  // Somebody wrote the copy further with a key of their own: it is longer, and another log.
  const unmarked = await openStage({ urls: forked, journal: new Journal('unmarked') })
  await unmarked.rig.running
  expect(unmarked.rig.writer.state).toMatchObject({
    phase: 'stopped',
    reason: 'the signer refuses: state_behind',
  })
  await unmarked.rig.stop()
  await asMigrator(forked, 'update book set signed = 0')
  const elsewhere = await openStage({ urls: forked, journal: new Journal('elsewhere') })
  const others = await elsewhere.ask(...['v1', 'v2', 'v3'].map((use) => confirm(use, 'c2')))
  expect(kindsOf(others)).toEqual(Array(3).fill('recorded'))
  await elsewhere.rig.stop()
  await asMigrator(forked, 'update book set signed = 0')
  const joined = await openStage({ urls: forked, signerFolder })
  await joined.rig.running
  expect(joined.rig.writer.state).toMatchObject({
    phase: 'stopped',
    reason: 'the signer refuses: proof_invalid',
  })
  await joined.rig.stop()
})
