/** What a vitest run really counted, read from its JSON report and from nothing else. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { run } from './run.ts'

export type Count = { readonly passed: number; readonly failed: number; readonly skipped: number }

export type Tested = Count & { readonly files: number; readonly output: string }

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  success: z.boolean(),
  testResults: z.array(z.object({ status: z.string() })),
})

type RunOptions = { readonly isShown?: boolean; readonly env?: Readonly<Record<string, string>> }

export async function runVitest(
  root: string,
  project: string,
  options: RunOptions = {},
): Promise<Tested> {
  const path = join(root, '.cache', `vitest-${project}.json`)
  mkdirSync(join(root, '.cache'), { recursive: true })
  // The report of an earlier run must never be taken for this one's.
  rmSync(path, { force: true })
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
  ]
  const ran = await run('vitest', args, { cwd: root, ...options })
  const output = `${ran.stdout}${ran.stderr}`
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0, files: 0, output }
  const report = Report.parse(JSON.parse(readFileSync(path, 'utf8')))
  // A file that cannot be loaded has no tests to fail, and so counts as a failure itself.
  const brokenFiles = report.testResults.filter(({ status }) => status === 'failed').length
  const failed = Math.max(report.numFailedTests, brokenFiles)
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && (ran.code !== 0 || !report.success) ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    files: report.testResults.length,
    output,
  }
}
