/**
 * Receipts of a consignment for its parties, of both sides: what the other book said is proof for whoever it was
 * said to. Each is proven to the newest checkpoint of its book, so it is the same entry as was verified, with a
 * later proof.
 */
import { z } from 'zod'
import type { Principal } from '#kernel/identity/principal.ts'
import { BookName, EntryIndex } from '#platform/http/fields.ts'
import { ReceiptBody } from '#platform/http/receipt-body.ts'
import { found, problem, readRoute, type Books, type Route } from '#platform/http/route.ts'
import { ConsignmentId } from '../contract.ts'
import { findOwnOrganisation } from '../store/staff.ts'
import type { Served } from './asking.ts'
import { readReceipt } from './checked.ts'
import { entriesOf, findConsignment, partOf, type Consignment } from './consignment.ts'

type Serving = Pick<Served, 'pool' | 'log'>

const problems = {
  consignment_not_found: {
    status: 404,
    en: 'You are no party of a consignment of this id that was sent from this book.',
    zh: '本账簿没有由此编号发运、且您为其当事方的货物。',
  },
  no_step: {
    status: 404,
    en: 'This entry is no step of the consignment, or is not published yet. Try again in a moment.',
    zh: '该条目并非本批货物的步骤，或尚未公布。请稍后再试。',
  },
} as const

export function receiptRoute(serving: Serving): Route {
  return readRoute({
    path: '/v1/books/:book/consignments/:consignment/receipts/:of/:index',
    summary:
      'The receipt of an entry of a consignment, of either book, for its parties; the book is the sender’s.',
    access: 'handover.read',
    takesSession: true,
    problems,
    params: z.strictObject({
      book: BookName,
      consignment: ConsignmentId,
      of: BookName.describe('The book that the entry stands in.'),
      index: EntryIndex,
    }),
    response: ReceiptBody,
    async read({ params: { book, consignment, of, index }, principal, books }) {
      const asked = { ...serving, books }
      const known = await findConsignment(asked, book, consignment)
      if (known === undefined) return problem('consignment_not_found')
      const { isParty, isTold } = await partFor(asked, known, principal)
      if (!isParty) return problem('consignment_not_found')
      const at = entriesOf(known).find((one) => one.book === of && one.index === index)
      if (at === undefined) return problem('no_step')
      const receipt = await readReceipt(serving, at, isTold ? known.dispatch.consignor : null)
      return receipt === null ? problem('no_step') : found(receipt, 'brief')
    },
  })
}

interface Whole extends Serving {
  readonly books: Books
}

/** In either book: somebody may act for an organisation of each. */
async function partFor({ pool }: Whole, known: Consignment, principal: Principal) {
  const parts = await Promise.all(
    [known.sender, known.receiver].map(async (book) => {
      const own = book === undefined ? null : await findOwnOrganisation(pool, book, principal)
      return book === undefined || own === null ? null : partOf(known, { book, own })
    }),
  )
  return {
    isParty: parts.some((part) => part?.isParty === true),
    /** What is confidential is shared by the consignor with the consignee, and with nobody who carries. */
    isTold: parts.some((part) => part?.isSender === true || part?.isReceiver === true),
  }
}
