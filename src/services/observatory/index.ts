/** The observatory: what is published about the hub, as printed, with source and receipt. */
import type { Slice } from '#kernel/book/slice.ts'
import { AUDIT_SIGNED, CLAIM_PUBLISHED, PUBLISH_CLAIM, SIGN_AUDIT } from './contract.ts'
import { claimPublished, claimTable, publishClaim } from './domain/claim.ts'
import { auditSigned, signAudit } from './domain/signed-audit.ts'

export const observatory: Slice = {
  name: 'observatory',
  tables: [claimTable],
  commands: { [PUBLISH_CLAIM]: publishClaim, [SIGN_AUDIT]: signAudit },
  events: { [CLAIM_PUBLISHED]: claimPublished, [AUDIT_SIGNED]: auditSigned },
}
