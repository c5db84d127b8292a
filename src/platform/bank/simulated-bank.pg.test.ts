/** The simulated bank keeps the promises of its port, whatever goes wrong at it on purpose. */
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { freshDatabase } from '#test/pg/database.ts'
import type { BankFault } from './faults.ts'
import { postgresLinkPlaces, postgresParking } from './link-places.ts'
import { SimulatedBank } from './simulated-bank.ts'

const START_MS = Date.UTC(2026, 10, 22, 1)
const TODAY = legalDayOf(START_MS)
const TIMES = { usualMs: 10, lateMs: 1000, mendMs: 100 }

let pool: pg.Pool

beforeAll(async () => {
  const { app } = await freshDatabase()
  pool = createPool({
    url: app,
    name: 'bank test',
    connectionsMax: 4,
    statementTimeoutMs: 5000,
    lockTimeoutMs: 5000,
    idleInTransactionTimeoutMs: 5000,
    connectTimeoutMs: 5000,
    onIdleError: () => undefined,
  })
})
afterAll(() => pool.end())

let accounts = 0

/** An account of its own for each test, on a clock of its own. */
function open() {
  const clock = { nowMs: START_MS }
  accounts += 1
  const account = `account-${accounts}`
  const nowMs = (): number => clock.nowMs
  const bank = new SimulatedBank({ pool, account, seed: 'seed', rates: {}, times: TIMES, nowMs })
  const lines = async (afterMs = 0) => {
    clock.nowMs += afterMs
    return (await bank.entriesAfter(0, 100)).entries
  }
  return { bank, clock, lines, account }
}

const rent = { reference: 'con_one', amountMinor: 1000n, payer: 'Zhang San' }
const order = (payout: string, amountMinor = 300n) =>
  ({ payout, amountMinor, to: { kind: 'account', account: '6222' } }) as const

test('whoever clicks twice to pay has paid once, however late the money is', async () => {
  const { bank, lines } = open()
  await Promise.all([bank.payInOnce(rent), bank.payInOnce(rent)])
  await lines(TIMES.usualMs)
  await bank.payInOnce(rent)
  await bank.payInOnce({ ...rent, reference: 'con_two' })
  const references = (await lines(TIMES.usualMs)).map(({ reference }) => reference)
  expect(references).toEqual(['con_one', 'con_two'])
})

async function funded(fault: BankFault | null = null) {
  const opened = open()
  await opened.bank.payIn(rent)
  await opened.lines(TIMES.usualMs)
  if (fault !== null) await opened.bank.nextFault(fault)
  await opened.bank.order([order('pay_one')])
  return opened
}

describe('money in', () => {
  test('is booked after a while, and answered the same for ever', async () => {
    const { bank, lines } = open()
    await bank.payIn(rent)
    expect(await lines()).toEqual([])
    const [line] = await lines(TIMES.usualMs)
    expect(line).toMatchObject({ ...rent, sequence: 1, kind: 'credit', valueDay: TODAY })
    expect(line?.bankEntry).toMatch(/^sim-[0-9a-f]{24}$/)
    expect(await lines(TIMES.lateMs)).toEqual([line])
    expect(await bank.entriesAfter(1, 100)).toEqual({ entries: [], next: 1 })
  })

  test('is told apart when the same is paid twice', async () => {
    const { bank, lines } = open()
    await bank.payIn(rent)
    await bank.payIn(rent)
    const [first, second] = await lines(TIMES.usualMs)
    expect(first?.bankEntry).not.toBe(second?.bankEntry)
  })
})

describe('the payments of many', () => {
  test('come in order, each as if it had been made alone, and a repeat repeats its own', async () => {
    const nowMs = (): number => START_MS + TIMES.usualMs
    const options = { pool, seed: 'seed', times: { ...TIMES, usualMs: 0 }, nowMs }
    const bank = new SimulatedBank({ ...options, account: 'many', rates: { repeated: 1 } })
    await bank.payInAll([rent, { ...rent, reference: 'con_two' }])
    await bank.payInAll([])
    const { entries } = await bank.entriesAfter(0, 10)
    expect(entries.map(({ reference }) => reference)).toEqual([
      'con_one',
      'con_one',
      'con_two',
      'con_two',
    ])
    const ids = entries.map(({ bankEntry }) => bankEntry)
    expect([ids[0] === ids[1], ids[2] === ids[3], ids[0] === ids[2]]).toEqual([true, true, false])
  })
})

