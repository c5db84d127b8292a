/** What a browser run really counted, read from Playwright's JSON report. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { run } from './run.ts'
import type { Count } from './vitest-report.ts'

const Report = z.object({
  // An unexpected result that a second try mended is flaky, and counts as failed.
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
})

export async function runPlaywright(root: string): Promise<Count> {
  const path = join(root, '.cache', 'playwright.json')
  mkdirSync(join(root, '.cache'), { recursive: true })
  rmSync(path, { force: true })
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-e2e-'))
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: path, HONGQIAO_DATA: folder }
  const ran = await run('playwright', ['test', '--reporter=list,json'], {
    cwd: root,
    env,
    isShown: true,
  })
  rmSync(folder, { recursive: true, force: true })
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 }
  const { stats, errors } = Report.parse(JSON.parse(readFileSync(path, 'utf8')))
  const failed = stats.unexpected + stats.flaky + errors.length
  const isSilentFailure = failed === 0 && (ran.code !== 0 || stats.expected === 0)
  return { passed: stats.expected, failed: isSilentFailure ? 1 : failed, skipped: stats.skipped }
}
