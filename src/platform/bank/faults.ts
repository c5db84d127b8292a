/** What may go wrong at the simulated bank, and by what chance: drawn from a seed, so that a run can be repeated. */
import { createHash } from 'node:crypto'

export const BANK_FAULTS = [
  /** It comes much later. */
  'late',
  /** The line is sent a second time, under its id. */
  'repeated',
  /** The payout is booked twice, and the second one is put right later. */
  'twice',
  /** Another amount is booked, put right later, and booked again. */
  'wrong-amount',
  /** The account is closed: the payout comes back. */
  'returned',
] as const
export type BankFault = (typeof BANK_FAULTS)[number]

/** By fault, from 0 to 1; their sum is at most 1, and what is missing is 0. */
export type FaultRates = Readonly<Partial<Record<BankFault, number>>>

/** From 0 to below 1, always the same for the same words. */
export function chanceOf(...words: readonly string[]): number {
  const digest = createHash('sha256').update(words.join('\n')).digest()
  return digest.readUIntBE(0, 6) / 2 ** 48
}

/** The fault that a chance falls on, or null: nothing goes wrong. */
export function faultAt(rates: FaultRates, chance: number): BankFault | null {
  let upTo = 0
  for (const fault of BANK_FAULTS) {
    upTo += rates[fault] ?? 0
    if (chance < upTo) return fault
  }
  return null
}

/** One line as it is planned, before it has a number. */
export interface Planned {
  readonly kind: 'credit' | 'debit' | 'return' | 'correction'
  readonly amountMinor: bigint
  readonly reference: string
  readonly payer: string | null
  readonly afterMs: number
  /** A correction names the line of this plan that it puts right, by its place. */
  readonly corrects?: number
  /** The line of this plan that it repeats, by its place. */
  readonly repeats?: number
}

export interface BankTimes {
  /** Between an order, or a payment, and its line. */
  readonly usualMs: number
  readonly lateMs: number
  /** Between a payout and its return, and between a mistake and its correction. */
  readonly mendMs: number
}

const WRONG_BY_MINOR = 100n

/** The lines that a payout leads to. */
export function planPayout(
  { payout, amountMinor }: { readonly payout: string; readonly amountMinor: bigint },
  fault: BankFault | null,
  { usualMs, lateMs, mendMs }: BankTimes,
): readonly Planned[] {
  const right: Planned = {
    kind: 'debit',
    amountMinor,
    reference: payout,
    payer: null,
    afterMs: usualMs,
  }
  const later = usualMs + mendMs
  switch (fault) {
    case null:
      return [right]
    case 'late':
      return [{ ...right, afterMs: lateMs }]
    case 'repeated':
      return [right, { ...right, repeats: 0 }]
    case 'twice':
      return [right, right, { ...right, kind: 'correction', corrects: 1, afterMs: later }]
    case 'returned':
      return [right, { ...right, kind: 'return', afterMs: later }]
    case 'wrong-amount': {
      const wrong = { ...right, amountMinor: amountMinor + WRONG_BY_MINOR }
      const mended = { ...wrong, kind: 'correction', corrects: 0, afterMs: later } as const
      return [wrong, mended, { ...right, afterMs: later }]
    }
    default:
      throw new Error('the simulated bank has no such fault')
  }
}

export interface PayIn {
  readonly reference: string
  readonly amountMinor: bigint
  readonly payer: string
}

/** The lines that a payment leads to: it is what the payer sent, so it can be late or repeated, and no more. */
export function planPayIn(
  { reference, amountMinor, payer }: PayIn,
  fault: BankFault | null,
  { usualMs, lateMs }: BankTimes,
): readonly Planned[] {
  const afterMs = fault === 'late' ? lateMs : usualMs
  const line: Planned = { kind: 'credit', amountMinor, reference, payer, afterMs }
  return fault === 'repeated' ? [line, { ...line, repeats: 0 }] : [line]
}
