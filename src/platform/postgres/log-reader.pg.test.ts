/** The read paths on a real PostgreSQL: tiles of every width, proofs, and who sees which disclosures. */
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Edge, rootOf } from '#kernel/log/edge.ts'
import type { VerifyEd25519 } from '#kernel/log/ed25519.ts'
import { verifyInclusion } from '#kernel/log/inclusion.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { parsePolicy } from '#kernel/log/policy.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { hashInTile, parseBundle } from '#kernel/log/tile.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { bytesFromBase64 } from '#kernel/std/base64.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import type { EntryProof } from '#platform/http/log-reader.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { checkpointOf, leafAt, storeEntries, storeLog } from '#test/pg/stored-log.ts'
import type { EscrowCommand } from '#test/slice/commands.ts'
import { partyOf } from '#test/slice/escrow.ts'
import { makeSliceTables, openRig, TESTER } from '#test/slice/rig.ts'
import { PostgresLogReader } from './log-reader.ts'
import { disclosuresFrom } from './log-reader-disclosures.ts'
import { createPool } from './pool.ts'
import { publicationStore } from './publication-store.ts'

const urls = await freshDatabase()
const pool = createPool({
  url: urls.app,
  name: 'log reader test',
  connectionsMax: 4,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 10_000,
  idleInTransactionTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  onIdleError: () => undefined,
})
afterAll(() => pool.end())

const secret = randomBytes(32)
const signed = new Map<string, string>()
const reader = new PostgresLogReader({
  pool,
  hashing: nodeHashing,
  signedCheckpoint: (book) => signed.get(book) ?? '',
  disclosuresOf: disclosuresFrom(pool, secret),
})
const publish = (book: string, note: string) => publicationStore(pool).publishCheckpoint(book, note)

const SIZE = 66_200
let edge: Edge
beforeAll(async () => {
  edge = await storeLog(pool, 'big', SIZE)
  await publish('big', checkpointOf(edge))
})

describe('a stored log', () => {
  test.each([
    [0, 0, 256],
    [0, 0, 1],
    [0, 0, 255],
    [0, 258, 152],
    [0, 258, 7],
    [1, 0, 256],
    [1, 0, 200],
    [1, 1, 2],
    [1, 1, 1],
    [2, 0, 1],
  ])('has the tile of level %i at %i in width %i', async (level, index, width) => {
    const tile = await reader.tile('big', { level, index, width })
    expect(tile).toHaveLength(width * 32)
    // The last hash is the root of the entries below it, computed here from the entries themselves.
    const span = 256 ** level
    const first = (index * 256 + width - 1) * span
    const expected = await subtreeRoot(first, span)
    expect(Buffer.from(hashInTile(tile!, width - 1)).toString('hex')).toBe(expected)
  })

  test.each([
    [0, 258, 153],
    [0, 259, 1],
    [1, 1, 3],
    [1, 1, 256],
    [2, 0, 2],
    [2, 1, 1],
    [3, 0, 1],
  ])('has no tile of level %i at %i in width %i', async (level, index, width) => {
    expect(await reader.tile('big', { level, index, width })).toBeNull()
  })

  test('has bundles of its entries, and none beyond them', async () => {
    const bundle = await reader.bundle('big', { index: 258, width: 152 })
    const entries = parseBundle(bundle!, 152)!
    expect(Buffer.from(entries[151]!)).toEqual(Buffer.from(leafAt(SIZE - 1)))
    expect(await reader.bundle('big', { index: 258, width: 153 })).toBeNull()
  })

  test.each([0, 255, 256, 65_535, 65_536, 66_047, 66_048, SIZE - 1])('proves %i', async (index) => {
    const proof = await reader.provenEntry('big', index, null)
    const hashes = proof!.entry.path
      .trim()
      .split('\n')
      .map((line) => bytesFromBase64(line)!)
    const claim = {
      leaf: nodeHashing.leaf(leafAt(index)),
      size: SIZE,
      root: rootOf(edge, nodeHashing),
    }
    expect(proof!.checkpoint).toBe(checkpointOf(edge))
    expect(verifyInclusion(claim, { index, hashes }, nodeHashing)).toBe(true)
  })
})

describe('the reach of a log', () => {
  test('shows nothing that is stored but not signed, and then what is signed but not published', async () => {
    const grown = await storeEntries(pool, 'big', { from: edge, size: SIZE + 1 })
    const tile = { level: 0, index: 258, width: 153 }
    const read = async () => [
      await reader.entry('big', SIZE),
      await reader.provenEntry('big', SIZE, null),
      await reader.tile('big', tile),
      await reader.bundle('big', tile),
    ]
    expect(await read()).toEqual([null, null, null, null])
    signed.set('big', checkpointOf(grown))
    expect(await read()).not.toContain(null)
    expect((await reader.provenEntry('big', SIZE, null))?.checkpoint).toBe(checkpointOf(grown))
    expect(await reader.latestCheckpoint('big')).toBe(checkpointOf(edge))
  })

  test('is that of its book: one without checkpoints shows nothing', async () => {
    await storeLog(pool, 'new', 3)
    expect(await reader.latestCheckpoint('new')).toBeNull()
    expect(await reader.entry('new', 0)).toBeNull()
    expect(await reader.tile('none', { level: 0, index: 0, width: 1 })).toBeNull()
  })
})

