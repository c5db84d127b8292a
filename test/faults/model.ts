/**
 * The tables that follow from the leaves of a book with the test slice, folded in the plainest way: no
 * kernel code but the reader of leaves. Each row is a line of text, so that a difference can be read.
 */
import type { Leaf } from '#kernel/log/leaf.ts'
import { isJsonArray, isJsonObject } from '#kernel/std/canonical-json.ts'
import type { Json, JsonObject } from '#kernel/std/json.ts'

export interface Model {
  readonly tables: ReadonlyMap<string, readonly string[]>
  /** `cause index/ordinal entry` of each entry that a reaction caused. */
  readonly caused: readonly string[]
}

interface AccountSums {
  readonly currency: string
  readonly side: string
  readonly overdraft: boolean
  debits: bigint
  credits: bigint
  pendingDebits: bigint
  pendingCredits: bigint
}

interface Held {
  readonly debit: string
  readonly credit: string
  readonly amount: bigint
  readonly expiresAtMs: number
  state: string
}

/** A name, a number or a flag of a leaf as text; anything else is no part of a line. */
export function textOf(json: Json | undefined): string {
  if (typeof json === 'string') return json
  return typeof json === 'number' || typeof json === 'boolean' ? `${json}` : '-'
}

const RESOLVED: Readonly<Record<string, string>> = {
  post: 'posted',
  void: 'voided',
  expire: 'expired',
}

class Fold {
  readonly accounts = new Map<string, AccountSums>()
  readonly holds = new Map<string, Held>()
  readonly cells = new Map<string, bigint>()
  readonly lastNumber = new Map<string, number>()
  readonly contracts = new Map<string, { used: number; state: string }>()
  readonly schools = new Map<string, { classes: number; closed: boolean }>()
  readonly transfers: string[] = []
  readonly numbers: string[] = []
  readonly uses: string[] = []
  readonly caused: string[] = []
  readonly faults: string[]

  constructor(faults: string[]) {
    this.faults = faults
  }

  entry(index: number, leaf: Leaf): void {
    for (const party of leaf.parties) {
      const number = (this.lastNumber.get(party) ?? 0) + 1
      this.lastNumber.set(party, number)
      this.numbers.push(`${party} ${number} ${index}`)
    }
    for (const measure of leaf.measures) this.#measure(measure)
    for (const [n, transfer] of leaf.transfers.entries()) {
      if (isJsonObject(transfer)) this.#transfer(`${index}/${n}`, transfer, leaf.atMs)
    }
    if (leaf.cause !== undefined) {
      const { index: cause, ordinal } = leaf.cause
      this.caused.push(`${textOf(cause)}/${textOf(ordinal)} ${index}`)
    }
    this.#rows(index, leaf)
    this.#balance(index)
  }

