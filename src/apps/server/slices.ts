/** The services of this hub. Server, audit and replay see the same list. */
import type { Slice } from '#kernel/book/slice.ts'
import { handover } from '#services/handover/index.ts'
import { observatory } from '#services/observatory/index.ts'
import { parties } from '#services/parties/index.ts'
import { privacy } from '#services/privacy/index.ts'
import { prepaid } from '#services/prepaid/index.ts'

export const slices: readonly Slice[] = [observatory, parties, prepaid, handover, privacy]
