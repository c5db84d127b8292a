/** A receipt of a small invented book, signed by keys that stand in this file and nowhere else. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { append, inclusionOf } from '#kernel/log/append.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { commitmentTo, formatDisclosure } from '#kernel/log/commitment.ts'
import { cosignedMessage, encodeCosignature } from '#kernel/log/cosignature.ts'
import { EMPTY_EDGE } from '#kernel/log/edge.ts'
import { hashing } from '#kernel/log/hash.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { formatProof } from '#kernel/log/proof.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatVkey, noteKey } from '#kernel/log/vkey.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

const ORIGIN = 'sh.hub.example/book/1'
const SIZE = 5000
const INDEX = 3121
const COSIGNED_SECONDS = 1_795_156_327n

const seed = (name: string) => sha256(utf8Of(name))
const digest = (text: string) => base64UrlOf(sha256(utf8Of(text)))

const logKey = noteKey(
  { name: ORIGIN, kind: 'ed25519', publicKey: ed25519.getPublicKey(seed('log')) },
  sha256,
)
const witnesses = ['jiangsu.example', 'zhejiang.example', 'chamber.example'].map((name) => ({
  seed: seed(name),
  key: noteKey({ name, kind: 'cosignature', publicKey: ed25519.getPublicKey(seed(name)) }, sha256),
}))

const disclosure = formatDisclosure({
  salt: base64UrlOf(seed('salt').slice(0, 16)),
  name: 'running',
  value: 14,
})

const leaf = canonicalText({
  actor: 'pty_4Zr1k7',
  at: '2026-11-20T06:32:06.120Z',
  auth: { command: digest('command'), credential: 'key_demo', method: 'api_key' },
  body: { area: 'HUB', indicator: 'hub.gdp', period: '2024', printed: '3.2', unit: 'CNY' },
  book: ORIGIN,
  measures: [],
  nonce: base64UrlOf(seed('nonce').slice(0, 16)),
  parties: ['pty_4Zr1k7'],
  sd: [commitmentTo(disclosure, sha256), digest('withheld')].toSorted(),
  transfers: [],
  type: 'claim_recorded',
  v: 1,
})

const hash = hashing(sha256)
const leaves = Array.from({ length: SIZE }, (_, index) =>
  hash.leaf(utf8Of(index === INDEX ? leaf : `entry ${index}`)),
)
const appended = append(EMPTY_EDGE, leaves, hash)

export type SampleReceipt = {
  readonly receipt: string
  readonly policy: string
  readonly rootHex: string
}

export function sampleReceipt(isWitnessed: boolean): SampleReceipt {
  const text = formatCheckpoint({ origin: ORIGIN, size: SIZE, root: appended.root })
  const own = signatureLine(logKey, ed25519.sign(utf8Of(text), seed('log')))
  const others = witnesses.map((witness) => {
    const signature = ed25519.sign(cosignedMessage(text, COSIGNED_SECONDS), witness.seed)
    const payload = encodeCosignature({ seconds: COSIGNED_SECONDS, signature })
    return signatureLine(witness.key, payload)
  })
  const checkpoint = formatNote(text, isWitnessed ? [own, ...others] : [own])
  const hashes = inclusionOf(appended, INDEX, hash)
  return {
    receipt: formatReceipt({
      leaf,
      proof: formatProof({ index: INDEX, hashes, checkpoint }),
      disclosures: [disclosure],
    }),
    policy: isWitnessed ? witnessedPolicy() : `log ${formatVkey(logKey)}\nquorum none\n`,
    rootHex: hexOf(appended.root),
  }
}

function witnessedPolicy(): string {
  const lines = witnesses.map(({ key }, place) => `witness w${place + 1} ${formatVkey(key)}`)
  return `log ${formatVkey(logKey)}\n${lines.join('\n')}\ngroup regions any w1 w2\ngroup final all regions w3\nquorum final\n`
}

/** The same file after somebody changed what the entry says. */
export function forgedReceipt(receipt: string): string {
  return receipt.replace('\\"printed\\":\\"3.2\\"', '\\"printed\\":\\"3.9\\"')
}
