/** Books, entries and receipts as JSON, the policy against which receipts verify, and the timers' release. */
import { z } from 'zod'
import type { BookState } from '#kernel/book/answer.ts'
import type { FastifyReply } from 'fastify'
import { policyText } from '#kernel/log/policy.ts'
import type { BookPort } from '#platform/book/port.ts'
import type { WitnessTrouble } from '#platform/witnesses/port.ts'
import { BookName, EntryIndex } from './fields.ts'
import type { LogReader } from './log-reader.ts'
import { sendProblem } from './problem.ts'
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

const TROUBLES = [
  'unreachable',
  'late',
  'busy',
  'not_followed',
  'answer_wrong',
  'clock_differs',
  'ahead',
  'inconsistent',
] as const satisfies readonly WitnessTrouble[]

const WitnessBody = z
  .strictObject({
    name: z.string().describe('Its name in the policy.'),
    verifierKey: z.string().describe('Its public key as a signed-note verifier key.'),
    url: z.string().describe('Its submission and monitoring prefix.'),
    size: z.int().describe('How many entries it is known to have cosigned.'),
    lag: z.int().describe('How many entries it has not cosigned yet.'),
    cosignedAt: z.int().describe('When it last cosigned, in milliseconds since 1970; 0 for never.'),
    trouble: z.enum(TROUBLES).nullable().describe('Why it did not cosign when it was asked last.'),
  })
  .describe('A witness of a book, and how far it has come.')

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
    witnessed: z
      .strictObject({
        size: z.int().describe('How many entries witnesses have seen; 0 before the first time.'),
        checkpoint: z.string().describe('The checkpoint with their cosignatures, or empty.'),
        cosigners: z.array(z.string()).describe('Who cosigned it, by the names of the policy.'),
      })
      .nullable()
      .describe('The last checkpoint that met the policy of the book; null if it asks nobody.'),
    forked: z
      .boolean()
      .describe('Whether there is evidence, at /gossip/evidence, that it has signed two pasts.'),
    witnesses: z.array(WitnessBody).describe('Who is asked to cosign the book.'),
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
export function bookBody(book: BookPort, state: BookState) {
  const { name, origin, verifierKey, witnesses } = book
  const { phase, size, root, checkpoint, atMs } = state
  const states = witnesses?.states() ?? []
  return {
    book: name,
    origin,
    verifierKey,
    phase,
    size,
    root,
    checkpoint,
    at: atMs,
    witnessed: witnesses?.witnessed() ?? null,
    forked: book.isForked?.() ?? false,
    witnesses: states.map((at) => ({
      name: at.name,
      verifierKey: at.verifierKey,
      url: at.url,
      size: at.size,
      lag: Math.max(0, size - at.size),
      cosignedAt: at.cosignedAtMs,
      trouble: at.trouble,
    })),
  }
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
        const isOpen = seesBeyond || publicTypes.has(type)
        const isShown = isOpen || (await log.concerns(params.book, principal, leaf))
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
        const isOpen = seesBeyond || publicTypes.has(type)
        const isShown = isOpen || (await log.concerns(params.book, principal, entry.leaf))
        if (!isShown) return problem('entry_not_public')
        return found(receiptBody(entry, checkpoint), 'brief')
      },
    }),
  ]
}

/**
 * c2sp.org/tlog-policy. Each book has a policy of its own, for the witness of a region must not count for
 * that region's book, and a policy has one rule for all its logs. The common one asks for the books' own
 * signatures alone, and says so.
 */
export function policyRoutes(books: Books): readonly RawRoute[] {
  const common = policyText([...books.values()])
  const isWitnessed = [...books.values()].some(({ witnesses }) => witnesses !== undefined)
  const text = isWitnessed ? `${COMMON_REMARK}${common}` : common
  const send = (reply: FastifyReply, policy: string) =>
    reply
      .header('cache-control', 'public, max-age=60')
      .type('text/plain; charset=utf-8')
      .send(policy)
  return [
    rawRoute({
      path: '/policy',
      summary: 'The keys of all books, as a policy of c2sp.org/tlog-policy without witnesses.',
      access: 'public',
      mediaType: 'text/plain',
      handle: (_request, reply) => send(reply, text),
    }),
    rawRoute({
      path: '/book/:book/policy',
      summary: 'The policy of one book with its witnesses, as of c2sp.org/tlog-policy.',
      access: 'public',
      mediaType: 'text/plain',
      handle({ url }, reply) {
        const [, name = ''] = POLICY_PATH.exec(url) ?? []
        const book = books.get(name)
        return book === undefined ? sendProblem(reply, 'not_found') : send(reply, policyOf(book))
      },
    }),
  ]
}

const POLICY_PATH = /^\/book\/([a-z][a-z0-9-]{0,31})\/policy$/

const COMMON_REMARK = `# The keys of all books, without their witnesses.
# The policy of a book, with its witnesses and how many must have cosigned, is at /book/<book>/policy
`

/** The policy against which receipts of a book verify. */
export function policyOf(book: BookPort): string {
  return book.witnesses?.policy ?? policyText([book])
}
