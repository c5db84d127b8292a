/**
 * Subject access and erasure by HTTP. What is held is read by the caller of itself alone: there is no parameter
 * by which somebody else could be asked for.
 */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { assert } from '#kernel/std/assert.ts'
import type { Permission } from '#kernel/identity/principal.ts'
import { BookName } from '#platform/http/fields.ts'
import { sendProblem } from '#platform/http/problem.ts'
import { rawRoute, type RawRoute } from '#platform/http/raw-route.ts'
import { commandRoute, type Route } from '#platform/http/route.ts'
import { COMMANDS, type CommandName } from '../contract.ts'
import { refusalsOf } from './refusals.ts'
import { htmlReport, jsonReport, type Reporting } from './report.ts'

/** Files for whoever asks, about themselves. `books` are those that are served here. */
export function subjectRoutes(
  reporting: () => Reporting,
  books: () => readonly string[],
): readonly RawRoute[] {
  return [fileRoute('json', reporting, books), fileRoute('html', reporting, books)]
}

const Params = z.object({ book: BookName })
const Query = z.strictObject({ language: z.enum(['en', 'zh']).default('zh') })

const MEDIA = { json: 'application/json; charset=utf-8', html: 'text/html; charset=utf-8' } as const

function fileRoute(
  format: keyof typeof MEDIA,
  reporting: () => Reporting,
  books: () => readonly string[],
): RawRoute {
  return rawRoute({
    path: `/v1/books/:book/my-data.${format}`,
    summary: `Everything that is held on the caller, as ${format.toUpperCase()}.`,
    access: 'privacy.ask',
    mediaType: MEDIA[format],
    takesSession: true,
    handle({ params, query }, reply, principal) {
      const asked = Params.safeParse(params)
      const { data } = Query.safeParse(query)
      if (!asked.success || data === undefined || principal === null) {
        return sendProblem(reply, 'not_found')
      }
      const { book } = asked.data
      if (!books().includes(book)) return sendProblem(reply, 'not_found')
      const subject = { book, party: principal.party }
      const text =
        format === 'json'
          ? jsonReport(reporting(), subject)
          : htmlReport(reporting(), subject, data.language)
      return reply
        .type(MEDIA[format])
        .header('cache-control', 'private, no-store')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .header('content-disposition', `attachment; filename="my-data-${book}.${format}"`)
        .send(Readable.from(text))
    },
  })
}

interface Act {
  readonly path: string
  readonly access: Permission
  readonly summary: string
}

const ACTS: Readonly<Record<Exclude<CommandName, 'lapse-erasure' | 'set-retention'>, Act>> = {
  erase: {
    path: 'erasures',
    access: 'privacy.ask',
    summary: 'A person has its own values erased, at once or when the duty to keep them ends.',
  },
  'withdraw-erasure': {
    path: 'erasures/withdraw',
    access: 'privacy.ask',
    summary: 'A person takes a planned erasure back.',
  },
  'propose-erasure': {
    path: 'erasures/propose',
    access: 'privacy.act-for',
    summary: 'A notary or registrar proposes an erasure for a person who asked on paper.',
  },
  'approve-erasure': {
    path: 'erasures/approve',
    access: 'privacy.act-for',
    summary: 'Another one of the office approves; the values are erased, or it is planned.',
  },
  'reject-erasure': {
    path: 'erasures/reject',
    access: 'privacy.act-for',
    summary: 'Somebody of the office rejects what was proposed.',
  },
}

const asked = Object.keys(ACTS).filter((name): name is keyof typeof ACTS => name in ACTS)

export const erasureRoutes: readonly Route[] = asked.map((name) => {
  const { path, access, summary } = ACTS[name]
  return commandRoute<{ readonly book: string }, Readonly<Record<string, unknown>>>({
    path: `/v1/books/:book/${path}`,
    summary,
    access,
    params: z.strictObject({ book: BookName }),
    body: COMMANDS[name],
    refusals: refusalsOf(name),
    command({ body }) {
      assert(typeof body['subject'] === 'string', 'an erasure has a subject')
      return { type: `privacy.${name}`, ...body }
    },
  })
})
