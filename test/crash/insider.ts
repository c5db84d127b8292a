/**
 * What the database must look like after whatever was killed: entries without a gap that lead to every
 * root that was ever seen, each claim in exactly one of them, and rows, running numbers, cells and keys
 * that agree with the entries.
 */
import type pg from 'pg'
import { z } from 'zod'
import { append } from '#kernel/log/append.ts'
import { type Edge, EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import type { Hash } from '#kernel/log/hash.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { CLAIM_PUBLISHED } from '#services/observatory/contract.ts'
import { CLAIMS_RECORDED } from '#services/observatory/domain/claim.ts'
import { MADE_UP_SOURCE, numberOf } from './made-up-claim.ts'
import type { Seen } from './outsider.ts'

export interface Inside {
  readonly size: number
  /** Made-up claims in the log. */
  readonly claims: number
  readonly faults: readonly string[]
}

const PAGE_ENTRIES = 2000

interface EntryRow {
  readonly idx: bigint
  readonly type: string
  readonly leaf_hash: Buffer
  readonly leaf: Buffer
}

const MadeUpBody = z.looseObject({
  claim: z.looseObject({ source: z.looseObject({ id: z.string(), locator: z.string() }) }),
})

export async function checkDatabase(client: pg.Client, seen: Seen): Promise<Inside> {
  const log = new LogCheck(seen)
  for (let from = 0; ;) {
    const { rows } = await client.query<EntryRow>(
      `select idx, type, leaf_hash, leaf from entry
       where book = 'sh' and idx >= $1 order by idx limit $2`,
      [from, PAGE_ENTRIES],
    )
    for (const row of rows) log.add(row)
    from += rows.length
    if (rows.length < PAGE_ENTRIES) break
  }
  const faults = [...log.finish(), ...(await checkRows(client, log))]
  return { size: log.edge.size, claims: log.claims.size, faults }
}

class LogCheck {
  readonly #seen: Seen
  readonly #faults: string[] = []
  #hashes: Hash[] = []
  edge: Edge = EMPTY_EDGE
  root = ''
  /** The index of each made-up claim. */
  readonly claims = new Map<number, number>()
  published = 0
  /** The indexes at which each party was concerned. */
  readonly parties = new Map<string, number[]>()

  constructor(seen: Seen) {
    this.#seen = seen
  }

  add({ idx, type, leaf_hash: stored, leaf: bytes }: EntryRow): void {
    const index = this.edge.size + this.#hashes.length
    const hash = nodeHashing.leaf(bytes)
    if (Number(idx) !== index) this.#faults.push(`entry ${idx} stands where ${index} should`)
    if (!equalBytes(hash, stored)) this.#faults.push(`entry ${idx} has another hash than its leaf`)
    this.#hashes.push(hash)
    this.#readEntry(index, type, { bytes, hash: hexOf(hash) })
    if (this.#seen.roots.has(index + 1)) this.#grow()
  }

  finish(): readonly string[] {
    const signedMax = Math.max(0, ...this.#seen.roots.keys())
    this.#grow()
    if (this.edge.size < signedMax) {
      this.#faults.push(`${signedMax} entries were signed, ${this.edge.size} are there`)
    }
    for (const [n, { index }] of this.#seen.acknowledged) {
      const found = this.claims.get(n)
      if (found !== index) this.#faults.push(`claim ${n} was acknowledged at ${index}, is ${found}`)
    }
    for (const n of this.claims.keys()) {
      if (!this.#seen.sent.has(n)) this.#faults.push(`claim ${n} was never sent`)
    }
    return this.#faults
  }

  #readEntry(
    index: number,
    type: string,
    { bytes, hash }: { readonly bytes: Uint8Array; readonly hash: string },
  ): void {
    const leaf = readLeaf(bytes)
    if (!leaf.ok) {
      this.#faults.push(`entry ${index} is no leaf: ${leaf.error}`)
      return
    }
    for (const party of leaf.value.parties) {
      const indexes = this.parties.get(party)
      if (indexes === undefined) this.parties.set(party, [index])
      else indexes.push(index)
    }
    if (type !== CLAIM_PUBLISHED) return
    this.published += 1
    const n = numberOf(MadeUpBody.parse(leaf.value.body).claim.source)
    if (n === undefined) return
    if (this.claims.has(n)) this.#faults.push(`claim ${n} is at ${this.claims.get(n)} and ${index}`)
    this.claims.set(n, index)
    const acknowledged = this.#seen.acknowledged.get(n)
    if (acknowledged !== undefined && acknowledged.leafHash !== hash) {
      this.#faults.push(`claim ${n} was acknowledged with another leaf`)
    }
  }

  #grow(): void {
    this.edge = append(this.edge, this.#hashes, nodeHashing).edge
    this.#hashes = []
    this.root = base64Of(rootOf(this.edge, nodeHashing))
    const seen = this.#seen.roots.get(this.edge.size)
    if (seen !== undefined && seen !== this.root) {
      this.#faults.push(`the tree of ${this.edge.size} is not the one that was signed`)
    }
  }
}

/** Each question names in a sentence what is wrong with its first row; no row, nothing wrong. */
async function checkRows(client: pg.Client, log: LogCheck): Promise<readonly string[]> {
  const faults: string[] = []
  const expectNumber = async (what: string, sql: string, expected: number): Promise<void> => {
    const { rows } = await client.query<{ found: string }>(sql)
    const found = Number(rows[0]?.found)
    if (found !== expected) faults.push(`${what}: ${found}, not ${expected}`)
  }
  const { size } = log.edge
  await expectNumber('size', `select size::text as found from book where book = 'sh'`, size)
  const { rows } = await client.query<{ root: string }>(
    `select encode(root, 'base64') as root from book where book = 'sh'`,
  )
  if (rows[0]?.root !== log.root) faults.push('the book has another root than its entries')
  const tiles = Math.floor(size / 256) + Math.floor(size / 256 ** 2)
  await expectNumber('tiles', `select count(*)::text as found from tile where book = 'sh'`, tiles)
  await expectNumber(
    'claim rows',
    `select count(*)::text as found from claim where book = 'sh'`,
    log.published,
  )
  await expectNumber(
    'made-up claim rows at their entries',
    `select count(*)::text as found from claim c
     join entry e on e.book = c.book and e.idx = c.entry and e.type = '${CLAIM_PUBLISHED}'
     where c.book = 'sh' and c.source = '${MADE_UP_SOURCE}'`,
    log.claims.size,
  )
  await expectNumber(
    'figure cells',
    `select sum(amount)::text as found from cell
     where book = 'sh' and indicator = '${CLAIMS_RECORDED}'`,
    log.published,
  )
  await expectNumber(
    'idempotency keys',
    `select count(*)::text as found from idempotency_key where book = 'sh'`,
    log.published,
  )
  return [...faults, ...(await checkNumbers(client, log))]
}

/** Running numbers: 1, 2, 3 … for each party, at exactly the entries that concern it. */
async function checkNumbers(client: pg.Client, log: LogCheck): Promise<readonly string[]> {
  const { rows } = await client.query<{
    party: string
    first_number: bigint
    indexes: readonly bigint[]
    salts: number
  }>(
    `select party, first_number, indexes, octet_length(salts) / 16 as salts
     from party_entries where book = 'sh' order by party, first_number`,
  )
  const faults: string[] = []
  const counted = new Map<string, number>()
  for (const { party, first_number: first, indexes, salts } of rows) {
    const before = counted.get(party) ?? 0
    const expected = log.parties.get(party)?.slice(before, before + indexes.length) ?? []
    if (Number(first) !== before + 1) faults.push(`${party} has number ${first} after ${before}`)
    if (expected.join() !== indexes.join()) faults.push(`${party} is not numbered by its entries`)
    if (salts !== indexes.length) faults.push(`${party} lacks salts from number ${first} on`)
    counted.set(party, before + indexes.length)
  }
  for (const [party, indexes] of log.parties) {
    const last = counted.get(party) ?? 0
    if (last !== indexes.length) faults.push(`${party} has ${last} of ${indexes.length} numbers`)
  }
  return faults
}
