/** A whole hub whose books are witnessed: by its demonstration's own four, and by two that others run. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { parseNote } from '#kernel/log/note.ts'
import { parsePolicy } from '#kernel/log/policy.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { originHash } from '#kernel/log/witness.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { BookBody } from '#platform/http/log-routes.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import { readSigningKey } from '#platform/signer/signing-key.ts'
import { startWitness, type WitnessChild } from '#platform/witnesses/child.ts'
import { clear, freePort, type HubPlace, HubProcess } from '../crash/hub-process.ts'
import { get, publish, publishedOf } from '../crash/requests.ts'
import { witnessFolder } from './witness-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-witnessed-'))
const hubs: HubProcess[] = []
const witnesses: WitnessChild[] = []
const folders: string[] = []

afterAll(async () => {
  await clear(folder, hubs)
  for (const witness of witnesses) await witness.stop()
  for (const at of folders) rmSync(at, { recursive: true, force: true })
})

async function start(choice: string): Promise<HubPlace> {
  const place = { folder, port: await freePort(), env: { HONGQIAO_WITNESSES: choice } }
  hubs.push(await HubProcess.start(place))
  return place
}

async function bookAt(place: HubPlace, name: string): Promise<z.infer<typeof BookBody>> {
  const { body } = await get(place, `/v1/books/${name}`)
  return BookBody.parse(JSON.parse(body))
}

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 120_000, interval: 50 })

/** The level of the receipt of an entry, against the policy that the hub publishes for its book. */
async function levelOf(place: HubPlace, index: number, level: Level): Promise<string> {
  const [receipt, text] = await Promise.all([
    get(place, `/v1/books/sh/entries/${index}/receipt`),
    get(place, '/book/sh/policy'),
  ])
  const policy = parsePolicy(utf8Of(text.body), sha256)
  if (!policy.ok) throw new Error(policy.error)
  const verdict = await verifyReceipt(receipt.body, {
    policies: [policy.value],
    sha256,
    verifyEd25519: verifyWithNode,
    nowMs: Date.now(),
    level,
  })
  return verdict.verified ? verdict.level : verdict.reason
}

async function signaturesAt(place: HubPlace): Promise<number> {
  const { status, body } = await get(place, '/book/sh/checkpoint')
  const note = parseNote(body)
  return status === 200 && note.ok ? note.value.signatures.length : 0
}

/** Whoever holds the key of the book signs another past and shows it to somebody, who tells. */
async function showFork(place: HubPlace): Promise<void> {
  const { origin, size } = await bookAt(place, 'sh')
  const key = readSigningKey(join(folder, 'signer', 'sh', 'key'))
  const checkpoint = key.signNote(
    formatCheckpoint({ origin, size: size - 1, root: new Uint8Array(32).fill(7) }),
  )
  const published = await get(place, '/book/sh/checkpoint')
  const told = await fetch(`http://127.0.0.1:${place.port}/gossip`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ checkpoint }),
  })
  expect(await told.json()).toMatchObject({ verdict: 'forked' })
  expect(await bookAt(place, 'sh')).toMatchObject({ forked: true })
  expect(await bookAt(place, 'js')).toMatchObject({ forked: false })
  const ready = await get(place, '/readyz')
  expect([ready.status, JSON.parse(ready.body)]).toMatchObject([
    503,
    { checks: { witnesses: false } },
  ])
  expect((await get(place, '/healthz')).status).toBe(200)
  expect((await get(place, '/metrics')).body).toMatch(/^hongqiao_book_forked\{book="sh"\} 1$/m)
  expect((await get(place, '/log/sh')).body).toContain('This book has signed two pasts.')
  // Parties still get what happened in writing, by the book's own word; nothing of it is published.
  const { index } = publishedOf(await publish(place, 4))
  expect(await levelOf(place, index, 'witnessed')).toBe('quorum_unmet')
  expect((await get(place, '/book/sh/checkpoint')).body).toBe(published.body)
  const { witnesses: asked } = await bookAt(place, 'sh')
  const hash = originHash(origin, sha256)
  for (const { url } of asked) {
    await until(async () => {
      const shown = await (await fetch(`${url}/${hash}/evidence`)).text()
      expect(shown).toContain(JSON.stringify(checkpoint))
    })
  }
}

