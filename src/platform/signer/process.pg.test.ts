/**
 * The signer as a real process: killed at any moment, started twice, left behind by its parent. It
 * needs no PostgreSQL, but starting processes takes seconds, which the pure tests do not have.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { advanceOf, entriesOf } from '#test/signer/log.ts'
import { signerProcess } from './process.ts'
import { Signer, signerFiles, type SignerOptions } from './signer.ts'
import { readJournal } from './state-file.ts'

const PARENT = fileURLToPath(new URL('../../../test/signer/parent.ts', import.meta.url))
const parent = mkdtempSync(join(tmpdir(), 'hongqiao-signers-'))
afterAll(() => rmSync(parent, { recursive: true }))

const options = (name: string): SignerOptions => ({
  folder: join(parent, name),
  origin: `${name}.hub.example/book/1`,
  mayCreate: true,
})
const entries = entriesOf('a', 400)
const upTo = (size: number, older: number) => advanceOf(entries.slice(0, size), older)

test('signs, refuses, answers in order and is alone', async () => {
  const signer = await signerProcess(options('sh'))
  const [first, refused, third, last] = await Promise.all([
    signer.sign(upTo(3, 0)),
    signer.sign(upTo(2, 0)).catch((error: unknown) => error),
    signer.sign(upTo(300, 3)),
    signer.last(),
  ])
  const { origin } = options('sh')
  expect(first.startsWith(formatCheckpoint({ ...upTo(3, 0), origin }))).toBe(true)
  expect(refused).toMatchObject({ name: 'SignerRefused', reason: 'size_smaller' })
  expect(third.startsWith(formatCheckpoint({ ...upTo(300, 3), origin }))).toBe(true)
  expect(last).toEqual({ size: 300, root: upTo(300, 0).root })
  await expect(signerProcess(options('sh'))).rejects.toThrow('Another signer holds')
  await signer.close()
  await expect(signer.last()).rejects.toThrow('has ended (0)')
  const missing = { ...options('gone'), mayCreate: false }
  await expect(signerProcess(missing)).rejects.toMatchObject({ reason: 'state_missing' })
})

test('killed at any moment, it holds at least what it released, and others fail', async () => {
  const given = options('js')
  let released = 0
  for (let round = 0; round < 3; round += 1) {
    const signer = await signerProcess(given)
    const { size: held } = await signer.last()
    expect(held).toBeGreaterThanOrEqual(released)
    const steps = Array.from({ length: 60 }, (_, at) => upTo(held + at + 1, held + at))
    const asked = steps.map((to) => signer.sign(to).then(() => (released = to.size)))
    const results = Promise.allSettled(asked)
    // Nothing is read while this waits, so the kill falls between a state and its answer.
    while (sizeOnDisk(given) < held + 10 * round + 1) continue
    process.kill(signer.pid, 'SIGKILL')
    const failed = (await results).filter(({ status }) => status === 'rejected')
    // A kill that came after all answers would have shown nothing.
    expect(failed.length).toBeGreaterThan(0)
    await expect(signer.sign(upTo(held + 61, held + 60))).rejects.toThrow('has ended (SIGKILL)')
  }
  const again = Signer.open({ ...given, mayCreate: false })
  expect(again.last().size).toBeGreaterThanOrEqual(released)
  expect(again.last().root).toEqual(upTo(again.last().size, 0).root)
  again.close()
})

test('ends when its parent is killed, and leaves the folder free', async () => {
  const { folder, origin } = options('zj')
  const server = spawn(process.execPath, [PARENT, folder, origin], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = Number(await new Promise<Buffer>((said) => server.stdout.once('data', said)))
  expect(isRunning(pid)).toBe(true)
  server.kill('SIGKILL')
  await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false)
  const journal = readJournal(readFileSync(signerFiles(folder).state))
  expect(journal).toMatchObject({ ok: true, value: { last: { size: 1 } } })
  Signer.open({ folder, origin, mayCreate: false }).close()
})

function sizeOnDisk({ folder }: SignerOptions): number {
  const journal = readJournal(readFileSync(signerFiles(folder).state))
  return journal.ok ? journal.value.last.size : 0
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process: that is the answer.
    return false
  }
}
