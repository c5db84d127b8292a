/** Reading claims is open to everybody; publishing them needs the permission to import. */
import type pg from 'pg'
import { z } from 'zod'
import { contentId } from '#kernel/identity/content-id.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { BookName, pageFields } from '#platform/http/fields.ts'
import { bulkRoute, commandRoute, found, problem, readRoute } from '#platform/http/route.ts'
import type { Books, ProblemTexts, Route } from '#platform/http/route.ts'
import { AreaId, CLAIMS_BULK_MAX, Claim, ClaimId, ClaimView, IndicatorId } from '../contract.ts'
import { Period, PUBLISH_CLAIM, type PublishClaim } from '../contract.ts'
import { findClaim, listClaims } from '../store/claims.ts'
import { refusals } from './refusals.ts'

const problems: ProblemTexts = {
  unknown_cursor: {
    status: 422,
    en: 'This cursor is not one of ours: start without one.',
    zh: '该游标无效：请不带游标重新开始。',
  },
  claim_not_found: {
    status: 404,
    en: 'No claim of this id is in a book here.',
    zh: '此处的账簿中没有这个编号的发布值。',
  },
}

/** Words of a person; PostgreSQL cannot hold a control character 0, and nobody types one. */
const words = (charsMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(charsMax)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u)

const filters = {
  book: BookName,
  indicator: IndicatorId,
  area: AreaId,
  period: Period,
  publisher: words(120),
  source: words(64),
  q: words(80),
}
export const ClaimQuery = z.strictObject({ ...z.object(filters).partial().shape, ...pageFields })

export function observatoryRoutes(pool: pg.Pool): readonly Route[] {
  return [
    readRoute({
      path: '/v1/claims',
      summary: 'Published figures as claims, ordered by indicator, area and period.',
      access: 'public',
      problems,
      query: ClaimQuery,
      response: z.strictObject({ items: z.array(ClaimView), next: z.string().optional() }),
      async read({ query: { cursor, limit, book, ...filter }, books }) {
        const names = namesOf(books).filter((name) => book === undefined || name === book)
        const page = await listClaims(pool, names, filter, { cursor, limit })
        return page === 'unknown_cursor'
          ? problem(page)
          : found({ ...page, items: [...page.items] }, 'brief')
      },
    }),
    readRoute({
      path: '/v1/claims/:id',
      summary: 'One claim, with the entry that recorded it.',
      access: 'public',
      problems,
      params: z.strictObject({ id: ClaimId }),
      response: ClaimView,
      async read({ params: { id }, books }) {
        const claim = await findClaim(pool, namesOf(books), id)
        return claim === undefined ? problem('claim_not_found') : found(claim, 'brief')
      },
    }),
    commandRoute({
      path: '/v1/books/:book/claims',
      summary: 'Publish one claim.',
      access: 'claims.import',
      body: Claim,
      refusals,
      command: ({ body }) => commandOf(body),
    }),
    bulkRoute({
      path: '/v1/books/:book/claims/bulk',
      summary: 'Publish many claims, in order; each has its own outcome.',
      access: 'claims.import',
      item: Claim,
      itemsMax: CLAIMS_BULK_MAX,
      refusals,
      request: (claim) => ({ key: keyOf(claim), command: commandOf(claim) }),
    }),
  ]
}

export function commandOf(claim: Claim): PublishClaim {
  return { type: PUBLISH_CLAIM, claim }
}

/** An import that was interrupted is repeated with the same keys, since they come from what is said. */
export function keyOf(claim: Claim): string {
  return contentId('claim.', [canonicalText(claim)])
}

function namesOf(books: Books): readonly string[] {
  return [...books.keys()]
}
