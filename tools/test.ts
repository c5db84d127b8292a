/**
 * `npm test`: the nets of check, thorough tests, PostgreSQL, simulated hubs, the tools, kill -9, and a real browser. The last
 * line counts what the runners themselves reported; a net that caught something counts as one failure.
 */
import { join } from 'node:path'
import { installBrowser } from './browser.ts'
import { check } from './check.ts'
import { runPlaywright } from './playwright-report.ts'
import { beginning, type Count, runVitest } from './vitest-report.ts'

const root = join(import.meta.dirname, '..')

type Stage = { readonly name: string; readonly run: () => Promise<readonly Count[]> }

const stages: readonly Stage[] = [
  { name: 'check', run: runCheck },
  { name: 'thorough', run: async () => [await runShown('thorough')] },
  { name: 'PostgreSQL', run: async () => [await runShown('pg')] },
  // Each of the two keeps one core busy, and neither waits for a clock.
  {
    name: 'simulation and tools',
    run: () => Promise.all([runShown('simulation'), runShown('tools')]),
  },
  { name: 'crashes', run: async () => [await runShown('crash')] },
  { name: 'browser', run: runBrowser },
]

async function runCheck(): Promise<readonly Count[]> {
  const checked = await check(root)
  return checked.map(({ name, isFine, tests }) => {
    if (!tests) {
      const failures = isFine ? [] : [`the net "${name}" caught something, see above`]
      return { passed: 0, failed: isFine ? 0 : 1, skipped: 0, failures }
    }
    return { ...tests, failed: isFine ? 0 : Math.max(1, tests.failed) }
  })
}

async function runShown(project: string): Promise<Count> {
  const tested = await runVitest(root, project, { isShown: true })
  return tested.passed === 0 ? { ...tested, failed: Math.max(1, tested.failed) } : tested
}

async function runBrowser(): Promise<readonly Count[]> {
  await installBrowser(root)
  return [await runPlaywright(root)]
}

async function runStage({ name, run }: Stage): Promise<readonly Count[]> {
  process.stdout.write(`\n== ${name}\n`)
  try {
    return await run()
  } catch (error) {
    // The other stages still have something to say.
    process.stdout.write(`${String(error)}\n`)
    return [
      { passed: 0, failed: 1, skipped: 0, failures: [`${name}\n${beginning(String(error))}`] },
    ]
  }
}

const counts: Count[] = []
for (const stage of stages) counts.push(...(await runStage(stage)))
const sum = (of: Exclude<keyof Count, 'failures'>): number =>
  counts.reduce((total, count) => total + count[of], 0)
const skipped = sum('skipped') === 0 ? '' : `, ${sum('skipped')} skipped`
// Again at the end, because often only the end of a run is kept.
for (const failure of counts.flatMap(({ failures }) => failures)) {
  process.stdout.write(`\nfailed: ${failure}\n`)
}
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`)
process.exit(sum('failed') === 0 ? 0 : 1)
