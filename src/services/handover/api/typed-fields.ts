/** What people type into the forms of handovers, what to say where it will not do, and the command it becomes. */
import { z } from 'zod'
import { formatInstant } from '#kernel/time/clock.ts'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import { optionalField, Tickable, typedText, typedWhole } from '#platform/http/form-fields.ts'
import type { FormAct } from '#platform/http/form-route.ts'
import type { Words } from '#platform/http/route.ts'
import {
  GRAMS_MAX,
  NOTE_CHARS_MAX,
  PACKAGES_MAX,
  RETURN_REASONS,
  SEALS,
  type CommandName,
  type Fields,
  type ReturnReason,
} from '../contract.ts'

export const ACT = 'handover.act'

export const sentence = (en: string, zh: string): Words => ({ en, zh })
export const COUNT = sentence('A whole number of packages, such as 12.', '请填整数件数，如 12。')
export const RECEIPT = sentence(
  'The whole receipt, as it was downloaded.',
  '请粘贴下载的完整回执。',
)
export const DAY = sentence('A day that exists.', '请填写存在的日期。')
export const NOTE = sentence('At most 500 characters.', '最多 500 字。')
export const CHOOSE = sentence('Choose one.', '请选择一项。')
export const DAMAGED = sentence(
  'How many of them are damaged; 0 for none.',
  '请填破损件数，没有则填 0。',
)
export const KILOGRAMS = sentence(
  'A weight in kilograms, such as 480 or 12.5.',
  '请填千克数，如 480 或 12.5。',
)

export const Packages = typedWhole(PACKAGES_MAX).refine((count) => count > 0)
export const Damaged = typedWhole(PACKAGES_MAX)
export const Note = optionalField(typedText(NOTE_CHARS_MAX))
export const Seal = z.enum(SEALS)

const KG = /^(\d{1,7})(?:\.(\d{1,3}))?$/

/** Kilograms with at most three decimals, as grams. */
export const TypedKilograms = z
  .string()
  .trim()
  .transform((text, context) => {
    const [, whole, part = ''] = KG.exec(text.replaceAll(',', '')) ?? []
    const grams = Number(whole) * 1000 + Number(part.padEnd(3, '0'))
    if (whole !== undefined && grams > 0 && grams <= GRAMS_MAX) return grams
    context.addIssue({ code: 'custom', message: 'Expected a weight in kilograms.' })
    return z.NEVER
  })

/** A tick for each reason to turn goods away: a page sends those that are ticked. */
export const WHY = {
  'why-damaged': Tickable,
  'why-seal-broken': Tickable,
  'why-short-count': Tickable,
  'why-over-count': Tickable,
  'why-not-ordered': Tickable,
  'why-consignee-absent': Tickable,
} as const satisfies Readonly<Record<`why-${ReturnReason}`, typeof Tickable>>

type Why = Readonly<Record<keyof typeof WHY, boolean>>

const ONE_AT_LEAST = sentence('Tick one reason at least.', '请至少勾选一项原因。')

/** The sentence stands at the first of them. */
export const WHY_SENTENCES = {
  'why-damaged': ONE_AT_LEAST,
  'why-seal-broken': ONE_AT_LEAST,
  'why-short-count': ONE_AT_LEAST,
  'why-over-count': ONE_AT_LEAST,
  'why-not-ordered': ONE_AT_LEAST,
  'why-consignee-absent': ONE_AT_LEAST,
} as const satisfies Readonly<Record<keyof typeof WHY, Words>>

export const reasonsIn = (fields: Why): ReturnReason[] =>
  RETURN_REASONS.filter((reason) => fields[`why-${reason}`])

/** Of a schema with the ticks: none of them is no reason. */
export const hasReason = (fields: Why): boolean => reasonsIn(fields).length > 0
export const NO_REASON = { path: ['why-damaged'] }

export const act = <N extends CommandName>(book: string, name: N, fields: Fields<N>): FormAct => ({
  book,
  command: { type: `handover.${name}`, ...fields },
})

/** A day as people say it: until its end. */
export const untilEndOf = (day: string): string => formatInstant(endOfDayMs(day))

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Without what was left empty: a command's field is there or it is not. */
export function given<T extends Readonly<Record<string, unknown>>>(fields: T): Given<T> {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields, without those that are undefined.
  return Object.fromEntries(set) as Given<T>
}
