/**
 * The nets of `npm run check`. Each says what it found and how much it looked at, because a net
 * that looks at nothing finds nothing: what it saw is compared with the files that are there.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Ran, run } from './run.ts'
import { tidy } from './tidy.ts'
import { isCode, isTest, readTree, type SourceFile } from './tree.ts'
import { type Count, runVitest } from './vitest-report.ts'

export type Caught = {
  /** How many things the net looked at, and how many it had to. */
  readonly seen: number
  readonly seenMin: number
  readonly unit: string
  /** Empty if nothing was caught. */
  readonly findings: string
  readonly tests?: Count
}

export type Net = { readonly name: string; readonly cast: (root: string) => Promise<Caught> }

export const nets: readonly Net[] = [
  { name: 'tests', cast: castTests },
  { name: 'lint', cast: castLint },
  { name: 'types', cast: castTypes },
  { name: 'imports', cast: castImports },
  { name: 'dead code', cast: castDeadCode },
  { name: 'format', cast: castFormat },
  { name: 'tidy', cast: castTidy },
]

const ROOMS_OF_CODE = ['src', 'test', 'tools', 'bench', 'examples']

function codeOf(root: string): readonly SourceFile[] {
  return readTree(root).filter(isCode)
}

function isInRoom(path: string): boolean {
  return ROOMS_OF_CODE.some((room) => path.startsWith(`${room}/`))
}

function isPure(file: SourceFile): boolean {
  return (
    isTest(file) &&
    /^(src|test|bench)\/.*(?<!\.(?:pg|crash|sim|thorough))\.test\.tsx?$/.test(file.path)
  )
}

function floor(files: readonly SourceFile[]): number {
  if (files.length === 0) throw new Error('there are no files to look at')
  return files.length
}

const BuildRecord = z.object({ fileNames: z.array(z.string()) })

async function castTypes(root: string): Promise<Caught> {
  const ran = await run('tsc', ['-b', '--pretty', 'false'], { cwd: root })
  // The compiler's own record of what went into each program.
  const records = ['pure', 'node', 'web']
    .map((name) => join(root, '.cache', `${name}.tsbuildinfo`))
    .filter((path) => existsSync(path))
    .map((path) => BuildRecord.parse(JSON.parse(readFileSync(path, 'utf8'))))
  const compiled = new Set(records.flatMap(({ fileNames }) => fileNames))
  const expected = codeOf(root).filter(({ path }) => /\.tsx?$/.test(path))
  const seen = expected.filter(({ path }) => compiled.has(`../${path}`)).length
  return { seen, seenMin: floor(expected), unit: 'files', findings: saidUnlessFine(ran) }
}

const LintReport = z.object({
  number_of_files: z.int(),
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string().optional(),
      filename: z.string(),
      labels: z.array(z.object({ span: z.object({ line: z.int() }) })),
    }),
  ),
})

async function castLint(root: string): Promise<Caught> {
  // Where there is nothing, the linter would look for it among the packages.
  const seenMin = floor(codeOf(root))
  const ran = await run('oxlint', ['--format', 'json', '--deny-warnings'], { cwd: root })
  const report = parseJson(LintReport, ran)
  const lines = report.diagnostics.map(
    ({ filename, labels, code, message }) =>
      `${filename}:${labels[0]?.span.line ?? 1} ${code ?? ''} ${message}`,
  )
  const findings = lines.length === 0 ? saidUnlessFine(ran) : lines.join('\n')
  return { seen: report.number_of_files, seenMin, unit: 'files', findings }
}

async function castFormat(root: string): Promise<Caught> {
  const ran = await run('oxfmt', ['--check', '.'], { cwd: root })
  const seen = Number(/on (\d+) files/.exec(ran.stdout + ran.stderr)?.[1] ?? 0)
  return { seen, seenMin: floor(codeOf(root)), unit: 'files', findings: saidUnlessFine(ran) }
}

const CruiseReport = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
})

async function castImports(root: string): Promise<Caught> {
  const code = codeOf(root).filter(({ path }) => isInRoom(path))
  const rooms = ROOMS_OF_CODE.filter((room) => code.some(({ path }) => path.startsWith(`${room}/`)))
  const args = [...rooms, '--config', '.dependency-cruiser.js', '--output-type', 'json']
  const ran = await run('depcruise', args, { cwd: root })
  const { modules, summary } = parseJson(CruiseReport, ran)
  const own = new Set(code.map(({ path }) => path))
  const lines = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)
  return {
    seen: modules.filter(({ source }) => own.has(source)).length,
    seenMin: floor(code),
    unit: 'modules',
    findings: lines.join('\n'),
  }
}

async function castDeadCode(root: string): Promise<Caught> {
  const reporters = ['--reporter', 'symbols', '--reporter', './tools/knip-count.mjs']
  const ran = await run('knip', ['--no-progress', ...reporters], { cwd: root })
  const seen = Number(/knip read (\d+) files/.exec(ran.stdout)?.[1] ?? 0)
  const expected = codeOf(root).filter(({ path }) => isInRoom(path))
  return { seen, seenMin: floor(expected), unit: 'files', findings: saidUnlessFine(ran) }
}

async function castTidy(root: string): Promise<Caught> {
  const files = readTree(root)
  const findings = tidy(files).map(({ path, line, message }) => `${path}:${line} ${message}`)
  return { seen: files.length, seenMin: 1, unit: 'files', findings: findings.join('\n') }
}

async function castTests(root: string): Promise<Caught> {
  const expected = readTree(root).filter(isPure)
  const tested = await runVitest(root, 'pure')
  return {
    seen: tested.files,
    seenMin: floor(expected),
    unit: 'files',
    findings: tested.failed === 0 ? '' : tested.output,
    tests: tested,
  }
}

function saidUnlessFine({ code, stdout, stderr }: Ran): string {
  return code === 0
    ? ''
    : `${stdout}${stderr}`.trim() || `it ended with code ${code} and said nothing`
}

function parseJson<T>(schema: z.ZodType<T>, { stdout, stderr }: Ran): T {
  try {
    return schema.parse(JSON.parse(stdout))
  } catch (cause) {
    throw new Error(
      `a report that cannot be read: ${stdout.slice(0, 500)}${stderr.slice(0, 500)}`,
      { cause },
    )
  }
}
