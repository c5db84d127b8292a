/**
 * A writer's connections with faults in between. A fault strikes once, at the first message that it
 * names; what the server had executed until then stays executed, and what it says is lost or changed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Query, QueryResult, Session, SessionSource } from '#platform/postgres/session.ts'

export type Effect =
  /** The connection breaks before the message arrives. */
  | 'lost'
  /** The message is executed, then the connection breaks, so its answer is lost. */
  | 'answer-lost'
  /** Instead of the message the server rolls back, and says so. */
  | 'rolled-back'
  /** The client sees a broken connection; the message, and all behind it, arrive while the book is retaken. */
  | 'lands-during-retake'
  /** The same, but they arrive after the book was retaken. */
  | 'lands-after-retake'
  /** The same, but they arrive when the test says so. */
  | 'lands-when-told'
  /** The client sees a broken connection; the server keeps the connection and never hears of it again. */
  | 'hangs'

export interface Fault {
  /** A part of the text or the name of the message: `begin`, `fence`, `write_`, `commit`, `is_current`, … */
  readonly at: string
  readonly effect: Effect
  /** From then on the database is away altogether, until it is called back. */
  readonly away?: boolean
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

const RETAKE = 'epoch = epoch + 1'
/** Long enough for a statement on the same machine to reach its lock. */
const LANDS_AFTER_MS = 150

interface Late {
  readonly effect: Effect
  run(): Promise<unknown>
}

export class FaultySessions implements SessionSource {
  /** Faults that struck, and what became of messages that landed late: 'COMMIT' or the error. */
  readonly struck: string[] = []
  readonly landed: string[] = []
  readonly #source: SessionSource
  readonly #armed: Fault[] = []
  readonly #late: Late[] = []
  readonly #open = new Set<Session>()
  readonly #opened = new Set<{ isBroken: boolean }>()
  #isAway = false
  /** Changes a message on its way: for planted bugs. */
  rewrite: (query: Query) => Query = (query) => query

  constructor(source: SessionSource) {
    this.#source = source
  }

  arm(fault: Fault): void {
    this.#armed.push(fault)
  }

  /** Every connection is cut, and no new one is made until the database is back. */
  async away(): Promise<void> {
    this.#isAway = true
    for (const state of this.#opened) state.isBroken = true
    await Promise.all([...this.#open].map((session) => session.close()))
    this.#open.clear()
  }

  back(): void {
    this.#isAway = false
  }

  async open(): Promise<Session> {
    if (this.#isAway) throw new ConnectionLost('the database is away')
    const real = await this.#source.open()
    const state = { isBroken: false, isKept: false }
    this.#open.add(real)
    this.#opened.add(state)
    const live = (): void => {
      if (state.isBroken) throw new ConnectionLost('the connection is broken')
    }
    const close = async (): Promise<void> => {
      state.isBroken = true
      // What lands late, and what hangs, needs its connection although the client has given it up.
      if (!state.isKept) await real.close()
    }
    return {
      backend: real.backend,
      query: async (query) => {
        live()
        const [result] = await this.#send(real, state, [query])
        if (result === undefined) throw new Error('a query has a result')
        return result
      },
      pipeline: async (queries) => {
        live()
        return this.#send(real, state, queries)
      },
      close,
    }
  }

  /** Closes what hung or landed late. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map((session) => session.close()))
  }

  async #send(
    real: Session,
    state: { isBroken: boolean; isKept: boolean },
    given: readonly Query[],
  ): Promise<readonly QueryResult[]> {
    const queries = given.map((query) => this.rewrite(query))
    const [at, fault] = this.#strike(queries)
    if (fault === undefined) return this.#through(real, queries)
    this.struck.push(`${fault.at} ${fault.effect}`)
    const sent = queries.slice(0, at)
    if (fault.effect === 'rolled-back') {
      return real.pipeline([...sent, { text: 'rollback' }])
    }
    state.isBroken = true
    state.isKept = fault.effect === 'hangs' || fault.effect.startsWith('lands')
    if (fault.effect === 'answer-lost') await real.pipeline(queries.slice(0, at + 1))
    else if (sent.length > 0) await real.pipeline(sent)
    if (!state.isKept) await real.close()
    if (fault.effect.startsWith('lands')) {
      this.#late.push({ effect: fault.effect, run: () => real.pipeline(queries.slice(at)) })
    }
    if (fault.away === true) await this.away()
    throw new ConnectionLost(`${fault.at} ${fault.effect}`)
  }

  #strike(queries: readonly Query[]): readonly [number, Fault | undefined] {
    for (const [place, fault] of this.#armed.entries()) {
      const at = queries.findIndex(
        ({ text, name }) => text.includes(fault.at) || name?.startsWith(fault.at) === true,
      )
      if (at < 0) continue
      this.#armed.splice(place, 1)
      return [at, fault]
    }
    return [-1, undefined]
  }

  async #through(real: Session, queries: readonly Query[]): Promise<readonly QueryResult[]> {
    const isRetake = queries.some(({ text }) => text.includes(RETAKE))
    const results = real.pipeline(queries)
    // Whoever waits for these results sees a failure; it must not count as unseen meanwhile.
    results.catch(() => undefined)
    if (isRetake) await this.#land('lands-during-retake')
    const answered = await results
    if (isRetake) await this.#land('lands-after-retake')
    return answered
  }

  /** What was to land when told lands now. */
  async land(): Promise<void> {
    await this.#land('lands-when-told')
  }

  async #land(effect: Effect): Promise<void> {
    const late = this.#late.filter((message) => message.effect === effect)
    if (late.length === 0) return
    await sleep(LANDS_AFTER_MS)
    for (const message of late) {
      this.#late.splice(this.#late.indexOf(message), 1)
      // oxlint-disable-next-line no-await-in-loop -- one after the other, because the order is part of the fault.
      await message.run().then(
        () => this.landed.push('COMMIT'),
        (error: unknown) => this.landed.push(String(error)),
      )
    }
  }
}
