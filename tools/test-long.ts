/**
 * `npm run test:long`: the tests on PostgreSQL in their long versions (many kill rounds, many
 * seeds). The last result is kept in docs/test-long.md with its commit and machine.
 */
import { writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { run } from './run.ts'
import { runVitest } from './vitest-report.ts'

const root = join(import.meta.dirname, '..')
const GIB = 1024 ** 3

const started = Date.now()
const tested = await runVitest(root, 'pg', { isShown: true, env: { HONGQIAO_LONG: '1' } })
const minutes = ((Date.now() - started) / 60_000).toFixed(1)
writeFileSync(join(root, 'docs', 'test-long.md'), await page())
process.exit(tested.failed === 0 && tested.passed > 0 ? 0 : 1)

async function page(): Promise<string> {
  const commit = await git(['rev-parse', 'HEAD'])
  const isChanged = (await git(['status', '--porcelain', '--', '.', ':!docs/test-long.md'])) !== ''
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / GIB)} GiB`
  return `# The long tests

The last run of \`npm run test:long\`. Written by the run itself.

| | |
| --- | --- |
| result | ${tested.passed} passed, ${tested.failed} failed, ${tested.skipped} skipped |
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