describe('a payout', () => {
  const shape = async (fault: BankFault | null, afterMs: number) => {
    const { lines } = await funded(fault)
    const [, ...rest] = await lines(afterMs)
    return rest.map(({ kind, amountMinor }) => [kind, amountMinor])
  }

  test.each<[BankFault | null, number, readonly (readonly [string, bigint])[]]>([
    [null, 10, [['debit', 300n]]],
    ['late', 999, []],
    ['late', 1000, [['debit', 300n]]],
    [
      'repeated',
      10,
      [
        ['debit', 300n],
        ['debit', 300n],
      ],
    ],
    [
      'twice',
      110,
      [
        ['debit', 300n],
        ['debit', 300n],
        ['correction', 300n],
      ],
    ],
    [
      'returned',
      110,
      [
        ['debit', 300n],
        ['return', 300n],
      ],
    ],
    [
      'wrong-amount',
      110,
      [
        ['debit', 400n],
        ['correction', 400n],
        ['debit', 300n],
      ],
    ],
  ])('with the fault %s, after %i ms', async (fault, afterMs, expected) => {
    expect(await shape(fault, afterMs)).toEqual(expected)
  })
})

describe('payouts among others', () => {
  test('that is sent twice has one id, one that is paid twice has two, and its correction names the second', async () => {
    const repeated = await (await funded('repeated')).lines(TIMES.usualMs)
    expect(repeated[1]?.bankEntry).toBe(repeated[2]?.bankEntry)
    const twice = await (await funded('twice')).lines(TIMES.usualMs + TIMES.mendMs)
    expect(twice[1]?.bankEntry).not.toBe(twice[2]?.bankEntry)
    expect(twice[3]?.reference).toBe(twice[2]?.bankEntry)
    expect(twice[1]?.reference).toBe('pay_one')
  })

  test('is ordered once, however often and however much at once; another amount is refused', async () => {
    const { bank, lines } = await funded()
    await Promise.all([1, 2, 3, 4].map(() => bank.order([order('pay_one')])))
    expect(await lines(TIMES.usualMs)).toHaveLength(2)
    await expect(bank.order([order('pay_one', 301n)])).rejects.toThrow('simulated bank')
  })

  test('waits for money, and its return waits for it', async () => {
    const { bank, lines } = open()
    await bank.nextFault('returned', 'pay_two')
    await bank.order([order('pay_one')])
    await bank.order([order('pay_two')])
    expect(await lines(TIMES.usualMs + TIMES.mendMs)).toEqual([])
    await bank.payIn({ ...rent, amountMinor: 600n })
    const kinds = (await lines(TIMES.usualMs)).map(({ kind }) => kind)
    expect(kinds).toEqual(['credit'])
    const after = (await lines(0)).map(({ kind, reference }) => [kind, reference])
    expect(after).toEqual([
      ['credit', 'con_one'],
      ['debit', 'pay_one'],
      ['debit', 'pay_two'],
      ['return', 'pay_two'],
    ])
  })

  test('that is named gets its fault, and the next ones do not', async () => {
    const { bank, lines } = await funded()
    await bank.nextFault('returned', 'pay_three')
    for (const payout of ['pay_two', 'pay_three']) await bank.order([order(payout)])
    const returned = (await lines(TIMES.lateMs)).filter(({ kind }) => kind === 'return')
    expect(returned.map(({ reference }) => reference)).toEqual(['pay_three'])
  })
})

