/** The command as a shell sees it: text in, report or JSON out, and an exit code that says what was wrong. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { readClaimLines } from '#services/observatory/api/claim-lines.ts'
import { HUB_CLAIMS_FILE } from '#services/observatory/api/seed.ts'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import { knownSetOf } from '#services/observatory/domain/known.ts'

const MAIN = join(import.meta.dirname, 'main.ts')
const TEXT =
  'In 2024, the GDP of Taicang was 1.8 times that of 2020, with an average annual growth of 7.8% from 2021 to 2024.'

let file: string

beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'audit-text-')), 'press.txt')
  await writeFile(file, TEXT)
})

interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

function run(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, 'audit-text', ...args], (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), out, err })
    })
  })
}

test('--json prints what the rules find, and nothing else', async () => {
  const { code, out } = await run(file, '--date', '2025-03-24', '--json')
  expect(code).toBe(0)
  const lines = readClaimLines(await readFile(HUB_CLAIMS_FILE))
  const known = knownSetOf(lines.ok ? lines.value.map(({ claim }) => claim) : [])
  expect(known.figures.length).toBeGreaterThan(100)
  expect(JSON.parse(out)).toEqual(auditText(TEXT, '2025-03-24', { known }))
})

test('--alone compares a text with itself, and --known with a file of claims', async () => {
  const alone = await run(file, '--date', '2025-03-24', '--json', '--alone')
  expect(JSON.parse(alone.out)).toEqual(auditText(TEXT, '2025-03-24'))
  const own = join(tmpdir(), `audit-text-claims-${process.pid}.jsonl`)
  const [first = ''] = (await readFile(HUB_CLAIMS_FILE, 'utf8')).split('\n')
  await writeFile(own, `${first}\n`)
  const known = await run(file, '--json', '--known', own)
  expect(JSON.parse(known.out).known).toMatchObject({ isWhole: true, figures: [] })
  const wrong = await run(file, '--known', file)
  expect(wrong.code).toBe(2)
  expect(wrong.err).toContain('no file of claims')
})

test('without --json a person reads what must be looked at first', async () => {
  const { code, out } = await run(file, '--date', '2025-03-24')
  expect(code).toBe(0)
  expect(out).toMatch(/2 figures[\s\S]*checks\n {2}INCONSISTENT {2}multiple over years/)
})

test.each([
  [[]],
  [['nowhere.txt']],
  [['a', 'b']],
  [['x', '--date', '2025-13-01']],
  [['x', '--alone', '--known', 'y']],
  [['--what']],
])('a wrong call says how: %j', async (args) => {
  const { code, out, err } = await run(...args)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).not.toBe('')
})
