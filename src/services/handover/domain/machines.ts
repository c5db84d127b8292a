/**
 * The two state machines of a handover, in one place: which event takes a row from which state to which. They
 * are drawn in docs/domain/handover.md by `npm run machines`. Nothing decides by them: a test watches the rows
 * and holds what it saw against them, both ways.
 */
import type { Table } from '#kernel/rows/table.ts'
import type { EventName } from '../contract.ts'
import { arrivalTable, dispatchTable, type ArrivalState, type DispatchState } from './rows.ts'

/** From a state, or from nothing, by an event to a state. */
export type Transition<State extends string> = readonly [
  from: State | null,
  event: EventName,
  to: State,
]

export interface Machine {
  readonly table: Pick<Table, 'name'>
  readonly transitions: readonly Transition<string>[]
}

const dispatch: readonly Transition<DispatchState>[] = [
  [null, 'sent', 'open'],
  ['open', 'overdue', 'overdue'],
  ['open', 'acknowledged', 'received'],
  ['overdue', 'acknowledged', 'received'],
  // What nobody expected any more turned up there after all.
  ['lost', 'acknowledged', 'received'],
  ['open', 'return-acknowledged', 'returning'],
  ['overdue', 'return-acknowledged', 'returning'],
  ['lost', 'return-acknowledged', 'returning'],
  ['received', 'return-acknowledged', 'returning'],
  // Goods may be back before anybody took note of their return.
  ['open', 'taken-back', 'taken-back'],
  ['overdue', 'taken-back', 'taken-back'],
  ['lost', 'taken-back', 'taken-back'],
  ['received', 'taken-back', 'taken-back'],
  ['returning', 'taken-back', 'taken-back'],
  ['overdue', 'written-off', 'lost'],
  ['returning', 'written-off', 'lost'],
]

const arrival: readonly Transition<ArrivalState>[] = [
  [null, 'received', 'received'],
  [null, 'refused', 'refused'],
  ['received', 'returned', 'returned'],
  ['refused', 'return-overdue', 'return-overdue'],
  ['returned', 'return-overdue', 'return-overdue'],
  ['refused', 'return-closed', 'closed'],
  ['returned', 'return-closed', 'closed'],
  ['return-overdue', 'return-closed', 'closed'],
  // What was written off and found afterwards stays closed, with the later word on what came back.
]

/** By name, in the order in which they are drawn. */
export const MACHINES = {
  dispatch: { table: dispatchTable, transitions: dispatch },
  arrival: { table: arrivalTable, transitions: arrival },
} as const satisfies Readonly<Record<string, Machine>>
