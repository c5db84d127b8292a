/**
 * Each point at which a write can fail, whether or not it was persisted. Whatever happens: nothing that
 * was acknowledged is lost, nothing happens twice, the log never forks, and every caller hears the truth.
 */
import { describe, expect, test } from 'vitest'
import { kindsOf } from '../faults/journal.ts'
import type { Fault } from '../faults/sessions.ts'
import { BEGINNING, confirm, openStage, POLL } from '../faults/stage.ts'

interface Case extends Fault {
  readonly persisted: boolean
}

const MATRIX: readonly Case[] = [
  { at: 'begin', effect: 'lost', persisted: false },
  { at: 'begin', effect: 'answer-lost', persisted: false },
  { at: 'fence', effect: 'lost', persisted: false },
  { at: 'fence', effect: 'answer-lost', persisted: false },
  { at: 'write_', effect: 'lost', persisted: false },
  { at: 'write_', effect: 'answer-lost', persisted: false },
  { at: 'commit', effect: 'lost', persisted: false },
  { at: 'commit', effect: 'answer-lost', persisted: true },
  { at: 'commit', effect: 'rolled-back', persisted: false },
  { at: 'write_', effect: 'rolled-back', persisted: false },
  { at: 'commit', effect: 'lands-during-retake', persisted: true },
  { at: 'write_', effect: 'lands-during-retake', persisted: true },
  { at: 'begin', effect: 'lands-after-retake', persisted: false },
  { at: 'commit', effect: 'hangs', persisted: false },
]

describe('a write that fails', () => {
  test.each(MATRIX)('$at: $effect', async ({ at, effect, persisted }) => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    const sizeBefore = stage.rig.writer.size
    stage.faults.arm({ at, effect })
    const answers = await stage.ask(
      confirm('u1', 'c1'),
      confirm('u2', 'none'),
      confirm('u3', 'c2'),
      confirm('u1', 'c1'),
    )
    expect(stage.faults.struck).toEqual([`${at} ${effect}`])
    expect(kindsOf(answers)).toEqual([
      'recorded',
      'refused contract_unknown',
      'recorded',
      'repeated',
    ])
    // What was persisted is taken as it is, not written again: the leaf of the first attempt stands.
    expect(stage.rig.writer.size).toBe(sizeBefore + 2)
    // What landed late was written if it was in time, and met the fence if it was not.
    const landed = effect.startsWith('lands') ? [persisted] : []
    expect(stage.faults.landed.map((outcome) => outcome === 'COMMIT')).toEqual(landed)
    expect(kindsOf(await stage.ask(confirm('u4', 'c1'), confirm('u3', 'c2')))).toEqual([
      'recorded',
      'repeated',
    ])
    expect(stage.rig.writer.state.phase).toBe('writing')
    await stage.finish()
  })

  test('with the next batch already decided on top of it', async () => {
    for (const { at, effect } of MATRIX.filter(({ effect: kind }) => kind !== 'hangs')) {
      // The same book and the same load for each.
      const stage = await openStage({ limits: { batchCommandsMax: 4 } })
      await stage.ask(...BEGINNING)
      stage.faults.arm({ at, effect })
      const commands = Array.from({ length: 12 }, (_, i) => confirm(`u${i}`, i % 2 ? 'c1' : 'c2'))
      const answers = await stage.ask(...commands)
      expect(kindsOf(answers), `${at} ${effect}`).toEqual(Array(12).fill('recorded'))
      await stage.finish()
    }
  })
})

describe('a batch of refusals alone', () => {
  test.each([
    { at: 'is_current', effect: 'lost' },
    { at: 'is_current', effect: 'answer-lost' },
  ] as const)('$effect', async (fault) => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    stage.faults.arm(fault)
    const answers = await stage.ask(confirm('u1', 'none'), confirm('u2', 'none'))
    expect(kindsOf(answers)).toEqual(Array(2).fill('refused contract_unknown'))
    expect(stage.faults.struck).toHaveLength(1)
    await stage.finish()
  })
})

