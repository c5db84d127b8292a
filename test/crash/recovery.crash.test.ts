/**
 * The drill: a hub is backed up while it works, works on, and is lost with its machine. What is restored
 * elsewhere is what the backup promised, receipts keep what they promise, and nothing is signed twice.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { hexOf } from '#kernel/std/hex.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { BOOK_SUCCEEDED, successionOf } from '#kernel/book/succession.ts'
import { openCheckpoint } from '#kernel/log/signed-checkpoint.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { BookBody } from '#platform/http/log-routes.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { findPostmaster, killPostmaster } from '#platform/postgres/embedded-process.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { readJournal } from '#platform/signer/state-file.ts'
import { ClientProcess } from './client-process.ts'
import { hongqiao, type Ran } from './command.ts'
import { databaseOf, freePort, type HubPlace, HubProcess, operatorKeyOf } from './hub-process.ts'
import { checkJournal, readPolicy, type Seen } from './outsider.ts'
import { erase, everythingOf, NAME, PARTY, PHONE, plant, type Planted } from './planted.ts'
import { get, publish, readiness } from './requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-drill-'))
const backup = join(folder, 'backup')
const identity = join(folder, 'identity')
const journal = join(folder, 'client.journal')
const hubs: HubProcess[] = []
let client: ClientProcess | undefined
let lost: HubPlace
let found: HubPlace

/** Recorded before the backup, and after it. */
const CLAIMS = process.env['HONGQIAO_LONG'] === '1' ? 20_000 : 300

