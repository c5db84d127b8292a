/**
 * Counts money apart from the fold that moved it: over all accounts of a currency what was debited is what was
 * credited, so the debit balances (what lies at banks, and differences with them) are the credit balances
 * (what is owed); and no account is below zero that may not be. In prepaid's words: bank + differences =
 * suspense + in transit + contracts + shops, and what is owed on a contract is never more than was paid.
 */
import type { Touch } from '#kernel/book/replay-rows.ts'
import { account, type Account } from '#kernel/money/transfer.ts'
import type { AnyRow } from '#kernel/rows/table.ts'
import { Alarm } from './alarm.ts'
import type { ChangedRow, PlaceStore } from './place.ts'

type Balances = Pick<
  Account,
  | 'currency'
  | 'side'
  | 'overdraft'
  | 'debitsPosted'
  | 'creditsPosted'
  | 'debitsPending'
  | 'creditsPending'
>

function balancesOf(row: AnyRow): Balances {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
  return row as Account
}

interface Sum {
  posted: bigint
  pending: bigint
}

export class MoneyCheck {
  readonly #store: PlaceStore
  /** Debits less credits, by currency. */
  readonly #sums = new Map<string, Sum>()

  /** Counts what is stored once; from then on what changes. */
  constructor(store: PlaceStore) {
    this.#store = store
    for (const row of store.rows(account)) this.#add(row, 1n)
    this.#compare()
  }

  /** Every version that an account had, not only its last. */
  look(touches: readonly Touch[]): void {
    for (const { table, key, index, row } of touches) {
      if (table.name !== account.name) continue
      const balances = balancesOf(row)
      if (balances.overdraft || availableMinor(balances) >= 0n) continue
      const sentence = `entry ${index}: account ${key} is below zero`
      throw new Alarm('money_wrong', sentence, { index, account: key })
    }
  }

  /** Called before the changed rows are written over the stored ones. */
  count(changed: readonly ChangedRow[]): void {
    for (const { table, key, row } of changed) {
      if (table.name !== account.name) continue
      const before = this.#store.findRow(table, key)
      if (before !== null) this.#add(before, -1n)
      this.#add(row, 1n)
    }
    this.#compare()
  }

  #add(row: AnyRow, times: bigint): void {
    const { currency, ...of } = balancesOf(row)
    const sum = this.#sums.get(currency) ?? { posted: 0n, pending: 0n }
    sum.posted += times * (of.debitsPosted - of.creditsPosted)
    sum.pending += times * (of.debitsPending - of.creditsPending)
    this.#sums.set(currency, sum)
  }

  #compare(): void {
    for (const [currency, { posted, pending }] of this.#sums) {
      if (posted === 0n && pending === 0n) continue
      const sentence = `debits and credits of ${currency} part by ${posted} (pending ${pending})`
      const evidence = { currency, postedMinor: String(posted), pendingMinor: String(pending) }
      throw new Alarm('money_wrong', sentence, evidence)
    }
  }
}

/** What may still be taken: pending takings count as spent. */
function availableMinor({ side, ...of }: Balances): bigint {
  return side === 'debit'
    ? of.debitsPosted - of.creditsPosted - of.creditsPending
    : of.creditsPosted - of.debitsPosted - of.debitsPending
}
