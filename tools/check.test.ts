/**
 * Each net is cast over a small, clean repository with the real configuration, and then over the
 * same with one violation planted: it must catch that one and nothing before.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { problemOf } from './check.ts'
import { CLEAN, CONFIGURATION, repository } from './check-fixture.ts'
import { nets } from './nets.ts'

const WITHOUT_PACKAGES = {
  bin: {},
  scripts: {},
  dependencies: {},
  optionalDependencies: {},
  devDependencies: { 'fast-check': '*', vitest: '*' },
}

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hongqiao-nets-'))
  for (const path of [...CONFIGURATION, 'tools/knip-count.mjs']) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    cpSync(join(repository, path), join(root, path))
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  const manifest = readJson('package.json')
  plant('package.json', JSON.stringify({ ...manifest, ...WITHOUT_PACKAGES }))
  // Patterns that match nothing in so small a tree are no fault here.
  plant('knip.json', JSON.stringify({ ...readJson('knip.json'), treatConfigHintsAsErrors: false }))
  for (const [path, text] of Object.entries(CLEAN)) plant(path, text)
  // What was adapted here has to be laid out anew.
  execFileSync(join(repository, 'node_modules/.bin/oxfmt'), ['package.json', 'knip.json', 'docs'], {
    cwd: root,
  })
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function readJson(path: string): Readonly<Record<string, unknown>> {
  return z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(readFileSync(join(repository, path), 'utf8')))
}

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

async function cast(name: string): Promise<string> {
  const net = nets.find((each) => each.name === name)
  if (!net) throw new Error(`no net is called ${name}`)
  return problemOf(await net.cast(root))
}

const ESCROW = 'src/services/escrow/domain/escrow.ts'

/** The clean text of a file with a line added. */
function grown(path: string, line: string): string {
  return `${line}\n${CLEAN[path]}`
}

type Violation = {
  readonly net: string
  readonly what: string
  readonly path: string
  readonly text: string
  readonly caught: string
}

