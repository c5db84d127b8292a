/**
 * Random erasures over a lived history, several acts on their way at once: what was erased opens for nobody, what
 * was not opens for its subject, journal and rows agree, and replay and audit hold.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '#kernel/book/slice.ts'
import { ErasureJournal, readErasureFile } from '#platform/erasure/journal.ts'
import { listHeldValues, type HeldValue } from '#services/privacy/store/values.ts'
import { freshDatabase } from '../pg/database.ts'
import { asking } from '../prepaid/rig.ts'
import { buy, selling } from './card.ts'
import { as, asked, found, NOTARY, NOW, OFFICE, openStage, OTHER_NOTARY } from './stage.ts'
import { REGISTRAR, REGISTRY, type Stage } from './stage.ts'

const RUNS = process.env['HONGQIAO_LONG'] === '1' ? 8 : 1
const PEOPLE = Array.from({ length: 10 }, (_, n) => `pty_person-${n}`)

interface Step {
  readonly kind: 'erase' | 'plan' | 'propose' | 'approve' | 'register'
  readonly who: number
}

function commandOf({ kind, who }: Step, n: number): { command: Command; by: string } {
  const subject = PEOPLE[who] ?? ''
  const later = { basis: 'purpose-met', when: 'duty-ends' }
  switch (kind) {
    case 'erase':
      return { command: asked('erase', subject, NOW), by: subject }
    case 'plan':
      return { command: asked('erase', subject, later), by: subject }
    case 'propose':
      return { command: asked('propose-erasure', subject, { ...NOW, by: OFFICE }), by: NOTARY }
    case 'approve':
      return { command: asked('approve-erasure', subject), by: OTHER_NOTARY }
    default: {
      const person = { by: REGISTRY, person: `pty_late-${n}`, name: `Late ${n}` }
      return { command: asking('parties.register-person', person), by: REGISTRAR }
    }
  }
}

const step = fc.record<Step>({
  kind: fc.constantFrom('erase', 'plan', 'propose', 'approve', 'register'),
  who: fc.nat({ max: PEOPLE.length - 1 }),
})
const waves = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), {
  minLength: 8,
  maxLength: 12,
})

async function valuesOf(stage: Stage, party: string): Promise<readonly HeldValue[]> {
  const values: HeldValue[] = []
  const held = listHeldValues(stage.pool, stage.secret, { book: 'sh', party })
  for await (const value of held) values.push(value)
  return values
}

async function live(seed: number): Promise<number> {
  const path = join(mkdtempSync(join(tmpdir(), 'hongqiao-lived-')), 'sh.journal')
  const journal = ErasureJournal.open(path)
  const stage = await openStage(await freshDatabase(), { erasures: journal })
  const people = PEOPLE.map((person, n) => ({
    person,
    name: `Planted ${n}`,
    phone: `1380000${n}000`,
  }))
  await found(stage, people)
  await selling(stage)
  // Two of them are customers, whose records have to be kept.
  const customers = PEOPLE.slice(0, 2)
  for (const [n, person] of customers.entries()) {
    await buy(stage, person, { contract: `con_${n}00`, payer: `Payer ${n}` })
  }
  const erased = new Set<string>()
  const [acts = []] = fc.sample(waves, { numRuns: 1, seed })
  for (const [n, wave] of acts.entries()) {
    const commands = wave.map((one, place) => commandOf(one, n * 10 + place))
    const submitted = commands.map(({ command, by }) => ({ command, principal: as(by) }))
    for (const answer of await stage.rig.submit(submitted)) {
      if (answer.kind === 'refused') continue
      if (answer.kind !== 'recorded') throw new Error(JSON.stringify(answer))
      const leaf = answer.entries[0].leaf
      if (!leaf.includes('"type":"privacy.erased"')) continue
      erased.add(/"subject":"(pty_[^"]+)"/.exec(leaf)?.[1] ?? '')
    }
  }
  for (const person of PEOPLE) {
    const values = await valuesOf(stage, person)
    const isGone = values.map(({ value }) => value === undefined)
    expect([person, new Set(isGone)]).toEqual([person, new Set([erased.has(person)])])
  }
  for (const person of customers) expect(erased.has(person)).toBe(false)
  const journaled = readErasureFile(path).map(({ subject }) => subject)
  expect(journaled.toSorted()).toEqual([...erased].toSorted())
  const report = await stage.audit()
  expect(report).toMatchObject({ findings: [], disclosuresErased: 2 * erased.size })
  await stage.close()
  return erased.size
}

test('replay, audit, journal and readers agree on what was erased', async () => {
  let erased = 0
  for (let run = 0; run < RUNS; run += 1) erased += await live(20_261_130 + run)
  expect(erased).toBeGreaterThan(2)
})
