/** Counts the money of a book from the transfers in its leaves: no kernel code but the reader of leaves. */
import type { Leaf } from '#kernel/log/leaf.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { textOf } from '../faults/model.ts'

interface Sums {
  readonly isDebit: boolean
  readonly mayOverdraw: boolean
  own: bigint
  /** Promised away and not gone yet. */
  promised: bigint
}

interface Promised {
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
}

export class Ledger {
  readonly #accounts = new Map<string, Sums>()
  readonly #holds = new Map<string, Promised>()
  readonly #wrong: (sentence: string) => void

  constructor(wrong: (sentence: string) => void) {
    this.#wrong = wrong
  }

  balance(account: string): bigint {
    return this.#accounts.get(account)?.own ?? 0n
  }

  /** Every account with what it holds on its own side. */
  *balances(): Generator<readonly [account: string, minor: bigint]> {
    for (const [name, { own }] of this.#accounts) yield [name, own]
  }

  entry(index: number, { transfers }: Leaf): void {
    const touched = new Set<string>()
    for (const transfer of transfers) {
      if (isJsonObject(transfer)) this.#transfer(index, transfer, touched)
    }
    for (const name of touched) {
      const sums = this.#accounts.get(name)
      if (sums === undefined || sums.mayOverdraw || sums.own >= sums.promised) continue
      this.#wrong(`entry ${index} overdraws ${name}`)
    }
  }

  #transfer(index: number, transfer: JsonObject, touched: Set<string>): void {
    const op = textOf(transfer['op'])
    const amount = BigInt(
      transfer['amountMinor'] === undefined ? 0 : textOf(transfer['amountMinor']),
    )
    if (op === 'open') return this.#open(transfer)
    if (op === 'move') {
      const [debit, credit] = [textOf(transfer['debit']), textOf(transfer['credit'])]
      return this.#move(index, { debit, credit, amount }, touched)
    }
    const name = textOf(transfer['hold'])
    if (op === 'hold') {
      const [debit, credit] = [textOf(transfer['debit']), textOf(transfer['credit'])]
      this.#holds.set(name, { debit, credit, amount })
      this.#promise({ debit, credit, amount }, touched)
      return
    }
    const held = this.#holds.get(name)
    if (held === undefined) return this.#wrong(`entry ${index} resolves a hold that is not there`)
    this.#holds.delete(name)
    this.#promise({ ...held, amount: -held.amount }, touched)
    if (op !== 'post') return
    if (amount > held.amount) this.#wrong(`entry ${index} posts more than was held`)
    this.#move(index, { ...held, amount }, touched)
  }

  #open(transfer: JsonObject): void {
    this.#accounts.set(textOf(transfer['account']), {
      isDebit: transfer['side'] === 'debit',
      mayOverdraw: transfer['overdraft'] === true,
      own: 0n,
      promised: 0n,
    })
  }

  #move(index: number, { debit, credit, amount }: Promised, touched: Set<string>): void {
    const [from, to] = [this.#accounts.get(debit), this.#accounts.get(credit)]
    if (from === undefined || to === undefined) {
      return this.#wrong(`entry ${index} moves money of an account that was never opened`)
    }
    if (amount <= 0n) this.#wrong(`entry ${index} moves ${amount}`)
    from.own += from.isDebit ? amount : -amount
    to.own += to.isDebit ? -amount : amount
    touched.add(debit).add(credit)
  }

  /** A debit takes from a credit account, a credit from a debit account: that one may not spend it twice. */
  #promise({ debit, credit, amount }: Promised, touched: Set<string>): void {
    const [from, to] = [this.#accounts.get(debit), this.#accounts.get(credit)]
    if (from !== undefined && !from.isDebit) from.promised += amount
    if (to?.isDebit === true) to.promised += amount
    touched.add(debit).add(credit)
  }
}
