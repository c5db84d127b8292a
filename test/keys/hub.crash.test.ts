/**
 * A hub whose keys lie under a passphrase: its signing key is changed while readers keep their policies, and no
 * secret is ever found in what it says or leaves behind, its database with the write-ahead log included.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { parsePolicy } from '#kernel/log/policy.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { BookBody } from '#platform/http/log-routes.ts'
import { installationKeysPath } from '#platform/keys/installation-keys.ts'
import { isSealed } from '#platform/keys/sealed.ts'
import { keyFiles } from '#platform/keys/key-store.ts'
import { Passphrase } from '#platform/keys/passphrase.ts'
import { signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { clear, freePort, type HubPlace, HubProcess } from '../crash/hub-process.ts'
import { get, publish, publishedOf } from '../crash/requests.ts'

const PROGRAM = fileURLToPath(new URL('../../src/apps/cli/main.ts', import.meta.url))
const ORIGIN = 'sh.hub.example/book/1'
const passphrase = 'planted passphrase 7f3a'
const folder = mkdtempSync(join(tmpdir(), 'hongqiao-keys-'))
const hubs: HubProcess[] = []
/** Whatever a program of ours said, on either stream. */
let said = ''

afterAll(() => clear(folder, hubs))

const env = {
  HONGQIAO_PASSPHRASE: 'env:HUB_SECRET',
  HUB_SECRET: passphrase,
  HONGQIAO_LOG_LEVEL: 'trace',
}

async function start(): Promise<HubPlace> {
  const place = { folder, port: await freePort(), env }
  hubs.push(await HubProcess.start(place))
  return place
}

async function stop(): Promise<void> {
  const hub = hubs.at(-1)
  await hub?.stop()
  said += hub?.said ?? ''
}

async function hongqiao(args: readonly string[], typed = '', other = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env['PATH'], HONGQIAO_DATA: folder, ...env, ...other },
  })
  let text = ''
  child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (text += bytes.toString()))
  child.stdin.end(typed)
  const code = await new Promise<number | null>((done) => child.once('close', done))
  said += text
  return { code, text }
}

/** The level of the receipt, or why it is refused. */
async function judge(receipt: string, policyOfReader: string): Promise<string> {
  const policy = parsePolicy(utf8Of(policyOfReader), sha256)
  if (!policy.ok) return policy.error
  const trust = { policies: [policy.value], sha256, verifyEd25519: verifyWithNode }
  const verdict = await verifyReceipt(receipt, { ...trust, nowMs: Date.now(), level: 'logged' })
  return verdict.verified ? verdict.level : verdict.reason
}

async function receiptOf(place: HubPlace, n: number): Promise<string> {
  const { index } = publishedOf(await publish(place, n))
  return (await get(place, `/v1/books/sh/entries/${index}/receipt`)).body
}

test('the key of a book is changed with an overlap, and nothing secret is said or left behind', async () => {
  const first = await start()
  const oldPolicy = (await get(first, '/book/sh/policy')).body
  const oldReceipt = await receiptOf(first, 1)
  const whileItRuns = await hongqiao(['key', 'rotate', '--book', 'sh'], `${ORIGIN}\n`)
  expect([whileItRuns.code, whileItRuns.text]).toEqual([1, expect.stringContaining('stop the hub')])
  await stop()

  expect((await hongqiao(['key', 'rotate', '--book', 'sh'], 'no\n')).code).toBe(1)
  const changed = await hongqiao(['key', 'rotate', '--book', 'sh'], `${ORIGIN}\n`)
  expect(changed.text.match(/signs {4}sh\.hub\.example\S+ {2}under a passphrase$/gm)).toHaveLength(
    2,
  )
  const second = await start()
  const bothPolicy = (await get(second, '/book/sh/policy')).body
  expect(bothPolicy.match(/^log /gm)).toHaveLength(2)
  const receipt = await receiptOf(second, 2)
  expect(await judge(oldReceipt, `log ${await newestKey(second)}\nquorum none\n`)).toBe(
    'log_signature_missing',
  )
  for (const policy of [oldPolicy, bothPolicy]) {
    expect(await judge(receipt, policy)).toBe('logged')
    expect(await judge(oldReceipt, policy)).toBe('logged')
  }
  await stop()

  const secrets = secretsOf()
  const retired = await hongqiao(['key', 'retire', '--book', 'sh'], `${ORIGIN}\n`)
  expect(retired.text).toMatch(/signs .+\nretired {2}sh\.hub\.example/m)
  await wrongWays()
  expect(foundIn(secrets, Buffer.from(said))).toEqual([])
  for (const path of filesIn(folder))
    expect([path, foundIn(secrets, readFileSync(path))]).toEqual([path, []])
})

