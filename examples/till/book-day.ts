/** Books a day's visits in bulk, asking again with the same keys until every visit has its answer. */
import { type Hub, type Patience, untilAnswered } from '#client/hub.ts'
import type { Outcomes } from '#client/paths.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import type { Visit } from './visits.ts'

/** The hub takes no more in one request. */
const ITEMS_MAX = 500
const ROUNDS_MAX = 5

export type Booked =
  | {
      readonly visit: Visit
      readonly kind: 'recorded'
      /** Whether it stood in the book before: somebody had sent it already. */
      readonly repeated: boolean
      /** The text of each receipt, to be kept. */
      readonly receipts: readonly string[]
    }
  | { readonly visit: Visit; readonly kind: 'refused'; readonly type: string; readonly why: string }
  /** The hub could not say. The same file, sent again later, settles it. */
  | { readonly visit: Visit; readonly kind: 'unknown'; readonly why: string }

/** The hub refused the request as a whole, e.g. the key. */
export class TillStopped extends Error {
  override readonly name = 'TillStopped'
}

export async function bookDay(
  hub: Hub,
  book: string,
  visits: readonly Visit[],
  patience: Patience,
): Promise<readonly Booked[]> {
  const booked = new Map<string, Booked>()
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const open = visits.filter(({ use }) => (booked.get(use)?.kind ?? 'unknown') === 'unknown')
    for (let at = 0; at < open.length; at += ITEMS_MAX) {
      const some = open.slice(at, at + ITEMS_MAX)
      for (const one of await bookSome(hub, book, some, patience)) booked.set(one.visit.use, one)
    }
  }
  return visits.flatMap(({ use }) => booked.get(use) ?? [])
}

async function bookSome(
  hub: Hub,
  book: string,
  visits: readonly Visit[],
  patience: Patience,
): Promise<readonly Booked[]> {
  // The key is made from the visit: whenever this visit is sent again, it is the same act.
  const items = visits.map((visit) => ({ key: `till:${visit.use}`, ...visit }))
  const { data, error } = await untilAnswered(
    () =>
      hub.POST('/v1/books/{book}/prepaid/uses/bulk', {
        params: { path: { book } },
        body: { items },
      }),
    patience,
  )
  if (data === undefined) throw new TillStopped(error.title)
  return visits.map((visit, at) => bookedOf(visit, data.items[at], data.checkpoints))
}

function bookedOf(
  visit: Visit,
  item: Outcomes['items'][number] | undefined,
  checkpoints: readonly string[],
): Booked {
  if (item === undefined)
    return { visit, kind: 'unknown', why: 'The hub answered for other items.' }
  if (item.outcome === 'recorded') {
    const checkpoint = checkpoints[item.checkpoint] ?? ''
    const receipts = item.entries.map(({ index, leaf, path, disclosures }) =>
      JSON.stringify({
        format: 'hongqiao-receipt/1',
        leaf,
        proof: formatProofLines(index, path, checkpoint),
        disclosures,
      }),
    )
    return { visit, kind: 'recorded', repeated: item.repeated, receipts }
  }
  const { type, title } = item.problem
  return item.outcome === 'refused'
    ? { visit, kind: 'refused', type: type.replace('/problems/', ''), why: title }
    : { visit, kind: 'unknown', why: title }
}
