/**
 * Both sides of a consignment, laid side by side: what each book says, and why they do not say the same where
 * they do not. The comparison decides nothing; each book goes on by receipts alone.
 */
import { assert } from '#kernel/std/assert.ts'
import type { ArrivalRow, DispatchRow } from './rows.ts'

/** How the two sides stand, the gravest first. */
export const STANDINGS = [
  /** Something arrived that the sender's book never sent, or sent as another entry: proof against that log. */
  'never-sent',
  'other-entry',
  'overdue',
  'return-overdue',
  'written-off',
  /** One side has acted, and its receipt has not reached the other. */
  'answer-not-carried',
  'return-not-carried',
  'take-back-not-carried',
  'on-the-way',
  'on-the-way-back',
  /** Both say the same, and that less or more arrived than was sent. */
  'counts-differ',
  'agreed',
] as const
export type Standing = (typeof STANDINGS)[number]

/** Where both say the same and nothing is awaited. */
const SETTLED: ReadonlySet<Standing> = new Set(['agreed', 'counts-differ', 'written-off'])

/** What neither time nor the courier puts right. */
const GRAVE: ReadonlySet<Standing> = new Set([
  'never-sent',
  'other-entry',
  'overdue',
  'return-overdue',
])

export const isGrave = (standing: Standing): boolean => GRAVE.has(standing)

export const isOpen = (standing: Standing): boolean => !SETTLED.has(standing)

export interface Sides {
  readonly dispatch: DispatchRow | undefined
  /** Base64url of the hash of the leaf that the sender's book has at that place; null where it has none. */
  readonly sentLeafHash: string | null
  readonly arrival: ArrivalRow | undefined
}

export function standingOf({ dispatch, sentLeafHash, arrival }: Sides): Standing {
  if (dispatch === undefined) {
    assert(arrival !== undefined, 'a consignment has at least one side')
    return 'never-sent'
  }
  if (arrival === undefined) return unanswered(dispatch)
  if (arrival.leafHash !== sentLeafHash) return 'other-entry'
  if (arrival.returnEntry !== null) return ofReturn(dispatch, arrival)
  if (dispatch.answerEntry === null) return 'answer-not-carried'
  return dispatch.packages === dispatch.arrivedPackages ? 'agreed' : 'counts-differ'
}

function unanswered({ state }: DispatchRow): Standing {
  if (state === 'overdue') return 'overdue'
  return state === 'lost' ? 'written-off' : 'on-the-way'
}

function ofReturn(dispatch: DispatchRow, arrival: ArrivalRow): Standing {
  if (dispatch.returnEntry === null) return 'return-not-carried'
  const isOver = dispatch.state === 'taken-back' || dispatch.state === 'lost'
  if (!isOver) return arrival.state === 'return-overdue' ? 'return-overdue' : 'on-the-way-back'
  const takenBack = dispatch.takenBackPackages ?? 0
  if (arrival.state !== 'closed' || arrival.takenBackPackages !== takenBack) {
    return 'take-back-not-carried'
  }
  const isWhole =
    dispatch.packages === arrival.arrivedPackages && arrival.returnedPackages === takenBack
  return isWhole ? 'agreed' : 'counts-differ'
}
