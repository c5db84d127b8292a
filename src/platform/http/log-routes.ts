/** Books, entries and receipts as JSON, the policy against which receipts verify, and the timers' release. */
import { z } from 'zod'
import type { BookState } from '#kernel/book/answer.ts'
import { policyText } from '#kernel/log/policy.ts'
import type { BookPort } from '#platform/book/port.ts'
import { isConcerned } from './concerned.ts'
import { BookName, EntryIndex } from './fields.ts'
import type { LogReader } from './log-reader.ts'
import { type RawRoute, rawRoute } from './raw-route.ts'
import { ReceiptBody, receiptBody } from './receipt-body.ts'
import {
  actRoute,
  type Books,
  found,
  problem,
  type Reading,
  readRoute,
  type Route,
} from './route.ts'

export const BookBody = z
  .strictObject({
    book: z.string().describe('Its short name.'),
    origin: z.string().describe('The origin line of its checkpoints.'),
    verifierKey: z.string().describe('Its public key as a signed-note verifier key.'),
    phase: z.enum(['starting', 'writing', 'standing-by', 'in-doubt', 'stopping', 'stopped']),
    size: z.int().describe('How many entries it has.'),
    root: z.string().describe('Base64 of the root hash at this size.'),
    checkpoint: z.string().describe('The last signed checkpoint, or empty before the first.'),
    at: z.int().describe('When it was so, in milliseconds since 1970.'),
  })
  .describe('A book and what its writer is doing.')

const EntryBody = z
  .strictObject({ index: z.int(), type: z.string(), at: z.int(), leaf: z.string() })
  .describe('An entry: the exact canonical text that was hashed.')

const AtEntry = z.strictObject({ book: BookName, index: EntryIndex })

const ENTRY_PROBLEMS = {
  entry_not_found: {
    status: 404,
    en: 'The book has no entry at this index yet.',
    zh: '账簿在此序号尚无条目。',
  },
  entry_not_public: {
    status: 403,
    en: 'Entries of this type are shown to those who may read them only.',
    zh: '此类条目仅向有权查阅者显示。',
  },
} as const

/** Without the queue and the reason: what they say is for the operator, at /metrics and in the log. */
export function bookBody({ name, origin, verifierKey }: BookPort, state: BookState) {
  const { phase, size, root, checkpoint, atMs } = state
  return { book: name, origin, verifierKey, phase, size, root, checkpoint, at: atMs }
}

export function bookRoutes(books: Books): readonly Route[] {
  return [
    readRoute({
      path: '/v1/books',
      summary: 'All books that are served here, with their state.',
      access: 'public',
      response: z.strictObject({ books: z.array(BookBody) }),
      read: () =>
        found({ books: [...books.values()].map((book) => bookBody(book, book.state())) }, 'brief'),
    }),
    readRoute({
      path: '/v1/books/:book',
      summary: 'The state of one book.',
      access: 'public',
      params: z.strictObject({ book: BookName }),
      response: BookBody,
      read({ params }) {
        const book = books.get(params.book)
        if (book === undefined) throw new Error('a book was lost between parse and read')
        return found(bookBody(book, book.state()), 'brief')
      },
    }),
    actRoute({
      path: '/v1/books/:book/timers/release',
      summary: 'Lets the timers of a book run that wait for the operator after a gap.',
      access: 'timers.release',
      params: z.strictObject({ book: BookName }),
      response: z.strictObject({ book: z.string() }),
      act({ params }) {
        books.get(params.book)?.releaseTimers()
        return found({ book: params.book })
      },
    }),
  ]
}

/** `publicTypes` are the event types that slices declare public: anybody may read their leaves. */
export function entryRoutes(log: LogReader, publicTypes: ReadonlySet<string>): readonly Route[] {
  return [
    readRoute({
      path: '/v1/books/:book/entries/:index',
      summary:
        'An entry of a book; those of types that are not public are for their parties, and for who has the permission to read.',
      access: 'public',
      beyond: 'entries.read',
      takesSession: true,
      params: AtEntry,
      response: EntryBody,
      problems: ENTRY_PROBLEMS,
      async read({ params, principal, seesBeyond }): Promise<Reading<z.infer<typeof EntryBody>>> {
        const entry = await log.entry(params.book, params.index)
        if (entry === null) return problem('entry_not_found')
        const { index, type, atMs, leaf } = entry
        const isShown = seesBeyond || publicTypes.has(type) || isConcerned(principal, leaf)
        if (!isShown) return problem('entry_not_public')
        return found({ index, type, at: atMs, leaf }, 'immutable')
      },
    }),
    readRoute({
      path: '/v1/books/:book/entries/:index/receipt',
      summary:
        'The receipt of an entry, proven to the last checkpoint, with what the caller may see.',
      access: 'public',
      beyond: 'receipts.read',
      takesSession: true,
      params: AtEntry,
      response: ReceiptBody,
      problems: ENTRY_PROBLEMS,
      async read({ params, principal, seesBeyond }): Promise<Reading<ReceiptBody>> {
        // Whoever is no party of the entry gets no disclosures, whatever else they may read.
        const proof = await log.provenEntry(params.book, params.index, principal)
        if (proof === null) return problem('entry_not_found')
        const { type, entry, checkpoint } = proof
        const isShown = seesBeyond || publicTypes.has(type) || isConcerned(principal, entry.leaf)
        if (!isShown) return problem('entry_not_public')
        return found(receiptBody(entry, checkpoint), 'brief')
      },
    }),
  ]
}

/** c2sp.org/tlog-policy: the books' keys. No witness is asked for until there are witnesses. */
export function policyRoute(books: Books): RawRoute {
  const policy = policyText([...books.values()].map(({ verifierKey }) => verifierKey))
  return rawRoute({
    path: '/policy',
    summary: 'The policy against which receipts verify, as of c2sp.org/tlog-policy.',
    access: 'public',
    mediaType: 'text/plain',
    handle: (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=60')
        .type('text/plain; charset=utf-8')
        .send(policy),
  })
}
