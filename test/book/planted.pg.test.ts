/** Each planted bug is found by the check that every other test ends with, and by nothing less. */
import { expect, test } from 'vitest'
import type { BookStore } from '#platform/book/store.ts'
import type { Query } from '#platform/postgres/session.ts'
import { lines, startRunners } from '../faults/runners.ts'
import { withoutARow, withoutAsking, withoutATransfer } from '../faults/planted.ts'
import { withoutCursors, withoutFence } from '../faults/planted.ts'
import {
  admit,
  asMigrator,
  BEGINNING,
  confirm,
  openContract,
  openStage,
  PausedStore,
  POLL,
  sharedSigner,
} from '../faults/stage.ts'

const sound = <T>(given: T): T => given

async function lateBatchFound(rewrite: (query: Query) => Query): Promise<readonly string[]> {
  const stage = await openStage()
  await stage.ask(...BEGINNING, { type: 'escrow.close-contract', contract: 'c1' })
  await stage.ask({ type: 'escrow.close-school', school: 'swim', contracts: ['c1'] })
  stage.faults.rewrite = rewrite
  // A batch without entries, for primary keys would stop one that has any even without a fence.
  stage.faults.arm({ at: 'begin', effect: 'lands-when-told' })
  const runners = startRunners(stage)
  const cursors = 'select idx::text as line from reaction_cursor'
  await expect.poll(() => lines(stage.urls, cursors), POLL).toEqual(['6'])
  await runners.stop()
  await stage.ask(admit('tennis'))
  await stage.faults.land()
  await stage.rig.stop()
  return stage.check()
}

test('a skipped fence', async () => {
  expect(await lateBatchFound(sound)).toEqual([])
  expect(await lateBatchFound(withoutFence)).toContain('the book says 6 entries and has 7')
})

async function staleRefusalFound(
  plant: (store: BookStore) => BookStore,
): Promise<readonly string[]> {
  const sleep = new PausedStore()
  const first = await openStage({ wrapStore: (store) => plant(sleep.wrap(store)) })
  await first.ask(...BEGINNING, confirm('u1', 'c9'))
  sleep.pause()
  await asMigrator(first.urls, "update book set lease_until = '-infinity'")
  const { urls, journal, rig } = first
  const wrapSigner = () => sharedSigner(rig.signer)
  const other = await openStage({ urls, journal, owner: 'second', standsBy: true, wrapSigner })
  await expect.poll(() => other.rig.writer.isWriting, POLL).toBe(true)
  await other.ask(openContract('c9'))
  const refusal = first.ask(confirm('u2', 'c9'))
  sleep.resume()
  await refusal
  rig.writer.stop()
  await rig.running
  await other.rig.stop()
  const faults = await first.check()
  await rig.signer.close()
  return faults
}

test('a refusal that leaves before anybody asked whether the book is still ours', async () => {
  expect(await staleRefusalFound(sound)).toEqual([])
  expect(await staleRefusalFound(withoutAsking)).toEqual([
    'c9 was refused as unknown after it was acknowledged',
  ])
})

async function lostCursorFound(plant: (store: BookStore) => BookStore): Promise<readonly string[]> {
  const stage = await openStage({ wrapStore: plant })
  await stage.ask(...BEGINNING)
  await stage.ask({ type: 'escrow.close-school', school: 'swim', contracts: ['c1', 'c2'] })
  const runners = startRunners(stage)
  const caused = 'select ordinal::text as line from caused'
  await expect.poll(() => lines(stage.urls, caused), POLL).toHaveLength(2)
  await runners.stop()
  await stage.rig.stop()
  return stage.check()
}

test('a lost cursor of a reaction', async () => {
  expect(await lostCursorFound(sound)).toEqual([])
  expect(await lostCursorFound(withoutCursors)).toContainEqual(
    expect.stringContaining('the cursor of escrow.close-contracts is not past what it did'),
  )
})

async function lossFound(plant: (store: BookStore) => BookStore): Promise<readonly string[]> {
  const stage = await openStage({ wrapStore: plant })
  await stage.ask(...BEGINNING)
  await stage.rig.stop()
  return stage.check()
}

test('a row or a transfer that is dropped from a batch', async () => {
  expect(await lossFound(sound)).toEqual([])
  expect(await lossFound(withoutARow)).toContainEqual(expect.stringMatching(/^\w+ lack: /))
  expect(await lossFound(withoutATransfer)).toContainEqual(
    expect.stringMatching(/^transfers lack: /),
  )
})
