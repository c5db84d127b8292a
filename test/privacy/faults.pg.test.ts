/**
 * An erasure on its way: whatever breaks, and wherever, it is in the book and in the journal, or in neither and
 * unanswered. A journal that cannot be written is the process dying between commit and journal.
 */
import { mkdtempSync, readFileSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Answer } from '#kernel/book/answer.ts'
import type { ErasureLog } from '#platform/book/erasure-log.ts'
import { ErasureJournal, readErasureFile } from '#platform/erasure/journal.ts'
import { FaultySessions, type Fault } from '../faults/sessions.ts'
import { freshDatabase } from '../pg/database.ts'
import { asked, found, LI, NOW, openStage, as } from './stage.ts'

interface Struck {
  readonly answer: Answer
  /** Erased, as the rows of the book say. */
  readonly inBook: boolean
  /** As the journal says after the process is gone, and after another one has opened the book. */
  readonly inJournal: boolean
  readonly afterwards: boolean
  readonly again: Answer
}

/** What happens to the journal instead of being written: nothing, half a line, or a line that is not answered. */
type Loss = 'none' | 'before' | 'torn' | 'after'

function losing(journal: ErasureJournal, path: string, loss: Loss): ErasureLog {
  return {
    keep(erasures) {
      if (erasures.length === 0 || loss === 'none') return journal.keep(erasures)
      if (loss === 'before') throw new Error('the process dies')
      journal.keep(erasures)
      if (loss === 'torn') truncateSync(path, readFileSync(path).length - 9)
      throw new Error('the process dies')
    },
  }
}

async function strike(loss: Loss, fault?: Fault): Promise<Struck> {
  const urls = await freshDatabase()
  const path = join(mkdtempSync(join(tmpdir(), 'hongqiao-faults-')), 'sh.journal')
  const secret = new Uint8Array(32).fill(5)
  const journal = ErasureJournal.open(path)
  let faulty: FaultySessions | undefined
  const first = await openStage(urls, {
    secret,
    erasures: losing(journal, path, loss),
    limits: { doubtMsMax: 2_000 },
    wrapSessions: (source) => (faulty = new FaultySessions(source)),
  })
  await found(first, [{ person: LI, name: 'Planted', phone: '13800001111' }])
  if (fault !== undefined) faulty?.arm(fault)
  const command = { command: asked('erase', LI, NOW), principal: as(LI), key: 'the-erasure' }
  const [answer] = await first.rig.submit([command])
  const { rowCount } = await first.pool.query(`select from erasure where subject = $1`, [LI])
  const inJournal = readErasureFile(path).length === 1
  const { signerFolder } = first.rig
  await first.close()
  await faulty?.close()
  journal.close()
  const reopened = ErasureJournal.open(path)
  const second = await openStage(urls, { secret, erasures: reopened, signerFolder })
  const [again] = await second.rig.submit([command])
  await second.close()
  reopened.close()
  if (answer === undefined || again === undefined) throw new Error('each is answered')
  const afterwards = readErasureFile(path).length === 1
  return { answer, inBook: rowCount === 1, inJournal, afterwards, again }
}

test('nothing breaks: it is in both before it is answered', async () => {
  const struck = await strike('none')
  expect(struck).toMatchObject({ inBook: true, inJournal: true, afterwards: true })
  expect(struck.answer.kind).toBe('recorded')
  expect(struck.again).toMatchObject({ kind: 'recorded', repeated: true })
})

test.each(['before', 'torn', 'after'] as const)(
  'the process dies between commit and answer (%s the journal): unanswered, and kept by the next',
  async (loss) => {
    const { answer, inBook, inJournal, afterwards, again } = await strike(loss)
    expect(answer).toMatchObject({ kind: 'unavailable', reason: 'outcome_unknown' })
    expect({ inBook, inJournal }).toEqual({ inBook: true, inJournal: loss === 'after' })
    expect(afterwards).toBe(true)
    expect(again).toMatchObject({ kind: 'recorded', repeated: true })
  },
)

test.each(['lost', 'answer-lost', 'rolled-back'] as const)(
  'the commit is %s: it is resolved, and then in both or in neither',
  async (effect) => {
    const struck = await strike('none', { at: 'commit', effect })
    expect(struck.inJournal).toBe(struck.inBook)
    expect(struck).toMatchObject({ inBook: true, afterwards: true })
    expect(struck.answer.kind).toBe('recorded')
  },
)