describe('reading that fails', () => {
  test.each([
    { at: 'load_contract', effect: 'lost' },
    { at: 'load_account', effect: 'lost' },
    { at: 'load_party_number', effect: 'lost' },
    { at: 'find_idempotent', effect: 'answer-lost' },
  ] as const)('$at: $effect', async (fault) => {
    const stage = await openStage({ limits: { cacheRowsMax: 0 } })
    await stage.ask(...BEGINNING)
    stage.faults.arm(fault)
    const answers = await stage.ask(confirm('u1', 'c1'), confirm('u2', 'none'))
    expect(stage.faults.struck).toHaveLength(1)
    expect(kindsOf(answers)).toEqual(['recorded', 'refused contract_unknown'])
    await stage.finish()
  })

  test('for the proof of an act that was recorded before costs that answer alone', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING, confirm('u1', 'c1'))
    stage.faults.arm({ at: 'entries_at', effect: 'lost' })
    expect(kindsOf(await stage.ask(confirm('u1', 'c1')))).toEqual(['unavailable outcome_unknown'])
    expect(kindsOf(await stage.ask(confirm('u1', 'c1'), confirm('u2', 'c1')))).toEqual([
      'repeated',
      'recorded',
    ])
    await stage.finish()
  })

  test.each([
    { at: 'epoch = epoch + 1', effect: 'lost' },
    { at: 'select encode(leaf_hash', effect: 'lost' },
    { at: 'select encode(leaf_hash', effect: 'answer-lost' },
  ] as const)('while the book is taken anew: $at', async (fault) => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    stage.faults.arm({ at: 'commit', effect: 'answer-lost' })
    stage.faults.arm(fault)
    expect(kindsOf(await stage.ask(confirm('u1', 'c1')))).toEqual(['recorded'])
    expect(kindsOf(await stage.ask(confirm('u2', 'c1')))).toEqual(['recorded'])
    expect(stage.faults.struck).toHaveLength(2)
    await stage.finish()
  })

  test('when the answer to the new epoch is lost too, the outcome stays unknown, and is found later', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    stage.faults.arm({ at: 'commit', effect: 'answer-lost' })
    stage.faults.arm({ at: 'epoch = epoch + 1', effect: 'answer-lost' })
    const key = stage.journal.newKey()
    const asked = [{ command: confirm('u1', 'c1'), key }]
    expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual([
      'unavailable outcome_unknown',
    ])
    await expect.poll(() => stage.rig.writer.isWriting, POLL).toBe(true)
    expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual(['repeated'])
    await stage.finish()
  })
})

describe('the database goes away', () => {
  test('for a while: what was asked meanwhile is answered when it is back', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    stage.faults.arm({ at: 'commit', effect: 'answer-lost', away: true })
    const asked = stage.ask(confirm('u1', 'c1'))
    await expect.poll(() => stage.rig.writer.state.phase, POLL).toBe('in-doubt')
    const later = stage.ask(confirm('u2', 'c1'), confirm('u3', 'none'))
    await new Promise((resolve) => setTimeout(resolve, 500))
    stage.faults.back()
    expect(kindsOf(await asked)).toEqual(['recorded'])
    expect(kindsOf(await later)).toEqual(['recorded', 'refused contract_unknown'])
    await stage.finish()
  })

  test('while nothing is being written: the book is taken anew', async () => {
    const stage = await openStage()
    await stage.ask(...BEGINNING)
    await stage.faults.away()
    const asked = stage.ask(confirm('u1', 'c1'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    stage.faults.back()
    const [answer] = await asked
    // It was either kept until the database was back, or denied; it was never lost.
    expect(['recorded', 'unavailable not_writing']).toContain(kindsOf([answer])[0])
    await expect.poll(() => stage.rig.writer.isWriting, POLL).toBe(true)
    expect(kindsOf(await stage.ask(confirm('u2', 'c1')))).toEqual(['recorded'])
    await stage.finish()
  })

  test('for longer than callers wait: they hear that the outcome is unknown, once', async () => {
    const stage = await openStage({ limits: { doubtMsMax: 300 } })
    await stage.ask(...BEGINNING)
    stage.faults.arm({ at: 'commit', effect: 'answer-lost', away: true })
    const key = stage.journal.newKey()
    const asked = [{ command: confirm('u1', 'c1'), key }]
    const first = stage.journal.askWith(stage.rig, asked)
    await expect.poll(() => stage.rig.writer.state.phase, POLL).toBe('in-doubt')
    const queued = stage.ask(confirm('u2', 'c1'))
    expect(kindsOf(await first)).toEqual(['unavailable outcome_unknown'])
    expect(kindsOf(await queued)).toEqual(['unavailable not_writing'])
    expect(kindsOf(await stage.ask(confirm('u3', 'c1')))).toEqual(['unavailable not_writing'])
    stage.faults.back()
    await expect.poll(() => stage.rig.writer.isWriting, POLL).toBe(true)
    expect(kindsOf(await stage.journal.askWith(stage.rig, asked))).toEqual(['repeated'])
    await stage.finish()
  })
})
