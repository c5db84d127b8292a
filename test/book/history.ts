/** Random histories of the test slice: ids from small sets, so that commands meet, repeat and fail. */
import fc from 'fast-check'
import type { Command } from '#kernel/book/slice.ts'
import type { EscrowCommand } from '../slice/commands.ts'

export interface Act {
  readonly command: Command
  /** How much later than the act before it. */
  readonly afterMs: number
}

export interface HistoryOptions {
  readonly actsMin?: number
  readonly actsMax: number
  readonly contracts?: number
  readonly promises?: number
  readonly startMs?: number
}

export const START_MS = Date.UTC(2026, 9, 30)

const SCHOOLS = ['swim', 'piano', 'go']
const CONSUMERS = ['li', 'wang', 'zhao', 'obrien']
const DAY_MS = 86_400_000

const names = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${letter}${n + 1}`)

type Acts = fc.Arbitrary<EscrowCommand | Command>

/** Contracts and promises that are opened, used, settled, closed and lapsed in any order. */
function commands(
  contracts: readonly string[],
  promises: readonly string[],
  startMs: number,
): Acts {
  const school = fc.constantFrom(...SCHOOLS)
  const contract = fc.constantFrom(...contracts)
  const promise = fc.constantFrom(...promises)
  const amountMinor = fc.integer({ min: 1, max: 4000 }).map(String)
  const dayAfterStart = (daysMax: number): fc.Arbitrary<number> =>
    fc.integer({ min: 1, max: daysMax }).map((days) => startMs + days * DAY_MS)
  const found = fc.constant<EscrowCommand>({ type: 'escrow.found' })
  const admit = school.map<EscrowCommand>((name) => ({ type: 'escrow.admit-school', school: name }))
  const confirm = fc
    .record({
      classUse: fc.integer({ min: 1, max: 80 * contracts.length }).map((n) => `u${n}`),
      contract,
      amountMinor,
      feeMinor: fc.integer({ min: 1, max: 400 }).map(String),
    })
    .map<EscrowCommand>((rest) => ({ type: 'escrow.confirm', ...rest }))
  const promised = fc
    .record({ promise, contract, amountMinor, expiresAtMs: dayAfterStart(20) })
    .map<EscrowCommand>((rest) => ({ type: 'escrow.promise', ...rest }))
  const resolved = fc
    .record({
      type: fc.constantFrom('escrow.settle' as const, 'escrow.cancel' as const),
      promise,
      amountMinor,
    })
    .map<EscrowCommand>((rest) => rest)
  const expired = promise.map((hold) => ({ type: 'book.expire-hold' as const, hold }))
  const closed = fc
    .record({ school, contracts: fc.subarray(contracts.slice(0, 20)) })
    .map<EscrowCommand>((rest) => ({ type: 'escrow.close-school', ...rest }))
  const ended = fc
    .record({
      type: fc.constantFrom('escrow.close-contract' as const, 'escrow.lapse-contract' as const),
      contract,
    })
    .map<EscrowCommand>((rest) => rest)
  return fc.oneof(
    { weight: 1, arbitrary: found },
    { weight: 2, arbitrary: admit },
    { weight: 4, arbitrary: opening(school, contract, dayAfterStart(90)) },
    { weight: 10, arbitrary: confirm },
    { weight: 4, arbitrary: promised },
    { weight: 4, arbitrary: resolved },
    { weight: 2, arbitrary: expired },
    { weight: 1, arbitrary: ended },
    { weight: contracts.length > 20 ? 0 : 1, arbitrary: closed },
  )
}

function opening(
  school: fc.Arbitrary<string>,
  contract: fc.Arbitrary<string>,
  expiresAtMs: fc.Arbitrary<number>,
): fc.Arbitrary<EscrowCommand> {
  const phone = fc.option(fc.stringMatching(/^1[3-9]\d{9}$/), { nil: undefined })
  return fc
    .record({
      contract,
      school,
      consumer: fc.constantFrom(...CONSUMERS),
      priceMinor: fc.integer({ min: 1000, max: 50_000 }).map(String),
      entries: fc.integer({ min: 1, max: 8 }),
      expiresAtMs,
      phone,
    })
    .map(({ phone: number, ...rest }) => ({
      type: 'escrow.open',
      ...rest,
      ...(number === undefined ? {} : { phone: number }),
    }))
}

/** It begins as every book of the slice does, so that most of what follows has something to meet. */
function beginning(contracts: readonly string[], startMs: number): readonly Command[] {
  const expiresAtMs = startMs + 80 * DAY_MS
  const price = { priceMinor: '90000', entries: 100, expiresAtMs }
  const first: readonly EscrowCommand[] = [
    { type: 'escrow.found' },
    ...SCHOOLS.map((school) => ({ type: 'escrow.admit-school', school }) as const),
    ...contracts.slice(0, Math.ceil(contracts.length / 2)).map((contract, n) => ({
      type: 'escrow.open' as const,
      contract,
      school: 'go',
      consumer: 'li',
      phone: `138${n}`,
      ...price,
    })),
  ]
  return [{ type: 'book.open' }, ...first]
}

export function history(options: HistoryOptions): fc.Arbitrary<readonly Act[]> {
  const { startMs = START_MS, actsMax, actsMin = 1 } = options
  const contracts = names('c', options.contracts ?? 5)
  const promises = names('p', options.promises ?? 4)
  const act = fc.record({
    command: commands(contracts, promises, startMs),
    afterMs: fc.integer({ min: 0, max: DAY_MS / 4 }),
  })
  return fc
    .array(act, { minLength: actsMin, maxLength: actsMax, size: 'max' })
    .map((acts) => [
      ...beginning(contracts, startMs).map((command) => ({ command, afterMs: 1 })),
      ...acts,
    ])
}
