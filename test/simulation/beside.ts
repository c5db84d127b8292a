/** What runs on a server beside the writer of a book: it is cosigned, published, and kept in step with its bank. */
import type { Answer, BookState } from '#kernel/book/answer.ts'
import { joinKey } from '#kernel/rows/table.ts'
import { appointmentTable } from '#kernel/parties/party.ts'
import { BankLink, type LinkPlace } from '#platform/bank/link.ts'
import type { Request } from '#platform/book/port.ts'
import { every } from '#platform/book/waits.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { BookPolicy } from '#platform/witnesses/book-policy.ts'
import { Cosigning } from '#platform/witnesses/cosigning.ts'
import { proofsFromTiles } from '#platform/witnesses/proofs.ts'
import { bankActs, type BankReads } from '#services/prepaid/api/bank.ts'
import { DEPOSITARY, depositaryTable, payoutTable } from '#services/prepaid/domain/rows.ts'
import type { Bank } from './bank.ts'
import type { BookTables } from './book-tables.ts'
import type { Database } from './database.ts'
import type { Process } from './process.ts'
import type { PublicLog } from './public-log.ts'
import { Sideline } from './sideline.ts'
import type { Wire } from './wire.ts'
import { postTo, type SimulatedWitness } from './witness.ts'
import type { World } from './world.ts'

export interface Public {
  readonly log: PublicLog
  readonly policy: BookPolicy
  readonly witnesses: readonly SimulatedWitness[]
}

export interface Banked {
  readonly bank: Bank
  /** Where the link stands, and what it put aside: in the database, outside of the books. */
  place: LinkPlace
  readonly parked: Map<string, string>
}

export interface BesideParts {
  readonly world: World
  readonly wire: Wire
  readonly database: Database
  readonly process: Process
  readonly book: string
  readonly state: () => BookState
  readonly onChange: (listener: (state: BookState) => void) => () => void
  readonly submit: (request: Request) => Promise<Answer>
}

/** Signatures are most of what a run costs. */
const COSIGNED_MS = 2000
/** Published at most once a second, by whoever writes the book. */
const PUBLISH_MS = 1000

export function haveCosigned(parts: BesideParts, { log, policy, witnesses }: Public): void {
  const { world, process, database, book, state, onChange } = parts
  const sideline = new Sideline(database, process)
  const tile = async (_: string, at: Parameters<PublicLog['tile']>[0]) =>
    sideline.ask('tile', () => log.tile(at))
  const cosigning = new Cosigning({
    book: { name: book, state, onChange },
    logKeys: policy.logKeys,
    witnesses: policy.witnesses,
    quorum: policy.policy.quorum,
    policy: policy.text,
    prove: proofsFromTiles({ tile }, book, nodeHashing),
    isForked: () => false,
    clock: process.machine.clock,
    waits: process.waits,
    post: postTo(witnesses, process),
    intervalMs: COSIGNED_MS,
    onProblem: (message, error) => world.note(`${process.name}: ${message}: ${String(error)}`),
  })
  let published = ''
  every(process.waits, PUBLISH_MS, () => {
    const { checkpoint, size } = cosigning.witnessed()
    if (checkpoint === published || checkpoint === '') return
    published = checkpoint
    world.count('book: published a witnessed checkpoint')
    sideline
      .ask('publish', () => log.publish(checkpoint, size))
      // What was not published now is published with the next one.
      .catch(() => (published = ''))
  })
  cosigning.start()
}

export function keepInStep(parts: BesideParts, tables: BookTables, banked: Banked): void {
  const { world, wire, database, process, submit } = parts
  const sideline = new Sideline(database, process)
  const submitAll = (requests: readonly Request[]) =>
    Promise.all(requests.map((request) => submit(request)))
  const link = new BankLink({
    port: banked.bank.port(process, wire),
    places: {
      read: () => sideline.ask('read place', () => banked.place),
      write: (place) =>
        sideline.ask('write place', () => {
          banked.place = later(banked.place, place)
        }),
    },
    park: (name, refusal) =>
      sideline.ask('park', () => {
        world.count(`bank: line put aside, ${refusal}`)
        banked.parked.set(name, refusal)
      }),
    ...bankActs(readsOf(sideline, tables), submitAll),
    nowMs: () => process.machine.clock.nowMs(),
    waits: process.waits,
    onProblem: (message) => world.count(`problem: ${message}`),
  })
  link.start()
}

/** Another server may have heard more since. */
function later(a: LinkPlace, b: LinkPlace): LinkPlace {
  const days = [a.statedThrough, b.statedThrough].filter((day) => day !== null).toSorted()
  return { sequence: Math.max(a.sequence, b.sequence), statedThrough: days.at(-1) ?? null }
}

function readsOf(sideline: Sideline, tables: BookTables): BankReads {
  return {
    findTeller: () => sideline.ask('find teller', () => tellerOf(tables)),
    listOrdered: (after, limit) =>
      sideline.ask('list ordered', () => {
        const last = after ?? { entry: -1, payout: '' }
        return payoutsOf(tables)
          .filter(({ state }) => state === 'ordered')
          .filter(({ entry, payout }) =>
            entry === last.entry ? payout > last.payout : entry > last.entry,
          )
          .toSorted((a, b) => a.entry - b.entry || (a.payout < b.payout ? -1 : 1))
          .slice(0, limit)
      }),
  }
}

function payoutsOf(tables: BookTables) {
  return [...(tables.rows.get(payoutTable.name)?.values() ?? [])].map((row) => ({
    payout: String(row['payout']),
    state: String(row['state']),
    entry: Number(row['entry']),
    amountMinor: BigInt(String(row['amountMinor'])),
    toPayerOf: textOrNull(row['toPayerOf']),
    beneficiary: textOrNull(row['beneficiary']),
  }))
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function tellerOf(tables: BookTables): string | undefined {
  const bank = tables.rows.get(depositaryTable.name)?.get(DEPOSITARY)?.['bank']
  if (typeof bank !== 'string') return undefined
  const prefix = joinKey([bank, ''])
  for (const [key, row] of tables.rows.get(appointmentTable.name) ?? []) {
    const isTeller = key.startsWith(prefix) && row['role'] === 'teller' && row['isActive'] === true
    if (isTeller) return String(row['person'])
  }
  return undefined
}
