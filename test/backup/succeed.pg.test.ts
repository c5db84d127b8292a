/**
 * `hongqiao succeed` where the signer is not beside the server: on the machine of shared signers, and after the signer's
 * record or its key was lost with everything else.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { slices } from '#apps/server/slices.ts'
import { BOOK_SUCCEEDED, successionOf, type Succession } from '#kernel/book/succession.ts'
import type { Command } from '#kernel/book/slice.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { policyText } from '#kernel/log/policy.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { recordAlone } from '#platform/book/record-alone.ts'
import { installationKeys, installationKeysPath } from '#platform/keys/installation-keys.ts'
import { keyFiles } from '#platform/keys/key-store.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { localSigner } from '#platform/signer/local.ts'
import { signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { readSigningKey } from '#platform/signer/signing-key.ts'
import { Claim, PUBLISH_CLAIM, type PublishClaim } from '#services/observatory/contract.ts'
import { hongqiao, type Ran } from '../crash/command.ts'
import { madeUpClaim } from '../crash/made-up-claim.ts'
import { freshDatabase } from '../pg/database.ts'
import { keptNowhere } from '../slice/rig.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-succeed-'))
afterAll(() => rmSync(parent, { recursive: true }))

const [OLD, NEW] = ['sh.hub.example/book/1', 'sh.hub.example/book/2']
const keysFolder = join(parent, 'keys')
/** What is left of the signers, before each test takes its part of it away. */
const signers = join(parent, 'signers')
const policy = join(parent, 'policy')
/** Checkpoints of the first entry, of both, and of another first entry. */
const [first, second, forged] = [join(parent, '1'), join(parent, '2'), join(parent, 'other')]
const ANSWERS = `Duty\nThe machine burnt\n${NEW}\n`

/** The database as it was before the last entry was acknowledged. */
let older = ''

/** Two entries, of which the older copy of the database has one; both were signed. */
beforeAll(async () => {
  const urls = await freshDatabase()
  const keys = installationKeys(installationKeysPath(keysFolder), {
    mayCreate: true,
    keys: keyFiles(),
  })
  await ensureBook(urls.app, { name: 'sh', origin: OLD })
  const signer = await localSigner({
    folder: signerFolder(signers, 'sh'),
    origin: OLD,
    mayCreate: true,
  })
  const recordOne = async (command: Command): Promise<string> => {
    const answer = await recordAlone({
      book: { name: 'sh', origin: OLD },
      databaseUrl: urls.app,
      keys,
      signer,
      erasures: keptNowhere,
      slices,
      command,
      onProblem: () => undefined,
    })
    expect(answer.kind).toBe('recorded')
    return signer.sign({ ...(await signer.last()), proof: [] })
  }
  writeFileSync(first, await recordOne({ type: 'book.open' }))
  older = new URL((await freshDatabase(new URL(urls.app).pathname.slice(1))).app).pathname.slice(1)
  const claim: PublishClaim = {
    type: PUBLISH_CLAIM,
    claim: Claim.parse(madeUpClaim(1)),
  }
  writeFileSync(second, await recordOne(claim))
  writeFileSync(policy, policyText([{ verifierKey: signer.verifierKey }]))
  await signer.close()
  const key = readSigningKey(signerFiles(signerFolder(signers, 'sh')).key, keyFiles())
  const other = { origin: OLD, size: 1, root: nodeHashing.empty }
  writeFileSync(forged, key.signNote(formatCheckpoint(other)))
})

