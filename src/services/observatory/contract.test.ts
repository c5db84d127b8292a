import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Claim } from './contract.ts'

const lines = readFileSync(join(import.meta.dirname, '../../../data/claims/hub.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
const [first = ''] = lines

test('the shipped claims are as the contract says', () => {
  expect(lines.length).toBeGreaterThanOrEqual(200)
  for (const line of lines) expect(Claim.safeParse(JSON.parse(line)).error).toBeUndefined()
})

/** Read by ourselves in the text of the publication; all else is second hand. */
const READ = new Set([
  'china-daily-2024-03-02',
  'china-daily-2025-03-24',
  'changning-14th-plan-briefing-2025',
])

test('a shipped claim that was not read in its publication says so', () => {
  for (const line of lines) {
    const { source, notes = [] } = Claim.parse(JSON.parse(line))
    expect({ line, isSecondHand: notes.includes('read_second_hand') }).toEqual({
      line,
      isSecondHand: !READ.has(source.id),
    })
  }
})

test.each<[string, object]>([
  ['a field that nobody named', { colour: 'red' }],
  ['a number instead of printed digits', { value: 127 }],
  ['digits that no printer sets', { value: '1,27' }],
  ['a hedge that is not in the lexicon', { hedge: 'allegedly' }],
  ['a scale that is not in the lexicon', { scale: 'zillion' }],
  ['a kind that is not in the vocabulary', { kind: 'guess' }],
  ['a period that ends before it begins', { period: '2023..2021' }],
  ['a period of two lengths', { period: '2021..2023-06' }],
  ['a month that no year has', { period: '2023-13' }],
  ['a date without a day', { date: '2024-03' }],
  ['a base that says nothing', { base: {} }],
  ['a note twice', { notes: ['scope_doubtful', 'scope_doubtful'] }],
  ['a first vintage, which is written by leaving it out', { vintage: 1 }],
  ['a publisher with a control character', { publisher: 'China\u001FDaily' }],
  ['a publisher with a lone surrogate', { publisher: 'China \uD800' }],
  ['a publisher with a space at its end', { publisher: 'China Daily ' }],
  ['a publisher that is too long', { publisher: 'x'.repeat(121) }],
])('refuses %s', (_, wrong) => {
  const claim: unknown = JSON.parse(first)
  expect(Claim.safeParse(claim).success).toBe(true)
  expect(Claim.safeParse({ ...Object(claim), ...wrong }).success).toBe(false)
})
