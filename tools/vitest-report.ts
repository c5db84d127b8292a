/** What a vitest run really counted, read from its JSON report and from nothing else. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import { run } from './run.ts'

export type Count = {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What failed, a block each: where, which test, and the beginning of what it said. */
  readonly failures: readonly string[]
}

export type Tested = Count & { readonly files: number; readonly output: string }

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

const LINES_SHOWN = 12

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
  if (!existsSync(path)) {
    const failures = [`${project}: the runner left no report\n${beginning(output.slice(-2_000))}`]
    return { passed: 0, failed: 1, skipped: 0, failures, files: 0, output }
  }
  const report = Report.parse(JSON.parse(readFileSync(path, 'utf8')))
  // A file that cannot be loaded has no tests to fail, and so counts as a failure itself.
  const brokenFiles = report.testResults.filter(({ status }) => status === 'failed').length
  const failed = Math.max(report.numFailedTests, brokenFiles)
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && (ran.code !== 0 || !report.success) ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(failuresOf),
    files: report.testResults.length,
    output,
  }
}

function failuresOf(file: z.infer<typeof Report>['testResults'][number]): readonly string[] {
  if (file.status !== 'failed') return []
  const tests = file.assertionResults.filter(({ status }) => status === 'failed')
  if (tests.length === 0) return [`${file.name}\n${beginning(file.message)}`]
  return tests.map(
    ({ fullName, failureMessages }) =>
      `${file.name} > ${fullName}\n${beginning((failureMessages ?? []).join('\n'))}`,
  )
}

/** Enough of a message to see the cause where only the end of a run is kept. */
export function beginning(message: string): string {
  const lines = stripVTControlCharacters(message).trim().split('\n').slice(0, LINES_SHOWN)
  return lines.map((line) => `    ${line.slice(0, 240)}`).join('\n')
}
