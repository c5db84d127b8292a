/**
 * The whole way of money between a book and its bank: the book decides, the link carries, the simulated bank
 * does what banks do. In the end everything that was ordered is paid or came back, once, and both agree.
 */
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { BankLink, type LinkAnswer, type LinkOptions } from '#platform/bank/link.ts'
import { postgresLinkPlaces, postgresParking } from '#platform/bank/link-places.ts'
import type { BankLine } from '#platform/bank/port.ts'
import { SimulatedBank } from '#platform/bank/simulated-bank.ts'
import { createPool } from '#platform/postgres/pool.ts'
import { BANK, DIFFERENCES, IN_TRANSIT, SUSPENSE } from '#services/prepaid/domain/accounts.ts'
import {
  bankEntryTable,
  contractTable,
  payoutTable,
  settlementTable,
  statementTable,
} from '#services/prepaid/domain/rows.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { bankWorld, CONSUMER, COUNT, equation, ONE, SHOPS, TELLER, TWO } from './bank-stage.ts'
import { asking, type World } from './rig.ts'

let pool: pg.Pool

beforeAll(async () => {
  const { app } = await freshDatabase()
  pool = createPool({
    url: app,
    name: 'bank link test',
    connectionsMax: 4,
    statementTimeoutMs: 5000,
    lockTimeoutMs: 5000,
    idleInTransactionTimeoutMs: 5000,
    connectTimeoutMs: 5000,
    onIdleError: () => undefined,
  })
})
afterAll(() => pool.end())

const HOUR_MS = 3_600_000
const TIMES = { usualMs: 1000, lateMs: 30 * HOUR_MS, mendMs: 3 * HOUR_MS }
const RATES = { late: 0.15, repeated: 0.15, twice: 0.2, 'wrong-amount': 0.2, returned: 0.1 }

function answerOf(hub: World, type: string, fields: Parameters<typeof asking>[1]): LinkAnswer {
  const decided = hub.act(asking(type, fields), TELLER)
  if (decided.kind === 'refused') return { kind: 'refused', refusal: decided.refusal.type }
  return { kind: 'recorded' }
}

function recordLine(hub: World, line: BankLine): LinkAnswer {
  const { sequence: _sequence, amountMinor, payer, ...rest } = line
  const fields = { ...rest, amountMinor: Number(amountMinor) }
  const named = payer === null ? fields : { ...fields, payer }
  return answerOf(hub, 'prepaid.record-bank-entry', named)
}

function linkOf(hub: World, bank: SimulatedBank): BankLink {
  const listOrdered: LinkOptions['listOrdered'] = (after, limit) =>
    Promise.resolve(
      hub
        .list(payoutTable)
        .filter(({ state }) => state === 'ordered')
        .filter(({ entry, payout }) => {
          if (after === null || entry > after.entry) return true
          return entry === after.entry && payout > after.payout
        })
        .toSorted((a, b) => a.entry - b.entry || (a.payout < b.payout ? -1 : 1))
        .slice(0, limit)
        .map(({ payout, amountMinor, entry }) => {
          return { payout, amountMinor, entry, to: { kind: 'account', account: '6222' } }
        }),
    )
  return new BankLink({
    port: bank,
    places: postgresLinkPlaces(pool, 'sh'),
    listOrdered,
    record: (lines) => Promise.resolve(lines.map((line) => recordLine(hub, line))),
    recordStatement: ({ day, closingMinor }) => {
      const fields = { day, closingMinor: Number(closingMinor) }
      return Promise.resolve(answerOf(hub, 'prepaid.record-statement', fields))
    },
    parkable: [],
    park: postgresParking(pool, 'sh'),
    nowMs: () => hub.nowMs,
    onProblem: () => undefined,
  })
}

/** An hour passes; the link is a new one each time, as after a death. */
async function hour(hub: World, bank: SimulatedBank): Promise<void> {
  hub.nowMs += HOUR_MS
  const link = linkOf(hub, bank)
  while (await link.round()) expect(equation(hub).here).toBe(equation(hub).owed)
}

/** What matured is settled once a day. */
function settle(hub: World, n: number): void {
  const through = addDays(legalDayOf(hub.nowMs), -1)
  for (const shop of SHOPS) {
    const settlement = `set_day${n}-${shop.slice(4)}`
    const asked = { settlement, through, shops: [shop], approver: TWO }
    hub.act(asking('prepaid.propose-settlement', asked), ONE)
    hub.act(asking('prepaid.approve-settlement', { settlement }), TWO)
  }
}

/** Every card earns something that matures the same day. */
function earn(hub: World, amountMinor: number): void {
  const day = legalDayOf(hub.nowMs)
  for (const { contract, shop, state } of hub.list(contractTable)) {
    if (state !== 'active') continue
    hub.do(asking('stage.earn', { contract, shop, day, amountMinor }), shop)
  }
}

/** Eight days of business, and then as long as the bank's mistakes take to be put right. */
async function play(hub: World, bank: SimulatedBank): Promise<void> {
  for (let day = 0; day < 8; day += 1) {
    for (let hours = 0; hours < 8; hours += 1) await hour(hub, bank)
    if (day > 1 && day < 5) earn(hub, 7000 + day)
    hub.nowMs = endOfDayMs(legalDayOf(hub.nowMs))
    settle(hub, day)
  }
  for (let hours = 0; hours < 60; hours += 1) await hour(hub, bank)
}

test('a bank that is late, sends twice, pays wrong and sends back, and a book that is right', async () => {
  const hub = bankWorld()
  const nowMs = (): number => hub.nowMs
  const bank = new SimulatedBank({
    pool,
    account: 'sh',
    seed: 's',
    rates: RATES,
    times: TIMES,
    nowMs,
  })
  for (let n = 0; n < 9; n += 1) {
    const contract = `con_card${n}`
    const shop = SHOPS[n % SHOPS.length] ?? SHOPS[0]
    hub.do(asking('stage.sign', { contract, shop, offer: COUNT }), CONSUMER)
    await bank.payIn({ reference: contract, amountMinor: BigInt(COUNT.priceMinor), payer: 'x' })
  }
  await play(hub, bank)

  const states = new Map<string, number>()
  for (const { event } of hub.entries) states.set(event.type, (states.get(event.type) ?? 0) + 1)
  for (const type of ['payout-booked', 'payout-returned', 'bank-differed', 'bank-corrected']) {
    expect([type, states.has(`prepaid.${type}`)]).toEqual([type, true])
  }
  expect(hub.list(contractTable).every(({ state }) => state === 'active')).toBe(true)
  const payouts = hub.list(payoutTable)
  expect(payouts.length).toBeGreaterThan(5)
  expect(payouts.every(({ state }) => state === 'paid' || state === 'returned')).toBe(true)
  expect([DIFFERENCES, IN_TRANSIT, SUSPENSE].map((name) => hub.balance(name))).toEqual([0n, 0n, 0n])
  // No entry of the bank is missing, and none is there twice.
  const { rows } = await pool.query<{ ids: bigint }>(
    'select count(distinct bank_entry) as ids from simulated_bank_line',
  )
  expect(hub.list(bankEntryTable)).toHaveLength(Number(rows[0]?.ids))
  const statements = hub.list(statementTable)
  expect(statements.length).toBeGreaterThan(8)
  for (const { closingMinor, bookMinor } of statements) expect(bookMinor).toBe(closingMinor)
  expect(statements.at(-1)?.bookMinor).toBe(hub.balance(BANK))
  expect(hub.list(settlementTable).length).toBeGreaterThan(5)
})
