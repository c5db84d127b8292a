/** Requests for erasure, one row a subject, and what their events fold. */
import { foldErasure } from '#kernel/book/erasure.ts'
import type { EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { defineTable, type Row } from '#kernel/rows/table.ts'
import { findText, textIn, wholeIn } from '#kernel/std/facts.ts'

export type RequestState = 'proposed' | 'planned' | 'erased' | 'withdrawn' | 'rejected'

/** The last request of a subject. */
export const requestTable = defineTable({
  name: 'privacy_request',
  key: { subject: 'text' },
  columns: {
    state: 'text',
    basis: 'text',
    /** `now` or `duty-ends`. */
    asked: 'text',
    /** The office for which it was proposed, and who did; null where the subject asked itself. */
    office: 'text?',
    proposedBy: 'text?',
    /** When a planned erasure is due. */
    dueAt: 'instant?',
    entry: 'index',
  },
})
export type RequestRow = Row<typeof requestTable>

/** The kind of its due row; the key is the subject. */
export const ERASURE_DUE = 'privacy-erasure'

function put(rows: Rows, { body, index }: Recorded, changes: Partial<RequestRow>): void {
  const subject = textIn(body, 'subject')
  rows.put(requestTable, {
    subject,
    state: 'erased',
    basis: textIn(body, 'basis'),
    asked: textIn(body, 'asked'),
    office: findText(body, 'office'),
    proposedBy: null,
    dueAt: null,
    entry: index,
    ...changes,
  })
}

function close(state: RequestState): EventHandler['apply'] {
  return (rows, event) => {
    put(rows, event, { state })
    rows.clearDue(ERASURE_DUE, textIn(event.body, 'subject'))
  }
}

function planned(rows: Rows, event: Recorded): void {
  const dueAt = wholeIn(event.body, 'dueAtMs')
  put(rows, event, { state: 'planned', dueAt })
  rows.setDue(ERASURE_DUE, textIn(event.body, 'subject'), dueAt)
}

function erased(rows: Rows, event: Recorded): void {
  const subject: PartyId = foldErasure(rows, event)
  put(rows, event, { state: 'erased' })
  rows.clearDue(ERASURE_DUE, subject)
}

export const requestEvents: Readonly<Record<string, EventHandler>> = {
  'privacy.erased': { v: 1, apply: erased },
  'privacy.planned': { v: 1, apply: planned },
  'privacy.withdrawn': { v: 1, apply: close('withdrawn') },
  'privacy.rejected': { v: 1, apply: close('rejected') },
  'privacy.proposed': {
    v: 1,
    apply: (rows, event) => put(rows, event, { state: 'proposed', proposedBy: event.actor }),
  },
}
