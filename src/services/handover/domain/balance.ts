/**
 * Where the packages of one consignment are, as its sender knows it: every package that was sent is in exactly
 * one place. A number below nothing means that more was counted than had been there before.
 */
import { assert } from '#kernel/std/assert.ts'
import type { DispatchRow, DispatchState } from './rows.ts'

export interface Balance {
  /** On the way there, in time. */
  readonly open: number
  readonly overdue: number
  /** With the consignee. */
  readonly kept: number
  /** Sent, and not counted there. */
  readonly missing: number
  /** On the way back. */
  readonly returning: number
  readonly takenBack: number
  /** Sent back, and not counted here. */
  readonly missingBack: number
  readonly lost: number
}

type Facts = Pick<
  DispatchRow,
  'packages' | 'arrivedPackages' | 'returnedPackages' | 'takenBackPackages'
> & { readonly state: string }

const NOTHING: Balance = {
  open: 0,
  overdue: 0,
  kept: 0,
  missing: 0,
  returning: 0,
  takenBack: 0,
  missingBack: 0,
  lost: 0,
}

export function balanceOf(row: Facts): Balance {
  const { packages: sent, arrivedPackages: arrived, returnedPackages: returned } = row
  const state = stateOf(row.state)
  // Nobody has counted anything there yet.
  if (arrived === null) return unanswered(state, sent)
  const there = { ...NOTHING, kept: arrived - returned, missing: sent - arrived }
  switch (state) {
    case 'taken-back': {
      const takenBack = row.takenBackPackages ?? 0
      return { ...there, takenBack, missingBack: returned - takenBack }
    }
    case 'lost':
      return { ...there, lost: returned }
    default:
      return { ...there, returning: returned }
  }
}

function unanswered(state: DispatchState, sent: number): Balance {
  switch (state) {
    case 'overdue':
      return { ...NOTHING, overdue: sent }
    case 'lost':
      return { ...NOTHING, lost: sent }
    default:
      return { ...NOTHING, open: sent }
  }
}

export function sumOf(balance: Balance): number {
  return Object.values(balance).reduce((sum: number, packages: number) => sum + packages, 0)
}

const STATES = ['open', 'overdue', 'received', 'returning', 'taken-back', 'lost'] as const

/** A row's state, as the type knows it. */
function stateOf(text: string): DispatchState {
  const state = STATES.find((one) => one === text)
  assert(state !== undefined, 'a dispatch has one of its states')
  return state
}
