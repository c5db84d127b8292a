/**
 * The canonical bytes of an entry. They hold the facts (transfers and measures included), so that money
 * and figures replay without slice code, and no personal data: secrets and running numbers are salted
 * commitments. The nonce keeps anybody who sees only leaf hashes from guessing a leaf.
 */
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { Json } from '#kernel/std/json.ts'
import { measureToJson, type Measure } from '#kernel/figures/cell.ts'
import { transferToJson } from '#kernel/money/transfer.ts'
import type { Event, Submission } from './slice.ts'

export const NONCE_BYTES = 16

export interface Draft {
  readonly event: Event
  readonly v: number
  readonly index: number
  readonly atMs: number
  readonly submission: Submission
  readonly measures: readonly Measure[]
}

export interface Commitments {
  /** Base64url of at least 16 unpredictable bytes. */
  readonly nonce: string
  /** Sorted base64url digests. */
  readonly digests: readonly string[]
}

/** Names are written in canonical order, which spares the serialiser a sort. */
export function leafText(book: string, draft: Draft, { nonce, digests }: Commitments): string {
  const { event, submission } = draft
  const { cause, evidence } = submission
  return canonicalText({
    actor: submission.actor,
    at: formatInstant(draft.atMs),
    auth: {
      command: base64UrlOf(submission.commandMac),
      credential: evidence.credential,
      method: evidence.method,
    },
    body: event.body,
    book,
    ...(cause === undefined
      ? {}
      : {
          cause: {
            book: cause.book,
            index: cause.index,
            ordinal: cause.ordinal,
            reaction: cause.reaction,
          },
        }),
    measures: draft.measures.map(measureToJson),
    nonce,
    parties: event.parties,
    sd: digests,
    transfers: (event.transfers ?? []).map(transferToJson),
    type: event.type,
    v: draft.v,
  } satisfies Record<string, Json>)
}
