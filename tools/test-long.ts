/**
 * `npm run test:long`: all tests in their long versions (many seeds, many kill rounds, every page in every
 * language at every width). The last result is kept in docs/test-long.md with its commit and machine.
 */
import { writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { installBrowser } from './browser.ts'
import { runPlaywright } from './playwright-report.ts'
import { run } from './run.ts'
import { type Count, runVitest, type Tested } from './vitest-report.ts'

const root = join(import.meta.dirname, '..')
const GIB = 1024 ** 3

const started = Date.now()
// Every test reads it from its own environment.
process.env['HONGQIAO_LONG'] = '1'
const runs: Tested[] = []
for (const project of ['pure', 'pg', 'simulation', 'crash']) {
  runs.push(await runVitest(root, project, { isShown: true }))
}
await installBrowser(root)
const counts: readonly Count[] = [...runs, await runPlaywright(root)]
const total = (of: Exclude<keyof Count, 'failures'>): number =>
  counts.reduce((sum, each) => sum + each[of], 0)
/** What the crash tests say of themselves. */
const kills = /^\d+ kills, .*$/m.exec(runs.at(-1)?.output ?? '')?.[0] ?? 'not reported'
const minutes = ((Date.now() - started) / 60_000).toFixed(1)
writeFileSync(join(root, 'docs', 'test-long.md'), await page())
process.exit(total('failed') === 0 && counts.every(({ passed }) => passed > 0) ? 0 : 1)

async function page(): Promise<string> {
  const commit = await git(['rev-parse', 'HEAD'])
  const isChanged = (await git(['status', '--porcelain', '--', '.', ':!docs/test-long.md'])) !== ''
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / GIB)} GiB`
  return `# The long tests

The last run of \`npm run test:long\`. Written by the run itself.

| | |
| --- | --- |
| result | ${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped |
| kills | ${kills} |
| ended | ${new Date().toISOString()} |
| took | ${minutes} min |
| commit | \`${commit}\`${isChanged ? ' with changes that were not committed' : ''} |
| machine | ${machine}, ${type()} ${release()}, Node ${process.versions.node} |
`
}

async function git(args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd: root })
  return stdout.trim()
}