interface Scene {
  readonly urls: DatabaseUrls
  readonly folder: string
  succeed(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>
}

async function scene(name: string, lost: readonly ('key' | 'state')[] = []): Promise<Scene> {
  const urls = await freshDatabase(older)
  const folder = join(parent, name)
  cpSync(signers, folder, { recursive: true })
  const files = signerFiles(signerFolder(folder, 'sh'))
  for (const part of lost) rmSync(files[part])
  const common = { DATABASE_URL: urls.owner, HONGQIAO_KEYS: keysFolder }
  return {
    urls,
    folder,
    succeed: (args, env) =>
      hongqiao({
        args: ['succeed', 'sh', ...args],
        place: { folder },
        input: ANSWERS,
        env: { ...common, ...env },
      }),
  }
}

/** What the successor's first entry says. */
async function saidBy({ urls }: Scene): Promise<Succession | null> {
  const client = createClient(urls.app, 'succeed test')
  await client.connect()
  try {
    const { rows } = await client.query<{ leaf: Buffer }>(
      `select e.leaf from entry e join book b using (book) where e.idx = 1 and b.origin = $1`,
      [NEW],
    )
    const leaf = z
      .looseObject({ body: z.record(z.string(), z.json()) })
      .safeParse(JSON.parse(rows[0]?.leaf.toString('utf8') ?? 'null'))
    return leaf.success ? successionOf(BOOK_SUCCEEDED, leaf.data.body) : null
  } finally {
    await client.end()
  }
}

test('with shared signers it is refused beside the server, and done where they keep their keys', async () => {
  const there = await scene('shared')
  const beside = await there.succeed([], { HONGQIAO_SIGNER: 'unix:/run/hongqiao/signer.sock' })
  expect([beside.code, beside.said]).toEqual([1, expect.stringContaining('on their machine')])
  const done = await there.succeed([])
  expect(done.said).toContain(`${OLD} signed 2 entries, and 1 are here: 1 are lost.`)
  expect(done).toMatchObject({ code: 0, output: '' })
  expect((await saidBy(there))?.predecessor.signed).toMatchObject({ size: 2, isLast: true })
  // The signers that are started now have the successor's key and its state; the closed one is nobody's.
  expect(readdirSync(join(there.folder, 'closed'))).toEqual([OLD.replaceAll('/', '-')])
  const signer = await localSigner({
    folder: signerFolder(there.folder, 'sh'),
    origin: NEW,
    mayCreate: false,
  })
  expect((await signer.last()).size).toBe(2)
  await signer.close()
})

test('without the record of what was signed nobody is believed who does not bring a signed checkpoint', async () => {
  const there = await scene('stateless', ['state'])
  const plain = await there.succeed([])
  expect([plain.code, plain.said]).toEqual([1, expect.stringContaining('--without-signer')])
  const nothing = await there.succeed(['--without-signer'])
  expect([nothing.code, nothing.said]).toEqual([1, expect.stringContaining('--policy')])
  const alone = await there.succeed(['--without-signer', '--policy', policy])
  expect([alone.code, alone.said]).toEqual([1, expect.stringContaining('bring one with --known')])
  const bad = ['--without-signer', '--policy', policy, '--known', forged]
  const other = await there.succeed(bad)
  expect([other.code, other.said]).toEqual([1, expect.stringContaining('signed another tree')])
  expect(await saidBy(there)).toBeNull()

  const known = ['--known', first, '--known', second]
  const done = await there.succeed(['--without-signer', '--policy', policy, ...known])
  expect(done.said).toContain('at least 1 are lost')
  expect(done).toMatchObject({ code: 0, output: '' })
  const said = await saidBy(there)
  expect(said?.predecessor.signed).toMatchObject({ size: 2, isLast: false })
  expect(said?.reason).toBe('The machine burnt')
})

test('without its key a book goes on under another, though nothing may be lost', async () => {
  const there = await scene('keyless', ['key'])
  const done = await there.succeed(['--without-signer', '--policy', policy, '--known', first])
  expect(done.said).toContain('whether any are lost, nobody knows')
  expect(done).toMatchObject({ code: 0, output: '' })
  expect((await saidBy(there))?.predecessor.signed).toMatchObject({ size: 1, isLast: false })
})

test('a signer that knows is asked', async () => {
  const there = await scene('knowing')
  const args = ['--without-signer', '--policy', policy, '--known', second]
  const refused = await there.succeed(args)
  expect([refused.code, refused.said]).toEqual([
    1,
    expect.stringContaining('without --without-sig'),
  ])
  expect(await saidBy(there)).toBeNull()
})
