/** What a browser run really counted, read from Playwright's JSON report. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { run } from './run.ts'
import { beginning, type Count } from './vitest-report.ts'

type Suite = z.infer<typeof Suite>
const Suite = z.object({
  title: z.string(),
  get suites(): z.ZodOptional<z.ZodArray<typeof Suite>> {
    return z.array(Suite).optional()
  },
  specs: z.array(
    z.object({
      title: z.string(),
      tests: z.array(
        z.object({
          projectName: z.string(),
          status: z.string(),
          annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
          results: z.array(z.object({ error: z.object({ message: z.string() }).optional() })),
        }),
      ),
    }),
  ),
})

const Report = z.object({
  suites: z.array(Suite),
  // An unexpected result that a second try mended is flaky, and counts as failed.
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
})

/** What tests that look at pages for everybody say of each look (test/e2e/accessible.ts). */
const AXE = 'axe'

export type Examined = {
  readonly looks: number
  /** Of languages and widths. */
  readonly pairs: readonly string[]
}

export async function runPlaywright(
  root: string,
): Promise<Count & { readonly examined: Examined }> {
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
  if (!existsSync(path)) {
    const failures = [`browser: the runner left no report\n${beginning(ran.stderr)}`]
    return { passed: 0, failed: 1, skipped: 0, failures, examined: { looks: 0, pairs: [] } }
  }
  const { suites, stats, errors } = Report.parse(JSON.parse(readFileSync(path, 'utf8')))
  const failed = stats.unexpected + stats.flaky + errors.length
  const isSilentFailure = failed === 0 && (ran.code !== 0 || stats.expected === 0)
  return {
    passed: stats.expected,
    failed: isSilentFailure ? 1 : failed,
    skipped: stats.skipped,
    failures: suites.flatMap(failuresOf),
    examined: examinedOf(suites.flatMap(looksOf)),
  }
}

function looksOf({ suites = [], specs }: Suite): readonly string[] {
  const own = specs
    .flatMap(({ tests }) => tests.flatMap(({ annotations }) => annotations))
    .filter(({ type }) => type === AXE)
    .map(({ description = '' }) => description)
  return [...own, ...suites.flatMap(looksOf)]
}

function examinedOf(looks: readonly string[]): Examined {
  return { looks: looks.length, pairs: [...new Set(looks)].toSorted() }
}

function failuresOf({ title, suites = [], specs }: Suite): readonly string[] {
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => {
        const said = results.map(({ error }) => error?.message ?? '').find((text) => text !== '')
        return `[${projectName}] ${title} > ${spec.title}\n${beginning(said ?? '')}`
      }),
  )
  return [...own, ...suites.flatMap(failuresOf)]
}
