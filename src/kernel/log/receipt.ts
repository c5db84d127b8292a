/**
 * The receipt that a party keeps: the exact leaf, the proof that leads from it to a signed checkpoint, and
 * the disclosures that the party may read. It outlives the hub: whoever has the policy can check it.
 */
import { isJsonArray, isJsonObject, parseJson } from '#kernel/std/canonical-json.ts'
import type { Json, JsonObject } from '#kernel/std/json.ts'
import { LEAF_BYTES_MAX } from '#kernel/std/limits.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import { DISCLOSURE_CHARS_MAX } from './commitment.ts'

export type Receipt = {
  /** The canonical text whose UTF-8 bytes were hashed. */
  readonly leaf: string
  /** c2sp.org/tlog-proof. */
  readonly proof: string
  readonly disclosures: readonly string[]
}

const FORMAT = 'hongqiao-receipt/1'
export const RECEIPT_BYTES_MAX = 2_097_152
const DISCLOSURES_MAX = 256
/** Format, leaf, proof and disclosures; all but the last have one string as their value. */
const FIELDS = 4

export function formatReceipt({ leaf, proof, disclosures }: Receipt): string {
  return JSON.stringify({ format: FORMAT, leaf, proof, disclosures })
}

/** Layout is free, for people open files in editors; anything unknown or said twice is refused. */
export function parseReceipt(receipt: string | Uint8Array): Result<Receipt, 'receipt_malformed'> {
  if (receipt.length > RECEIPT_BYTES_MAX) return err('receipt_malformed')
  const text = typeof receipt === 'string' ? receipt : textFromUtf8(receipt)
  if (text?.isWellFormed() !== true) return err('receipt_malformed')
  const value = parseJson(text)
  const fields = value.ok && isJsonObject(value.value) ? fieldsOf(value.value) : null
  if (fields === null) return err('receipt_malformed')
  // Every value is a string, so a field given twice shows in the number of strings.
  const strings = text.match(/"(?:[^"\\]|\\.)*"/g)?.length ?? 0
  const expected = 2 * FIELDS - 1 + fields.disclosures.length
  return strings === expected ? ok(fields) : err('receipt_malformed')
}

function fieldsOf(fields: JsonObject): Receipt | null {
  const { format, leaf, proof, disclosures, ...unknown } = fields
  if (format !== FORMAT || Object.keys(unknown).length > 0) return null
  if (!isText(leaf, LEAF_BYTES_MAX) || !isText(proof, RECEIPT_BYTES_MAX)) return null
  return isDisclosures(disclosures) ? { leaf, proof, disclosures } : null
}

function isText(value: Json | undefined, charsMax: number): value is string {
  return typeof value === 'string' && value.length <= charsMax && value.isWellFormed()
}

function isDisclosures(value: Json | undefined): value is readonly string[] {
  if (value === undefined || !isJsonArray(value) || value.length > DISCLOSURES_MAX) return false
  return value.every((text) => isText(text, DISCLOSURE_CHARS_MAX))
}
