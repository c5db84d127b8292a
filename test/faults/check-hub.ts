/**
 * What must hold of a book whatever happened to its writer, computed from its leaves alone and held
 * against every table, and against what clients were told. It shares no arithmetic with the writer.
 */
import { verify as verifyNative } from 'node:crypto'
import type pg from 'pg'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { type Leaf, readLeaf } from '#kernel/log/leaf.ts'
import { parseNote } from '#kernel/log/note.ts'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import type { EscrowCommand } from '../slice/commands.ts'
import type { Journal } from './journal.ts'
import { modelOf, textOf, type Model } from './model.ts'

interface Checked {
  readonly urls: DatabaseUrls
  readonly book?: string
  /** The verifier key line of the book. */
  readonly verifierKey: string
  readonly journal: Journal
}

interface Stored {
  readonly index: number
  readonly leaf: Leaf
  readonly text: string
  readonly hash: Uint8Array
}

/** Everything that is wrong, as sentences; empty for a sound book. */
export async function checkHub({
  urls,
  book = 'sh',
  verifierKey,
  journal,
}: Checked): Promise<readonly string[]> {
  const client = createClient(urls.app, 'check')
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const faults: string[] = []
    const entries = await readEntries(client, book, faults)
    const model = modelOf(entries, faults)
    await compareRows(client, book, model, faults)
    await checkReactions(client, book, model, faults)
    checkJournal(entries, journal, faults)
    await checkReceipts({ entries, journal, verifierKey }, faults)
    return faults
  } finally {
    await client.end()
  }
}

async function readEntries(client: pg.Client, book: string, faults: string[]): Promise<Stored[]> {
  const { rows } = await client.query<{ idx: bigint; leaf: Buffer; leaf_hash: Buffer; at: number }>(
    'select idx, leaf, leaf_hash, at from entry where book = $1 order by idx',
    [book],
  )
  const entries: Stored[] = []
  let atMs = 0
  for (const [place, row] of rows.entries()) {
    const leaf = readLeaf(row.leaf)
    const hash = nodeHashing.leaf(row.leaf)
    if (Number(row.idx) !== place) faults.push(`entry ${row.idx} stands at place ${place}`)
    if (!equalBytes(hash, row.leaf_hash)) faults.push(`entry ${place} has another leaf hash`)
    if (!leaf.ok) {
      faults.push(`entry ${place}: ${leaf.error}`)
      continue
    }
    if (leaf.value.atMs !== row.at) faults.push(`entry ${place} has another time than its leaf`)
    if (leaf.value.atMs < atMs) faults.push(`time runs backwards at entry ${place}`)
    atMs = leaf.value.atMs
    entries.push({ index: place, leaf: leaf.value, text: row.leaf.toString(), hash })
  }
  const state = await client.query<{ size: bigint; root: Buffer }>(
    'select size, root from book where book = $1',
    [book],
  )
  const [head] = state.rows
  if (Number(head?.size) !== entries.length) {
    faults.push(`the book says ${head?.size} entries and has ${entries.length}`)
  }
  if (head === undefined || !equalBytes(head.root, rootOver(entries))) {
    faults.push('the stored root is not that of the entries')
  }
  return entries
}

/** RFC 6962 section 2.1, as it is defined. */
function rootOver(entries: readonly { readonly hash: Uint8Array }[]): Uint8Array {
  const [only] = entries
  if (only === undefined) return nodeHashing.empty
  if (entries.length === 1) return only.hash
  const split = 2 ** Math.ceil(Math.log2(entries.length) - 1)
  return nodeHashing.node(rootOver(entries.slice(0, split)), rootOver(entries.slice(split)))
}

