/**
 * `hongqiao handover reconcile`: both sides of every consignment between the books of this hub, compared as the page
 * of reconciliation does it, for a log or a cron. It only reads, so it may run beside the hub. A consignment a line
 * on standard output, the gravest first; what it comes to on standard error, and as the exit code.
 */
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { hubBooks } from '#apps/server/hub.ts'
import { readConfig } from '#platform/config/config.ts'
import { visitDatabase } from '#platform/postgres/embedded-or-given.ts'
import { currentOrigins } from '#platform/postgres/successions.ts'
import { type Compared, reconcile, SIDES_MAX } from '#services/handover/api/reconciliation.ts'
import { isGrave } from '#services/handover/domain/reconcile.ts'
import { type CourierState, listCourierStates } from '#services/handover/store/courier.ts'
import { note } from './note.ts'
import { writeOut } from './output.ts'
import { readingPool } from './reading-pool.ts'

const USAGE = `Usage: hongqiao handover reconcile [--book NAME] [--open] [--json]
Books: ${hubBooks.map(({ name }) => name).join(', ')}; every way between them if none is named.
--open leaves out what is settled.`

/** Nobody has to do anything by hand. */
const SOUND = 0
/** A consignment or a receipt needs a person. */
const TO_DECIDE = 1
/** Nothing is known: it was called wrongly, or the database could not be read. */
const NOT_RUN = 2

interface Order {
  readonly book: string | null
  readonly isOpenOnly: boolean
  readonly isJson: boolean
}

export async function run(args: readonly string[]): Promise<number> {
  const order = readOrder(args)
  if (order === null) {
    note(USAGE)
    return NOT_RUN
  }
  try {
    const database = await visitDatabase(readConfig(process.env), note)
    const pool = readingPool(database.urls.app, 'hongqiao handover')
    try {
      return await compare(pool, order)
    } finally {
      await pool.end()
      await database.close()
    }
  } catch (error) {
    note(
      `The two sides were not compared: ${error instanceof Error ? error.message : String(error)}`,
    )
    return NOT_RUN
  }
}

function readOrder([name = '', ...args]: readonly string[]): Order | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        book: { type: 'string' },
        open: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const { book = null, open, json } = values
    const isKnown = book === null || hubBooks.some((known) => known.name === book)
    return name === 'reconcile' && isKnown ? { book, isOpenOnly: open, isJson: json } : null
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

async function compare(pool: pg.Pool, { book, isOpenOnly, isJson }: Order): Promise<number> {
  const known = await currentOrigins(pool, hubBooks)
  const books = new Map(known.map((one) => [one.name, one]))
  const compared = await reconcile(pool, books, book)
  const shown = isOpenOnly ? compared.filter(({ isOpen }) => isOpen) : compared
  await writeOut(linesOf(shown, isJson ? jsonOf : textOf))
  const names = book === null ? [...books.keys()] : [book]
  const couriers = (await Promise.all(names.map((name) => listCourierStates(pool, name)))).flat()
  return tell(compared, distinct(couriers))
}

async function* linesOf(compared: readonly Compared[], line: (one: Compared) => string) {
  for (const one of compared) yield `${line(one)}\n`
}

/** Null for what that side does not say. */
function countsOf({ dispatch, arrival }: Compared) {
  const { arrivedPackages: arrived = null, returnedPackages: returned = null } = arrival ?? {}
  const { packages: sent = null, takenBackPackages: takenBack = null } = dispatch ?? {}
  return { sent, arrived, returned, takenBack }
}

function textOf(compared: Compared): string {
  const { from, to, consignment, standing } = compared
  const { sent, arrived, returned, takenBack } = countsOf(compared)
  const [there, back] = [`sent ${orNone(sent)}\tarrived ${orNone(arrived)}`, orNone(takenBack)]
  const counts = `${there}\treturned ${orNone(returned)}\ttaken back ${back}`
  return `${from} to ${to}\t${consignment}\t${standing}\t${counts}`
}

const orNone = (count: number | null): string => (count === null ? '-' : String(count))

function jsonOf({ dispatch, arrival, ...line }: Compared): string {
  const counts = countsOf({ dispatch, arrival, ...line })
  const entries = { sentEntry: dispatch?.entry ?? null, arrivalEntry: arrival?.entry ?? null }
  return JSON.stringify({ ...line, ...counts, ...entries })
}

/** Each way once, though both of its books name it. */
function distinct(couriers: readonly CourierState[]): readonly CourierState[] {
  return [...new Map(couriers.map((one) => [`${one.book} ${one.destination}`, one])).values()]
}

function tell(compared: readonly Compared[], couriers: readonly CourierState[]): number {
  for (const { book, destination, waitsFor, parked } of couriers) {
    const way = `The courier from ${book} to ${destination}`
    if (waitsFor !== null) note(`${way} waits: ${waitsFor}.`)
    if (parked > 0) note(`${way} has put ${parked} receipts aside. See docs/domain/handover.md.`)
  }
  const open = compared.filter(({ isOpen }) => isOpen).length
  const grave = compared.filter(({ standing }) => isGrave(standing)).length
  note(
    `${compared.length} consignments compared, at most the newest ${SIDES_MAX} of either side of a way: ${open} open, ${grave} for a person to look at.`,
  )
  const isParked = couriers.some(({ parked }) => parked > 0)
  return grave > 0 || isParked ? TO_DECIDE : SOUND
}
