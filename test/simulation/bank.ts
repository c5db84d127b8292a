/**
 * The bank of a book, in memory: the faults of the hub's simulated bank, drawn and planned by its own code, and
 * the promises of its port. What it booked it says again, the same, for ever.
 */
import { chanceOf, faultAt, planPayIn, planPayout } from '#platform/bank/faults.ts'
import type { BankTimes, FaultRates, PayIn, Planned } from '#platform/bank/faults.ts'
import type { BankLine, BankPort, Instruction, Statement } from '#platform/bank/port.ts'
import { endOfDayMs, legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import { Process, type Machine } from './process.ts'
import { type Wire } from './wire.ts'
import type { World } from './world.ts'

const RATES: FaultRates = {
  late: 0.08,
  repeated: 0.06,
  twice: 0.06,
  'wrong-amount': 0.06,
  returned: 0.12,
}
const TIMES: BankTimes = { usualMs: 1500, lateMs: 3_600_000, mendMs: 4000 }
const TIMEOUT_MS = 3000

interface Waiting extends Planned {
  readonly n: number
  readonly bankEntry: string
  readonly dueMs: number
}

export class Bank {
  readonly process: Process
  /** What was ordered, by payout: nothing is paid that was not. */
  readonly orders = new Map<string, bigint>()
  readonly lines: BankLine[] = []
  readonly #world: World
  readonly #book: string
  #waiting: Waiting[] = []
  #planned = 0
  #balance = 0n
  #bookedMs = 0

  constructor(world: World, machine: Machine, book: string) {
    this.#world = world
    this.#book = book
    this.process = new Process(machine, `bank of ${book}`)
  }

  /** As a thread reaches it. */
  port(from: Process, wire: Wire): BankPort {
    const ask = <T>(act: () => T): Promise<T> =>
      wire.ask({
        from,
        to: () => this.process,
        act: async () => act(),
        timeoutMs: TIMEOUT_MS,
      })
    return {
      order: (instructions) =>
        ask(() => {
          for (const instruction of instructions) this.#order(instruction)
        }),
      entriesAfter: (sequence, limit) => ask(() => this.#entriesAfter(sequence, limit)),
      statement: (day) => ask(() => this.#statement(day)),
    }
  }

  payIn(payment: PayIn): void {
    const chance = chanceOf(this.#seed, this.#book, 'in', String(this.#planned))
    this.#plan(planPayIn(payment, this.#fault(chance), TIMES))
  }

  get #seed(): string {
    return String(this.#world.seed)
  }

  #fault(chance: number): ReturnType<typeof faultAt> {
    const fault = faultAt(RATES, chance)
    if (fault !== null) this.#world.count(`fault bank: ${fault}`)
    return fault
  }

  #order({ payout, amountMinor }: Instruction): void {
    const before = this.orders.get(payout)
    if (before !== undefined) {
      if (before === amountMinor) return this.#world.count('bank: ordered again')
      this.#world.fail(`${payout} was ordered with two amounts`)
      throw new Error('another amount')
    }
    this.orders.set(payout, amountMinor)
    const fault = this.#fault(chanceOf(this.#seed, this.#book, payout))
    this.#plan(planPayout({ payout, amountMinor }, fault, TIMES))
  }

  #plan(plan: readonly Planned[]): void {
    this.#bookDue()
    const first = this.#planned
    const idAt = (place: number): string => `sim-${this.#book}-${first + place}`
    for (const [place, line] of plan.entries()) {
      this.#waiting.push({
        ...line,
        reference: line.corrects === undefined ? line.reference : idAt(line.corrects),
        bankEntry: idAt(line.repeats ?? place),
        n: first + place,
        dueMs: this.#world.nowMs + line.afterMs,
      })
    }
    this.#planned += plan.length
  }

  /** Books what is due, in the order in which it falls due; a payout waits until there is enough for it. */
  #bookDue(): void {
    const held = new Set<string>()
    const due = this.#waiting
      .filter(({ dueMs }) => dueMs <= this.#world.nowMs)
      .toSorted((a, b) => a.dueMs - b.dueMs || a.n - b.n)
    for (const line of due) {
      const change =
        line.repeats !== undefined
          ? 0n
          : line.kind === 'debit'
            ? -line.amountMinor
            : line.amountMinor
      const follows =
        line.kind !== 'credit' && (held.has(line.bankEntry) || held.has(line.reference))
      if (follows || this.#balance + change < 0n) {
        // Its return or its correction must not come before it.
        held.add(line.bankEntry).add(line.reference)
        continue
      }
      this.#balance += change
      this.#bookedMs = Math.max(this.#bookedMs, line.dueMs)
      this.#waiting = this.#waiting.filter((other) => other !== line)
      const { bankEntry, kind, amountMinor, reference, payer } = line
      const valueDay = legalDayOf(this.#bookedMs)
      const sequence = this.lines.length + 1
      this.lines.push({ sequence, bankEntry, kind, amountMinor, reference, valueDay, payer })
    }
  }

  #entriesAfter(
    sequence: number,
    limit: number,
  ): { readonly entries: readonly BankLine[]; readonly next: number } {
    this.#bookDue()
    const entries = this.lines.slice(sequence, sequence + limit)
    return { entries, next: entries.at(-1)?.sequence ?? sequence }
  }

  #statement(day: LegalDay): Statement | null {
    const endsMs = endOfDayMs(day)
    if (this.#world.nowMs < endsMs) return null
    this.#bookDue()
    this.#bookedMs = Math.max(this.#bookedMs, endsMs)
    const upTo = this.lines.filter(({ valueDay }) => valueDay <= day)
    const seen = new Set<string>()
    let closingMinor = 0n
    for (const { bankEntry, kind, amountMinor } of upTo) {
      // A line that is sent again is no second booking.
      if (!seen.has(bankEntry)) closingMinor += kind === 'debit' ? -amountMinor : amountMinor
      seen.add(bankEntry)
    }
    return { day, closingMinor, sequence: upTo.at(-1)?.sequence ?? 0 }
  }
}
