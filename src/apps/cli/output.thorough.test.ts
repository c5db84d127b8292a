/** What is written for a reader that goes away early, by a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MODULE = fileURLToPath(new URL('output.ts', import.meta.url))

/** Writes more than any pipe holds, then says on standard error how far it came. */
const PROGRAM = `
  import { writeOut } from ${JSON.stringify(MODULE)}
  let parts = 0
  async function* all() {
    for (; parts < 1000; parts += 1) yield 'x'.repeat(65_536)
  }
  try {
    await writeOut(all())
  } finally {
    process.stderr.write(parts === 1000 ? 'all' : 'stopped')
  }`

async function run(charsRead: number): Promise<readonly [code: unknown, said: string]> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM])
  let read = 0
  let said = ''
  child.stdout.on('data', (part: Buffer) => {
    read += part.length
    if (read >= charsRead) child.stdout.destroy()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const closed: readonly unknown[] = await once(child, 'close')
  return [closed[0], said]
}

test('a reader that has enough ends the writing, and that is no failure', async () => {
  expect(await run(1)).toEqual([0, 'stopped'])
})

test('a reader that stays gets everything', async () => {
  expect(await run(Number.POSITIVE_INFINITY)).toEqual([0, 'all'])
})
