/** The operator's ceremony as it is typed. It needs no PostgreSQL, but it starts processes. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { base64Of } from '#kernel/std/base64.ts'
import { Signer, signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { advanceOf, entriesOf } from '#test/signer/log.ts'

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url))
const dataFolder = mkdtempSync(join(tmpdir(), 'hongqiao-ceremony-'))
afterAll(() => rmSync(dataFolder, { recursive: true }))

const origin = 'sh.hub.example/book/1'
const options = { folder: signerFolder(dataFolder, 'sh'), origin, mayCreate: true }
const { state } = signerFiles(options.folder)
const entries = entriesOf('a', 9)
const five = advanceOf(entries.slice(0, 5), 0)
const adoption = ['adopt', '--book', 'sh', '--size', '5', '--root', base64Of(five.root)]

beforeAll(() => {
  const signer = Signer.open(options)
  signer.sign(five)
  signer.close()
})

async function hongqiao(args: readonly string[], typed = '') {
  const child = spawn(process.execPath, [PROGRAM, 'signer', ...args], {
    env: { HONGQIAO_DATA: dataFolder },
  })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  child.stdin.end(typed)
  const code = await new Promise<number | null>((done) => child.once('close', done))
  return { code, said }
}

test('a lost state is named by a person, once, and the signer goes on from there', async () => {
  renameSync(state, `${state}.lost`)
  const missing = await hongqiao(['show'])
  expect(missing.code).toBe(1)
  expect(missing.said).toContain('no state at')

  const doubted = await hongqiao(adoption, 'Lin\nthe disk failed\nyes\n')
  expect(doubted.code).toBe(1)
  expect(doubted.said).toContain('Nothing was changed.')
  const silent = await hongqiao(adoption)
  expect(silent.code).toBe(1)
  expect(() => Signer.open(options)).toThrow('state_missing')

  const named = await hongqiao(adoption, `Lin\nthe disk failed\n${origin}\n`)
  expect(named.code).toBe(0)
  const shown = await hongqiao(['show'])
  expect(shown.code).toBe(0)
  expect(shown.said).toMatch(
    /signed {2}5 entries, root .+\n +named .+, by Lin at 2.+Z: the disk failed/,
  )

  const signer = Signer.open({ ...options, mayCreate: false })
  expect(() => signer.sign(advanceOf(entries.slice(0, 4), 0))).toThrow('size_smaller')
  expect(signer.sign(advanceOf(entries, 5))).toContain(`${origin}\n9\n`)
  signer.close()
})

test('a state that exists is never named over, whole or damaged', async () => {
  const named = await hongqiao(adoption, `Lin\nwhy not\n${origin}\n`)
  expect(named.code).toBe(1)
  expect(named.said).toContain('a state is only named when it is lost')
  const whole = readFileSync(state)
  writeFileSync(state, whole.fill(0x78, 0, 4))
  const shown = await hongqiao(['show'])
  expect(shown.code).toBe(1)
  expect(shown.said).toContain('is damaged in line 1.')
  expect((await hongqiao(adoption, `Lin\nwhy not\n${origin}\n`)).code).toBe(1)
})

test.each([
  ['a path in place of a name', ['adopt', '--book', '../sh', ...adoption.slice(3)]],
  ['a size below nothing', [...adoption.slice(0, 4), '-5', ...adoption.slice(5)]],
  ['a root that is no hash', [...adoption.slice(0, 6), 'AAAA']],
  ['an unknown option', ['adopt', '--book', 'sh', '--force']],
  ['an unknown act', ['forget']],
])('%s is refused with the usage', async (_, args) => {
  const { code, said } = await hongqiao(args)
  expect(code).not.toBe(0)
  expect(said).toContain('Usage: hongqiao signer show')
})
