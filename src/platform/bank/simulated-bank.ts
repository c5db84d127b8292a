/**
 * A bank that is none: it stands behind the port in the demonstration and in tests, and every page says so.
 * It keeps the port's promises, in tables of its own, and can be late, send twice, pay a wrong amount and
 * send payouts back, by chances drawn from a seed or asked for by hand. It pays no more than is there.
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'
import { endOfDayMs, legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import { chanceOf, faultAt, planPayIn, planPayout } from './faults.ts'
import { BANK_FAULTS, type BankFault, type BankTimes, type FaultRates } from './faults.ts'
import type { PayIn, Planned } from './faults.ts'
import type { BankLine, BankPort, Instruction, Statement } from './port.ts'

export interface SimulatedBankOptions {
  readonly pool: pg.Pool
  /** The deposit account, one for each book: its short name. */
  readonly account: string
  readonly seed: string
  readonly rates: FaultRates
  readonly times: BankTimes
  readonly nowMs: () => number
}

/** For the demonstration: soon enough to be watched, and late enough to be seen as the bank's. */
export const DEMONSTRATION_TIMES: BankTimes = { usualMs: 2000, lateMs: 60_000, mendMs: 20_000 }

const Account = z.object({
  lines: z.bigint(),
  lastSequence: z.bigint(),
  balanceMinor: z.bigint(),
  bookedUntilMs: z.number(),
})
type Account = z.infer<typeof Account>

const Due = z.object({
  n: z.bigint(),
  bankEntry: z.string(),
  reference: z.string(),
  kind: z.enum(['credit', 'debit', 'return', 'correction']),
  amountMinor: z.bigint(),
  isRepeat: z.boolean(),
  dueAtMs: z.number(),
})
type Due = z.infer<typeof Due>

const Line = z.object({
  sequence: z.bigint().transform(Number),
  bankEntry: z.string(),
  kind: z.enum(['credit', 'debit', 'return', 'correction']),
  amountMinor: z.bigint(),
  reference: z.string(),
  valueDay: z.string(),
  payer: z.string().nullable(),
})

/** One look at what is due books at most so many lines. */
const BOOKED_MAX = 1000
/** Faults that were asked for by hand and wait. */
const FAULTS_MAX = 1000

export class SimulatedBank implements BankPort {
  readonly #options: SimulatedBankOptions

  constructor(options: SimulatedBankOptions) {
    this.#options = options
  }

