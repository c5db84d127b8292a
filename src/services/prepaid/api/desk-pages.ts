/** The notary's desk: its list, and beside it the case that was chosen, or an act that begins at the desk. */
import type { CaseKind, DeskFilter } from '../web/desk-paths.ts'
import type { CaseView, DeskView } from '../web/desk-views.ts'
import {
  type CaseAsking,
  loadDifference,
  loadMoney,
  loadShop,
  loadShops,
  loadUse,
} from './desk-cases.ts'
import { loadRefundCase } from './desk-refunds.ts'
import { loadSettle, loadSettlement, loadSubstitute } from './desk-settlements.ts'
import { loadDesk } from './desk-work.ts'

type CaseLoad = (asking: CaseAsking, id: string) => Promise<CaseView | undefined>

const CASES: Readonly<Record<CaseKind, CaseLoad>> = {
  settlement: loadSettlement,
  refund: loadRefundCase,
  money: loadMoney,
  use: loadUse,
  shop: loadShop,
  difference: loadDifference,
}

export type Begun =
  | { readonly act: 'settle'; readonly through: string | null }
  | { readonly act: 'substitute' }
  | { readonly act: 'shops' }

const ACTS = {
  settle: loadSettle,
  substitute: loadSubstitute,
  shops: loadShops,
} as const

/** What stands beside the list. */
export type Chosen = { readonly kind: CaseKind; readonly id: string } | Begun | null

/** Undefined where there is no such case. */
export async function loadDeskPage(
  asking: CaseAsking,
  filter: DeskFilter,
  chosen: Chosen,
): Promise<DeskView | undefined> {
  const [desk, selected] = await Promise.all([loadDesk(asking, filter), loadChosen(asking, chosen)])
  return selected === undefined ? undefined : { ...desk, selected }
}

async function loadChosen(
  asking: CaseAsking,
  chosen: Chosen,
): Promise<CaseView | null | undefined> {
  if (chosen === null) return null
  if ('kind' in chosen) return CASES[chosen.kind](asking, chosen.id)
  if (chosen.act === 'settle') return ACTS.settle(asking, chosen.through)
  return ACTS[chosen.act](asking)
}