const rows: readonly (readonly [string, string, string, string, string])[] = [
  [
    'types',
    'process in the kernel',
    'src/kernel/std/here.ts',
    `export const here = process.cwd()\n`,
    "Cannot find name 'process'",
  ],
  [
    'types',
    'a DOM in the domain',
    'src/services/escrow/domain/dom.ts',
    `export const title = document.title\n`,
    "Cannot find name 'document'",
  ],
  [
    'types',
    'a wrong type',
    'src/platform/clock/late.ts',
    `export const late: number = 'late'\n`,
    'not assignable',
  ],
  [
    'types',
    'an enum',
    'src/platform/clock/kind.ts',
    `export enum Kind {\n  wall,\n}\n`,
    'erasableSyntaxOnly',
  ],
  [
    'imports',
    'the domain knows the platform',
    ESCROW,
    grown(ESCROW, `import { pause } from '#platform/clock/pause.ts'`),
    'domain-is-pure',
  ],
  [
    'imports',
    'the domain knows a type of the platform',
    ESCROW,
    grown(ESCROW, `import type { pause } from '#platform/clock/pause.ts'`),
    'domain-is-pure',
  ],
  [
    'imports',
    'a slice reads the store of another',
    'src/services/licence/api/routes.ts',
    `export { findRefusal as known } from '#services/escrow/store/escrow-reads.ts'\n`,
    'slices-meet-at-contracts',
  ],
  [
    'imports',
    'the platform knows an app',
    'src/platform/clock/pause.ts',
    `export { isSound as pause } from '#apps/server/main.ts'\n`,
    'only-apps-compose',
  ],
  [
    'imports',
    'the platform knows a slice',
    'src/platform/clock/pause.ts',
    `export { release as pause } from '#services/escrow/domain/escrow.ts'\n`,
    'platform-knows-no-service',
  ],
  [
    'imports',
    'the kernel knows Node',
    'src/kernel/std/assert.ts',
    `export { strict as assert } from 'node:assert'\n`,
    'kernel-few-deps',
  ],
  [
    'imports',
    'a low room of the kernel knows a high one',
    'src/kernel/std/assert.ts',
    `export { assert } from '../money/assert.ts'\n`,
    'kernel-std-is-low',
  ],
  [
    'imports',
    'the browser knows the server',
    'src/web/kit/Title.tsx',
    `export { pause as Title } from '#platform/clock/pause.ts'\n`,
    'web-knows-no-server',
  ],
  [
    'imports',
    'the product knows its tests',
    'src/platform/clock/pause.ts',
    `export { pause } from '#test/pause.ts'\n`,
    'no-tests-in-the-product',
  ],
  [
    'lint',
    'Date in the kernel',
    'src/kernel/std/now.ts',
    `export const now = Date.now()\n`,
    'no-restricted-globals',
  ],
  [
    'lint',
    'chance in the domain',
    'src/services/escrow/domain/luck.ts',
    `export const luck = Math.random()\n`,
    'no-restricted-properties',
  ],
  [
    'lint',
    'a promise that nobody awaits',
    'src/platform/clock/late.ts',
    `import { pause } from './pause.ts'\n\nexport function late(): void {\n  pause(1)\n}\n`,
    'no-floating-promises',
  ],
  [
    'lint',
    'any',
    'src/platform/clock/late.ts',
    `export function late(at: any): void {\n  void at\n}\n`,
    'no-explicit-any',
  ],
  [
    'lint',
    'a cast in place of a parse',
    'src/platform/clock/late.ts',
    `export const late = JSON.parse('1') as number\n`,
    'no-unsafe-type-assertion',
  ],
  [
    'lint',
    'a default export',
    'src/platform/clock/late.ts',
    `export default 1\n`,
    'no-default-export',
  ],
  [
    'lint',
    'a union left open',
    'src/platform/clock/late.ts',
    `export function late(at: 'a' | 'b'): void {\n  switch (at) {\n    case 'a':\n      break\n  }\n}\n`,
    'switch-exhaustiveness-check',
  ],
  ['format', 'a semicolon', 'src/platform/clock/late.ts', `export const late = 1;\n`, 'late.ts'],
  [
    'dead code',
    'an export that nobody imports',
    'src/platform/clock/pause.ts',
    `${CLEAN['src/platform/clock/pause.ts']}\nexport function forgotten(): void {}\n`,
    'forgotten',
  ],
  [
    'dead code',
    'a file that nobody imports',
    'src/platform/clock/late.ts',
    `export const late = 1\n`,
    'late.ts',
  ],
  [
    'dead code',
    'a package that nobody declared',
    'src/platform/clock/pause.ts',
    `${CLEAN['src/platform/clock/pause.ts']}\nexport { z as zod } from 'zod'\n`,
    'zod',
  ],
  [
    'tidy',
    'a room that is none',
    'src/services/escrow/helpers/late.ts',
    `export const late = 1\n`,
    'is no room of a slice',
  ],
  [
    'tests',
    'a test that fails',
    'src/kernel/std/fails.test.ts',
    `import { expect, test } from 'vitest'\n\ntest('one is two', () => {\n  expect(1).toBe(2)\n})\n`,
    'one is two',
  ],
  [
    'tests',
    'a test file that cannot be loaded',
    'src/kernel/std/broken.test.ts',
    `import '#kernel/std/absent.ts'\n`,
    'absent.ts',
  ],
]

const violations = rows.map(([net, what, path, text, caught]): Violation => ({
  net,
  what,
  path,
  text,
  caught,
}))

test.each(nets)('$name: the clean repository passes', async ({ name }) => {
  expect(await cast(name)).toBe('')
})

test.each(violations)('$net: $what is caught', async ({ net, path, text, caught }) => {
  plant('src/kernel/money/assert.ts', `export function assert(): void {}\n`)
  plant('test/pause.ts', `export function pause(): void {}\n`)
  plant(path, text)
  expect(await cast(net)).toContain(caught)
})

test('each net has a violation planted', () => {
  expect(new Set(violations.map(({ net }) => net))).toEqual(new Set(nets.map(({ name }) => name)))
})

test.each(nets)('$name: nothing to look at is a failure', async ({ name }) => {
  for (const folder of ['src', 'test', 'tools', 'docs', 'migrations', 'vitest.config.ts'])
    rmSync(join(root, folder), { recursive: true })
  for (const path of Object.keys(CLEAN)) rmSync(join(root, path), { force: true })
  rmSync(join(root, '.dependency-cruiser.js'))
  const problem = await cast(name).catch(String)
  expect(problem).not.toBe('')
})

test('a net that sees fewer files than there are is a failure', () => {
  expect(problemOf({ seen: 9, seenMin: 10, unit: 'files', findings: '' })).toContain(
    '9 files of 10',
  )
})
