/** What must hold of prepaid money at every entry, in words of the rows and accounts alone. */
import { assert } from '#kernel/std/assert.ts'
import {
  BANK,
  contractAccount,
  DIFFERENCES,
  IN_TRANSIT,
  shopAccount,
  SUSPENSE,
} from '#services/prepaid/domain/accounts.ts'
import {
  contractTable,
  maturingTable,
  payoutTable,
  refundTable,
  shopTable,
  useTable,
  type ContractRow,
} from '#services/prepaid/domain/rows.ts'
import type { World as Book } from './rig.ts'

/** A book as far as it is looked at. */
type World = Pick<Book, 'list' | 'get' | 'balance'>

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

/** bank + differences = suspense + in transit + Σ contracts + Σ shops. */
export function checkMoney(book: World): void {
  const contracts = sum(
    book.list(contractTable).map(({ contract }) => book.balance(contractAccount(contract))),
  )
  const shops = sum(book.list(shopTable).map(({ shop }) => book.balance(shopAccount(shop))))
  const owed = book.balance(SUSPENSE) + book.balance(IN_TRANSIT) + contracts + shops
  assert(book.balance(BANK) + book.balance(DIFFERENCES) === owed, 'what is at the bank is owed')
}

/** Of each paid contract: price = held + what the shop earned + what went back. */
export function checkContracts(book: World): void {
  for (const contract of book.list(contractTable)) {
    const uses = book.list(useTable).filter((use) => use.contract === contract.contract)
    const counted = uses.filter(({ state }) => ['confirmed', 'deemed', 'for-shop'].includes(state))
    const open = uses.filter(({ state }) => ['requested', 'contested'].includes(state))
    assert(contract.usesCounted === counted.length, 'counted uses are counted')
    const matured = uses.filter(({ maturesOn }) => maturesOn !== null)
    // Statements are read by the day alone.
    assert(
      matured.length === counted.length && counted.every((use) => matured.includes(use)),
      'what was counted matures on a day, and nothing else does',
    )
    assert(contract.usesOpen === open.length, 'open uses are counted')
    const { paidAt, state, priceMinor, countedMinor } = contract
    const heldMinor = book.balance(contractAccount(contract.contract))
    assert(heldMinor >= 0n, 'nothing is paid out that was not held')
    if (paidAt === null) assert(heldMinor === 0n, 'nothing is held before the payment')
    else
      assert(heldMinor + countedMinor + backMinor(book, contract) === priceMinor, 'parts = price')
    if (state === 'ended') continue
    const earnedMinor = sum(counted.map(({ amountMinor }) => amountMinor))
    assert(countedMinor === earnedMinor, 'what was earned is the sum of the uses')
  }
}

/** What was ordered back to the consumer and not returned by the bank, without the interest on top of the principal. */
function backMinor(book: World, { refund, state }: ContractRow): bigint {
  const row = refund === null || state !== 'ended' ? undefined : book.get(refundTable, refund)
  if (row === undefined) return 0n
  const sent = book
    .list(payoutTable)
    .filter(({ subject }) => subject === row.refund)
    .filter((payout) => payout.state === 'ordered' || payout.state === 'paid')
  return sum(sent.map(({ amountMinor }) => amountMinor)) - (row.interestMinor ?? 0n)
}

/** What is in a shop's account is what matured or will mature, less what was settled. */
export function checkShops(book: World): void {
  for (const { shop, settledThrough } of book.list(shopTable)) {
    const open = book
      .list(maturingTable)
      .filter((row) => row.shop === shop && row.day > (settledThrough ?? ''))
    const openMinor = sum(open.map(({ amountMinor }) => amountMinor))
    assert(book.balance(shopAccount(shop)) === openMinor, 'a shop is owed what matures for it')
  }
}

/** No payout is booked twice: what is in transit is what is ordered, held settlements apart. */
export function checkPayouts(book: World): void {
  const ordered = book.list(payoutTable).filter(({ state }) => state === 'ordered')
  const orderedMinor = sum(ordered.map(({ amountMinor }) => amountMinor))
  assert(book.balance(IN_TRANSIT) === orderedMinor, 'what is in transit is what was ordered')
}

export function checkAll(book: World): void {
  checkMoney(book)
  checkContracts(book)
  checkShops(book)
  checkPayouts(book)
}
