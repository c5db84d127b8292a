/**
 * What a form of a page sends: `application/x-www-form-urlencoded`, with exactly one reading. Names stand
 * once, everything is bounded, and what cannot be read is a value, never an exception.
 */
import { err, ok, type Result } from '#kernel/std/result.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'

export const FORM_TYPE = 'application/x-www-form-urlencoded'
export const FORM_BYTES_MAX = 32_768
export const FORM_FIELDS_MAX = 64
const NAME = /^[A-Za-z][A-Za-z0-9.-]{0,63}$/

/** The values by name, as typed. */
export type FormValues = Readonly<Record<string, string>>

export type FormRefusal =
  | 'not_utf8'
  | 'too_many_fields'
  | 'malformed_name'
  | 'malformed_value'
  | 'repeated_name'
  | 'unsafe_text'

export function parseForm(bytes: Uint8Array): Result<FormValues, FormRefusal> {
  const text = textFromUtf8(bytes)
  if (text === null) return err('not_utf8')
  const pairs = text.split('&', FORM_FIELDS_MAX + 1).filter((pair) => pair !== '')
  if (pairs.length > FORM_FIELDS_MAX) return err('too_many_fields')
  const values = new Map<string, string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const name = decode(at === -1 ? pair : pair.slice(0, at))
    const value = decode(at === -1 ? '' : pair.slice(at + 1))
    if (name === null || !NAME.test(name)) return err('malformed_name')
    if (value === null) return err('malformed_value')
    if (values.has(name)) return err('repeated_name')
    // PostgreSQL has no U+0000 in a text, and a lone surrogate has no UTF-8.
    if (value.includes('\u0000') || !value.isWellFormed()) return err('unsafe_text')
    values.set(name, value)
  }
  return ok(Object.fromEntries(values))
}

function decode(text: string): string | null {
  try {
    // A browser ends lines of a textarea by CR LF whatever was typed.
    return decodeURIComponent(text.replaceAll('+', ' ')).replaceAll('\r\n', '\n')
  } catch {
    // A percent sign without two digits, or bytes that are not UTF-8.
    return null
  }
}

/** A date is typed into three fields, `name.year`, `name.month` and `name.day`, and is one for a schema. */
const DATE_PART = /^(.+)\.(?:year|month|day)$/

/** With each date as one field `name` of the form `2026-05-02`, or what was typed, which is no day. */
export function withDates(values: FormValues): FormValues {
  const dates = new Set(Object.keys(values).flatMap((name) => DATE_PART.exec(name)?.[1] ?? []))
  if (dates.size === 0) return values
  const others = Object.entries(values).filter(([name]) => !DATE_PART.test(name))
  const whole = [...dates].map((name) => {
    const part = (which: string, width: number) =>
      (values[`${name}.${which}`] ?? '').trim().padStart(width, '0')
    return [name, `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`]
  })
  return Object.fromEntries([...others, ...whole])
}