describe('the payouts of many', () => {
  /** Lines with what they name, an entry of the bank by its place. */
  async function ordered(send: (bank: SimulatedBank) => Promise<void>) {
    const { bank, lines } = open()
    await bank.payIn({ ...rent, amountMinor: 10_000n })
    await lines(TIMES.usualMs)
    await bank.nextFault('wrong-amount', 'pay_two')
    await bank.nextFault('twice')
    await send(bank)
    const all = await lines(TIMES.lateMs)
    const placeOf = (id: string): number => all.findIndex(({ bankEntry }) => bankEntry === id)
    return all.map(({ kind, amountMinor, reference }) => {
      const at = placeOf(reference)
      return [kind, amountMinor, at < 0 ? reference : at]
    })
  }

  test('are as if each had been ordered alone, with its own fault, and taken once', async () => {
    const names = ['pay_one', 'pay_two', 'pay_three']
    const alone = await ordered(async (bank) => {
      for (const name of names) await bank.order([order(name)])
    })
    const together = await ordered(async (bank) => {
      await bank.order([])
      await bank.order([order('pay_one')])
      await bank.order([...names, 'pay_three'].map((name) => order(name)))
    })
    expect(together).toEqual(alone)
    expect(alone.filter(([kind]) => kind === 'correction')).toHaveLength(2)
  })

  test('are none of them taken with another amount among them', async () => {
    const { bank, lines } = await funded()
    const some = [order('pay_two'), order('pay_one', 301n)]
    await expect(bank.order(some)).rejects.toThrow('simulated bank')
    expect(await lines(TIMES.lateMs)).toHaveLength(2)
  })
})

describe('a statement', () => {
  test('is there when the day is over, and stays as it was', async () => {
    const { bank, clock } = await funded()
    expect(await bank.statement(TODAY)).toBeNull()
    clock.nowMs = endOfDayMs(TODAY)
    const statement = { day: TODAY, closingMinor: 700n, sequence: 2 }
    expect(await bank.statement(TODAY)).toEqual(statement)
    await bank.payIn(rent)
    clock.nowMs += TIMES.usualMs
    const { entries } = await bank.entriesAfter(2, 10)
    expect(entries.map(({ valueDay }) => valueDay)).toEqual([addDays(TODAY, 1)])
    expect(await bank.statement(TODAY)).toEqual(statement)
  })

  test('holds what fell due in the day, also when nobody looked', async () => {
    const { bank, clock } = open()
    await bank.payIn(rent)
    clock.nowMs = endOfDayMs(addDays(TODAY, 3))
    expect(await bank.statement(TODAY)).toMatchObject({ closingMinor: 1000n, sequence: 1 })
  })

  test('of a day whose payout waited for money has it not, and that of its day has', async () => {
    const { bank, clock, lines } = open()
    await bank.order([order('pay_one')])
    clock.nowMs = endOfDayMs(TODAY)
    expect(await bank.statement(TODAY)).toMatchObject({ closingMinor: 0n, sequence: 0 })
    await bank.payIn(rent)
    await lines(TIMES.usualMs)
    const booked = await lines()
    expect(booked.map(({ valueDay }) => valueDay)).toEqual([1, 1].map((n) => addDays(TODAY, n)))
    clock.nowMs = endOfDayMs(addDays(TODAY, 1))
    expect(await bank.statement(TODAY)).toMatchObject({ closingMinor: 0n })
    expect(await bank.statement(addDays(TODAY, 1))).toMatchObject({ closingMinor: 700n })
  })

  test('counts a line that was sent twice once', async () => {
    const { bank, clock, lines } = await funded('repeated')
    expect(await lines(TIMES.usualMs)).toHaveLength(3)
    clock.nowMs = endOfDayMs(TODAY)
    expect(await bank.statement(TODAY)).toMatchObject({ closingMinor: 700n, sequence: 3 })
  })
})

describe('the place of a link', () => {
  test('is kept, never goes back, and what was put aside is put aside once', async () => {
    const places = postgresLinkPlaces(pool, 'sh')
    expect(await places.read()).toEqual({ sequence: 0, statedThrough: null })
    await places.write({ sequence: 7, statedThrough: '2026-11-22' })
    await places.write({ sequence: 5, statedThrough: null })
    await places.write({ sequence: 6, statedThrough: '2026-11-21' })
    expect(await places.read()).toEqual({ sequence: 7, statedThrough: '2026-11-22' })
    const park = postgresParking(pool, 'sh')
    await park('ent-1', 'bank_entry_differs')
    await park('ent-1', 'bank_entry_differs')
    const { rows } = await pool.query('select name from bank_link_parked')
    expect(rows).toEqual([{ name: 'ent-1' }])
  })
})
