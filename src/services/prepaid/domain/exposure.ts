/**
 * What a consumer has prepaid at a shop and not used. The caps of the law are on this sum, so it is a row of
 * its own, kept by apply: reserved when a contract is signed, less by each use that counts, and given up when
 * the contract lapses or ends.
 */
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import type { LegalDay } from '#kernel/time/legal-day.ts'
import { exposureTable, type ContractRow, type ExposureRow } from './rows.ts'

/** What a contract adds to it or takes from it. `through` is the last day of a card of days. */
export type Stake =
  | { readonly kind: 'count'; readonly amountMinor: bigint; readonly uses: number }
  | { readonly kind: 'period'; readonly amountMinor: bigint; readonly through: LegalDay | null }

export const exposureKey = (shop: PartyId, consumer: PartyId): RowKey =>
  tableKey(exposureTable, shop, consumer)

/** The row, or that of somebody who never bought here. The row must be loaded. */
export function exposureOf(rows: Reader, shop: PartyId, consumer: PartyId): ExposureRow {
  return rows.get(exposureTable, shop, consumer) ?? noExposure(shop, consumer)
}

export function noExposure(shop: PartyId, consumer: PartyId): ExposureRow {
  const nothing = { countMinor: 0n, uses: 0, periodMinor: 0n, periodThrough: null }
  return { shop, consumer, ...nothing, paidContracts: 0 }
}

/** A contract is signed: its whole price, and all its uses, gifts included. */
export function reserve(row: ExposureRow, stake: Stake): ExposureRow {
  if (stake.kind === 'count') {
    return {
      ...row,
      countMinor: row.countMinor + stake.amountMinor,
      uses: row.uses + stake.uses,
    }
  }
  const periodMinor = row.periodMinor + stake.amountMinor
  return { ...row, periodMinor, periodThrough: laterOf(row.periodThrough, stake.through) }
}

/**
 * A contract lapses or ends: what was left of it. While another card of days is running, the last day stays
 * as it is, since nobody knows here whose it was: too long is the safe side of a cap.
 */
export function release(row: ExposureRow, stake: Stake): ExposureRow {
  if (stake.kind === 'count') return lessOfCount(row, stake.amountMinor, stake.uses)
  return lessOfPeriod(row, stake.amountMinor)
}

/** A use counts for the shop: its tranche, and of a card of classes one class. */
export function useOne(row: ExposureRow, kind: Stake['kind'], amountMinor: bigint): ExposureRow {
  return kind === 'count' ? lessOfCount(row, amountMinor, 1) : lessOfPeriod(row, amountMinor)
}

/** A use that had counted is contested: its tranche is the consumer's again. */
export function giveBackOne(
  row: ExposureRow,
  stake: { readonly kind: Stake['kind']; readonly amountMinor: bigint; readonly through: LegalDay },
): ExposureRow {
  const { kind, amountMinor, through } = stake
  return reserve(
    row,
    kind === 'count' ? { kind, amountMinor, uses: 1 } : { kind, amountMinor, through },
  )
}

/** The first payment of a contract: a later one of this consumer at this shop is a renewal. */
export function countPaid(row: ExposureRow): ExposureRow {
  return { ...row, paidContracts: row.paidContracts + 1 }
}

function lessOfCount(row: ExposureRow, amountMinor: bigint, uses: number): ExposureRow {
  const countMinor = row.countMinor - amountMinor
  assert(countMinor >= 0n && row.uses >= uses, 'no more is used than was prepaid')
  return { ...row, countMinor, uses: row.uses - uses }
}

function lessOfPeriod(row: ExposureRow, amountMinor: bigint): ExposureRow {
  const periodMinor = row.periodMinor - amountMinor
  assert(periodMinor >= 0n, 'no more is used than was prepaid')
  return { ...row, periodMinor, periodThrough: periodMinor === 0n ? null : row.periodThrough }
}

function laterOf(one: LegalDay | null, other: LegalDay | null): LegalDay | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}

/** What of a contract is reserved still: all that no use has earned. */
export function restOf(contract: ContractRow): Stake {
  const amountMinor = contract.priceMinor - contract.countedMinor
  if (contract.kind === 'count') {
    return { kind: 'count', amountMinor, uses: contract.usesTotal - contract.usesCounted }
  }
  return { kind: 'period', amountMinor, through: contract.validThrough }
}