test('others’ witnesses: what is published waits for the quorum, what is recorded does not', async () => {
  const first = await start('off')
  const { origin, verifierKey } = await bookAt(first, 'sh')
  expect(await bookAt(first, 'sh')).toMatchObject({ witnessed: null, witnesses: [] })
  await hubs.at(-1)?.stop()

  const logs = [{ origin, keys: [verifierKey] }]
  const configs = ['a', 'b'].map((name) => {
    const made = witnessFolder({ name: `${name}.example/w`, logs })
    folders.push(made.folder)
    return made.configPath
  })
  for (const configPath of configs) witnesses.push(await startWitness(configPath))
  const [a, b] = witnesses
  const policies = join(folder, 'who-is-asked')
  mkdirSync(policies)
  writeFileSync(
    join(policies, 'sh.txt'),
    `witness a ${a?.verifierKey} ${a?.address}/
witness b ${b?.verifierKey} ${b?.address}
group both all a b
quorum both
`,
  )
  const place = await start(policies)
  const seen = publishedOf(await publish(place, 2)).index
  await until(async () => expect(await levelOf(place, seen, 'witnessed')).toBe('witnessed'))
  expect(await bookAt(place, 'js')).toMatchObject({ witnessed: null, witnesses: [] })

  await b?.stop()
  const published = await get(place, '/book/sh/checkpoint')
  const unseen = publishedOf(await publish(place, 3)).index
  await until(async () => {
    const { witnesses: states } = await bookAt(place, 'sh')
    expect(states.map(({ trouble }) => trouble)).toEqual([null, 'unreachable'])
    expect(states.map(({ lag }) => lag > 0)).toEqual([false, true])
  })
  expect((await get(place, '/book/sh/checkpoint')).body).toBe(published.body)
  expect(await levelOf(place, unseen, 'witnessed')).toBe('quorum_unmet')
  expect(await levelOf(place, unseen, 'logged')).toBe('logged')
  expect(await levelOf(place, seen, 'witnessed')).toBe('witnessed')
  expect((await get(place, `/log/sh/${unseen}`)).body).not.toContain('Witnessed by')
  expect((await get(place, '/zh/log/sh')).body).toContain('没有应答')
})

test('the demonstration: the book, two other regions and one from outside sign, until it forks', async () => {
  await hubs.at(-1)?.stop()
  const place = await start('demonstration')
  const { index } = publishedOf(await publish(place, 5))
  await until(async () => {
    const { size, witnessed } = await bookAt(place, 'sh')
    expect(witnessed).toMatchObject({ size, cosigners: ['js', 'zj', 'outside'] })
    expect(await signaturesAt(place)).toBe(4)
  })
  expect(await levelOf(place, index, 'witnessed')).toBe('witnessed')
  // The other books have witnesses of their own, which are not waited for above.
  await until(async () => {
    const { body } = await get(place, '/metrics')
    expect(body).toMatch(/^hongqiao_witness_up\{book="sh",witness="outside"\} 1$/m)
    expect(body).toMatch(/^hongqiao_witness_lag_entries\{book="js",witness="sh"\} 0$/m)
  })
  const page = await get(place, `/log/sh/${index}`)
  expect(page.body).toContain('Witnessed by 3')
  expect((await get(place, '/log/sh')).body).toContain('Has cosigned all')
  await showFork(place)
  // Its witnesses are its children, and end with it, however it ends.
  const { witnesses: asked } = await bookAt(place, 'sh')
  hubs.at(-1)?.signal('SIGKILL')
  for (const { url } of asked) {
    await until(async () => {
      await expect(fetch(url)).rejects.toThrow('fetch failed')
    })
  }
})
