/**
 * Receipts of every kind of rightness and wrongness, with the step and the reason that every verifier of ours
 * must name: kernel, command line, page, and the file for a stick.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import type { Json } from '#kernel/std/json.ts'
import { commitmentTo, formatDisclosure } from '#kernel/log/commitment.ts'
import { signatureLine } from '#kernel/log/note.ts'
import {
  cosignature,
  DISCLOSURE,
  ENDED,
  ENDED_SECONDS,
  endedLine,
  FIELDS,
  LOG,
  logLine,
  type Made,
  OTHER_DISCLOSURE,
  receiptWith,
  SALT,
  STRANGER,
  whole,
  WITNESS,
} from './made.ts'

export type Mutation = {
  /** `verified: <level>`, or `<step>: <reason>`. */
  readonly verdict: string
  readonly receipt: string
}

export const leafWith = (fields: Readonly<Record<string, Json>>): Partial<Made> => ({
  leaf: canonicalText({ ...FIELDS, ...fields }),
})

const { type: _, ...untyped } = FIELDS

/** The witness saw it when the ended key still signed. */
const inTime = (text: string) => cosignature(text, WITNESS, 2, ENDED_SECONDS - 1n)

const MADE: readonly (readonly [string, Partial<Made>])[] = [
  ['verified: witnessed', {}],
  ['verified: logged', { sign: (text) => [logLine(text)] }],
  ['verified: witnessed', { disclosures: [] }],
  ['verified: witnessed', { disclosures: [OTHER_DISCLOSURE, DISCLOSURE] }],
  ['verified: witnessed', { leaf: canonicalText({ ...FIELDS, cause: { index: 1 } }) }],
  ['verified: logged', { sign: (text) => [logLine(text), cosignature(text, STRANGER, 2)] }],
  ['leaf: leaf_malformed', leafWith({ extra: 1 })],
  ['leaf: leaf_malformed', { leaf: canonicalText(untyped) }],
  ['leaf: leaf_malformed', leafWith({ at: '2026-02-30T00:00:00.000Z' })],
  ['leaf: leaf_malformed', leafWith({ nonce: base64UrlOf(new Uint8Array(15)) })],
  [
    'leaf: leaf_malformed',
    leafWith({ sd: [commitmentTo('b', sha256), commitmentTo('b', sha256)] }),
  ],
  ['leaf: leaf_malformed', leafWith({ v: 0 })],
  ['leaf: leaf_malformed', leafWith({ auth: { method: 'system', credential: '' } })],
  ['leaf: leaf_malformed', { leaf: '[]' }],
  ['leaf: leaf_not_canonical', { leaf: `${whole.leaf} ` }],
  ['leaf: leaf_not_canonical', { leaf: whole.leaf.replace('{', '{"a":1,"a":1,') }],
  ['origin: book_differs', leafWith({ book: 'js.hub.example/book/1' })],
  ['log_signature: log_signature_missing', { sign: (text) => [cosignature(text)] }],
  [
    'log_signature: log_signature_wrong',
    { sign: (text) => [logLine(text), logLine(`${text}x\n`)] },
  ],
  ['log_signature: log_signature_wrong', { sign: () => [signatureLine(LOG, new Uint8Array(63))] }],
  ['verified: witnessed', { sign: (text) => [endedLine(text), inTime(text)] }],
  ['verified: witnessed', { sign: (text) => [endedLine(text), cosignature(text), inTime(text)] }],
  ['verified: logged', { sign: (text) => [endedLine(text), logLine(text)] }],
  ['log_signature: log_key_ended', { sign: (text) => [endedLine(text)] }],
  ['log_signature: log_key_ended', { sign: (text) => [endedLine(text), cosignature(text)] }],
  [
    'log_signature: log_key_ended',
    { sign: (text) => [endedLine(text), cosignature(text, WITNESS, 2, ENDED_SECONDS)] },
  ],
  [
    'log_signature: log_signature_wrong',
    { sign: (text) => [logLine(text), logLine(text, ENDED, 1)] },
  ],
  [
    'cosignatures: cosignature_wrong',
    { sign: (text) => [logLine(text), cosignature(text, WITNESS, 3)] },
  ],
  [
    'cosignatures: cosignature_wrong',
    { sign: (text) => [logLine(text), signatureLine(WITNESS, new Uint8Array(64))] },
  ],
  [
    'times: time_in_future',
    { sign: (text) => [logLine(text), cosignature(text, WITNESS, 2, 1_999_999_999n)] },
  ],
  ['times: time_in_future', leafWith({ at: '2026-11-22T09:00:00.000Z' })],
  ['disclosures: disclosure_malformed', { disclosures: [`${DISCLOSURE}=`] }],
  ['disclosures: disclosure_repeated', { disclosures: [DISCLOSURE, DISCLOSURE] }],
  [
    'disclosures: disclosure_not_committed',
    { disclosures: [formatDisclosure({ salt: SALT, name: 'phone', value: '1' })] },
  ],
]

/** Changes to the file of a true receipt. */
const CHANGED: readonly (readonly [string, (receipt: string) => string])[] = [
  ['verified: witnessed', (receipt) => `${JSON.stringify(JSON.parse(receipt), null, 2)}\n`],
  ['receipt: receipt_malformed', (receipt) => receipt.replace('{', '{"leaf":"other",')],
  ['receipt: receipt_malformed', () => '{}'],
  ['receipt: receipt_malformed', () => 'not a receipt'],
  ['receipt: receipt_malformed', (receipt) => receipt.slice(0, -1)],
  ['receipt: receipt_malformed', (receipt) => receipt.replace('receipt/1', 'receipt/2')],
  ['proof: proof_malformed', (receipt) => receipt.replace('tlog-proof@v1', 'tlog-proof@v2')],
  ['proof: checkpoint_malformed', (receipt) => receipt.replace('\\n13\\n', '\\n013\\n')],
  ['root: root_differs', (receipt) => receipt.replace('12500', '12501')],
  ['root: root_differs', (receipt) => receipt.replace('index 5', 'index 4')],
  ['inclusion: path_impossible', (receipt) => receipt.replace('index 5', 'index 13')],
  ['inclusion: path_impossible', (receipt) => receipt.replace('\\n13\\n', '\\n130\\n')],
]

export const mutations: readonly Mutation[] = [
  ...MADE.map(([verdict, changes]) => ({ verdict, receipt: receiptWith(changes) })),
  ...CHANGED.map(([verdict, change]) => ({ verdict, receipt: change(receiptWith()) })),
  { verdict: 'origin: origin_unknown', receipt: receiptWith({}, 'other.example/book') },
]