afterAll(async () => {
  client?.kill()
  for (const hub of hubs) await hub.end()
  for (const place of [lost, found]) endPostgres(place)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

beforeAll(async () => {
  // PostgreSQL's own user, where there is one, must be able to enter.
  chmodSync(folder, 0o755)
  // A registry of the test's own: the demonstration would found another one.
  const env = { HONGQIAO_DEMONSTRATION: 'off' }
  lost = { folder: join(folder, 'lost'), port: await freePort(), env }
  found = { folder: join(folder, 'found'), port: await freePort(), env }
})

function endPostgres(place: HubPlace): void {
  const pid = findPostmaster(join(place.folder, 'pg'))
  if (pid !== undefined) killPostmaster(pid)
}

async function start(place: HubPlace): Promise<HubProcess> {
  const hub = await HubProcess.start(place)
  hubs.push(hub)
  return hub
}

const opened = ['--identity', identity]

async function operator(place: HubPlace, ...args: readonly string[]): Promise<Ran> {
  return hongqiao({ args, place })
}

function lastSigned(place: HubPlace): readonly [number, string] {
  const { state } = signerFiles(signerFolder(place.folder, 'sh'))
  const read = readJournal(readFileSync(state))
  if (!read.ok) throw new Error(read.error)
  return [read.value.last.size, base64Of(read.value.last.root)]
}

/** The leaf hashes of a database by their index. */
async function leavesOf(place: HubPlace): Promise<ReadonlyMap<number, string>> {
  const database = createClient(databaseOf(place).owner, 'drill')
  await database.connect()
  try {
    const { rows } = await database.query<{ idx: bigint; leaf_hash: Buffer }>(
      `select idx, leaf_hash from entry where book = 'sh'`,
    )
    return new Map(rows.map(({ idx, leaf_hash: hash }) => [Number(idx), hexOf(hash)]))
  } finally {
    await database.end()
  }
}

/** How many entries were in the backup. */
let kept = 0
let signed: readonly [number, string]
let policy = ''
let seen: Seen
/** Registered before the backup, erased after it: the backup holds its values and their key. */
let planted: Planted
const VALUES = new RegExp(`${NAME}|${PHONE}`)

test('a hub at work is backed up without being stopped', async () => {
  const made = await operator(lost, 'backup', 'key', identity)
  expect(made.code).toBe(0)
  const hub = await start(lost)
  policy = (await get(lost, '/book/sh/policy')).body
  planted = await plant(lost)
  expect(await everythingOf(lost, planted)).toMatch(VALUES)
  client = new ClientProcess({
    ports: [lost.port],
    key: operatorKeyOf(lost),
    journal,
    singles: 4,
    bulks: 1,
    bulkItems: 20,
  })
  await client.progressed(CLAIMS)
  const before = client.progress.recorded
  const taken = await operator(lost, 'backup', backup, '--recipient', made.output.trim())
  expect(taken).toMatchObject({ code: 0 })
  expect(taken.said + taken.output).not.toContain('AGE-SECRET-KEY')
  expect(client.progress.recorded).toBeGreaterThan(before)
  expect(client.progress.faults).toEqual([])
  expect(hub.isRunning).toBe(true)
})

test('the machine is lost while more was acknowledged', async () => {
  const [hub] = hubs
  await client?.progressed(CLAIMS)
  await erase(lost, planted)
  expect(await everythingOf(lost, planted)).not.toMatch(VALUES)
  hub?.signal('SIGKILL')
  endPostgres(lost)
  client?.kill()
  await hub?.ended()
  signed = lastSigned(lost)
  seen = await checkJournal(journal, readPolicy(policy))
  expect(seen.faults).toEqual([])
})

test('what the backup holds is restored elsewhere, audited and without a finding', async () => {
  const restored = await hongqiao({
    args: ['restore', backup, '--to', found.folder, '--remains', lost.folder, ...opened],
    place: lost,
  })
  // Sound, and yet a person must decide: that is what the code 1 says.
  expect(restored).toMatchObject({ code: 1, output: '' })
  for (const book of ['js', 'sh', 'zj']) {
    expect(restored.said).toMatch(new RegExp(`Book ${book}: \\d+ entries, audited and sound`))
  }
  expect(restored.said).toContain('acknowledged entries are lost')
  expect(restored.said).toContain('hongqiao succeed sh')
  expect(lastSigned(found)).toEqual(signed)
  // The lost folder can sign no more, whoever starts it.
  expect(existsSync(signerFiles(signerFolder(lost.folder, 'sh')).state)).toBe(false)
  expect(readdirSync(folder).filter((name) => name.includes('.restoring-'))).toEqual([])
  // The older copy brought the values back, and their key with them.
  const audited = await operator(found, 'audit', '--book', 'sh')
  expect(audited.said).toMatch(/2 disclosures opened, 0 erased/)
})

test('receipts hold on both sides of the backup, and the signer does not go back', async () => {
  const hub = await start(found)
  // Before anything was served: the hub says where it is after that.
  expect(hub.said).toContain('what was erased before was erased again')
  expect(await everythingOf(found, planted)).not.toMatch(VALUES)
  await hub.untilSaid('size_smaller')
  const { status, books } = await readiness(found)
  expect([status, books]).toEqual([503, { sh: 'stopped', js: 'writing', zj: 'writing' }])
  const leaves = await leavesOf(found)
  kept = leaves.size
  const acknowledged = [...seen.acknowledged.values()]
  const before = acknowledged.filter(({ index }) => index < leaves.size)
  expect(before.length).toBeGreaterThanOrEqual(CLAIMS)
  for (const { index, leafHash } of before) expect(leaves.get(index)).toBe(leafHash)
  // Those after it were all verified above, with nothing but the policy, and are not here.
  expect(acknowledged.length).toBeGreaterThan(before.length)
  expect((await publish(found, 1_000_000)).status).toBe(503)
  expect(lastSigned(found)).toEqual(signed)
  expect(await hub.stop()).toEqual({ code: 0, signal: null })
})

const Said = z.looseObject({ body: z.record(z.string(), z.json()) })
const NEXT = 'sh.hub.example/book/2'

test('what is lost for good is left behind by a successor, which names what was signed', async () => {
  const call = { args: ['succeed', 'sh'], place: found }
  const changed = await hongqiao({ ...call, input: 'Duty\nThe disk was lost\nyes\n' })
  expect([changed.code, changed.said]).toEqual([1, expect.stringContaining('Nothing was changed')])
  const done = await hongqiao({ ...call, input: `Duty\nThe disk was lost\n${NEXT}\n` })
  expect(done).toMatchObject({ code: 0, output: '' })
  expect(done.said).toContain(`${NEXT} goes on from entry ${kept}.`)
})

test('the successor writes, its tree begins with what was kept, and both logs can be verified', async () => {
  const hub = await start(found)
  const [published, book, next] = [
    await publish(found, 1_000_000),
    BookBody.parse(JSON.parse((await get(found, '/v1/books/sh')).body)),
    (await get(found, '/book/sh/policy')).body,
  ]
  expect([published.status, book.origin, book.phase]).toEqual([201, NEXT, 'writing'])
  const entry = await get(found, `/v1/books/sh/entries/${kept}`)
  const { leaf } = z.looseObject({ leaf: z.string() }).parse(JSON.parse(entry.body))
  const said = successionOf(BOOK_SUCCEEDED, Said.parse(JSON.parse(leaf)).body)
  const policies = [readPolicy(policy), readPolicy(next)]
  const last = await openCheckpoint(
    said?.predecessor.signed.checkpoint ?? '',
    policies,
    verifyWithNode,
  )
  // The old key vouches for the very tree that the state of its signer remembers.
  expect(last.ok && [last.value.checkpoint.size, base64Of(last.value.checkpoint.root)]).toEqual(
    signed,
  )
  expect(said).toMatchObject({
    origin: NEXT,
    continued: { size: kept },
    reason: 'The disk was lost',
  })
  // One receipt of each side, as the hub serves them now.
  for (const index of [1, kept]) {
    const receipt = await get(found, `/v1/books/sh/entries/${index}/receipt`)
    const trust = {
      sha256,
      verifyEd25519: verifyWithNode,
      nowMs: Date.now(),
      level: 'logged',
    } as const
    const verdict = await verifyReceipt(receipt.body, { policies, ...trust })
    const { checkpoint } = verdict.findings
    const origin = index < kept ? 'sh.hub.example/book/1' : NEXT
    expect([verdict.verified, checkpoint?.origin]).toEqual([true, origin])
  }
  const leaves = await leavesOf(found)
  const before = [...seen.acknowledged.values()].filter(({ index }) => index < kept)
  for (const { index, leafHash } of before) expect(leaves.get(index)).toBe(leafHash)
  expect(await hub.stop()).toEqual({ code: 0, signal: null })
  const audited = await operator(found, 'audit', '--book', 'sh')
  expect(audited).toMatchObject({ code: 0, output: '' })
  // The entry of the erasure was lost with the machine; the journal was not.
  expect(audited.said).toContain(
    '2 of the erased values are explained by the erasure journal alone',
  )
  const shown = await operator(found, 'subject', 'show', '--book', 'sh', '--party', PARTY)
  expect([shown.code, VALUES.test(shown.output)]).toEqual([0, false])
  expect(shown.output).toContain(PARTY)
  const policyFiles = readdirSync(join(found.folder, 'policies'))
  expect(policyFiles.toSorted()).toContain('sh.hub.example-book-1.txt')
})