  #measure(measure: Json): void {
    if (!isJsonArray(measure)) return
    const [indicator, area, period, amount] = measure.map(textOf)
    const cell = `${indicator} ${area} ${period}`
    this.cells.set(cell, (this.cells.get(cell) ?? 0n) + BigInt(amount ?? 0))
  }

  #transfer(place: string, transfer: JsonObject, atMs: number): void {
    const field = (name: string): string => textOf(transfer[name])
    const op = field('op')
    const debit = op === 'open' ? field('account') : field('debit')
    const line = [op, debit, field('credit'), field('amountMinor'), field('hold')]
    this.transfers.push(`${place} ${line.join(' ')}`)
    const amount = transfer['amountMinor'] === undefined ? 0n : BigInt(field('amountMinor'))
    if (op === 'open') {
      if (this.accounts.has(debit)) this.faults.push(`${place} opens ${debit} twice`)
      this.accounts.set(debit, {
        currency: field('currency'),
        side: field('side'),
        overdraft: transfer['overdraft'] === true,
        debits: 0n,
        credits: 0n,
        pendingDebits: 0n,
        pendingCredits: 0n,
      })
    } else if (op === 'move') {
      this.#move(place, { debit, credit: field('credit') }, amount)
    } else this.#hold(place, { ...transfer, op }, atMs)
  }

  #hold(place: string, transfer: JsonObject, atMs: number): void {
    const name = textOf(transfer['hold'])
    const op = textOf(transfer['op'])
    if (op !== 'hold') {
      this.#resolve(place, transfer, atMs)
      return
    }
    if (this.holds.has(name)) this.faults.push(`${place} makes the hold ${name} twice`)
    const [debit, credit] = [textOf(transfer['debit']), textOf(transfer['credit'])]
    const amount = BigInt(textOf(transfer['amountMinor']))
    const expiresAtMs = Number(transfer['expiresAtMs'])
    this.holds.set(name, { debit, credit, amount, expiresAtMs, state: 'pending' })
    this.#pend({ debit, credit }, amount)
  }

  #resolve(place: string, transfer: JsonObject, atMs: number): void {
    const name = textOf(transfer['hold'])
    const op = textOf(transfer['op'])
    const held = this.holds.get(name)
    if (held?.state !== 'pending') {
      this.faults.push(`${place} resolves the hold ${name}, which is ${held?.state ?? 'unknown'}`)
      return
    }
    this.#pend(held, -held.amount)
    held.state = RESOLVED[op] ?? `resolved by ${op}`
    if (op === 'expire' && atMs < held.expiresAtMs) this.faults.push(`${place} expires too early`)
    if (op !== 'post') return
    if (atMs >= held.expiresAtMs) this.faults.push(`${place} posts an expired hold`)
    const posted = BigInt(textOf(transfer['amountMinor']))
    if (posted > held.amount) this.faults.push(`${place} posts more than was held`)
    this.#move(place, held, posted)
  }

  #move(place: string, { debit, credit }: { debit: string; credit: string }, amount: bigint): void {
    const [from, to] = [this.accounts.get(debit), this.accounts.get(credit)]
    if (from === undefined || to === undefined || from.currency !== to.currency || from === to) {
      this.faults.push(`${place} moves between accounts that do not go together`)
      return
    }
    if (amount <= 0n) this.faults.push(`${place} moves ${amount}`)
    from.debits += amount
    to.credits += amount
  }

  #pend({ debit, credit }: { debit: string; credit: string }, amount: bigint): void {
    const [from, to] = [this.accounts.get(debit), this.accounts.get(credit)]
    if (from !== undefined) from.pendingDebits += amount
    if (to !== undefined) to.pendingCredits += amount
  }

  #rows(index: number, { type, body }: Leaf): void {
    const name = textOf(body['contract'])
    const place = textOf(body['school'])
    if (type === 'escrow.school-admitted') this.schools.set(place, { classes: 0, closed: false })
    if (type === 'escrow.opened') this.contracts.set(name, { used: 0, state: 'open' })
    const contract = this.contracts.get(name) ?? { used: 0, state: 'unknown' }
    const school = this.schools.get(place) ?? { classes: 0, closed: false }
    if (type === 'escrow.school-closed') school.closed = true
    if (type === 'escrow.confirmed') {
      this.uses.push(`${textOf(body['classUse'])} ${name} ${index}`)
      contract.used += 1
      school.classes += 1
    }
    if (type === 'escrow.closed' || type === 'escrow.lapsed') {
      if (contract.state !== 'open') this.faults.push(`entry ${index} ends ${name} twice`)
      contract.state = 'ended'
    }
  }

  /** Debits equal credits in each currency; who may not be overdrawn is not, holds counted as spent. */
  #balance(index: number): void {
    const sums = new Map<string, bigint>()
    for (const [name, sum] of this.accounts) {
      sums.set(sum.currency, (sums.get(sum.currency) ?? 0n) + sum.debits - sum.credits)
      const [own, taken] =
        sum.side === 'debit'
          ? [sum.debits - sum.credits, sum.pendingCredits]
          : [sum.credits - sum.debits, sum.pendingDebits]
      if (!sum.overdraft && own < taken) this.faults.push(`entry ${index} overdraws ${name}`)
    }
    for (const [currency, sum] of sums) {
      if (sum !== 0n) this.faults.push(`entry ${index}: debits and credits of ${currency} differ`)
    }
  }
}

export function modelOf(
  entries: readonly { readonly index: number; readonly leaf: Leaf }[],
  faults: string[],
): Model {
  const fold = new Fold(faults)
  for (const { index, leaf } of entries) fold.entry(index, leaf)
  const pending = [...fold.holds].filter(([, { state }]) => state === 'pending')
  const open = [...fold.contracts].filter(([, { state }]) => state === 'open')
  return {
    tables: new Map(
      Object.entries({
        transfers: fold.transfers,
        accounts: [...fold.accounts].map(
          ([name, { debits, credits, pendingDebits, pendingCredits }]) =>
            `${name} ${debits} ${credits} ${pendingDebits} ${pendingCredits}`,
        ),
        holds: [...fold.holds].map(([name, { amount, state }]) => `${name} ${amount} ${state}`),
        cells: [...fold.cells].map(([cell, amount]) => `${cell} ${amount}`),
        numbers: fold.numbers,
        uses: fold.uses,
        contracts: [...fold.contracts].map(([name, { used, state }]) => `${name} ${used} ${state}`),
        schools: [...fold.schools].map(
          ([name, { classes, closed }]) => `${name} ${classes} ${closed}`,
        ),
        dues: [
          ...pending.map(([name]) => `hold ${name}`),
          ...open.map(([name]) => `contract ${name}`),
        ],
      }),
    ),
    caused: fold.caused,
  }
}