/** The tables that must follow from the leaves, each as lines of text. */
const TABLES: Readonly<Record<string, string>> = {
  transfers: `select idx || '/' || n || ' ' || op || ' ' || coalesce(debit, '-') || ' ' ||
    coalesce(credit, '-') || ' ' || coalesce(amount_minor::text, '-') || ' ' || coalesce(hold, '-') as line
    from transfer where book = $1`,
  accounts: `select distinct on (account) account || ' ' || debits_posted || ' ' || credits_posted ||
    ' ' || debits_pending || ' ' || credits_pending as line
    from account where book = $1 order by account, entry desc`,
  holds: `select hold || ' ' || amount_minor || ' ' || state as line from hold where book = $1`,
  cells: `select indicator || ' ' || area || ' ' || period || ' ' || amount as line
    from cell where book = $1`,
  numbers: `select party || ' ' || (first_number + o - 1) || ' ' || i as line
    from party_entries, unnest(indexes) with ordinality u(i, o) where book = $1`,
  uses: `select class_use || ' ' || contract || ' ' || entry as line from class_use where book = $1`,
  contracts: `select contract || ' ' || used || ' ' || state as line from contract where book = $1`,
  schools: `select school || ' ' || classes || ' ' || closed as line from school where book = $1`,
  dues: `select kind || ' ' || key as line from due where book = $1`,
}

async function compareRows(
  client: pg.Client,
  book: string,
  model: Model,
  faults: string[],
): Promise<void> {
  for (const [table, text] of Object.entries(TABLES)) {
    // oxlint-disable-next-line no-await-in-loop -- one connection answers one question after the other.
    const { rows } = await client.query<{ line: string }>(text, [book])
    const stored = new Set(rows.map(({ line }) => line))
    const expected = new Set(model.tables.get(table))
    for (const line of expected) if (!stored.has(line)) faults.push(`${table} lack: ${line}`)
    for (const line of stored) if (!expected.has(line)) faults.push(`${table} have: ${line}`)
    if (stored.size !== rows.length) faults.push(`${table} have a line twice`)
  }
}

/** A cause is done once, and the reaction's cursor is past all that was done or parked. */
async function checkReactions(
  client: pg.Client,
  book: string,
  { caused }: Model,
  faults: string[],
): Promise<void> {
  const done = await client.query<{ cause: string; idx: bigint }>(
    `select cause_idx || '/' || ordinal as cause, idx from caused where book = $1`,
    [book],
  )
  const stored = new Set(done.rows.map(({ cause, idx }) => `${cause} ${idx}`))
  for (const line of caused) if (!stored.has(line)) faults.push(`caused lacks: ${line}`)
  for (const line of stored) if (!caused.includes(line)) faults.push(`caused has: ${line}`)
  const behind = await client.query<{ reaction: string; cause_idx: bigint; ordinal: number }>(
    `select c.reaction, c.cause_idx, c.ordinal from caused c left join reaction_cursor r
       on r.book = c.book and r.reaction = c.reaction
     where c.book = $1 and coalesce((r.idx, r.ordinal) <= (c.cause_idx, c.ordinal), true)`,
    [book],
  )
  for (const { reaction, cause_idx: index, ordinal } of behind.rows) {
    faults.push(`the cursor of ${reaction} is not past what it did: ${index}/${ordinal}`)
  }
}

/** The natural key of an act of the test slice, and the type of the event that records it. */
function actOf(command: EscrowCommand): string | undefined {
  switch (command.type) {
    case 'escrow.confirm':
      return `escrow.confirmed ${command.classUse}`
    case 'escrow.open':
      return `escrow.opened ${command.contract}`
    case 'escrow.admit-school':
      return `escrow.school-admitted ${command.school}`
    case 'escrow.close-school':
      return `escrow.school-closed ${command.school}`
    case 'escrow.promise':
      return `escrow.promised ${command.promise}`
    default:
      return undefined
  }
}

function recordedAct({ type, body, transfers }: Leaf): string {
  const [first] = transfers
  const held = first !== undefined && isJsonObject(first) ? first['hold'] : undefined
  switch (type) {
    case 'escrow.confirmed':
      return `${type} ${textOf(body['classUse'])}`
    case 'escrow.promised':
      return `${type} ${textOf(held)}`
    case 'escrow.school-admitted':
    case 'escrow.school-closed':
      return `${type} ${textOf(body['school'])}`
    default:
      return `${type} ${textOf(body['contract'])}`
  }
}

