/**
 * What this service measures, per area and legal month: consignments and packages, as flows. What is on its way
 * is what was sent less what came to any end; the books keep it row by row, and a test adds it up.
 */
import type { Event } from '#kernel/book/slice.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import { objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import { legalMonthOf } from '#kernel/time/legal-day.ts'
import type { EventName } from '../contract.ts'

interface Counted {
  readonly indicator: string
  /** The member of the body that says where: the place of dispatch, or of receipt. */
  readonly area: 'placeOfDispatch' | 'placeOfReceipt'
  /** Counts consignments, or the packages of this member of `packages`. */
  readonly of: 'consignments' | 'sent' | 'received'
}

/** By event, what it counts; an event that is not here counts nothing. */
const COUNTED: Partial<Record<EventName, readonly Counted[]>> = {
  sent: [
    { indicator: 'handover.sent', area: 'placeOfDispatch', of: 'consignments' },
    { indicator: 'handover.packages-sent', area: 'placeOfDispatch', of: 'sent' },
  ],
  received: [
    { indicator: 'handover.received', area: 'placeOfReceipt', of: 'consignments' },
    { indicator: 'handover.packages-received', area: 'placeOfReceipt', of: 'received' },
  ],
  refused: [{ indicator: 'handover.returned', area: 'placeOfReceipt', of: 'consignments' }],
  returned: [{ indicator: 'handover.returned', area: 'placeOfReceipt', of: 'consignments' }],
  overdue: [{ indicator: 'handover.overdue', area: 'placeOfDispatch', of: 'consignments' }],
  'return-overdue': [
    { indicator: 'handover.return-overdue', area: 'placeOfReceipt', of: 'consignments' },
  ],
  'taken-back': [{ indicator: 'handover.taken-back', area: 'placeOfDispatch', of: 'consignments' }],
  'written-off': [{ indicator: 'handover.lost', area: 'placeOfDispatch', of: 'consignments' }],
}

export function measuresOf(name: EventName): (event: Event, atMs: number) => readonly Measure[] {
  const counted = COUNTED[name] ?? []
  return ({ body }, atMs) =>
    counted.map(({ indicator, area, of }) => ({
      indicator,
      area: textIn(body, area),
      period: legalMonthOf(atMs),
      amount: BigInt(amountOf(body, of)),
    }))
}

function amountOf(body: Event['body'], of: Counted['of']): number {
  if (of === 'consignments') return 1
  return of === 'sent' ? wholeIn(body, 'packages') : wholeIn(objectIn(body, 'packages'), of)
}