async function newestKey(place: HubPlace): Promise<string> {
  const { verifierKey } = BookBody.parse(JSON.parse((await get(place, '/v1/books/sh')).body))
  return verifierKey
}

/** Everything that fails because of a key, said by the programs that failed. */
async function wrongWays(): Promise<void> {
  const wrong = await hongqiao(['start'], '', { HUB_SECRET: 'another passphrase' })
  expect([wrong.code, wrong.text]).toEqual([1, expect.stringContaining('does not open with this')])
  const missing = await hongqiao(['start'], '', { HONGQIAO_PASSPHRASE: '' })
  expect([missing.code, missing.text]).toEqual([
    1,
    expect.stringContaining('is under a passphrase'),
  ])
  // Who mistakes the variable for the passphrase does not find it in a log.
  const itself = await hongqiao(['start'], '', { HONGQIAO_PASSPHRASE: passphrase })
  expect([itself.code, itself.text]).toEqual([1, expect.stringContaining('never the passphrase')])
}

/** All secrets of the installation in every form that a program might write, each with a name. */
function secretsOf(): readonly (readonly [string, Buffer])[] {
  const keys = keyFiles(new Passphrase(passphrase))
  const { key } = signerFiles(signerFolder(folder, 'sh'))
  const paths = [key, `${key}.old`, signerFiles(signerFolder(folder, 'js')).key]
  const seeds = paths.map((path) => {
    // The base64 may hold plus signs of its own.
    const [, , , , ...encoded] = Buffer.from(keys.read(path)).toString().trim().split('+')
    return Buffer.from(encoded.join('+'), 'base64').subarray(1)
  })
  const installation = Buffer.from(keys.read(installationKeysPath(join(folder, 'keys'))))
  const raw = [...seeds, installation.subarray(0, 32), installation.subarray(32)]
  expect(raw.map(({ length }) => length)).toEqual([32, 32, 32, 32, 32])
  for (const path of [...paths, installationKeysPath(join(folder, 'keys'))]) {
    expect(isSealed(readFileSync(path))).toBe(true)
  }
  return [
    ['the passphrase', Buffer.from(passphrase)],
    ...raw.flatMap((bytes, at): (readonly [string, Buffer])[] => [
      [`secret ${at}`, bytes],
      // Without its ends, for those depend on what stands beside it.
      [`secret ${at} in base64`, Buffer.from(bytes.toString('base64').slice(0, -2))],
      [`secret ${at} in base64url`, Buffer.from(bytes.toString('base64url').slice(0, -1))],
      [`secret ${at} in hex`, Buffer.from(bytes.toString('hex'))],
    ]),
  ]
}

function foundIn(
  secrets: readonly (readonly [string, Buffer])[],
  bytes: Buffer,
): readonly string[] {
  return secrets.filter(([, secret]) => bytes.includes(secret)).map(([name]) => name)
}

function filesIn(path: string): readonly string[] {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  const files = names.map((name) => join(path, name)).filter((at) => statSync(at).isFile())
  expect(files.some((at) => at.includes('pg_wal'))).toBe(true)
  return files
}
