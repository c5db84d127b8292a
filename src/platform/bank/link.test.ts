/** The link dies at every call that it makes, before and after it took effect, and nothing is lost or doubled. */
import { describe, expect, test } from 'vitest'
import { addDays, endOfDayMs, legalDayOf } from '#kernel/time/legal-day.ts'
import { BankLink, NotTaken, type LinkAnswer, type LinkOptions, type LinkPlace } from './link.ts'
import { LINES_PER_ROUND, ORDERS_PER_ROUND } from './link.ts'
import type { BankLine, BankPort, Statement } from './port.ts'

const START_MS = Date.UTC(2026, 10, 22, 1)
const TODAY = legalDayOf(START_MS)

class Died extends Error {
  override readonly name = 'Died'
}

/** The nth call from outside fails: before it took effect, or after, when only the answer is lost. */
class Fate {
  calls = 0
  readonly #nth: number
  readonly #when: 'before' | 'after'

  constructor(nth: number, when: 'before' | 'after') {
    this.#nth = nth
    this.#when = when
  }

  async pass<T>(act: () => T): Promise<T> {
    await Promise.resolve()
    this.calls += 1
    const isNow = this.calls === this.#nth
    if (isNow && this.#when === 'before') throw new Died()
    const answer = act()
    if (isNow) throw new Died()
    return answer
  }
}

/** A bank and a book in memory, which outlive any link between them. */
class Outside {
  nowMs = START_MS
  fate: Fate
  place: LinkPlace = { sequence: 0, statedThrough: null }
  readonly lines: BankLine[] = []
  readonly ordered: { entry: number; payout: string; amountMinor: bigint }[] = []
  readonly taken = new Map<string, number>()
  readonly recorded: string[] = []
  readonly statements: Statement[] = []
  /** How many lines the book had answered when it was given each statement. */
  readonly answered: number[] = []
  readonly parked = new Map<string, string>()
  readonly places: number[] = []
  answer: (line: BankLine) => LinkAnswer = () => ({ kind: 'recorded' })

  constructor(fate: Fate) {
    this.fate = fate
  }

  add(count: number, day = TODAY): void {
    for (let n = 0; n < count; n += 1) {
      const sequence = this.lines.length + 1
      const fixed = { kind: 'credit', reference: 'con_one', valueDay: day, payer: null } as const
      const bankEntry = `ent-${sequence}`
      this.lines.push({ sequence, bankEntry, amountMinor: 100n, ...fixed })
    }
  }

  order(count: number): void {
    for (let n = 0; n < count; n += 1) {
      const payout = `pay_${String(this.ordered.length).padStart(6, '0')}`
      this.ordered.push({ entry: this.ordered.length, payout, amountMinor: 7n })
    }
  }

  port(): BankPort {
    return {
      order: (instructions) =>
        this.fate.pass(() => {
          for (const { payout } of instructions) {
            this.taken.set(payout, (this.taken.get(payout) ?? 0) + 1)
          }
        }),
      entriesAfter: (after, limit) =>
        this.fate.pass(() => {
          const entries = this.lines.slice(after, after + limit)
          return { entries, next: entries.at(-1)?.sequence ?? after }
        }),
      statement: (day) =>
        this.fate.pass(() => {
          const until = this.lines.filter(({ valueDay }) => valueDay <= day)
          const closingMinor = until.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)
          return { day, closingMinor, sequence: until.length }
        }),
    }
  }

  options(): LinkOptions {
    return {
      port: this.port(),
      places: {
        read: () => this.fate.pass(() => this.place),
        write: (place) =>
          this.fate.pass(() => {
            this.places.push(place.sequence)
            this.place = place
          }),
      },
      listOrdered: (after, limit) =>
        this.fate.pass(() =>
          this.ordered
            .filter(({ entry }) => after === null || entry > after.entry)
            .slice(0, limit)
            .map((order) => ({ ...order, to: { kind: 'account', account: 'x' } as const })),
        ),
      record: (lines) =>
        this.fate.pass(() =>
          lines.map((line) => {
            const answer = this.answer(line)
            // The book knows an entry by its id, and records it once.
            const isNew = !this.recorded.includes(line.bankEntry)
            if (answer.kind === 'recorded' && isNew) this.recorded.push(line.bankEntry)
            return answer
          }),
        ),
      recordStatement: (statement) =>
        this.fate.pass((): LinkAnswer => {
          const isNew = this.statements.every(({ day }) => day !== statement.day)
          if (isNew) {
            this.statements.push(statement)
            this.answered.push(this.recorded.length + this.parked.size)
          }
          return { kind: 'recorded' }
        }),
      parkable: ['bank_entry_differs'],
      park: (name, refusal) => this.fate.pass(() => void this.parked.set(name, refusal)),
      nowMs: () => this.nowMs,
      onProblem: () => undefined,
      pollMs: 1,
    }
  }
}

const never = (): Fate => new Fate(-1, 'before')

/** Lives until there is nothing more to do; whatever kills a link, another one is started. */
async function live(outside: Outside): Promise<number> {
  let deaths = 0
  let link = new BankLink(outside.options())
  for (let rounds = 0; rounds < 200; rounds += 1) {
    try {
      if (!(await link.round()) && outside.place.sequence === outside.lines.length) return deaths
    } catch (error) {
      if (!(error instanceof Died)) throw error
      deaths += 1
      link = new BankLink(outside.options())
    }
  }
  throw new Error('the link never rests')
}

