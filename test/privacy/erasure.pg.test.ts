/** An erasure through the writer: value, salt and key go, the entry stays, and nothing else changes. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { commitmentTo } from '#kernel/log/commitment.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { ErasureJournal, readErasureFile } from '#platform/erasure/journal.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { freshDatabase } from '../pg/database.ts'
import { as, asked, found, LI, NOTARY, NOW, OFFICE, openStage } from './stage.ts'
import { REGISTRAR, type Stage, WU } from './stage.ts'

const PEOPLE = [
  { person: LI, name: 'Planted Xiaohong', phone: '13800001111' },
  { person: WU, name: 'Wu Other', phone: '13900002222' },
]
const journalPath = join(mkdtempSync(join(tmpdir(), 'hongqiao-erasure-')), 'sh.journal')

let stage: Stage
let journal: ErasureJournal

beforeAll(async () => {
  journal = ErasureJournal.open(journalPath)
  stage = await openStage(await freshDatabase(), { erasures: journal })
  await found(stage, PEOPLE)
})
afterAll(() => stage.close())

async function entryOf(person: string): Promise<number> {
  const { rows } = await stage.pool.query<{ entry: bigint }>(
    'select entry from party where party = $1',
    [person],
  )
  return Number(rows[0]?.entry)
}

async function leafOf(index: number): Promise<Buffer> {
  const { rows } = await stage.pool.query<{ leaf: Buffer }>(
    'select leaf from entry where idx = $1',
    [index],
  )
  const [row] = rows
  if (row === undefined) throw new Error(`no entry ${index}`)
  return row.leaf
}

async function disclosed(index: number, reader: string): Promise<readonly string[]> {
  const read = disclosuresFrom(stage.pool, stage.secret)
  const texts = await read({ book: 'sh', index, leaf: await leafOf(index) }, as(reader))
  return texts.map((text) => Buffer.from(text, 'base64url').toString())
}

test('who is not the subject, not a person, or holds nothing is refused, in this order', async () => {
  const refusedAs = async (command: ReturnType<typeof asked>, by: string) => {
    const answer = await stage.act(command, by)
    return answer.kind === 'refused' ? answer.refusal.type : answer.kind
  }
  expect(await refusedAs(asked('erase', 'pty_nobody', NOW), LI)).toBe('subject_unknown')
  expect(await refusedAs(asked('erase', OFFICE, NOW), OFFICE)).toBe('subject_unknown')
  expect(await refusedAs(asked('erase', LI, NOW), WU)).toBe('not_your_data')
  expect(await refusedAs(asked('withdraw-erasure', LI), LI)).toBe('erasure_not_planned')
  const paper = { ...NOW, by: OFFICE }
  expect(await refusedAs(asked('propose-erasure', LI, paper), WU)).toBe('not_office')
  expect(await refusedAs(asked('propose-erasure', NOTARY, paper), NOTARY)).toBe('own_data')
  expect(await refusedAs(asked('approve-erasure', LI), NOTARY)).toBe('erasure_not_proposed')
})

test('the subject erases: value and salt are gone for everybody, the leaf and its digests stay', async () => {
  const index = await entryOf(LI)
  const leafBefore = await leafOf(index)
  const before = await disclosed(index, REGISTRAR)
  expect(before.join()).toContain('Planted Xiaohong')
  const erasedAt = await stage.done(asked('erase', LI, NOW), LI)

  for (const reader of [LI, REGISTRAR]) {
    expect((await disclosed(index, reader)).join()).not.toMatch(/Planted|13800001111/)
  }
  expect(Buffer.compare(await leafOf(index), leafBefore)).toBe(0)
  const { rows } = await stage.pool.query(
    `select field, box from disclosure where idx = ${index} order by field`,
  )
  expect(rows).toEqual([
    { field: 'name', box: null },
    { field: 'phone', box: null },
  ])
  expect(
    (await stage.pool.query(`select from subject_key where subject = $1`, [LI])).rowCount,
  ).toBe(0)
  // Whoever kept the disclosure can still show that the leaf commits to it.
  const leaf = readLeaf(leafBefore)
  if (!leaf.ok) throw new Error(leaf.error)
  for (const text of before) {
    expect(leaf.value.sd).toContain(commitmentTo(Buffer.from(text).toString('base64url'), sha256))
  }
  expect((await leafOf(erasedAt)).toString()).toMatch(/"type":"privacy.erased"/)
  expect((await leafOf(erasedAt)).toString()).not.toMatch(/Planted|13800001111/)
  // Somebody else's are as they were.
  expect((await disclosed(await entryOf(WU), WU)).join()).toContain('Wu Other')
  expect(readErasureFile(journalPath)).toMatchObject([{ book: 'sh', subject: LI, entry: erasedAt }])
  const answer = await stage.act(asked('erase', LI, NOW), LI)
  expect(answer).toMatchObject({ refusal: { type: 'nothing_to_erase' } })
})

test('the audit knows what was erased, and finds nothing else', async () => {
  expect(await stage.audit()).toMatchObject({ findings: [], disclosuresErased: 2 })
})
