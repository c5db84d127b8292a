/** The hub itself as a principal: it opens books, runs timers and reactions. */
import type { Evidence, PartyId } from '#kernel/identity/principal.ts'

export const SYSTEM_PARTY: PartyId = 'pty_system'

export const SYSTEM_EVIDENCE: Evidence = { method: 'system', credential: 'system' }
