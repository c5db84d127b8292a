/** Random histories of the test slice: ids from small sets, so that commands meet, repeat and fail. */
import fc from 'fast-check'
import type { Command } from '#kernel/book/slice.ts'
import type { EscrowCommand } from '../slice/escrow.ts'

export interface Act {
  readonly command: Command
  /** How much later than the act before it. */
  readonly afterMs: number
}

export const START_MS = Date.UTC(2026, 9, 30)

const SCHOOLS = ['swim', 'piano', 'go']
const CONTRACTS = ['c1', 'c2', 'c3', 'c4', 'c5']
const PROMISES = ['p1', 'p2', 'p3', 'p4']
const DAY_MS = 86_400_000

const school = fc.constantFrom(...SCHOOLS)
const contract = fc.constantFrom(...CONTRACTS)
const promise = fc.constantFrom(...PROMISES)
const amountMinor = fc.integer({ min: 1, max: 4000 }).map(String)

function expiry(days: number): number {
  return START_MS + days * DAY_MS
}

const opening: fc.Arbitrary<EscrowCommand> = fc
  .record({
    contract,
    school,
    consumer: fc.constantFrom('li', 'wang', 'zhao', 'obrien'),
    priceMinor: fc.integer({ min: 1000, max: 50_000 }).map(String),
    entries: fc.integer({ min: 1, max: 8 }),
    expiresAtMs: fc.integer({ min: 1, max: 90 }).map(expiry),
    phone: fc.option(fc.stringMatching(/^1[3-9]\d{9}$/), { nil: undefined }),
  })
  .map(({ phone, ...rest }) => ({
    type: 'escrow.open',
    ...rest,
    ...(phone === undefined ? {} : { phone }),
  }))

const anyCommand: fc.Arbitrary<EscrowCommand | Command> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<EscrowCommand>({ type: 'escrow.found' }) },
  {
    weight: 2,
    arbitrary: school.map<EscrowCommand>((name) => ({ type: 'escrow.admit-school', school: name })),
  },
  { weight: 4, arbitrary: opening },
  {
    weight: 10,
    arbitrary: fc
      .record({
        classUse: fc.integer({ min: 1, max: 400 }).map((n) => `u${n}`),
        contract,
        amountMinor,
        feeMinor: fc.integer({ min: 1, max: 400 }).map(String),
      })
      .map<EscrowCommand>((rest) => ({ type: 'escrow.confirm', ...rest })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        promise,
        contract,
        amountMinor,
        expiresAtMs: fc.integer({ min: 1, max: 20 }).map(expiry),
      })
      .map<EscrowCommand>((rest) => ({ type: 'escrow.promise', ...rest })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        type: fc.constantFrom('escrow.settle' as const, 'escrow.cancel' as const),
        promise,
        amountMinor,
      })
      .map<EscrowCommand>((rest) => rest),
  },
  {
    weight: 2,
    arbitrary: promise.map((hold) => ({ type: 'book.expire-hold' as const, hold })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ school, contracts: fc.subarray(CONTRACTS) })
      .map<EscrowCommand>((rest) => ({ type: 'escrow.close-school', ...rest })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        type: fc.constantFrom('escrow.close-contract' as const, 'escrow.lapse-contract' as const),
        contract,
      })
      .map<EscrowCommand>((rest) => rest),
  },
)

/** It begins as every book of the slice does, so that most of what follows has something to meet. */
const beginning: readonly Command[] = [
  { type: 'book.open' },
  { type: 'escrow.found' },
  ...SCHOOLS.map(admitted),
  ...['c1', 'c2'].map(opened),
]

function admitted(name: string): Command {
  const command: EscrowCommand = { type: 'escrow.admit-school', school: name }
  return command
}

function opened(name: string): Command {
  const price = { priceMinor: '90000', entries: 100 }
  const body = { contract: name, school: 'go', consumer: 'li', expiresAtMs: expiry(80), ...price }
  const command: EscrowCommand = { type: 'escrow.open', ...body }
  return command
}

export function history(actsMax: number): fc.Arbitrary<readonly Act[]> {
  const act = fc.record({ command: anyCommand, afterMs: fc.integer({ min: 0, max: DAY_MS / 4 }) })
  return fc
    .array(act, { minLength: 1, maxLength: actsMax, size: 'max' })
    .map((acts) => [...beginning.map((first) => ({ command: first, afterMs: 1 })), ...acts])
}
