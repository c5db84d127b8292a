/** For how long a book keeps what it knows of persons: read by everybody, set by a registrar. */
import type pg from 'pg'
import { z } from 'zod'
import { BookName } from '#platform/http/fields.ts'
import { commandRoute, found, readRoute, type Route } from '#platform/http/route.ts'
import { COMMANDS, RULE_ID } from '../contract.ts'
import { YEARS_OF_LAW } from '../domain/periods.ts'
import { findPeriod } from '../store/standing.ts'
import { refusalsOf } from './refusals.ts'

export function periodRoutes(pool: pg.Pool): readonly Route[] {
  return [
    readRoute({
      path: '/v1/books/:book/retention',
      summary:
        'For how long this book keeps what it knows of persons, by which law, and on which ground longer.',
      access: 'public',
      params: z.strictObject({ book: BookName }),
      response: z.strictObject({
        rule: z.literal(RULE_ID),
        article: z.string(),
        yearsOfLaw: z.int().describe('The least that the law asks.'),
        years: z.int(),
        ground: z
          .string()
          .nullable()
          .describe('As its registrar named it; null for the law alone.'),
        entry: z.int().nullable(),
      }),
      async read({ params: { book } }) {
        const { years, set } = await findPeriod(pool, book)
        const of = {
          rule: RULE_ID,
          article: '电子商务法第三十一条',
          yearsOfLaw: YEARS_OF_LAW,
        } as const
        return found(
          { ...of, years, ground: set?.ground ?? null, entry: set?.entry ?? null },
          'brief',
        )
      },
    }),
    commandRoute({
      path: '/v1/books/:book/retention',
      summary:
        'Keep what this book knows of persons for so many years, on a ground that everybody reads.',
      access: 'privacy.act-for',
      body: COMMANDS['set-retention'],
      refusals: refusalsOf('set-retention'),
      command: ({ body }) => ({ type: 'privacy.set-retention', ...body }),
    }),
  ]
}
