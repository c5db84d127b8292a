/** Schemas for what people type into forms. Values arrive as text, with what they typed around it. */
import { z } from 'zod'
import { PLAIN_LINE } from '#kernel/std/plain-line.ts'
import { wholeText } from './fields.ts'

/** What comes along when text is copied, and neither shows nor changes how the rest is shown. */
const COPIED_ALONG = /[\u00AD\u200B\u200E\u200F\u2060\uFEFF]/gu

/** Trimmed, not empty, and plain; what was typed in several lines is one, as commands have it. */
export function typedText(charsMax: number) {
  return z
    .string()
    .transform((text) =>
      text
        .replaceAll(COPIED_ALONG, '')
        .trim()
        .replaceAll(/\s*\n\s*/g, ' '),
    )
    .pipe(z.string().min(1).max(charsMax).regex(PLAIN_LINE))
}

/** A field that may stay empty: `undefined` then. */
export function optionalField<S extends z.ZodType<unknown, string>>(schema: S) {
  return z.union([z.literal('').transform(() => undefined), schema]).optional()
}

/** A box that must be ticked; browsers send `on` or nothing. */
export const Ticked = z.literal('on').transform(() => true as const)

/** A box that may be ticked. */
export const Tickable = z
  .literal('on')
  .optional()
  .transform((value) => value === 'on')

export const typedWhole = (max?: number) => TypedDigits.pipe(wholeText(max))

/** What a Chinese keyboard types in full width, as ASCII has it: digits, point, comma, colon, sign of the yuan. */
function inHalfWidth(text: string): string {
  return text.replaceAll(/[\uFF0C\uFF0E\uFF10-\uFF1A\uFFE5]/g, (wide) =>
    wide === '￥' ? '¥' : String.fromCharCode(wide.charCodeAt(0) - 0xfe_e0),
  )
}

/** Digits and their signs, trimmed, in half width. */
export const TypedDigits = z.string().transform((text) => inHalfWidth(text.trim()))

const DAY = /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

/** A day that exists, e.g. `2026-05-02`; a DateField sends one. */
export const TypedDay = TypedDigits.pipe(z.string().regex(DAY)).refine((day) => {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
})

const YUAN = /^¥?\s*(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,2}))?\s*元?$/

/** Yuan as people write them, `¥1,800.00` or `1800`, as fen. */
export const TypedYuan = TypedDigits.transform((text, context) => {
  const [, yuan, fen = ''] = YUAN.exec(text) ?? []
  if (yuan !== undefined) return BigInt(yuan.replaceAll(',', '') + fen.padEnd(2, '0'))
  context.addIssue({ code: 'custom', message: 'Expected an amount in yuan.' })
  return z.NEVER
})