function fill(outside: Outside): void {
  outside.place = { sequence: 0, statedThrough: addDays(TODAY, -1) }
  outside.order(ORDERS_PER_ROUND + 3)
  outside.add(5)
  outside.add(2, addDays(TODAY, 1))
  outside.nowMs = endOfDayMs(TODAY)
  outside.answer = (line) =>
    line.bankEntry === 'ent-3'
      ? { kind: 'refused', refusal: 'bank_entry_differs' }
      : { kind: 'recorded' }
}

const ALL = ['ent-1', 'ent-2', 'ent-4', 'ent-5', 'ent-6', 'ent-7']

describe('a link that dies', () => {
  test.each(['before', 'after'] as const)('%s any call takes effect', async (when) => {
    const calm = new Outside(never())
    fill(calm)
    expect(await live(calm)).toBe(0)
    const calls = calm.fate.calls
    expect(calls).toBeGreaterThan(20)
    let deaths = 0
    for (let nth = 1; nth <= calls; nth += 1) {
      const outside = new Outside(new Fate(nth, when))
      fill(outside)
      deaths += await live(outside)
      expect(outside.recorded).toEqual(ALL)
      expect(outside.parked).toEqual(new Map([['ent-3', 'bank_entry_differs']]))
      expect(outside.statements).toEqual([{ day: TODAY, closingMinor: 500n, sequence: 5 }])
      expect(outside.answered).toEqual([5])
      expect(outside.place).toEqual({ sequence: 7, statedThrough: TODAY })
      // Sent at least once each, under the id by which the bank pays once.
      expect(outside.taken.size).toBe(outside.ordered.length)
      expect(outside.places).toEqual(outside.places.toSorted((a, b) => a - b))
    }
    expect(deaths).toBe(calls)
  })
})

describe('what the book does not take', () => {
  test('is asked again, and nothing behind it is passed over', async () => {
    const outside = new Outside(never())
    outside.add(4)
    let isAway = true
    outside.answer = ({ sequence }) =>
      sequence >= 3 && isAway ? { kind: 'unavailable' } : { kind: 'recorded' }
    const link = new BankLink(outside.options())
    await expect(link.round()).rejects.toThrow(NotTaken)
    expect(outside.place.sequence).toBe(2)
    isAway = false
    await live(outside)
    expect(outside.recorded).toEqual(['ent-1', 'ent-2', 'ent-3', 'ent-4'])
  })

  test('for a reason that can go away is not put aside', async () => {
    const outside = new Outside(never())
    outside.add(1)
    outside.answer = () => ({ kind: 'refused', refusal: 'not_teller' })
    await expect(new BankLink(outside.options()).round()).rejects.toThrow('not_teller')
    expect([outside.place.sequence, outside.parked.size]).toEqual([0, 0])
  })
})

describe('a bank that takes no orders', () => {
  test('is heard all the same', async () => {
    const outside = new Outside(never())
    outside.order(2)
    outside.add(2)
    const options = outside.options()
    const port = { ...options.port, order: () => Promise.reject(new Error('away')) }
    await expect(new BankLink({ ...options, port }).round()).rejects.toThrow('away')
    expect(outside.recorded).toEqual(['ent-1', 'ent-2'])
  })
})

describe('statements', () => {
  test('of each day that is over, once, after its last line and before the next', async () => {
    const outside = new Outside(never())
    await live(outside)
    outside.add(LINES_PER_ROUND + 1)
    outside.add(2, addDays(TODAY, 1))
    outside.nowMs = endOfDayMs(addDays(TODAY, 2))
    await live(outside)
    const amounts = [LINES_PER_ROUND + 1, LINES_PER_ROUND + 3, LINES_PER_ROUND + 3]
    expect(outside.statements).toEqual(
      amounts.map((lines, n) => ({
        day: addDays(TODAY, n),
        closingMinor: BigInt(lines) * 100n,
        sequence: lines,
      })),
    )
    expect(outside.answered).toEqual(amounts)
  })

  test('of a day that the bank has not closed are waited for, and lines come meanwhile', async () => {
    const outside = new Outside(never())
    await live(outside)
    outside.add(1)
    outside.nowMs = endOfDayMs(TODAY)
    const options = outside.options()
    const port = { ...options.port, statement: () => Promise.resolve(null) }
    await new BankLink({ ...options, port }).round()
    expect(outside.recorded).toEqual(['ent-1'])
    expect(outside.statements).toEqual([])
  })
})

describe('a link that runs', () => {
  test('works until it is stopped, and not after', async () => {
    const outside = new Outside(never())
    outside.order(ORDERS_PER_ROUND * 2 + 1)
    outside.add(LINES_PER_ROUND * 2 + 1)
    const { promise, resolve } = Promise.withResolvers<void>()
    const options = outside.options()
    const places = {
      ...options.places,
      write: async (place: LinkPlace) => {
        await options.places.write(place)
        if (place.sequence === outside.lines.length) resolve()
      },
    }
    const link = new BankLink({ ...options, places })
    link.start()
    await promise
    await link.stop()
    expect(outside.recorded).toHaveLength(outside.lines.length)
    const { calls } = outside.fate
    link.nudge()
    await Promise.resolve()
    expect(outside.fate.calls).toBe(calls)
  })

  test('goes on after a failure, and says so', async () => {
    const outside = new Outside(new Fate(2, 'before'))
    outside.add(1)
    const problems: unknown[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const options = outside.options()
    const link = new BankLink({
      ...options,
      onProblem: (_message, error) => {
        problems.push(error)
        // It rests after a failure; whoever knows better wakes it.
        setTimeout(() => link.nudge(), 0)
      },
      record: async (lines) => {
        const answers = await options.record(lines)
        resolve()
        return answers
      },
    })
    link.start()
    await promise
    await link.stop()
    expect(outside.recorded).toEqual(['ent-1'])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toBeInstanceOf(Died)
  })
})
