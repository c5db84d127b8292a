/**
 * What somebody outside can check with the journal, the policy and the public addresses of the log alone:
 * each receipt offline, each checkpoint's signature, and that every tree seen is a prefix of the last.
 */
import { Agent } from 'node:http'
import { createPublicKey, verify } from 'node:crypto'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { verifyConsistency } from '#kernel/log/consistency.ts'
import type { Signed, VerifyEd25519 } from '#kernel/log/ed25519.ts'
import { isSignedBy, parseNote } from '#kernel/log/note.ts'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { consistencyFromTiles, tilesForConsistency } from '#kernel/log/tile-proof.ts'
import { tilePath } from '#kernel/log/tile.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import { readJournal } from './journal.ts'

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
  const verifyEd25519 = nativeVerifier()
  const sent = new Set<number>()
  const acknowledged = new Map<number, Acknowledged>()
  const roots = new Map<number, string>()
  const faults: string[] = []
  let [receipts, repeats] = [0, 0]
  const see = (size: number, root: Uint8Array): void => {
    const text = base64Of(root)
    const before = roots.get(size)
    if (before !== undefined && before !== text) faults.push(`two roots were signed at ${size}`)
    roots.set(size, text)
  }
  const trust = { policies: [policy], sha256, verifyEd25519, nowMs: Date.now() }
  for await (const line of readJournal(path)) {
    if (line.kind === 'sent') {
      for (let n = line.from; n < line.to; n += 1) sent.add(n)
    } else if (line.kind === 'checkpoint') {
      const checkpoint = await openCheckpoint(line.note, policy, verifyEd25519)
      if (checkpoint === undefined) faults.push(`a checkpoint is not signed: ${line.note}`)
      else see(checkpoint.size, checkpoint.root)
    } else {
      const verdict = await verifyReceipt(line.receipt, { ...trust, level: 'logged' })
      const { index, leafHash, checkpoint } = verdict.findings
      if (!verdict.verified || index === undefined || !leafHash || !checkpoint) {
        faults.push(`the receipt of claim ${line.n} does not verify: ${line.receipt}`)
        continue
      }
      receipts += 1
      if (line.repeated) repeats += 1
      see(checkpoint.size, checkpoint.root)
      const entry = { index, leafHash: hexOf(leafHash) }
      const before = acknowledged.get(line.n) ?? entry
      if (before.index !== entry.index || before.leafHash !== entry.leafHash) {
        faults.push(`claim ${line.n} was acknowledged at ${before.index} and at ${entry.index}`)
      }
      acknowledged.set(line.n, entry)
    }
  }
  return { sent, acknowledged, roots, receipts, repeats, faults }
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
  const step = Math.max(1, Math.floor(heads.length / PROVEN_MAX))
  const agent = new Agent({ keepAlive: true })
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
  agent.destroy()
  return faults
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}
