/** An erasure through the writer: value, salt and key go, the entry stays, and nothing else changes. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { keyPrintOf } from '#kernel/book/erasure.ts'
import { parsePolicy } from '#kernel/log/policy.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { commitmentTo } from '#kernel/log/commitment.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import type { Erasure } from '#platform/book/erasure-log.ts'
import { ErasureJournal, readErasureFile } from '#platform/erasure/journal.ts'
import { applyErasures } from '#platform/erasure/apply.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { freshDatabase } from '../pg/database.ts'
import { asking } from '../prepaid/rig.ts'
import { as, asked, found, LI, NOTARY, NOW, OFFICE, openStage, OTHER_NOTARY } from './stage.ts'
import { REGISTRAR, REGISTRY, type Stage, WU } from './stage.ts'

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
  const { disclosures, erased } = await read(
    { book: 'sh', index, leaf: await leafOf(index) },
    as(reader),
  )
  const texts = disclosures.map((text) => Buffer.from(text, 'base64url').toString())
  return [...texts, ...erased.map(({ name, erasedAtMs }) => `erased ${name} ${erasedAtMs}`)]
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
    const seen = await disclosed(index, reader)
    expect(seen.join()).not.toMatch(/Planted|13800001111/)
    expect(seen.join()).toMatch(/erased name \d{13},erased phone \d{13}/)
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
  for (const text of before.filter((each) => each.startsWith('['))) {
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

test('a receipt that was taken before it verifies as before, and shows what it disclosed', async () => {
  const person = { by: REGISTRY, person: 'pty_receipt', name: 'Kept On Paper' }
  const command = { command: asking('parties.register-person', person), principal: as(REGISTRAR) }
  const [answer] = await stage.rig.submit([command])
  if (answer?.kind !== 'recorded') throw new Error('it is registered')
  const [entry] = answer.entries
  const receipt = formatReceipt({
    leaf: entry.leaf,
    proof: formatProofLines(entry.index, entry.path, answer.checkpoint),
    disclosures: entry.disclosures,
  })
  await stage.done(asked('erase', 'pty_receipt', NOW), 'pty_receipt')
  const policy = parsePolicy(utf8Of(`log ${stage.rig.signer.verifierKey}\nquorum none\n`), sha256)
  if (!policy.ok) throw new Error(policy.error)
  const trust = {
    policies: [policy.value],
    sha256,
    verifyEd25519: verifyWithNode,
    nowMs: Date.now(),
  }
  const verdict = await verifyReceipt(receipt, { ...trust, level: 'logged' })
  expect(verdict.verified).toBe(true)
  expect(verdict.findings.disclosures).toMatchObject([{ name: 'name', value: 'Kept On Paper' }])
})

test('the audit knows what was erased, and finds nothing else', async () => {
  expect(await stage.audit()).toMatchObject({ findings: [], disclosuresErased: 3 })
})

test('what is recorded of the subject later has a key of its own, and is read', async () => {
  const before = await stage.pool.query(`select count(*)::int as n from subject_key`)
  const again = { by: REGISTRY, person: 'pty_again', name: 'Again Named' }
  await stage.done(asking('parties.register-person', again), REGISTRAR)
  await stage.done(asked('erase', 'pty_again', NOW), 'pty_again')
  const after = await stage.pool.query(`select count(*)::int as n from subject_key`)
  expect(after.rows).toEqual(before.rows)
  // Nothing but a contract would name the subject again; a payment's payer is sealed for its consumer.
  const answer = await stage.act(asked('erase', 'pty_again', NOW), 'pty_again')
  expect(answer).toMatchObject({ kind: 'refused', refusal: { type: 'nothing_to_erase' } })
})

test('one proposes, another of the same office approves; nobody both, and nobody for itself', async () => {
  const paper = { basis: 'purpose-met', when: 'now', by: OFFICE }
  await stage.done(asked('propose-erasure', WU, paper), NOTARY)
  const refused = async (command: string, by: string) => {
    const answer = await stage.act(asked(command, WU), by)
    return answer.kind === 'refused' ? answer.refusal.type : answer.kind
  }
  expect(await refused('approve-erasure', NOTARY)).toBe('own_erasure_proposal')
  expect(await refused('approve-erasure', REGISTRAR)).toBe('not_office')
  expect(await refused('approve-erasure', WU)).toBe('not_office')
  await stage.done(asked('reject-erasure', WU), OTHER_NOTARY)
  expect(await refused('approve-erasure', OTHER_NOTARY)).toBe('erasure_not_proposed')
  await stage.done(asked('propose-erasure', WU, paper), NOTARY)
  await stage.done(asked('approve-erasure', WU), OTHER_NOTARY)
  expect((await disclosed(await entryOf(WU), WU)).join()).not.toContain('Wu Other')
  expect(await stage.audit()).toMatchObject({ findings: [] })
})

test('an older copy of the database is erased anew before it is served, and only what was erased', async () => {
  const name = new URL(stage.urls.owner).pathname.slice(1)
  const journaled = readErasureFile(journalPath)
  expect(journaled.map(({ subject }) => subject)).toEqual([LI, 'pty_receipt', 'pty_again', WU])
  // An older copy: what was deleted is back, with its key.
  const keys = await stage.pool.query<{ subject: string }>('select subject from subject_key')
  const client = createClient(stage.urls.owner, `older copy of ${name}`)
  await client.connect()
  await client.query(`insert into subject_key values ('sh', $1, $2), ('sh', $3, $4)`, [
    LI,
    Buffer.from('the old key'),
    WU,
    Buffer.from('a later key'),
  ])
  await client.query(`update disclosure set box = 'old' where subject = any($1)`, [[LI, WU]])
  const older = journaled.map((record) =>
    record.subject === LI
      ? { ...record, keyPrint: keyPrintOf(Buffer.from('the old key')) }
      : record,
  )
  expect(await applyErasures(stage.pool, older)).toEqual({ keys: 1, boxes: 4 })
  expect(await applyErasures(stage.pool, older)).toEqual({ keys: 0, boxes: 0 })
  const left = await stage.pool.query<{ subject: string }>('select subject from subject_key')
  const subjects = left.rows.map(({ subject }) => subject)
  expect(subjects.toSorted()).toEqual([...keys.rows.map((row) => row.subject), WU].toSorted())
  await client.query(`delete from subject_key where subject = $1`, [WU])
  await client.end()
  expect(await stage.audit()).toMatchObject({ findings: [] })
})

test('an erasure whose entry was lost is explained by the journal, and ends nothing that came later', async () => {
  const person = { by: REGISTRY, person: 'pty_successor', name: 'Recorded Later' }
  const index = await stage.done(asking('parties.register-person', person), REGISTRAR)
  const { rows } = await stage.pool.query<{ atMs: number }>(
    `select (extract(epoch from at) * 1000)::float8 as "atMs" from entry where idx = $1`,
    [index],
  )
  const atMs = rows[0]?.atMs ?? 0
  // In the log that was lost, the erasure stood further on than anything that stands here.
  const lost = {
    book: 'sh',
    subject: 'pty_successor',
    entry: index + 100,
    keyPrint: '0'.repeat(64),
  }
  // It was before this was recorded: the place was given to another entry since.
  expect(await applyErasures(stage.pool, [{ ...lost, atMs: atMs - 1 }])).toEqual({
    keys: 0,
    boxes: 0,
  })
  expect((await disclosed(index, 'pty_successor')).join()).toContain('Recorded Later')
  // It was after: this came back with the older copy.
  expect(await applyErasures(stage.pool, [{ ...lost, atMs }])).toEqual({ keys: 0, boxes: 1 })
  expect((await disclosed(index, 'pty_successor')).join()).not.toContain('Recorded Later')
  const audited = async (...erasures: readonly Erasure[]) => {
    const { findings, erasedByJournal } = await stage.audit(erasures)
    return [findings.map(({ problem }) => problem), erasedByJournal]
  }
  expect(await audited()).toEqual([['emptied_without_erasure'], 0])
  expect(await audited({ ...lost, atMs: atMs - 1 })).toEqual([['emptied_without_erasure'], 0])
  expect(await audited({ ...lost, book: 'js', atMs })).toEqual([['emptied_without_erasure'], 0])
  expect(await audited({ ...lost, atMs })).toEqual([[], 1])
})
