/** What an answer makes of the row of the side that sent. */
import type { EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { Rows } from '#kernel/rows/rows.ts'
import { listIn, objectIn, wholeIn } from '#kernel/std/facts.ts'
import { becomes, dispatchIn } from './dispatches.ts'

function acknowledged(rows: Rows, event: Recorded): void {
  const { body, index } = event
  becomes(rows, dispatchIn(rows, body), event, {
    state: 'received',
    arrivedPackages: wholeIn(objectIn(body, 'packages'), 'arrived'),
    differences: listIn(body, 'differences'),
    answerEntry: wholeIn(objectIn(body, 'answer'), 'entry'),
    acknowledgedEntry: index,
  })
}

function returnAcknowledged(rows: Rows, event: Recorded): void {
  const { body, index } = event
  const packages = objectIn(body, 'packages')
  becomes(rows, dispatchIn(rows, body), event, {
    state: 'returning',
    arrivedPackages: wholeIn(packages, 'arrived'),
    returnedPackages: wholeIn(packages, 'returned'),
    differences: listIn(body, 'differences'),
    returnBy: wholeIn(body, 'returnByMs'),
    returnEntry: wholeIn(objectIn(body, 'answer'), 'entry'),
    returnAcknowledgedEntry: index,
  })
}

/** Goods may be back before anybody took note of their return: one receipt says both. */
function takenBack(rows: Rows, event: Recorded): void {
  const { body, index } = event
  const packages = objectIn(body, 'packages')
  const row = dispatchIn(rows, body)
  becomes(rows, row, event, {
    state: 'taken-back',
    arrivedPackages: wholeIn(packages, 'arrived'),
    returnedPackages: wholeIn(packages, 'returned'),
    takenBackPackages: wholeIn(packages, 'takenBack'),
    returnBy: wholeIn(body, 'returnByMs'),
    returnEntry: wholeIn(body, 'answer'),
    returnAcknowledgedEntry: row.returnAcknowledgedEntry ?? index,
  })
}

export const answerEvents: Readonly<Record<string, EventHandler>> = {
  'handover.acknowledged': { v: 1, apply: acknowledged },
  'handover.return-acknowledged': { v: 1, apply: returnAcknowledged },
  'handover.taken-back': { v: 1, apply: takenBack },
}
