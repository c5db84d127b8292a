/** The event types whose leaves anybody may read: they hold what was public before. */
import { BOOK_SUCCEEDED } from '#kernel/book/succession.ts'
import { PUBLIC_EVENTS as HANDOVER } from '#services/handover/contract.ts'
import { CLAIM_PUBLISHED } from '#services/observatory/contract.ts'
import { PUBLIC_EVENTS as PARTIES } from '#services/parties/contract.ts'
import { PUBLIC_EVENTS as PREPAID } from '#services/prepaid/contract.ts'
import { PUBLIC_EVENTS as PRIVACY } from '#services/privacy/contract.ts'

export const PUBLIC_TYPES: ReadonlySet<string> = new Set([
  'book.opened',
  BOOK_SUCCEEDED,
  CLAIM_PUBLISHED,
  ...PARTIES,
  ...PREPAID,
  ...HANDOVER,
  ...PRIVACY,
])
