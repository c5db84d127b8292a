/** The witness as it runs: its own process, on HTTP, killed at any moment. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { request } from 'node:http'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { parseNote } from '#kernel/log/note.ts'
import { signersOf } from '#kernel/log/signatures.ts'
import { parseVkey } from '#kernel/log/vkey.ts'
import { originHash, SUBMISSION_BYTES_MAX } from '#kernel/log/witness.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { startWitness, type WitnessChild } from '#platform/witnesses/child.ts'
import { readWitnessConfig } from '#apps/witness/config.ts'
import { SubmittingLog } from './logs.ts'
import { witnessFolder } from './witness-folder.ts'

const log = new SubmittingLog('log.example/a', 1)
const forked = new SubmittingLog('log.example/a', 1, 'b')
const logs = [{ origin: log.origin, keys: [log.verifierKey] }]
const fast = { growthPerSecond: 100_000, refreshPerSecond: 100_000 }

const running: WitnessChild[] = []
const folders: string[] = []

afterEach(async () => {
  for (const witness of running.splice(0)) await witness.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function place(): string {
  const { folder, configPath } = witnessFolder({ name: 'witness.example/w', logs, ...fast })
  folders.push(folder)
  return configPath
}

async function start(configPath: string): Promise<WitnessChild> {
  const witness = await startWitness(configPath)
  running.push(witness)
  return witness
}

async function post({ address }: WitnessChild, body: string | Uint8Array<ArrayBuffer>) {
  const response = await fetch(`${address}/add-checkpoint`, { method: 'POST', body })
  return { status: response.status, body: await response.text(), headers: response.headers }
}

async function monitored({ address }: WitnessChild): Promise<string | null> {
  const response = await fetch(`${address}/${originHash(log.origin, sha256)}/checkpoint`)
  return response.status === 200 ? response.text() : null
}

test('answers on HTTP as the specification says, and keeps its record over a stop', async () => {
  const configPath = place()
  const witness = await start(configPath)
  expect(await monitored(witness)).toBeNull()
  const first = await post(witness, log.submission(0, 3))
  expect([first.status, first.body]).toEqual([
    200,
    expect.stringMatching(/^\u2014 witness\.example\/w .+\n$/),
  ])
  const conflict = await post(witness, log.submission(0, 5))
  expect([conflict.status, conflict.body, conflict.headers.get('content-type')]).toEqual([
    409,
    '3\n',
    'text/x.tlog.size',
  ])
  expect(await monitored(witness)).toBe(`${log.checkpoint(3)}${first.body}`)
  await witness.stop()

  const again = await start(configPath)
  expect(again.verifierKey).toBe(witness.verifierKey)
  expect((await post(again, forked.submission(3, 5))).status).toBe(422)
  expect((await post(again, forked.submission(3, 3))).status).toBe(422)
  expect((await post(again, log.submission(3, 5))).status).toBe(200)
})

test('has two addresses and their methods, and bounds what it reads', async () => {
  const witness = await start(place())
  const asked = async (path: string, init: RequestInit = {}) =>
    (await fetch(`${witness.address}${path}`, init)).status
  expect(await asked('/')).toBe(404)
  expect(await asked('/add-checkpoint')).toBe(405)
  expect(await asked('/add-checkpoint/', { method: 'POST', body: 'x' })).toBe(404)
  expect(await asked(`/${originHash(log.origin, sha256)}/checkpoint`, { method: 'POST' })).toBe(405)
  expect(await asked(`/${originHash(log.origin, sha256).toUpperCase()}/checkpoint`)).toBe(404)
  expect(
    await asked('/add-checkpoint', {
      method: 'POST',
      body: 'x',
      headers: { 'content-encoding': 'gzip' },
    }),
  ).toBe(415)
  expect((await post(witness, new Uint8Array(SUBMISSION_BYTES_MAX))).status).toBe(400)
  // It hangs up on a body that is too long, which some senders see before the answer.
  const tooLong = await post(witness, new Uint8Array(SUBMISSION_BYTES_MAX * 8)).catch(() => null)
  expect([413, undefined]).toContain(tooLong?.status)
  expect((await post(witness, log.submission(0, 1))).status).toBe(200)
})

test('answers whatever is sent, and never with a failure of its own', async () => {
  const witness = await start(place())
  expect((await post(witness, log.submission(0, 4))).status).toBe(200)
  const right = log.submission(4, 9)
  const mutated = fc
    .array(fc.tuple(fc.nat(right.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 8 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((cuts) =>
      cuts.reduce(
        (text, [at, cut, put]) => text.slice(0, at) + put.toWellFormed() + text.slice(at + cut),
        right,
      ),
    )
  const bodies = fc.oneof(
    mutated,
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '\n', '\n\n', 'old 4\n\n'),
  )
  await fc.assert(
    fc.asyncProperty(bodies, async (text) => {
      fc.pre(text !== right)
      const { status } = await post(witness, new TextEncoder().encode(text.toWellFormed()))
      expect([400, 403, 404, 409, 422]).toContain(status)
    }),
    { numRuns: 400 },
  )
  expect((await post(witness, right)).status).toBe(200)
})

test('a sender that stops in the middle holds nobody up', async () => {
  const witness = await start(place())
  const { port } = new URL(witness.address)
  const stuck = request({
    port,
    method: 'POST',
    path: '/add-checkpoint',
    headers: { 'content-length': 100 },
  })
  stuck.on('error', () => undefined)
  stuck.write('old ')
  expect((await post(witness, log.submission(0, 2))).status).toBe(200)
  stuck.destroy()
  expect((await post(witness, log.submission(2, 3))).status).toBe(200)
})

test('killed at any moment under load, it never signs below what it signed, nor another history', async () => {
  const configPath = place()
  const rounds = process.env['HONGQIAO_LONG'] === '1' ? 50 : 8
  let signed = 0
  let highest = 0
  for (let round = 0; round < rounds; round += 1) {
    const witness = await start(configPath)
    const key = parseVkey(witness.verifierKey, sha256)
    if (!key.ok) throw new Error('a witness without a key')
    // What was released before the kill must still be known after it.
    const held = await monitored(witness)
    const size = held === null ? 0 : sizeOf(held)
    expect(size).toBeGreaterThanOrEqual(highest)
    const submit = async (from: SubmittingLog, older: number, newer: number) => {
      const { status, body } = await post(witness, from.submission(older, newer))
      if (status !== 200) return
      const note = parseNote(`${from.checkpoint(newer)}${body}`)
      const signers = note.ok ? await signersOf(note.value, [key.value], verifyWithNode) : null
      expect(signers).toHaveLength(1)
      expect(from).toBe(log)
      expect(newer).toBeGreaterThanOrEqual(highest)
      highest = newer
      signed += 1
      if (signed >= enough) reached()
    }
    const enough = signed + 1 + (round % 5)
    const { promise: some, resolve: reached } = Promise.withResolvers<void>()
    const load = (async () => {
      for (let at = size; at < 590; at += 1) {
        await submit(log, at, at + 1)
        if (at > 0) await submit(forked, at + 1, at + 2)
      }
    })().catch((error: unknown) => {
      // The process was killed while it was asked.
      if (!(error instanceof TypeError)) throw error
    })
    await Promise.race([some, load])
    // The next request is under way: where it is when the process dies differs from round to round.
    await new Promise((done) => setTimeout(done, (3 * round) % 11))
    process.kill(witness.pid, 'SIGKILL')
    await Promise.all([load, witness.ended])
  }
  expect(signed).toBeGreaterThan(rounds)
})

test('two processes do not share a folder', async () => {
  const configPath = place()
  await start(configPath)
  await expect(startWitness(configPath)).rejects.toThrow('did not start')
})

test('without its record it does not cosign again, and its key is closed to others', async () => {
  const configPath = place()
  const witness = await start(configPath)
  expect((await post(witness, log.submission(0, 3))).status).toBe(200)
  await witness.stop()
  const { folder } = readWitnessConfig(configPath)
  const key = join(folder, 'key')
  expect(statSync(key).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
  for (const name of ['cosigned.sqlite', 'cosigned.sqlite-wal', 'cosigned.sqlite-shm']) {
    rmSync(join(folder, name), { force: true })
  }
  await expect(startWitness(configPath)).rejects.toThrow('did not start')
  expect(existsSync(join(folder, 'cosigned.sqlite'))).toBe(false)
})

test.each([
  ['no logs', { logs: [] }, 'a witness without logs'],
  ['a log without keys', { logs: [{ origin: 'a', keys: [] }] }, 'a log without a key'],
  [
    'a key of a cosigner',
    { logs: [{ origin: 'a', keys: ['a+00000000+AAAA'] }] },
    'no sound Ed25519 key',
  ],
  ['a log twice', { logs: [...logs, ...logs] }, 'twice'],
  ['a name with a space', { name: 'a b' }, 'a name without spaces'],
  ['a word that nobody knows', { policy: 'none' }, 'policy'],
])('refuses to start with %s', (_, change, sentence) => {
  const configPath = place()
  const file: unknown = JSON.parse(readFileSync(configPath, 'utf8'))
  writeFileSync(configPath, JSON.stringify(Object.assign({}, file, change)))
  expect(() => readWitnessConfig(configPath)).toThrow(sentence)
})

function sizeOf(text: string): number {
  const note = parseNote(text)
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
  if (!checkpoint.ok) throw new Error('the witness shows no checkpoint')
  return checkpoint.value.size
}
