/**
 * The state machines of prepaid money, in one place: which event takes a row from which state to which. They
 * are drawn in docs/domain/prepaid.md by `npm run machines`. Nothing decides by them: a test watches the rows
 * and holds what it saw against them, both ways.
 */
import type { Table } from '#kernel/rows/table.ts'
import type { EventName } from '../contract.ts'
import {
  bankEntryTable,
  contractTable,
  payoutTable,
  productTable,
  refundTable,
  settlementTable,
  shopTable,
  useTable,
  type BankEntryState,
  type ContractState,
  type PayoutState,
  type ProductState,
  type RefundState,
  type SettlementState,
  type ShopState,
  type UseState,
} from './rows.ts'

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

const shop: readonly Transition<ShopState>[] = [
  [null, 'shop-applied', 'applied'],
  ['applied', 'shop-approved', 'approved'],
  ['applied', 'shop-declined', 'declined'],
  ['declined', 'shop-applied', 'applied'],
  ['approved', 'shop-suspended', 'suspended'],
  ['suspended', 'shop-reinstated', 'approved'],
]

const product: readonly Transition<ProductState>[] = [
  [null, 'product-listed', 'listed'],
  ['listed', 'product-withdrawn', 'withdrawn'],
]

const contract: readonly Transition<ContractState>[] = [
  [null, 'contract-signed', 'signed'],
  ['signed', 'contract-lapsed', 'lapsed'],
  ['signed', 'contract-paid', 'active'],
  ['active', 'contract-expired', 'expired'],
  ['active', 'use-confirmed', 'completed'],
  ['active', 'use-deemed', 'completed'],
  ['active', 'use-decided', 'completed'],
  ['expired', 'use-confirmed', 'completed'],
  ['expired', 'use-deemed', 'completed'],
  ['expired', 'use-decided', 'completed'],
  ['completed', 'use-contested', 'active'],
  ['active', 'refund-asked', 'stopping'],
  ['expired', 'refund-asked', 'stopping'],
  ['stopping', 'refund-withdrawn', 'active'],
  ['stopping', 'refund-withdrawn', 'expired'],
  ['stopping', 'refund-withdrawn', 'completed'],
  ['stopping', 'refund-declined', 'active'],
  ['stopping', 'refund-declined', 'expired'],
  ['stopping', 'refund-declined', 'completed'],
  ['stopping', 'refund-approved', 'ended'],
]

const use: readonly Transition<UseState>[] = [
  [null, 'use-requested', 'requested'],
  ['requested', 'use-confirmed', 'confirmed'],
  ['requested', 'use-deemed', 'deemed'],
  ['requested', 'use-contested', 'contested'],
  ['requested', 'use-withdrawn', 'withdrawn'],
  ['confirmed', 'use-contested', 'contested'],
  ['deemed', 'use-contested', 'contested'],
  ['contested', 'use-withdrawn', 'withdrawn'],
  ['contested', 'use-decided', 'for-shop'],
  ['contested', 'use-decided', 'for-consumer'],
]

const bankEntry: readonly Transition<BankEntryState>[] = [
  [null, 'contract-paid', 'matched'],
  [null, 'payout-booked', 'matched'],
  [null, 'payout-returned', 'matched'],
  [null, 'payout-returned', 'suspended'],
  [null, 'money-suspended', 'suspended'],
  [null, 'bank-differed', 'differed'],
  [null, 'bank-corrected', 'matched'],
  ['suspended', 'match-proposed', 'proposed'],
  ['proposed', 'match-rejected', 'suspended'],
  ['proposed', 'contract-paid', 'matched'],
  ['proposed', 'suspense-returned', 'returned'],
  ['differed', 'bank-corrected', 'corrected'],
]

const refund: readonly Transition<RefundState>[] = [
  [null, 'refund-asked', 'asked'],
  ['asked', 'refund-agreed', 'agreed'],
  ['asked', 'refund-deemed', 'agreed'],
  ['asked', 'refund-objected', 'objected'],
  ['asked', 'refund-withdrawn', 'withdrawn'],
  ['agreed', 'refund-withdrawn', 'withdrawn'],
  ['objected', 'refund-withdrawn', 'withdrawn'],
  ['asked', 'refund-declined', 'declined'],
  ['objected', 'refund-declined', 'declined'],
  // By right, or before the clock recorded the shop's silence.
  ['asked', 'refund-approved', 'approved'],
  ['agreed', 'refund-approved', 'approved'],
  ['objected', 'refund-approved', 'approved'],
  // Where nothing goes back.
  ['asked', 'refund-approved', 'paid'],
  ['agreed', 'refund-approved', 'paid'],
  ['objected', 'refund-approved', 'paid'],
  ['approved', 'payout-booked', 'paid'],
  ['approved', 'payout-returned', 'returned'],
  ['paid', 'payout-returned', 'returned'],
  ['returned', 'refund-resent', 'approved'],
  // What was withheld for a contested use goes back.
  ['paid', 'use-decided', 'approved'],
  ['paid', 'use-withdrawn', 'approved'],
]

const settlement: readonly Transition<SettlementState>[] = [
  [null, 'settlement-proposed', 'proposed'],
  ['proposed', 'settlement-approved', 'approved'],
  ['proposed', 'settlement-rejected', 'rejected'],
  ['proposed', 'settlement-expired', 'expired'],
]

const payout: readonly Transition<PayoutState>[] = [
  [null, 'settlement-approved', 'ordered'],
  [null, 'refund-approved', 'ordered'],
  [null, 'refund-resent', 'ordered'],
  [null, 'use-decided', 'ordered'],
  [null, 'use-withdrawn', 'ordered'],
  [null, 'suspense-returned', 'ordered'],
  ['ordered', 'payout-booked', 'paid'],
  ['paid', 'payout-returned', 'returned'],
  ['returned', 'refund-resent', 'resent'],
]

/** By name, in the order in which they are drawn. */
export const MACHINES = {
  contract: { table: contractTable, transitions: contract },
  use: { table: useTable, transitions: use },
  refund: { table: refundTable, transitions: refund },
  settlement: { table: settlementTable, transitions: settlement },
  payout: { table: payoutTable, transitions: payout },
  'bank entry': { table: bankEntryTable, transitions: bankEntry },
  shop: { table: shopTable, transitions: shop },
  product: { table: productTable, transitions: product },
} as const satisfies Readonly<Record<string, Machine>>
