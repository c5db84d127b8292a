/** Schemas that routes of all slices share. Path and query values arrive as text, and are read strictly. */
import { z } from 'zod'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'

/** What a client may choose as a key: no spaces, no control characters, nothing that a log would fold. */
export const IdempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:~/+=@-]{0,127}$/)
  .describe('A name that the client gives to this act, the same whenever it asks again.')

export const BookName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .describe('The short name of a book, e.g. sh.')

/** A whole number in a path or query: decimal digits, no sign, no leading zero. */
export function wholeText(max: number = Number.MAX_SAFE_INTEGER) {
  return z
    .string()
    .max(16)
    .transform((text, context) => {
      const value = wholeFromDecimal(text)
      if (value !== null && value <= max) return value
      context.addIssue({ code: 'custom', message: 'Expected a whole number in decimal digits.' })
      return z.NEVER
    })
}

export const EntryIndex = wholeText().describe('The index of an entry in the book, from 0.')

export const PAGE_ITEMS_MAX = 200
const PAGE_ITEMS_DEFAULT = 50

/** The query of a paged read: spread it into a strict object. The cursor is the last page's `next`. */
export const pageFields = {
  cursor: z.string().min(1).max(256).optional(),
  limit: wholeText(PAGE_ITEMS_MAX)
    .refine((limit) => limit > 0)
    .default(PAGE_ITEMS_DEFAULT),
}

/** A page of a list: `next` is absent on the last one. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.strictObject({ items: z.array(item), next: z.string().optional() })
}
