/** What the pages of handovers show of lists: what is sent, what arrives, and both sides compared. */
import { addDays, legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { Words } from '#platform/http/route.ts'
import { standingOf, type Standing } from '../domain/reconcile.ts'
import type { ArrivalRow, DispatchRow } from '../domain/rows.ts'
import { listCourierStates } from '../store/courier.ts'
import { listAddressed, listPolicies, listSent } from '../store/handovers.ts'
import { listCompanies, listNames } from '../store/staff.ts'
import type {
  ConsignmentLine,
  ConsignmentsView,
  DropView,
  NamedOption,
  ReconciliationView,
  SendView,
} from '../web/views.ts'
import { bookOfOrigin, plainWords, type Asking, type Served } from './asking.ts'
import { otherSide } from './consignment.ts'
import { reconcile } from './reconciliation.ts'

const LINES_MAX = 100
const NEWEST = { before: null, limit: LINES_MAX }
const DAYS_OFFERED = 7
/** A time limit that is offered at first. */
export const offeredDay = (nowMs: number): LegalDay => addDays(legalDayOf(nowMs), DAYS_OFFERED)

export async function nameOf({ pool }: Served, book: string, party: string): Promise<Words> {
  return (await listNames(pool, book, [party])).get(party) ?? plainWords(party)
}

export async function loadConsignments(asking: Asking): Promise<ConsignmentsView> {
  const { pool, books, book, origin, own } = asking
  const senders = [...books.keys()].filter((name) => name !== book)
  const [ownName, sent, ...addressed] = await Promise.all([
    nameOf(asking, book, own),
    listSent(pool, book, own, NEWEST),
    ...senders.map(async (sender) =>
      listAddressed(pool, sender, { origin, consignee: own }, NEWEST),
    ),
  ])
  const arriving = addressed.flatMap((rows, i) =>
    rows.map((row) => lineOf(asking, senders[i] ?? '', row)),
  )
  return {
    ownName,
    bookName: asking.nameOfBook(book),
    arriving: inOrder(await Promise.all(arriving)),
    sent: inOrder(await Promise.all(sent.map((row) => lineOf(asking, book, row)))),
  }
}

/** What waits for the reader first; otherwise as it came, the newest first. */
function inOrder(lines: readonly ConsignmentLine[]): readonly ConsignmentLine[] {
  return lines.toSorted((a, b) => Number(b.awaitsUs) - Number(a.awaitsUs))
}

async function lineOf(asking: Asking, sender: string, row: DispatchRow): Promise<ConsignmentLine> {
  const { book, own } = asking
  const receiver = bookOfOrigin(asking, row.toBook)
  const isOurs = sender === book && row.consignor === own
  const arrival = await otherSide(asking, sender, row)
  const standing = standingFor(row, arrival)
  const otherName = isOurs
    ? await nameOf(asking, receiver ?? '', row.consignee)
    : await nameOf(asking, sender, row.consignor)
  return {
    book: sender,
    consignment: row.consignment,
    isOurs,
    otherName,
    placeOfDispatch: asking.nameOfArea(row.placeOfDispatch),
    placeOfReceipt: asking.nameOfArea(row.placeOfReceipt),
    packages: row.packages,
    standing,
    receiveBy: formatInstant(row.receiveBy),
    awaitsUs: isOurs ? OURS.has(standing) : arrival === undefined && standing !== 'written-off',
  }
}

/** What a sender has to act on; everything else is for others, or over. */
const OURS: ReadonlySet<Standing> = new Set([
  'overdue',
  'on-the-way-back',
  'return-overdue',
  'return-not-carried',
])

/** Pages compare rows; that the leaf is the same as well is for the reconciliation to ask. */
export function standingFor(dispatch: DispatchRow, arrival: ArrivalRow | undefined): Standing {
  return standingOf({ dispatch, arrival, sentLeafHash: arrival?.leafHash ?? null })
}

export async function loadSend(asking: Asking): Promise<SendView> {
  const { pool, book, own, areas, nowMs } = asking
  const policies = await listPolicies(pool, book)
  const consignees = await Promise.all(
    policies.map(async ({ origin }): Promise<readonly NamedOption[]> => {
      const name = bookOfOrigin(asking, origin)
      if (name === undefined) return []
      const companies = await listCompanies(pool, name)
      const where = asking.nameOfBook(name)
      return companies.map((company) => ({
        value: `${name} ${company.party}`,
        name: {
          en: `${company.name.en}, ${where.en}`,
          zh: `${company.name.zh}（${where.zh}）`,
        },
      }))
    }),
  )
  return {
    ownName: await nameOf(asking, book, own),
    consignees: consignees.flat(),
    places: areas.map(({ id, name }) => ({ value: id, name })),
    receiveBy: offeredDay(nowMs()),
  }
}

export const loadDrop = ({ nowMs }: Asking): DropView => ({ returnBy: offeredDay(nowMs()) })

export async function loadReconciliation(
  served: Served,
  book: string,
): Promise<ReconciliationView> {
  const { pool, books, nameOfBook } = served
  const [compared, couriers] = await Promise.all([
    reconcile(pool, books, book),
    listCourierStates(pool, book),
  ])
  return {
    bookName: nameOfBook(book),
    openCount: compared.filter(({ isOpen }) => isOpen).length,
    lines: compared.slice(0, LINES_MAX).map(({ from, to, dispatch, arrival, ...line }) => ({
      ...line,
      from: nameOfBook(from),
      to: nameOfBook(to),
      fromBook: from,
      toBook: to,
      sent: dispatch?.packages ?? null,
      arrived: arrival?.arrivedPackages ?? null,
      returned: arrival === null ? null : arrival.returnedPackages,
      takenBack: dispatch?.takenBackPackages ?? null,
      entry: dispatch?.entry ?? null,
      arrivalEntry: arrival?.entry ?? null,
    })),
    couriers: couriers.map(({ book: from, destination, ...state }) => ({
      ...state,
      from: nameOfBook(from),
      to: nameOfBook(destination),
    })),
  }
}
