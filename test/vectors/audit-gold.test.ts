/**
 * The figure audit against the gold that people made by hand. The texts are not part of this repository;
 * without them beside it the test is skipped, and says so.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Part, readGold, scoreOf } from '#tools/gold.ts'

const ARTICLES = join(import.meta.dirname, '../../../shared/articles')
const isAbsent = !existsSync(join(ARTICLES, 'gold.json'))

const rateOf = ({ hits, of }: Part): number => hits / of

test.skipIf(isAbsent)('the audit reaches its goals on the gold and accuses nobody wrongly', () => {
  const readText = (file: string): string => readFileSync(join(ARTICLES, file), 'utf8')
  const score = scoreOf(readGold(readText('gold.json'), readText))
  expect(score.read.of).toBeGreaterThan(50)
  expect(rateOf(score.read)).toBeGreaterThanOrEqual(0.98)
  expect(rateOf(score.precise)).toBeGreaterThanOrEqual(0.98)
  expect(rateOf(score.hedge)).toBeGreaterThanOrEqual(0.98)
  expect(rateOf(score.kind)).toBeGreaterThanOrEqual(0.93)
  expect(rateOf(score.frame)).toBeGreaterThanOrEqual(0.85)
  expect(rateOf(score.stated)).toBeGreaterThanOrEqual(0.9)
  expect(score.wrong).toEqual([])
})
