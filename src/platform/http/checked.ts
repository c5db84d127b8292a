/** A value from outside against the schema of its route: the value as parsed, or where it is wrong. */
import { safeParse, type $ZodIssue, type $ZodType } from 'zod/v4/core'
import { en, zhCN } from 'zod/v4/locales'
import { err, ok, type Result } from '#kernel/std/result.ts'
import type { FieldError } from './problem.ts'
import type { Language } from './route.ts'

/** More would not help anybody, and would let a small request ask for a large answer. */
export const FIELD_ERRORS_MAX = 20
const MESSAGE_CHARS_MAX = 300
const PLACE_CHARS_MAX = 200

const sentences = { en: en().localeError, zh: zhCN().localeError }

export function checked<T>(
  schema: $ZodType<T>,
  value: unknown,
  place: string,
  language: Language,
): Result<T, readonly FieldError[]> {
  const parsed = safeParse(schema, value, { error: sentences[language] })
  if (parsed.success) return ok(parsed.data)
  return err(
    parsed.error.issues.slice(0, FIELD_ERRORS_MAX).map((issue) => fieldError(issue, place)),
  )
}

function fieldError(issue: $ZodIssue, place: string): FieldError {
  const at = [place, ...issue.path.map(String)].filter((part) => part !== '').join('.')
  return { at: at.slice(0, PLACE_CHARS_MAX), message: issue.message.slice(0, MESSAGE_CHARS_MAX) }
}
