/**
 * What the book would answer to a list of claims, told before anything is sent: the same decide and the
 * same fold over the claims that stand in it. So an import with one bad line sends none.
 */
import type { Decision } from '#kernel/book/slice.ts'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import { assert } from '#kernel/std/assert.ts'
import { CLAIM_PUBLISHED, PUBLISH_CLAIM, type Claim } from '../contract.ts'
import { claimPublished, claimTable, jsonOf, publishClaim, rowOf } from './claim.ts'

export interface Standing {
  readonly entry: number
  readonly claim: Claim
}

// Nobody's: what is rehearsed is recorded by nobody.
const ACTOR = 'pty_rehearsal'

/** One decision for each claim, in order; a later claim sees the earlier ones. */
export function rehearse(
  standing: ReadonlyMap<string, Standing>,
  claims: readonly Claim[],
  nowMs: number,
): readonly Decision[] {
  const rows = new BatchRows(new RowCache(0))
  const size = Math.max(-1, ...[...standing.values()].map(({ entry }) => entry)) + 1
  return claims.map((claim, place) => {
    const command = { type: PUBLISH_CLAIM, claim } as const
    for (const { text } of publishClaim.reads(command, rows, ACTOR)) {
      if (rows.find(claimTable, text) !== undefined) continue
      const before = standing.get(text)
      const row =
        before && rowOf({ id: text, index: before.entry, atMs: 0, claim: jsonOf(before.claim) })
      rows.load(claimTable, text, row ?? null)
    }
    const circumstances = { nowMs, book: 'rehearsal', actor: ACTOR }
    const decision = publishClaim.decide(rows, command, circumstances)
    if (decision.kind === 'record') {
      const [{ type, body }] = decision.events
      assert(type === CLAIM_PUBLISHED, 'publishing a claim comes to one event')
      const index = size + place
      rows.begin(index)
      const recorded = { type, v: claimPublished.v, body, index, atMs: nowMs }
      claimPublished.apply(rows, { ...recorded, actor: ACTOR, parties: [ACTOR] })
    }
    return decision
  })
}