/** Nothing that was acknowledged is lost, nothing is there twice, nothing that was denied is there. */
function checkJournal(entries: readonly Stored[], journal: Journal, faults: string[]): void {
  const acts = Map.groupBy(entries, ({ leaf }) => recordedAct(leaf))
  for (const { answer, key } of journal.entries) {
    if (answer === undefined) faults.push(`${key} was never answered`)
  }
  for (const [act, kinds] of toldOf(journal)) {
    const count = acts.get(act)?.length ?? 0
    if (count > 1) faults.push(`${act} happened ${count} times`)
    if (kinds.has('recorded') && count === 0) faults.push(`${act} was acknowledged and is lost`)
    const mayBeThere = kinds.has('recorded') || kinds.has('outcome_unknown')
    if (count > 0 && !mayBeThere) faults.push(`${act} was denied and happened`)
  }
  checkRefusals(journal, faults)
}

/** All that was answered about each act. */
function toldOf(journal: Journal): ReadonlyMap<string, ReadonlySet<string>> {
  const told = new Map<string, Set<string>>()
  for (const { command, answer } of journal.entries) {
    const act = actOf(command)
    if (act === undefined || answer === undefined) continue
    const kinds = told.get(act) ?? new Set()
    told.set(act, kinds.add(answer.kind === 'unavailable' ? answer.reason : answer.kind))
  }
  return told
}

/** Whoever was told that a contract is unknown asked before anybody was told that it is there. */
function checkRefusals(journal: Journal, faults: string[]): void {
  for (const { command, answer, askedAt } of journal.entries) {
    if (answer?.kind !== 'refused' || answer.refusal.type !== 'contract_unknown') continue
    if (!('contract' in command)) continue
    const isKnown = journal.entries.some(
      (other) =>
        other.command.type === 'escrow.open' &&
        other.command.contract === command.contract &&
        other.answer?.kind === 'recorded' &&
        other.answeredAt < askedAt,
    )
    if (isKnown) faults.push(`${command.contract} was refused as unknown after it was acknowledged`)
  }
}

interface Receipts {
  readonly entries: readonly Stored[]
  readonly journal: Journal
  readonly verifierKey: string
}

/** Every receipt verifies, its entry is in the book word for word, its root is one of this book's. */
async function checkReceipts(
  { entries, journal, verifierKey }: Receipts,
  faults: string[],
): Promise<void> {
  const policy = policyOf(verifierKey)
  const trust = { policies: [policy], sha256, verifyEd25519, nowMs: Date.now() + 1e12 } as const
  for (const { answer, key } of journal.entries) {
    if (answer?.kind !== 'recorded') continue
    const note = parseNote(answer.checkpoint)
    const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
    if (!checkpoint.ok || checkpoint.value.size > entries.length) {
      faults.push(`the checkpoint of ${key} is of another log`)
      continue
    }
    const { size, root } = checkpoint.value
    if (!equalBytes(root, rootOver(entries.slice(0, size))))
      faults.push(`the log forked at ${size}`)
    for (const { index, leaf, path, disclosures } of answer.entries) {
      if (entries[index]?.text !== leaf) faults.push(`entry ${index} is not what ${key} was given`)
      const proof = formatProofLines(index, path, answer.checkpoint)
      const receipt = formatReceipt({ leaf, proof, disclosures })
      // oxlint-disable-next-line no-await-in-loop -- receipts are few, and the first wrong one should be named first.
      const verdict = await verifyReceipt(receipt, { ...trust, level: 'logged' })
      if (!verdict.verified) faults.push(`the receipt of ${key} fails at ${verdict.failed}`)
    }
  }
}

function policyOf(verifierKey: string): Policy {
  const policy = parsePolicy(utf8Of(`log ${verifierKey}\nquorum none\n`), sha256)
  if (!policy.ok) throw new Error(policy.error)
  return policy.value
}

function verifyEd25519(signed: {
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}): boolean {
  const x = Buffer.from(signed.publicKey).toString('base64url')
  const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' } as const
  return verifyNative(null, signed.message, key, signed.signature)
}
