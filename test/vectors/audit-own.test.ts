/** The figure audit on our own invented texts, which hold more kinds of sentences than the three articles. */
import { expect, test } from 'vitest'
import { type Part, scoreOf } from '#tools/gold.ts'
import { readOwnGold } from '#tools/own-gold.ts'

const rateOf = ({ hits, of }: Part): number => hits / of
const score = scoreOf(readOwnGold())

test('nobody is accused wrongly', () => {
  expect(score.wrong).toEqual([])
})

test('figures are read, framed and related as well as the goals ask of texts that were not seen', () => {
  expect(score.read.of).toBeGreaterThan(300)
  expect(rateOf(score.read)).toBeGreaterThanOrEqual(0.98)
  expect(rateOf(score.precise)).toBeGreaterThanOrEqual(0.98)
  expect(rateOf(score.hedge)).toBeGreaterThanOrEqual(0.98)
  expect(rateOf(score.kind)).toBeGreaterThanOrEqual(0.93)
  expect(rateOf(score.frame)).toBeGreaterThanOrEqual(0.85)
  expect(rateOf(score.stated)).toBeGreaterThanOrEqual(0.9)
})