  async order(instructions: readonly Instruction[]): Promise<void> {
    if (instructions.length === 0) return
    await this.#withAccount(async (client, row) => {
      const fresh = await this.#take(client, instructions)
      // An order that stands twice in one message is taken once.
      const taken = instructions.filter(({ payout }) => fresh.delete(payout))
      if (taken.length < instructions.length) await this.#checkOrders(client, instructions)
      if (taken.length > 0) await this.#plan(client, row, await this.#planOut(client, taken))
    })
  }

  /** The payouts that were not ordered before. */
  async #take(client: pg.PoolClient, instructions: readonly Instruction[]): Promise<Set<string>> {
    const { account, nowMs } = this.#options
    const { rows } = await client.query(
      `insert into simulated_bank_order (account, payout, amount_minor, destination, ordered_at)
       select $1, *, $5 from unnest($2::text[], $3::int8[], $4::text[])
       on conflict do nothing returning payout`,
      [
        account,
        instructions.map(({ payout }) => payout),
        instructions.map(({ amountMinor }) => amountMinor),
        instructions.map(({ to }) =>
          to.kind === 'account' ? to.account : `payer of ${to.bankEntry}`,
        ),
        new Date(nowMs()),
      ],
    )
    return new Set(rows.map((row) => Taken.parse(row).payout))
  }

  /** A fault that was asked for by hand strikes once, the payout that it names or the next one; others are drawn. */
  async #planOut(
    client: pg.PoolClient,
    taken: readonly Instruction[],
  ): Promise<readonly Planned[]> {
    const { seed, rates, times, account } = this.#options
    const { rows } = await client.query(
      `select n, payout, fault from simulated_bank_fault
       where account = $1 and struck is null order by n limit ${FAULTS_MAX}`,
      [account],
    )
    const asked = rows.map((row) => Asked.parse(row))
    const struck: { readonly n: bigint; readonly payout: string }[] = []
    const plan: Planned[] = []
    for (const { payout, amountMinor } of taken) {
      const at = asked.findIndex((one) => one.payout === null || one.payout === payout)
      const [strikes] = at < 0 ? [] : asked.splice(at, 1)
      if (strikes !== undefined) struck.push({ n: strikes.n, payout })
      const fault = strikes?.fault ?? faultAt(rates, chanceOf(seed, account, payout))
      addPlan(plan, planPayout({ payout, amountMinor }, fault, times))
    }
    if (struck.length > 0) {
      await client.query(
        `update simulated_bank_fault f set struck = s.payout
         from unnest($2::int8[], $3::text[]) s (n, payout) where f.account = $1 and f.n = s.n`,
        [account, struck.map(({ n }) => n), struck.map(({ payout }) => payout)],
      )
    }
    return plan
  }

  /** Somebody pays into the deposit account: what the demonstration's consumer presses. */
  async payIn(payment: PayIn): Promise<void> {
    await this.payInAll([payment])
  }

  /** By a click: whoever clicks again, because the money is late or in two windows, has paid already. */
  async payInOnce(payment: PayIn): Promise<void> {
    await this.#withAccount(async (client, row) => {
      const { rowCount } = await client.query(
        `select from simulated_bank_line where account = $1 and kind = 'credit' and reference = $2
         limit 1`,
        [this.#options.account, payment.reference],
      )
      if (rowCount === 0) await this.#plan(client, row, this.#planIn(row, [payment]))
    })
  }

  /** The payments of many, all or none, in order. */
  async payInAll(payments: readonly PayIn[]): Promise<void> {
    if (payments.length === 0) return
    await this.#withAccount((client, row) => this.#plan(client, row, this.#planIn(row, payments)))
  }

  #planIn(row: Account, payments: readonly PayIn[]): readonly Planned[] {
    const { seed, rates, times, account } = this.#options
    const plan: Planned[] = []
    for (const payment of payments) {
      const n = row.lines + BigInt(plan.length)
      const fault = faultAt(rates, chanceOf(seed, account, 'in', n.toString()))
      addPlan(plan, planPayIn(payment, fault, times))
    }
    return plan
  }

  /** What goes wrong with that payout, or with the next one that is ordered. */
  async nextFault(fault: BankFault, payout: string | null = null): Promise<void> {
    await this.#options.pool.query(
      'insert into simulated_bank_fault (account, payout, fault) values ($1, $2, $3)',
      [this.#options.account, payout, fault],
    )
  }

  async entriesAfter(
    sequence: number,
    limit: number,
  ): Promise<{ readonly entries: readonly BankLine[]; readonly next: number }> {
    await this.#bookDue()
    const { rows } = await this.#options.pool.query(
      `select sequence, bank_entry as "bankEntry", kind, amount_minor as "amountMinor", reference,
         value_day as "valueDay", payer
       from simulated_bank_line where account = $1 and sequence > $2 order by sequence limit $3`,
      [this.#options.account, sequence, limit],
    )
    const entries = rows.map((row) => Line.parse(row))
    return { entries, next: entries.at(-1)?.sequence ?? sequence }
  }

  async statement(day: LegalDay): Promise<Statement | null> {
    const endsMs = endOfDayMs(day)
    if (this.#options.nowMs() < endsMs) return null
    return this.#withAccount(async (client) => {
      const { account } = this.#options
      await client.query(
        'update simulated_bank set booked_until = greatest(booked_until, $2) where account = $1',
        [account, new Date(endsMs)],
      )
      const { rows } = await client.query(
        `select coalesce(max(sequence), 0) as sequence, coalesce(sum(case
             when is_repeat then 0 when kind = 'debit' then -amount_minor else amount_minor
           end), 0)::int8 as "closingMinor"
         from simulated_bank_line where account = $1 and sequence is not null and value_day <= $2`,
        [account, day],
      )
      const { sequence, closingMinor } = Closing.parse(rows[0])
      return { day, closingMinor, sequence }
    })
  }

  /** Whoever looks when nothing is due waits for nobody: what is booked stays as it is. */
  async #bookDue(): Promise<void> {
    const { pool, account, nowMs } = this.#options
    const { rowCount } = await pool.query(
      `select from simulated_bank_line where account = $1 and sequence is null and due_at <= $2 limit 1`,
      [account, new Date(nowMs())],
    )
    if (rowCount !== 0) await this.#withAccount(() => Promise.resolve())
  }

  /** Whatever is done to an account is done one after the other, and on what is booked up to now. */
  async #withAccount<T>(act: (client: pg.PoolClient, row: Account) => Promise<T>): Promise<T> {
    const { pool } = this.#options
    const client = await pool.connect()
    let problem: Error | undefined
    try {
      await client.query('begin')
      const answer = await act(client, await this.#book(client))
      await client.query('commit')
      return answer
    } catch (cause) {
      // The connection goes with its transaction, so that nothing of it stays.
      problem = new Error('the simulated bank', { cause })
      throw problem
    } finally {
      client.release(problem)
    }
  }

  /** Books what is due, in the order in which it falls due; a payout waits until there is enough for it. */
  async #book(client: pg.PoolClient): Promise<Account> {
    const { account, nowMs } = this.#options
    let row = await this.#lock(client)
    const { rows } = await client.query(
      `select n, bank_entry as "bankEntry", reference, kind, amount_minor as "amountMinor", is_repeat as "isRepeat", due_at as "dueAtMs"
       from simulated_bank_line where account = $1 and sequence is null and due_at <= $2
       order by due_at, n limit ${BOOKED_MAX}`,
      [account, new Date(nowMs())],
    )
    const waiting = new Set<string>()
    const numbers: { readonly n: bigint; readonly sequence: bigint; readonly day: LegalDay }[] = []
    for (const line of rows.map((due) => Due.parse(due))) {
      const { kind, bankEntry, reference } = line
      const follows = kind !== 'credit' && (waiting.has(bankEntry) || waiting.has(reference))
      const next = follows ? undefined : booked(row, line)
      if (next === undefined) {
        // Its return or its correction must not come before it.
        waiting.add(bankEntry).add(reference)
        continue
      }
      row = next
      numbers.push({ n: line.n, sequence: row.lastSequence, day: legalDayOf(row.bookedUntilMs) })
    }
    if (numbers.length === 0) return row
    await client.query(
      `with booked as (
         update simulated_bank_line l set sequence = b.sequence, value_day = b.day
         from unnest($2::int8[], $3::int8[], $4::text[]) b (n, sequence, day)
         where l.account = $1 and l.n = b.n
       ) update simulated_bank set last_sequence = $5, balance_minor = $6, booked_until = $7
       where account = $1`,
      [
        account,
        numbers.map(({ n }) => n),
        numbers.map(({ sequence }) => sequence),
        numbers.map(({ day }) => day),
        row.lastSequence,
        row.balanceMinor,
        new Date(row.bookedUntilMs),
      ],
    )
    return row
  }

  /** The account, locked for the transaction; the first look opens it. */
  async #lock(client: pg.PoolClient): Promise<Account> {
    const { account } = this.#options
    const read = (): Promise<pg.QueryResult> =>
      client.query(
        `select lines, last_sequence as "lastSequence", balance_minor as "balanceMinor",
           booked_until as "bookedUntilMs" from simulated_bank where account = $1 for update`,
        [account],
      )
    const { rows } = await read()
    if (rows.length > 0) return Account.parse(rows[0])
    await client.query('insert into simulated_bank (account) values ($1) on conflict do nothing', [
      account,
    ])
    return Account.parse((await read()).rows[0])
  }

  async #plan(client: pg.PoolClient, row: Account, plan: readonly Planned[]): Promise<void> {
    const { account, nowMs } = this.#options
    const atMs = nowMs()
    const idAt = (place: number): string => this.#entryId(row.lines + BigInt(place))
    const references = plan.map(({ corrects, reference }) =>
      corrects === undefined ? reference : idAt(corrects),
    )
    await client.query(
      `with planned as (
         insert into simulated_bank_line
           (account, n, bank_entry, kind, amount_minor, reference, payer, is_repeat, due_at)
         select $1, * from unnest($2::int8[], $3::text[], $4::text[], $5::int8[], $6::text[],
           $7::text[], $8::boolean[], $9::timestamptz[])
       ) update simulated_bank set lines = lines + cardinality($2::int8[]) where account = $1`,
      [
        account,
        plan.map((_, place) => row.lines + BigInt(place)),
        plan.map(({ repeats }, place) => idAt(repeats ?? place)),
        plan.map(({ kind }) => kind),
        plan.map(({ amountMinor }) => amountMinor),
        references,
        plan.map(({ payer }) => payer),
        plan.map(({ repeats }) => repeats !== undefined),
        plan.map(({ afterMs }) => new Date(atMs + afterMs)),
      ],
    )
  }

  #entryId(n: bigint): string {
    const { seed, account } = this.#options
    const words = [seed, account, n.toString()].join('\n')
    return `sim-${createHash('sha256').update(words).digest('hex').slice(0, 24)}`
  }

  async #checkOrders(client: pg.PoolClient, instructions: readonly Instruction[]): Promise<void> {
    const { rows } = await client.query(
      `select wanted.payout from unnest($2::text[], $3::int8[]) wanted (payout, amount_minor)
       join simulated_bank_order o on o.account = $1 and o.payout = wanted.payout
       where o.amount_minor <> wanted.amount_minor limit 1`,
      [
        this.#options.account,
        instructions.map(({ payout }) => payout),
        instructions.map(({ amountMinor }) => amountMinor),
      ],
    )
    if (rows.length > 0) {
      throw new Error(`the payout ${Taken.parse(rows[0]).payout} was ordered with another amount`)
    }
  }
}

const Taken = z.object({ payout: z.string() })
const Asked = z.object({
  n: z.bigint(),
  payout: z.string().nullable(),
  fault: z.enum(BANK_FAULTS),
})
const Closing = z.object({ sequence: z.bigint().transform(Number), closingMinor: z.bigint() })

/** Lines name one another by their places in the whole plan. */
function addPlan(plan: Planned[], lines: readonly Planned[]): void {
  const first = plan.length
  for (const { repeats, corrects, ...line } of lines) {
    plan.push({
      ...line,
      ...(repeats === undefined ? {} : { repeats: first + repeats }),
      ...(corrects === undefined ? {} : { corrects: first + corrects }),
    })
  }
}

/** The account with the line booked, or undefined where there is not enough for it yet. */
function booked(row: Account, { kind, amountMinor, isRepeat, dueAtMs }: Due): Account | undefined {
  const change = isRepeat ? 0n : kind === 'debit' ? -amountMinor : amountMinor
  const balanceMinor = row.balanceMinor + change
  if (balanceMinor < 0n) return undefined
  return {
    lines: row.lines,
    lastSequence: row.lastSequence + 1n,
    balanceMinor,
    bookedUntilMs: Math.max(row.bookedUntilMs, dueAtMs),
  }
}