async function subtreeRoot(first: number, count: number): Promise<string> {
  const level = Array.from({ length: count }, (_, at) => nodeHashing.leaf(leafAt(first + at)))
  let row = level
  while (row.length > 1) {
    row = row.flatMap((left, at) => (at % 2 === 0 ? [nodeHashing.node(left, row[at + 1]!)] : []))
  }
  return Buffer.from(row[0]!).toString('hex')
}

const viewer = (party: string): Principal => ({ ...TESTER, party })
let proofOf: (who: Principal | null, index?: number) => Promise<EntryProof>
let policy: string
let opened: number

beforeAll(async () => {
  await makeSliceTables(urls)
  const rig = await openRig({ urls, secret })
  const act = (command: EscrowCommand) => rig.act(command)
  const expiresAtMs = Date.now() + 86_400_000
  const open = {
    type: 'escrow.open' as const,
    school: 'swim',
    priceMinor: '100000',
    entries: 10,
    expiresAtMs,
  }
  await act({ type: 'escrow.found' })
  await act({ type: 'escrow.admit-school', school: 'swim' })
  // Several batches of one party, so that its numbers lie in several rows.
  for (let at = 0; at < 20; at += 1) {
    await act({ ...open, contract: `c${at}`, consumer: 'li', phone: `1380000000${at}` })
  }
  const answer = await act({ ...open, contract: 'c', consumer: 'wu', phone: '13900000000' })
  if (answer.kind !== 'recorded') throw new Error(JSON.stringify(answer))
  opened = answer.entries[0].index
  signed.set('sh', answer.checkpoint)
  policy = `log ${rig.signer.verifierKey}\nquorum none\n`
  proofOf = async (who, index = opened) => (await reader.provenEntry('sh', index, who))!
  await rig.stop()
})

const disclosed = async (who: Principal | null, index?: number) => {
  const { entry } = await proofOf(who, index)
  return entry.disclosures.map((text) => {
    const disclosure = parseDisclosure(text)
    if (!disclosure.ok) throw new Error(disclosure.error)
    return [disclosure.value.name, disclosure.value.value]
  })
}

describe('a written log', () => {
  test('gives receipts that verify offline, whoever asks', async () => {
    const trusted = parsePolicy(utf8Of(policy), sha256)
    if (!trusted.ok) throw new Error(trusted.error)
    for (const who of [null, TESTER, viewer(partyOf('consumer', 'wu'))]) {
      const { entry, checkpoint } = await proofOf(who)
      const receipt = formatReceipt({
        leaf: entry.leaf,
        proof: formatProofLines(entry.index, entry.path, checkpoint),
        disclosures: entry.disclosures,
      })
      const trust = { policies: [trusted.value], sha256, verifyEd25519, nowMs: Date.now() }
      const verdict = await verifyReceipt(receipt, { ...trust, level: 'logged' })
      expect(verdict).toMatchObject({ verified: true })
    }
  })

  test('tells the actor what it sent, and a subject what is about itself with its number', async () => {
    expect(await disclosed(TESTER)).toEqual([['phone', '13900000000']])
    const wu = partyOf('consumer', 'wu')
    expect(await disclosed(viewer(wu))).toEqual([
      [`number/${wu}`, 1],
      ['phone', '13900000000'],
    ])
  })

  test('finds the running number of any entry of a party', async () => {
    const li = partyOf('consumer', 'li')
    for (const at of [0, 1, 7, 18, 19]) {
      expect(await disclosed(viewer(li), opened - 20 + at)).toEqual([
        [`number/${li}`, at + 1],
        ['phone', `1380000000${at}`],
      ])
    }
  })

  test('tells others nothing, whatever their role, and a school its own number only', async () => {
    expect(await disclosed(null)).toEqual([])
    expect(await disclosed({ ...TESTER, party: 'pty_somebody', roles: ['auditor'] })).toEqual([])
    expect(await disclosed(viewer(partyOf('consumer', 'li')))).toEqual([])
    const swim = partyOf('school', 'swim')
    expect(await disclosed(viewer(swim))).toEqual([[`number/${swim}`, 22]])
  })

  test('tells whoever acts for a party what is its, for as long as the book has them appointed', async () => {
    const swim = partyOf('school', 'swim')
    const clerk: Principal = { ...viewer('pty_clerk'), organisation: swim }
    const { entry } = await proofOf(null)
    const may = async () => [await disclosed(clerk), await reader.concerns('sh', clerk, entry.leaf)]
    expect(await may()).toEqual([[], false])
    await pool.query(
      `insert into appointment (book, organisation, person, role, is_active, entry)
       values ('sh', $1, 'pty_clerk', 'clerk', true, 0)`,
      [swim],
    )
    expect(await may()).toEqual([[[`number/${swim}`, 22]], true])
    // Another book has its own appointments.
    expect(await reader.concerns('big', clerk, entry.leaf)).toBe(false)
    await pool.query('update appointment set is_active = false')
    expect(await may()).toEqual([[], false])
    expect(await reader.concerns('sh', null, entry.leaf)).toBe(false)
  })

  test('tells nothing of an erased subject', async () => {
    const wu = partyOf('consumer', 'wu')
    await pool.query('delete from subject_key where book = $1 and subject = $2', ['sh', wu])
    expect(await disclosed(TESTER)).toEqual([])
  })
})

const verifyEd25519: VerifyEd25519 = ({ publicKey, message, signature }) => {
  const x = Buffer.from(publicKey).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, message, key, signature)
}
