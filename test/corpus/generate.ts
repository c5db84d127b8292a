/**
 * Writes the corpus of a release, once: `node test/corpus/generate.ts 0.2.0`. Clock and randomness are
 * fixed, so that the same code writes the same bytes.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Draft } from '#kernel/book/leaf.ts'
import type { Registry } from '#kernel/book/registry.ts'
import { erasureTable } from '#kernel/book/erasure.ts'
import { partyNumber, Sealer, subjectKey, type SealingTools } from '#kernel/book/seal.ts'
import type { Command } from '#kernel/book/slice.ts'
import type { SucceedBook } from '#kernel/book/succession.ts'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import { sealingTools } from '#platform/book/sealing-tools.ts'
import { signatureOf } from '#services/observatory/api/audit-signature.ts'
import { readClaimLines } from '#services/observatory/api/claim-lines.ts'
import { HUB_CLAIMS_FILE } from '#services/observatory/api/seed.ts'
import { NOTHING_KNOWN, PUBLISH_CLAIM, type PublishClaim } from '#services/observatory/contract.ts'
import { history, type Act } from '../book/history.ts'
import { LiveBook, loadAbsent, ORIGIN } from '../book/live.ts'
import { BOOKS, CORPUS_FOLDER, replayBook, type ReplayedBook } from './corpus.ts'
import { handoverStory } from './handover-story.ts'
import { prepaidStory } from './prepaid-story.ts'
import { privacyStory } from './privacy-story.ts'

const START_MS = Date.UTC(2026, 10, 22)
const CLAIMS = 20

function countingRandom(): (sizeBytes: number) => Uint8Array {
  let count = 0
  return (sizeBytes) => {
    count += 1
    return createHash('sha256').update(`corpus ${count}`).digest().subarray(0, sizeBytes)
  }
}

const TREE = { size: 23, root: Buffer.alloc(32, 7).toString('base64') }

/** No tree of this corpus has this root: what is frozen is how the event is written and read. */
const succession: SucceedBook = {
  type: 'book.succeed',
  succession: {
    origin: ORIGIN,
    predecessor: {
      origin: 'test.hub.example/book/0',
      signed: { ...TREE, size: 30, checkpoint: 'a signed note', isLast: false },
      witnessed: null,
    },
    continued: TREE,
    reason: 'the disk was lost',
  },
}

function observatoryActs(): readonly Act[] {
  const lines = readClaimLines(readFileSync(HUB_CLAIMS_FILE))
  if (!lines.ok) throw new Error('the claims of the hub can be read')
  const claims = lines.value.slice(0, CLAIMS).map(({ claim }) => claim)
  const [first] = claims
  if (first === undefined) throw new Error('the hub has claims')
  const second: PublishClaim = {
    type: PUBLISH_CLAIM,
    claim: { ...first, value: '128', vintage: 2 },
  }
  const commands: readonly Command[] = [
    { type: 'book.open' },
    ...claims.map((claim): PublishClaim => ({ type: PUBLISH_CLAIM, claim })),
    second,
    signatureOf({ text: 'Taxes rose 5 percent.', date: '2026-11-22' }, NOTHING_KNOWN),
    succession,
  ]
  return commands.map((command) => ({ command, afterMs: 1000 }))
}

function moneyActs(): readonly Act[] {
  const order = { actsMin: 400, actsMax: 400, contracts: 8, promises: 12, startMs: START_MS }
  return fc.sample(history(order), { numRuns: 1, seed: 1 })[0] ?? []
}

function sealing(): SealingTools {
  return { ...sealingTools(new Uint8Array(32)), random: countingRandom() }
}

function leavesOf(registry: Registry, acts: readonly Act[]): readonly Uint8Array[] {
  const book = new LiveBook({ sealing: sealing(), startMs: START_MS })
  book.batch(registry, acts)
  return book.leaves
}

/** What was decided already, in a book of several people, sealed as the writer would. */
function sealed(drafts: readonly Draft[]): readonly Uint8Array[] {
  const rows = new BatchRows(new RowCache(Number.MAX_SAFE_INTEGER))
  const sealer = new Sealer(ORIGIN, rows, sealing())
  return drafts.map((draft) => {
    for (const party of draft.event.parties) loadAbsent(rows, partyNumber, party)
    for (const { subject } of draft.event.secrets ?? []) loadAbsent(rows, subjectKey, subject)
    const { erases: subject } = draft.event
    if (subject !== undefined) {
      const erasure = { subject, entry: draft.index, erasedAt: draft.atMs, keyPrint: '' }
      rows.load(erasureTable, subject, erasure)
    }
    return sealer.add(draft).leafBytes
  })
}

const LEAVES: Readonly<Record<string, (registry: Registry) => readonly Uint8Array[]>> = {
  observatory: (registry) => leavesOf(registry, observatoryActs()),
  money: (registry) => leavesOf(registry, moneyActs()),
  prepaid: () => sealed(prepaidStory().entries),
  privacy: () => sealed(privacyStory().entries),
  'handover-sent': () => sealed(handoverStory().js.entries),
  'handover-received': () => sealed(handoverStory().sh.entries),
}

const [release = ''] = process.argv.slice(2)
const folder = join(CORPUS_FOLDER, release)
if (!/^\d+\.\d+\.\d+(-[a-z0-9-]+)?$/.test(release))
  throw new Error('name the release, like 0.2.0 or 0.2.0-eport')
if (existsSync(folder)) throw new Error(`${folder} is there, and a corpus is never written over`)
mkdirSync(folder)
const expected: Record<string, ReplayedBook> = {}
for (const [name, registry] of Object.entries(BOOKS)) {
  const leaves = LEAVES[name]?.(registry)
  if (leaves === undefined) throw new Error(`nobody writes ${name}`)
  expected[name] = replayBook(registry, leaves)
  const lines = leaves.map((leaf) => `${Buffer.from(leaf).toString()}\n`)
  writeFileSync(join(folder, `${name}.jsonl`), lines.join(''))
}
writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`)
