/**
 * `npm run test:long`: all tests in their long versions (many seeds, many kill rounds, every page in every
 * language at every width), or with `--only PART` some of them. What each part came to is kept in docs/test-long.md,
 * with its own commit and time, so that parts may be run on different days and the page stays true.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installBrowser } from './browser.ts'
import { longPage, readLongPage, type LongRow } from './long-page.ts'
import { runPlaywright } from './playwright-report.ts'
import { run } from './run.ts'
import { type Count, runVitest } from './vitest-report.ts'

const root = join(import.meta.dirname, '..')
const PARTS = ['pure', 'thorough', 'pg', 'simulation', 'crash', 'browser'] as const
type Part = (typeof PARTS)[number]

const USAGE = `Usage: npm run test:long [-- --only PART]…

Runs the long versions of the tests, and writes what they came to into docs/test-long.md.
PART: ${PARTS.join(', ')}; without --only all of them.
`

/** What tests say of themselves, a line each: how many rounds, seeds and failovers there were. */
const SAID = /^(\d+ (?:kills|failovers|seeds),? .*|a bug that is planted: .*)$/gm

const parts = partsOf(process.argv.slice(2))
if (parts === null) {
  process.stderr.write(USAGE)
  process.exit(2)
}
// Every test reads it from its own environment.
process.env['HONGQIAO_LONG'] = '1'
const path = join(root, 'docs', 'test-long.md')
const rows = new Map(readLongPage(path).map((row) => [row.part, row]))
let isFine = true
for (const part of parts) {
  const row = await rowOf(part)
  isFine &&= row.failed === 0 && row.passed > 0
  rows.set(part, row)
  // After each part: whoever stops the run keeps what was found.
  writeFileSync(path, longPage(PARTS.flatMap((name) => rows.get(name) ?? [])))
}
process.exit(isFine ? 0 : 1)

function partsOf(args: readonly string[]): readonly Part[] | null {
  try {
    const options = { only: { type: 'string', multiple: true } } as const
    const { only } = parseArgs({ args: [...args], options }).values
    if (only === undefined) return PARTS
    const known = PARTS.filter((part) => only.includes(part))
    return known.length === new Set(only).size ? known : null
  } catch {
    // It throws for what it does not know, and the usage says what there is.
    return null
  }
}

async function rowOf(part: Part): Promise<LongRow> {
  const startedMs = Date.now()
  const { counted, said } = part === 'browser' ? await runBrowser() : await runTests(part)
  const { passed, failed, skipped } = counted
  const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1)
  return {
    part,
    passed,
    failed,
    skipped,
    said,
    minutes,
    commit: await commitNow(),
    endedAt: new Date(),
  }
}

interface Came {
  readonly counted: Count
  readonly said: string
}

async function runTests(project: string): Promise<Came> {
  const counted = await runVitest(root, project, { isShown: true })
  const said = [...counted.output.matchAll(SAID)].map(([line]) => line.trim()).join('; ')
  return { counted, said }
}

async function runBrowser(): Promise<Came> {
  await installBrowser(root)
  const counted = await runPlaywright(root)
  const { looks, pairs } = counted.examined
  return { counted, said: `${looks} looks of axe at pages, in ${pairs.join(', ')}` }
}

async function commitNow(): Promise<string> {
  const commit = await git(['rev-parse', '--short=12', 'HEAD'])
  const changes = await git(['status', '--porcelain', '--', '.', ':!docs/test-long.md'])
  return changes === '' ? commit : `${commit} with changes that were not committed`
}

async function git(args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: root })
  return stdout.trim()
}
