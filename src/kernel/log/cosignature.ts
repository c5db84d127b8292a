/**
 * Timestamped Ed25519 cosignatures (type 0x04): c2sp.org/tlog-cosignature. A witness states that at this
 * time this was the largest consistent tree it had seen of the log.
 */
import { assert } from '#kernel/std/assert.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { SIGNATURE_BYTES } from './ed25519.ts'

export type Cosignature = { readonly seconds: bigint; readonly signature: Uint8Array }

const TIMESTAMP_BYTES = 8
const SECONDS_MAX = 2n ** 63n - 1n

/** What a witness signs. `text` is the checkpoint with its final newline, without signatures. */
export function cosignedMessage(text: string, seconds: bigint): Uint8Array {
  return utf8Of(`cosignature/v1\ntime ${seconds}\n${text}`)
}

export function encodeCosignature({ seconds, signature }: Cosignature): Uint8Array {
  assert(seconds >= 0n && seconds <= SECONDS_MAX, 'a timestamp is 63 bits')
  assert(signature.length === SIGNATURE_BYTES, 'an Ed25519 signature has 64 bytes')
  const timestamp = new Uint8Array(TIMESTAMP_BYTES)
  new DataView(timestamp.buffer).setBigUint64(0, seconds)
  return concatBytes(timestamp, signature)
}

export function parseCosignature(payload: Uint8Array): Cosignature | null {
  if (payload.length !== TIMESTAMP_BYTES + SIGNATURE_BYTES) return null
  const view = new DataView(payload.buffer, payload.byteOffset, TIMESTAMP_BYTES)
  const seconds = view.getBigUint64(0)
  if (seconds > SECONDS_MAX) return null
  return { seconds, signature: payload.subarray(TIMESTAMP_BYTES) }
}
