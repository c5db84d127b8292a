/** Many seeds, each the same whenever it is told, and each bug that is planted found by one of them. */
import { describe, expect, test } from 'vitest'
import { findPlanted, PLANTED } from './planted.ts'
import { formatReport } from './report.ts'
import { simulate } from './run.ts'

const isLong = process.env['HONGQIAO_LONG'] === '1'
const SEEDS = isLong ? 1000 : 25
const HOURS = 24

test(`${SEEDS} seeds come to rest, and nothing is wrong`, async () => {
  let entries = 0
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one world after the other: each is the whole thread's.
    const report = await simulate({ seed, hours: HOURS })
    if (report.wrong.length > 0) throw new Error(formatReport(report, HOURS))
    entries += report.entries
  }
  expect(entries).toBeGreaterThan(SEEDS * 50)
})

test('a seed tells the same story again', async () => {
  const [first, again, other] = [
    await simulate({ seed: 7, hours: HOURS }),
    await simulate({ seed: 7, hours: HOURS }),
    await simulate({ seed: 8, hours: HOURS }),
  ]
  expect(again.traceHash).toBe(first.traceHash)
  expect(again.counts).toEqual(first.counts)
  expect(other.traceHash).not.toBe(first.traceHash)
})

/** The first seed of those that `npm run test:long` looks through: see docs/simulation.md. */
const FOUND_BY: Readonly<Record<string, number>> = {
  'a skipped fence': 6,
  'a refusal that leaves before anybody asked whether the book is still ours': 25,
  'a lost cursor of a reaction': 1,
  'a row that is dropped from a batch': 1,
  'a transfer that is dropped from a batch': 1,
}

describe('a bug that is planted is found:', () => {
  test.each(Object.keys(PLANTED))('%s', async (name) => {
    const planted = PLANTED[name] ?? {}
    const seed = FOUND_BY[name] ?? 0
    // The short version takes the seed on trust that the long one looks for.
    const report = isLong
      ? await findPlanted(planted, HOURS)
      : await simulate({ seed, hours: HOURS, ...planted })
    expect(report?.seed).toBe(seed)
    expect(report?.wrong).not.toEqual([])
  })
})
