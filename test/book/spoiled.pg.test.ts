/** A command that cannot be loaded, decided, sealed or written fails alone: the others of its batch stand. */
import { expect, test } from 'vitest'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import type { Slice } from '#kernel/book/slice.ts'
import { record } from '#kernel/book/slice.ts'
import { kindsOf } from '../faults/journal.ts'
import { BEGINNING, confirm, openStage, openContract } from '../faults/stage.ts'
import type { EscrowCommand } from '../slice/commands.ts'
import { contract, escrow } from '../slice/escrow.ts'

function makeRow(rows: Rows): void {
  const row = { contract: 'c9', school: '\0', consumer: 'li', entries: 1, used: 0 }
  rows.put(contract, { ...row, state: 'open', expiresAt: 0 })
}

/** Commands with one defect each, beside the sound ones of the test slice. */
const defective: Slice = {
  ...escrow,
  commands: {
    ...escrow.commands,
    'defect.reads': {
      reads: () => {
        throw new Error('a defect in reads')
      },
      decide: () => record({ type: 'escrow.founded', body: {}, parties: [] }),
    },
    'defect.decide': {
      reads: () => [],
      decide: () => {
        throw new Error('a defect in decide')
      },
    },
    'defect.leaf': {
      reads: () => [],
      decide: () =>
        record({ type: 'escrow.founded', body: { text: 'x'.repeat(70_000) }, parties: [] }),
    },
    'defect.body': {
      reads: () => [],
      decide: () => record({ type: 'escrow.founded', body: { number: Number.NaN }, parties: [] }),
    },
    'defect.event': {
      reads: () => [],
      decide: () => record({ type: 'escrow.unheard-of', body: {}, parties: [] }),
    },
    'defect.row': {
      reads: (_: unknown, rows: Reader) => {
        rows.get(contract, 'c9')
        return []
      },
      decide: () => record({ type: 'defect.made', body: {}, parties: [] }),
    },
    'defect.party': {
      reads: () => [],
      decide: () => record({ type: 'escrow.founded', body: {}, parties: ['pty_\0'] }),
    },
  },
  events: { ...escrow.events, 'defect.made': { v: 1, apply: makeRow } },
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these commands are no part of the slice's contract, which is the point of them.
const defect = (type: string): EscrowCommand => ({ type }) as EscrowCommand

const SPOILING: readonly (readonly [string, EscrowCommand])[] = [
  ['reads throws', defect('defect.reads')],
  ['decide throws', defect('defect.decide')],
  ['its leaf is too long', defect('defect.leaf')],
  ['its body is not canonical', defect('defect.body')],
  ['no slice knows its event', defect('defect.event')],
  ['PostgreSQL does not take a key that it reads', confirm('u\0', 'c1')],
  ['PostgreSQL does not take a party that it names', defect('defect.party')],
  ['a value does not fit its column', openContract('c9', { entries: 2 ** 40 })],
  ['PostgreSQL does not take a row that it writes', defect('defect.row')],
  // Random letters do not compress, and an index row holds at most a third of a page.
  ['its key does not fit into an index', openContract(noise(20_000))],
]

function noise(count: number): string {
  let state = 1
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647
    return String.fromCodePoint(0x4e00 + (state % 20_000))
  }).join('')
}

test.each(SPOILING)('%s', async (_, spoiling) => {
  const stage = await openStage({ slices: [defective] })
  await stage.ask(...BEGINNING)
  const answers = await stage.ask(
    confirm('u1', 'c1'),
    spoiling,
    confirm('u2', 'c2'),
    confirm('u3', 'none'),
  )
  expect(kindsOf(answers)).toEqual(['recorded', 'failed', 'recorded', 'refused contract_unknown'])
  expect(kindsOf(await stage.ask(spoiling, confirm('u4', 'c1')))).toEqual(['failed', 'recorded'])
  expect(stage.rig.writer.state).toMatchObject({ phase: 'writing', queued: 0 })
  await stage.finish()
})

test('two that spoil one batch fail both, and nobody else', async () => {
  const stage = await openStage({ slices: [defective] })
  await stage.ask(...BEGINNING)
  const answers = await stage.ask(
    openContract('c8', { entries: 2 ** 40 }),
    confirm('u1', 'c1'),
    defect('defect.leaf'),
    confirm('u2', 'c1'),
    openContract('c9', { entries: 2 ** 40 }),
    confirm('u3', 'c1'),
  )
  expect(kindsOf(answers)).toEqual([
    'failed',
    'recorded',
    'failed',
    'recorded',
    'failed',
    'recorded',
  ])
  await stage.finish()
})
