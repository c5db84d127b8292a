/** docs/test-long.md: a table with a row for each part of the long tests, written and read by the run itself. */
import { existsSync, readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'

export interface LongRow {
  readonly part: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What the tests say of themselves. */
  readonly said: string
  readonly minutes: string
  readonly commit: string
  readonly endedAt: Date
}

const GIB = 1024 ** 3
const SAID_CHARS_MAX = 1200

export function longPage(rows: readonly LongRow[]): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / GIB)} GiB`
  return `# The long tests

The last run of each part of \`npm run test:long\` (\`-- --only PART\` for one). Written by the run itself, the last one
on ${machine}, ${type()} ${release()}, Node ${process.versions.node}.

| part | passed | failed | skipped | minutes | commit | ended | what it says of itself |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map(lineOf).join('\n')}
`
}

function lineOf({
  part,
  passed,
  failed,
  skipped,
  minutes,
  commit,
  endedAt,
  said,
}: LongRow): string {
  const words = said.replaceAll('|', '/').slice(0, SAID_CHARS_MAX)
  const cells = [part, passed, failed, skipped, minutes, commit, endedAt.toISOString(), words]
  return `| ${cells.join(' | ')} |`
}

/** The rows that an earlier run has left; none where the page is of another form. */
export function readLongPage(path: string): readonly LongRow[] {
  return existsSync(path) ? rowsOf(readFileSync(path, 'utf8')) : []
}

const ROW =
  /^\| ([a-z]+) +\| (\d+) +\| (\d+) +\| (\d+) +\| ([\d.]+) +\| ([^|]+?) +\| (\d{4}-[^|]+?) +\| ([^|]*?) *\|$/gm

export function rowsOf(page: string): readonly LongRow[] {
  return [...page.matchAll(ROW)].map(
    ([, part = '', passed, failed, skipped, minutes = '', commit = '', ended = '', said = '']) => ({
      part,
      passed: Number(passed),
      failed: Number(failed),
      skipped: Number(skipped),
      minutes,
      commit,
      endedAt: new Date(ended),
      said,
    }),
  )
}
