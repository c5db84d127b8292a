/**
 * Both sides of every consignment, laid side by side when everything has settled: nothing arrives twice or unsent,
 * and whatever one book has answered the other one knows, so that what is open is open for people alone.
 */
import { readLeaf } from '#kernel/log/leaf.ts'
import { base64UrlOf } from '#kernel/std/base64.ts'
import { wholeIn } from '#kernel/std/facts.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { balanceOf, sumOf } from '#services/handover/domain/balance.ts'
import { standingOf, type Standing } from '#services/handover/domain/reconcile.ts'
import {
  arrivalTable,
  dispatchTable,
  type ArrivalRow,
  type DispatchRow,
} from '#services/handover/domain/rows.ts'
import type { Way } from './courier.ts'
import type { BookOf } from './thread.ts'
import type { World } from './world.ts'

/** How no consignment stands when every answer was carried. */
const NEVER: ReadonlySet<Standing> = new Set([
  'never-sent',
  'other-entry',
  'answer-not-carried',
  'return-not-carried',
  'take-back-not-carried',
])

const ARRIVING = ['handover.received', 'handover.refused']

function listOf<R extends AnyRow>({ tables }: BookOf, table: Table<R>): readonly R[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
  return [...(tables.rows.get(table.name)?.values() ?? [])] as R[]
}

export function checkConsignments(world: World, { from, to, parked }: Way): void {
  const wrong = (sentence: string): void => world.fail(`${from.name} to ${to.name}: ${sentence}`)
  checkArrivals(to, wrong)
  const arrivals = new Map(
    listOf<ArrivalRow>(to, arrivalTable)
      .filter(({ origin }) => origin === from.origin)
      .map((row) => [row.sentEntry, row]),
  )
  for (const dispatch of listOf<DispatchRow>(from, dispatchTable)) {
    const { consignment, entry, packages } = dispatch
    const arrival = arrivals.get(entry)
    arrivals.delete(entry)
    const sent = from.tables.entries[entry]
    const sentLeafHash = sent === undefined ? null : base64UrlOf(sent.leafHash)
    const standing = standingOf({ dispatch, sentLeafHash, arrival })
    world.count(`consignment: ${standing}`)
    if (NEVER.has(standing)) wrong(`${consignment} is ${standing}`)
    const sum = sumOf(balanceOf(dispatch))
    if (sum !== packages) wrong(`${consignment} has ${sum} of ${packages} packages`)
  }
  for (const { consignment } of arrivals.values()) wrong(`${consignment} is never-sent`)
  for (const [entry, refusal] of parked) wrong(`the answer ${entry} was put aside: ${refusal}`)
}

/** By the leaves: a sending is taken in or turned away once. */
function checkArrivals({ tables }: BookOf, wrong: (sentence: string) => void): void {
  const places = new Set<number>()
  for (const { type, leaf, index } of tables.entries) {
    if (!ARRIVING.includes(type)) continue
    const read = readLeaf(leaf)
    if (!read.ok) return wrong(`entry ${index} is no leaf: ${read.error}`)
    const place = wholeIn(read.value.body, 'sentEntry')
    if (places.has(place)) wrong(`what was sent at entry ${place} arrived twice, again at ${index}`)
    places.add(place)
  }
}
