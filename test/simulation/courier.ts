/**
 * The courier of consignments from a book to another one, as it runs on each server: the real one, in a process
 * that ends and comes back. What it asks of the other book goes over the wire, which is harder on it than in a hub,
 * where both are on one machine.
 */
import type { Answer } from '#kernel/book/answer.ts'
import type { Request } from '#platform/book/port.ts'
import { Courier, type CourierOptions } from '#services/handover/api/courier.ts'
import { ANSWERS } from '#services/handover/contract.ts'
import type { CourierPlace, CourierPlaces, Stretch } from '#services/handover/store/courier.ts'
import type { Bugs } from './bugs.ts'
import type { Database } from './database.ts'
import { kindOf } from './journal.ts'
import { Process, type Machine } from './process.ts'
import { Sideline } from './sideline.ts'
import type { BookOf, BookThread } from './thread.ts'
import type { Wire } from './wire.ts'
import type { World } from './world.ts'

/** How far answers of a book were carried to another: in the database, outside of the books. */
export class Way {
  readonly from: BookOf
  readonly to: BookOf
  place: CourierPlace = { nextEntry: 0, waitsFor: null }
  /** What was put aside for an operator, by entry. */
  readonly parked = new Map<number, string>()

  constructor(from: BookOf, to: BookOf) {
    this.from = from
    this.to = to
  }

  get isDone(): boolean {
    return this.place.nextEntry >= this.from.tables.size
  }

  get name(): string {
    return `${this.from.name} to ${this.to.name}`
  }
}

export interface CourierParts {
  readonly world: World
  readonly wire: Wire
  readonly database: Database
  readonly machine: Machine
  readonly way: Way
  /** The thread of the book that it carries to, on its own machine. */
  readonly thread: () => BookThread | undefined
  readonly bugs: Bugs
}

const TIMEOUT_MS = 8000
const RESTART_MS_MAX = 3000
/** So few that a book has several stretches. */
const STRETCH_ENTRIES = 64

/** From now on, again and again: a courier that ends is started anew. */
export function carry(parts: CourierParts): void {
  const { world, machine, way, database, bugs } = parts
  const process = new Process(machine, `courier from ${way.name} on ${machine.name}`)
  process.onEnd(() => {
    world.after(200 + world.chance.below(RESTART_MS_MAX), () => carry(parts))
  })
  const sideline = new Sideline(database, process)
  const { from, to } = way
  const submit: CourierOptions['to']['submit'] = (requests) =>
    Promise.all(requests.map((request) => bring(parts, process, request)))
  const courier = new Courier({
    from,
    to: { name: to.name, origin: to.origin, submit: bugs.submit?.(submit) ?? submit },
    log: { provenEntry: (_, index) => sideline.ask('prove', () => from.public.log.proven(index)) },
    places: placesOf(way, sideline),
    readStretch: (entry) => sideline.ask('stretch', () => stretchOf(from, entry)),
    onProblem: (message) => world.count(`problem: ${message}`),
    waits: process.waits,
  })
  courier.start()
}

async function bring(
  { world, wire, thread }: CourierParts,
  process: Process,
  request: Request,
): Promise<Answer> {
  const to = thread()
  const answer = await wire.ask({
    from: process,
    to: () => to?.process,
    act: () => to?.submit(request) ?? Promise.reject(new Error('nobody is there')),
    timeoutMs: TIMEOUT_MS,
  })
  const refusal = answer.kind === 'refused' ? ` ${answer.refusal.type}` : ''
  world.count(`courier: ${kindOf(answer)}${refusal}`)
  return answer
}

function placesOf(way: Way, sideline: Sideline): CourierPlaces {
  return {
    read: () => sideline.ask('read place', () => way.place),
    write: (place) =>
      sideline.ask('write place', () => {
        if (place.nextEntry >= way.place.nextEntry) way.place = place
      }),
    park: (entry, refusal) =>
      sideline.ask('park', () => {
        way.parked.set(entry, refusal)
      }),
  }
}

function stretchOf({ tables }: BookOf, from: number): Stretch {
  const nextEntry = Math.min(tables.size, from + STRETCH_ENTRIES)
  const types: readonly string[] = ANSWERS
  return {
    nextEntry,
    answers: tables.entries
      .slice(from, nextEntry)
      .filter(({ type }) => types.includes(type))
      .map(({ index, leaf }) => ({ entry: index, leaf })),
    isMore: nextEntry < tables.size,
  }
}
