/** The rows of prepaid money run at a small size: what they name exists, and what they submit is recorded. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bench } from './bench.ts'
import { measurePages } from './prepaid-pages.ts'
import { measureCommands, measureSettlement } from './prepaid.ts'
import { Stage } from './stage.ts'

const TRANCHES = 100
const ENTRIES = 4_000

let stage: Stage
const figures = new Map<string, number | null>()

beforeAll(async () => {
  stage = await Stage.open(process.env['DATABASE_URL'])
}, 120_000)
afterAll(() => stage.close())

function smallBench(): Bench {
  return {
    options: {
      only: [],
      json: false,
      writeDocs: false,
      secondsPerRun: 0.2,
      runs: 1,
      soakMinutes: 1,
      tranches: TRANCHES,
      entries: ENTRIES,
    },
    stage,
    forMs: 500,
    warmUpMs: 50,
    report: (name, value) => figures.set(name, value),
    recording: () => Promise.reject(new Error('nobody asked for the ceiling')),
    progress: () => undefined,
  }
}

const named = (start: string): readonly string[] =>
  [...figures.keys()].filter((name) => name.startsWith(start))

test('the commands are recorded at every number in flight', async () => {
  const uses = { 1: 5, 64: 70, 256: 70, 1024: 70 }
  // The bench's own command runs for a time, and here nothing is timed.
  const measureOwn = () => Promise.resolve({ perSecond: 1, count: 1, p50Ms: 1, p99Ms: 1 })
  await measureCommands(smallBench(), 'commands', { consumers: 10, uses, measureOwn })
  expect(named('commands/').filter((name) => name.endsWith('/over-own'))).toEqual(
    [1, 64, 256, 1024].map((inFlight) => `commands/confirm/${inFlight}/over-own`),
  )
}, 120_000)

test('a settlement is proposed and approved', async () => {
  await measureSettlement(smallBench(), 'settlement')
  expect(named('settlement')).toEqual([
    'settlement/way',
    'settlement/propose',
    'settlement/approve',
    'settlement',
  ])
}, 120_000)

test('every page is answered in a book that was copied', async () => {
  const story = { seed: 7, shops: 4, consumers: 30, usesPerDay: 8 }
  const days = { from: '2026-08-24', to: '2026-10-20' }
  await measurePages(smallBench(), 'pages', {
    story: { ...story, ...days },
    warmUps: 1,
    reads: 2,
  })
  expect(figures.get('pages/entries')).toBeGreaterThanOrEqual(ENTRIES)
  expect(named('pages/').filter((name) => name.endsWith('/p95')).length).toBeGreaterThan(25)
}, 180_000)
