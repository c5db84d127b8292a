/** Two servers with one book: one writes, the other stands by; whoever lost the book says nothing untrue. */
import { expect, test } from 'vitest'
import { checkHub } from '../faults/check-hub.ts'
import { kindsOf } from '../faults/journal.ts'
import {
  asMigrator,
  BEGINNING,
  confirm,
  openContract,
  openStage,
  PausedStore,
  POLL,
  sharedSigner,
  type Stage,
} from '../faults/stage.ts'

const second = (first: Stage, isReserve = false): Promise<Stage> =>
  openStage({
    urls: first.urls,
    journal: first.journal,
    owner: 'second',
    standsBy: true,
    isReserve,
    wrapSigner: () => sharedSigner(first.rig.signer),
  })

/** Unknown, or not even admitted if the lease was asked about first: neither recorded nor refused. */
const NEITHER: unknown = expect.stringMatching(/^unavailable (outcome_unknown|not_writing)$/)

const UNWRITTEN = "update book set lease_until = '-infinity'"

test('the second stands by, denies what it is asked, and takes over in good order', async () => {
  const first = await openStage()
  await first.ask(...BEGINNING)
  const other = await second(first)
  await expect.poll(() => other.rig.writer.state.phase, POLL).toBe('standing-by')
  expect(kindsOf(await other.ask(confirm('u1', 'c1')))).toEqual(['unavailable not_writing'])
  expect(kindsOf(await first.ask(confirm('u2', 'c1')))).toEqual(['recorded'])
  first.rig.writer.stop()
  await first.rig.running
  await expect.poll(() => other.rig.writer.isWriting, POLL).toBe(true)
  expect(kindsOf(await other.ask(confirm('u3', 'c1'), confirm('u2', 'c1')))).toEqual([
    'recorded',
    'repeated',
  ])
  await other.finish()
  await first.rig.signer.close()
})

test('a writer that slept past its lease neither records nor refuses', async () => {
  const sleep = new PausedStore()
  const first = await openStage({ wrapStore: (store) => sleep.wrap(store) })
  await first.ask(...BEGINNING)
  // The first has seen that there is no c9, and remembers it.
  expect(kindsOf(await first.ask(confirm('u1', 'c9')))).toEqual(['refused contract_unknown'])
  sleep.pause()
  await asMigrator(first.urls, UNWRITTEN)
  const other = await second(first)
  await expect.poll(() => other.rig.writer.isWriting, POLL).toBe(true)
  expect(kindsOf(await other.ask(openContract('c9')))).toEqual(['recorded'])
  // It still believes that it writes, and so it admits.
  expect(first.rig.writer.isWriting).toBe(true)
  const refusal = first.ask(confirm('u2', 'c9'))
  sleep.resume()
  expect(kindsOf(await refusal)).toEqual([NEITHER])
  expect(first.rig.writer.state.phase).toBe('standing-by')
  expect(kindsOf(await first.ask(confirm('u3', 'c9')))).toEqual(['unavailable not_writing'])
  expect(kindsOf(await other.ask(confirm('u2', 'c9')))).toEqual(['recorded'])
  first.rig.writer.stop()
  await first.rig.running
  await other.finish()
  await first.rig.signer.close()
})

test('what it decided to record meets the fence', async () => {
  const sleep = new PausedStore()
  const first = await openStage({ wrapStore: (store) => sleep.wrap(store) })
  await first.ask(...BEGINNING)
  sleep.pause()
  await asMigrator(first.urls, UNWRITTEN)
  const other = await second(first)
  await expect.poll(() => other.rig.writer.isWriting, POLL).toBe(true)
  expect(kindsOf(await other.ask(confirm('u1', 'c1')))).toEqual(['recorded'])
  const late = first.ask(confirm('u1', 'c1'), confirm('u2', 'c1'))
  sleep.resume()
  expect(kindsOf(await late)).toEqual(Array(2).fill(NEITHER))
  first.rig.writer.stop()
  await first.rig.running
  await other.rig.stop()
  const { urls, journal } = first
  const { verifierKey } = first.rig.signer
  expect(await checkHub({ urls, journal, verifierKey })).toEqual([])
  // The second act was never written, and whoever asks again may have it recorded.
  expect(journal.entries.filter(({ answer }) => answer?.kind === 'recorded')).toHaveLength(5)
  await first.rig.signer.close()
})

test('the outcome that one could not learn is learned from the other', async () => {
  const first = await openStage({ limits: { doubtMsMax: 100 } })
  await first.ask(...BEGINNING)
  first.faults.arm({ at: 'commit', effect: 'answer-lost', away: true })
  const asked = [{ command: confirm('u1', 'c1'), key: first.journal.newKey() }]
  expect(kindsOf(await first.journal.askWith(first.rig, asked))).toEqual([
    'unavailable outcome_unknown',
  ])
  const other = await second(first)
  await expect.poll(() => other.rig.writer.isWriting, POLL).toBe(true)
  expect(kindsOf(await other.journal.askWith(other.rig, asked))).toEqual(['repeated'])
  first.faults.back()
  await expect.poll(() => first.problems.length, POLL).toBeGreaterThan(0)
  first.rig.writer.stop()
  await first.rig.running
  await other.finish()
  await first.rig.signer.close()
})

test('a reserve leaves a book to the others that want it, and takes it when there is none', async () => {
  const first = await openStage()
  await first.ask(...BEGINNING)
  const reserve = await second(first, true)
  const other = await second(first)
  await expect.poll(() => other.rig.writer.state.phase, POLL).toBe('standing-by')
  await expect.poll(() => reserve.rig.writer.state.phase, POLL).toBe('standing-by')
  first.rig.writer.stop()
  await first.rig.running
  await expect.poll(() => other.rig.writer.isWriting, POLL).toBe(true)
  expect(reserve.rig.writer.state.phase).toBe('standing-by')
  other.rig.writer.stop()
  await other.rig.running
  await expect.poll(() => reserve.rig.writer.isWriting, POLL).toBe(true)
  expect(kindsOf(await reserve.ask(confirm('u1', 'c1')))).toEqual(['recorded'])
  await reserve.finish()
  await first.rig.signer.close()
})
