/** The observatory: what is published about the hub, as printed, with source and receipt. */
import type { Slice } from '#kernel/book/slice.ts'
import { CLAIM_PUBLISHED, PUBLISH_CLAIM } from './contract.ts'
import { claimPublished, claimTable, publishClaim } from './domain/claim.ts'

export const observatory: Slice = {
  name: 'observatory',
  tables: [claimTable],
  commands: { [PUBLISH_CLAIM]: publishClaim },
  events: { [CLAIM_PUBLISHED]: claimPublished },
}
