import { expect, test } from 'vitest'
import { isWithin, parseBenchArguments } from './arguments.ts'
import { Report } from './bench.ts'
import { jsonLine, markdownTable, median, percentile, textLine, withFigures } from './figures.ts'
import { addCosts, type Cost } from './plan-times.ts'

test('the flags are read, and everything has a default', () => {
  expect(parseBenchArguments([])).toEqual({
    ok: true,
    value: {
      only: [],
      json: false,
      writeDocs: false,
      secondsPerRun: 4,
      runs: 3,
      soakMinutes: 10,
      tranches: 100_000,
      entries: 1_000_000,
    },
  })
  expect(
    parseBenchArguments(['--only', 'book/confirm', '--only=soak', '--json', '--minutes', '0.5']),
  ).toMatchObject({
    ok: true,
    value: { only: ['book/confirm', 'soak'], json: true, soakMinutes: 0.5 },
  })
})

test.each([
  ['an unknown flag', ['--fast']],
  ['a name without its flag', ['book']],
  ['a number that is none', ['--runs', 'three']],
  ['no runs at all', ['--runs', '0']],
  ['a flag without its value', ['--only']],
])('%s is refused with a reason', (_, args) => {
  const parsed = parseBenchArguments(args)
  expect(!parsed.ok && parsed.error).toMatch(/\w/)
})

test.each([
  ['book/confirm/1', 'book/confirm', true],
  ['book/confirm', 'book/confirm/1/p99', true],
  ['book/confirm/1', 'book/confirm/1', true],
  ['book/confirm/1024', 'book/confirm/1', false],
  ['books/2/confirm/1024', 'book', false],
])('%s and %s: %s', (name, other, isSo) => {
  expect(isWithin(name, other)).toBe(isSo)
})

test('the median run is the one in the middle, whole', () => {
  const runs = [{ rate: 9 }, { rate: 1 }, { rate: 5 }]
  expect(median(runs, ({ rate }) => rate)).toBe(runs[2])
  expect(() => median([], Number)).toThrow('at least one run')
})

test('a percentile is a value that was measured', () => {
  const sorted = Float64Array.from({ length: 200 }, (_, i) => i + 1)
  expect([0, 0.5, 0.99, 1].map((share) => percentile(sorted, share))).toEqual([1, 100, 198, 200])
  expect(percentile([], 0.5)).toBeNaN()
})

test('acts per second are set against the ceiling, and nothing else is', () => {
  const lines: string[] = []
  const report = new Report((figure) => lines.push(jsonLine(figure)))
  report.add('book/ceiling', 40_000, 'commands/s')
  report.add('book/confirm/1024', 13_333.333, 'commands/s')
  report.add('book/confirm/1024/p99', 41.2, 'ms')
  report.add('audit', null, 'entries/s', 'not built')
  expect(lines).toEqual([
    '{"name":"book/ceiling","value":40000,"unit":"commands/s","ratio":null}',
    '{"name":"book/confirm/1024","value":13330,"unit":"commands/s","ratio":0.3333}',
    '{"name":"book/confirm/1024/p99","value":41.2,"unit":"ms","ratio":null}',
    '{"name":"audit","value":null,"unit":"entries/s","ratio":null}',
  ])
})

test('a figure without a ceiling has no ratio', () => {
  const report = new Report(() => undefined)
  report.add('book/confirm/1', 300, 'commands/s')
  expect(report.figures[0]?.ratio).toBeNull()
})

test('people see the ceiling beside the figure', () => {
  const figure = { name: 'book/confirm/64', value: 5000, unit: 'commands/s', ratio: 0.25 } as const
  expect(textLine(figure, 20_000)).toMatch(/^book\/confirm\/64 +5,000 commands\/s +25 % of 20,000$/)
  expect(markdownTable([figure])).toContain('| `book/confirm/64` | 5,000 | commands/s | 25 % |')
})

test('figures replace what stood between the marks, and only that', () => {
  const document = 'before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter\n'
  const written = withFigures(document, 'new')
  expect(written).toBe('before\n<!-- figures -->\n\nnew\n\n<!-- end of figures -->\nafter\n')
  expect(withFigures(written, 'new')).toBe(written)
  expect(() => withFigures('no marks', 'new')).toThrow('has no')
})

test('each table has the time and the log of its own node', () => {
  const node = (table: string, ms: number, wal: number) => ({
    'Node Type': 'ModifyTable',
    'Relation Name': table,
    'Actual Total Time': ms,
    'WAL Bytes': wal,
    Plans: [{ 'Node Type': 'Function Scan', 'Actual Total Time': ms / 2 }],
  })
  const Plans = [node('entry', 3, 700), node('contract', 2, 90), node('contract', 1, 10)]
  const whole = { 'Node Type': 'Result', 'Actual Total Time': 6.5, Plans }
  const costs = new Map<string, Cost>()
  for (let i = 0; i < 2; i += 1) {
    addCosts(costs, JSON.stringify([{ Plan: whole, 'Execution Time': 7 }]))
  }
  expect(Object.fromEntries(costs)).toEqual({
    entry: { us: 6000, walBytes: 1400 },
    contract: { us: 6000, walBytes: 200 },
    all: { us: 14_000, walBytes: 1600 },
  })
})
