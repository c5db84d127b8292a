import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const MAIN = join(import.meta.dirname, 'main.ts')

test.each(['start', 'migrate'])(
  '%s begins nothing when it is asked for help, or told what it does not know',
  (name) => {
    for (const argument of ['--help', '--port=1']) {
      const folder = mkdtempSync(join(tmpdir(), 'cli-'))
      const env = { ...process.env, HONGQIAO_DATA: folder }
      const { status, stderr } = spawnSync(process.execPath, [MAIN, name, argument], {
        env,
        encoding: 'utf8',
      })
      expect([status, stderr]).toEqual([2, expect.stringContaining(`Usage: hongqiao ${name}`)])
      expect(readdirSync(folder)).toEqual([])
    }
  },
)

test('a command that is not there is named, and those that are follow', () => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'begin'], { encoding: 'utf8' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/no command "begin"[\s\S]*verify +check a receipt/)
})
