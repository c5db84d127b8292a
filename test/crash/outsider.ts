/**
 * What somebody outside can check with the journal, the policy and the public addresses of the log alone:
 * each receipt offline, each checkpoint's signature, and that every tree seen is a prefix of the last.
 */
import { createPublicKey, verify } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { type TreeHead, verifyConsistency } from '#kernel/log/consistency.ts'
import type { Signed, VerifyEd25519 } from '#kernel/log/ed25519.ts'
import { isSignedBy, parseNote } from '#kernel/log/note.ts'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { consistencyFromTiles, tilesForConsistency } from '#kernel/log/tile-proof.ts'
import { tilePath } from '#kernel/log/tile.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import { type JournalLine, readJournal } from './journal.ts'

/** An entry as its receipts have it. */
export interface Acknowledged {
  readonly index: number
  readonly leafHash: string
}

/** All that a client has ever seen of a log. */
export interface Seen {
  /** The claims that may have been recorded. */
  readonly sent: ReadonlySet<number>
  readonly acknowledged: ReadonlyMap<number, Acknowledged>
  /** Base64 of the root at each size that was signed. */
  readonly roots: ReadonlyMap<number, string>
  readonly receipts: number
  readonly repeats: number
  readonly faults: readonly string[]
}

const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** The same checkpoint stands in many receipts; its signature is checked once. */
function nativeVerifier(): VerifyEd25519 {
  const known = new Map<string, boolean>()
  return ({ publicKey, message, signature }: Signed) => {
    const name = [publicKey, message, signature].map(hexOf).join(' ')
    const before = known.get(name)
    if (before !== undefined) return before
    const key = createPublicKey({
      key: Buffer.concat([ED25519_SPKI, publicKey]),
      format: 'der',
      type: 'spki',
    })
    const isRight = verify(null, message, key, signature)
    known.set(name, isRight)
    return isRight
  }
}

export function readPolicy(text: string): Policy {
  const policy = parsePolicy(utf8Of(text), sha256)
  if (!policy.ok) throw new Error(`the policy is refused: ${policy.error}`)
  return policy.value
}

export async function checkJournal(path: string, policy: Policy): Promise<Seen> {
  const check = new JournalCheck(policy)
  for await (const line of readJournal(path)) await check.add(line)
  return check
}

class JournalCheck implements Seen {
  readonly sent = new Set<number>()
  readonly acknowledged = new Map<number, Acknowledged>()
  readonly roots = new Map<number, string>()
  receipts = 0
  repeats = 0
  readonly faults: string[] = []
  readonly #policy: Policy
  readonly #verifyEd25519 = nativeVerifier()

  constructor(policy: Policy) {
    this.#policy = policy
  }

  async add(line: JournalLine): Promise<void> {
    if (line.kind === 'recorded') await this.#addReceipt(line)
    else if (line.kind === 'checkpoint') await this.#addCheckpoint(line.note)
    else for (let n = line.from; n < line.to; n += 1) this.sent.add(n)
  }

  async #addReceipt({ n, repeated, receipt }: Extract<JournalLine, { kind: 'recorded' }>) {
    const verdict = await verifyReceipt(receipt, {
      policies: [this.#policy],
      sha256,
      verifyEd25519: this.#verifyEd25519,
      nowMs: Date.now(),
      level: 'logged',
    })
    const { index, leafHash, checkpoint } = verdict.findings
    if (!verdict.verified || index === undefined || !leafHash || !checkpoint) {
      this.faults.push(`the receipt of claim ${n} does not verify: ${receipt}`)
      return
    }
    this.receipts += 1
    if (repeated) this.repeats += 1
    this.#see(checkpoint)
    const entry = { index, leafHash: hexOf(leafHash) }
    const before = this.acknowledged.get(n) ?? entry
    if (before.index !== entry.index || before.leafHash !== entry.leafHash) {
      this.faults.push(`claim ${n} was acknowledged at ${before.index} and at ${entry.index}`)
    }
    this.acknowledged.set(n, entry)
  }

  async #addCheckpoint(note: string) {
    const checkpoint = await openCheckpoint(note, this.#policy, this.#verifyEd25519)
    if (checkpoint === undefined) this.faults.push(`a checkpoint is not signed: ${note}`)
    else this.#see(checkpoint)
  }

  #see({ size, root }: TreeHead): void {
    const text = base64Of(root)
    const before = this.roots.get(size)
    if (before !== undefined && before !== text) this.faults.push(`two roots signed at ${size}`)
    this.roots.set(size, text)
  }
}

async function openCheckpoint(text: string, policy: Policy, verifyEd25519: VerifyEd25519) {
  const note = parseNote(text)
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
  if (!note.ok || !checkpoint.ok) return undefined
  const { origin } = checkpoint.value
  const key = policy.logs.find((log) => log.key.name === origin)?.key
  const line = key && note.value.signatures.find((signature) => isSignedBy(signature, key))
  if (key === undefined || line === undefined) return undefined
  const message = utf8Of(note.value.text)
  const signed = { publicKey: key.publicKey, message, signature: line.payload }
  return (await verifyEd25519(signed)) ? checkpoint.value : undefined
}

/** Proofs are built from so many of the trees seen, evenly chosen; all of them are recomputed elsewhere. */
const PROVEN_MAX = 100

/** From the served tiles: which of the trees seen are no prefix of the last one that was seen. */
export async function checkServedTiles(
  seen: Pick<Seen, 'roots'>,
  { port, book }: { readonly port: number; readonly book: string },
): Promise<readonly string[]> {
  const heads = [...seen.roots]
    .map(([size, root]) => ({ size, root: bytesFromBase64(root) ?? new Uint8Array(0) }))
    .toSorted((one, other) => one.size - other.size)
  const newer = heads.at(-1)
  if (newer === undefined) return ['no checkpoint was seen']
  await untilPublished(newer.size, `http://127.0.0.1:${port}/book/${book}/checkpoint`)
  const step = Math.max(1, Math.floor(heads.length / PROVEN_MAX))
  const tiles = new Map<string, Uint8Array>()
  const faults: string[] = []
  for (let at = 0; at < heads.length - 1; at += step) {
    const older = heads[at] ?? newer
    for (const tile of tilesForConsistency(older.size, newer.size)) {
      const path = tilePath(tile)
      if (!tiles.has(path))
        tiles.set(path, await fetchBytes(`http://127.0.0.1:${port}/book/${book}/${path}`))
    }
    const proof = consistencyFromTiles({ older: older.size, newer: newer.size }, tiles, nodeHashing)
    if (!verifyConsistency(older, newer, proof, nodeHashing)) {
      faults.push(`the tree of ${older.size} is no prefix of the tree of ${newer.size}`)
    }
  }
  return faults
}

const PUBLISHED_WITHIN_MS = 10_000

/** A receipt has the tree of its batch; a server that did not write it shows its tiles once it is published. */
async function untilPublished(size: number, url: string): Promise<void> {
  const started = performance.now()
  while (performance.now() - started < PUBLISHED_WITHIN_MS) {
    const note = parseNote(textFromUtf8(await fetchBytes(url)) ?? '')
    const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
    if (checkpoint.ok && checkpoint.value.size >= size) return
    await setTimeout(50)
  }
  throw new Error(`${url} is not at ${size} after ${PUBLISHED_WITHIN_MS} ms`)
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
