/** Many seeds, each the same whenever it is told, and each bug that is planted found by one of them. */
import { describe, expect, test } from 'vitest'
import { findPlanted, PLANTED, SEEDS_MAX } from './planted.ts'
import { formatReport } from './report.ts'
import { simulate } from './run.ts'

const isLong = process.env['HONGQIAO_LONG'] === '1'
const SEEDS = isLong ? 1000 : 25
/** In the long version each tenth seed lives three times as long, over more than one of the longest leaps. */
const hoursOf = (seed: number): number => (isLong && seed % 10 === 0 ? 36 : 12)
/** Bugs are searched for over more hours, because some need a long day. */
const SEARCHED_HOURS = isLong ? 36 : 20

test(`${SEEDS} seeds come to rest, and nothing is wrong`, async () => {
  let entries = 0
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one world after the other: each is the whole thread's.
    const report = await simulate({ seed, hours: hoursOf(seed) })
    if (report.wrong.length > 0) throw new Error(formatReport(report, hoursOf(seed)))
    entries += report.entries
  }
  expect(entries).toBeGreaterThan(SEEDS * 50)
  process.stdout.write(
    `${SEEDS} seeds, of ${isLong ? '12 or 36' : '12'} hours each, with ${entries} entries\n`,
  )
})

test('a seed tells the same story again', async () => {
  const [first, again, other] = [
    await simulate({ seed: 7, hours: 6 }),
    await simulate({ seed: 7, hours: 6 }),
    await simulate({ seed: 8, hours: 6 }),
  ]
  expect(again.traceHash).toBe(first.traceHash)
  expect(again.counts).toEqual(first.counts)
  expect(other.traceHash).not.toBe(first.traceHash)
})

/** Those that need a late message, or a takeover at the wrong moment, are looked for in the long version. */
const RARE = [
  'a skipped fence',
  'a refusal that leaves before anybody asked',
  'a courier that takes silence for an answer',
]
const isRare = (name: string): boolean => RARE.some((rare) => name.startsWith(rare))

describe(`a bug that is planted is found within ${SEEDS_MAX} seeds:`, () => {
  test.each(Object.keys(PLANTED).filter((name) => isLong || !isRare(name)))('%s', async (name) => {
    const { bugs = {}, found } = PLANTED[name] ?? {}
    const report = await findPlanted(bugs, SEARCHED_HOURS)
    expect(report?.wrong[0]).toMatch(found ?? /./)
    process.stdout.write(
      `a bug that is planted: ${name}, seed ${report?.seed}, ${report?.wrong[0]}\n`,
    )
  })
})
