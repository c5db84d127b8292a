/** A successor on the entries of a closed log: audited like any other book, and whoever changes what it says is found. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { SucceedBook, Succession } from '#kernel/book/succession.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { recordAlone } from '#platform/book/record-alone.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { closeLog, readStanding } from '#platform/postgres/succession-store.ts'
import { currentOrigins } from '#platform/postgres/successions.ts'
import { localSigner } from '#platform/signer/local.ts'
import { installSuccessor, prepareSuccessor } from '#platform/signer/successor.ts'
import { signerFolder } from '#platform/signer/signer.ts'
import { SignerRefused } from '#platform/signer/port.ts'
import { freshDatabase } from '../pg/database.ts'
import { escrow } from '../slice/escrow.ts'
import { keptNowhere } from '../slice/rig.ts'
import { audit, SECRET, writeHistory } from './audited.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-succession-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [OLD, NEW] = ['sh.hub.example/book/1', 'sh.hub.example/book/2']
const BOOK = { name: 'sh', origin: OLD }

let written: string
let size = 0

async function withClient<T>(
  urls: DatabaseUrls,
  act: (client: ReturnType<typeof createClient>) => Promise<T>,
): Promise<T> {
  const client = createClient(urls.migrator, 'succession')
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

test('a log is closed, and its successor says whose entries these are before it writes', async () => {
  const urls = await freshDatabase()
  await writeHistory(urls, { acts: 400, contracts: 20, seed: 3, together: 50 })
  await withClient(urls, async (client) => {
    const standing = await readStanding(client, 'sh')
    if (standing === null) throw new Error('there is a book')
    size = standing.size
    const continued = { size, root: base64Of(standing.root) }
    const signed = {
      size: size + 9,
      root: base64Of(nodeHashing.empty),
      checkpoint: 'its note',
      isLast: true,
    }
    const predecessor = { origin: OLD, signed, witnessed: null }
    const said: Succession = { origin: NEW, predecessor, continued, reason: 'a test' }
    const command: SucceedBook = { type: 'book.succeed', succession: said }
    const adopted = { by: 'a test', at: '2026-11-30T00:00:00Z', reason: 'a test' }
    prepareSuccessor(folder, 'sh', { origin: NEW, size, root: standing.root, adopted })
    await closeLog(client, { book: 'sh', size, origin: OLD, successor: NEW, policy: '', said })
    // A crash here: a hub that is started now must not write before it is said whose entries these are.
    await expect(ensureBook(urls.app, { ...BOOK, origin: NEW })).rejects.toThrow('not finished')
    installSuccessor(folder, 'sh', OLD)
    installSuccessor(folder, 'sh', OLD)
    const options = { folder: signerFolder(folder, 'sh'), origin: NEW, mayCreate: false }
    const signer = await localSigner(options)
    const answer = await recordAlone({
      book: { name: 'sh', origin: NEW },
      databaseUrl: urls.app,
      keys: { wrapping: SECRET, mac: SECRET },
      signer,
      erasures: keptNowhere,
      slices: [escrow],
      command,
      onProblem: () => undefined,
    })
    expect(answer).toMatchObject({ kind: 'recorded', entries: [{ index: size }] })
    // It grows from what was taken over, and from nothing else.
    const smaller = signer.sign({ size: size - 1, root: nodeHashing.empty, proof: [] })
    await expect(smaller).rejects.toBeInstanceOf(SignerRefused)
    await signer.close()
    expect(await currentOrigins(client, [BOOK])).toEqual([{ ...BOOK, origin: NEW }])
  })
  written = new URL(urls.owner).pathname.slice(1)
})

test('rows, money, numbers and disclosures of a successor follow from its entries', async () => {
  const urls = await freshDatabase(written)
  const report = await audit(urls, { pageEntries: 37 })
  expect(report).toMatchObject({ findings: [], size: size + 1 })
  expect(report.disclosuresOpened).toBeGreaterThan(0)
  await expect(ensureBook(urls.app, { ...BOOK, origin: NEW })).resolves.toBe(false)
})

test.for<[string, string]>([
  ['succession', `update succession set origin = 'sh.hub.example/book/7'`],
  ['succession', `update succession set successor = 'sh.hub.example/book/7'`],
  ['entry', 'update succession set size = size - 1'],
  ['entry', 'delete from succession'],
  ['entry', `update book set origin = '${OLD}'`],
])('%s: whoever says otherwise is found: %s', async ([table, sql]) => {
  const urls = await freshDatabase(written)
  await withClient(urls, (client) => client.query(sql))
  const { findings } = await audit(urls)
  expect(findings.map((finding) => finding.table)).toContain(table)
})
