/** A cap that was exceeded, as a sentence: what was asked, what the limit is, whose rule, which article, since when. */
import { findText } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { Language } from '#web/kit/language.ts'
import type { Words } from '../contract.ts'
import { CAP_RULES, type CapQuantity } from '../domain/cap-rules.ts'
import { capMessages, capSource, capValue } from '../web/cap-words.ts'

/** Null for a rule that this release does not know: then the plain sentence will do. */
export function tellCap(params: JsonObject): Words | null {
  const rule = CAP_RULES.find(({ id }) => id === findText(params, 'rule'))
  const quantity = rule?.limits.find((limit) => limit.quantity === params['quantity'])?.quantity
  const { value, max } = params
  if (rule === undefined || quantity === undefined) return null
  if (!isAmount(value) || !isAmount(max)) return null
  const said = (language: Language): Parts => ({
    what: capMessages[language][quantity],
    value: capValue(language, quantity, value),
    max: capValue(language, quantity, max),
    source: capSource(language, rule),
  })
  return { en: sentenceEn(said('en')), zh: sentenceZh(said('zh')) }
}

type Amount = number | string
const isAmount = (value: unknown): value is Amount =>
  typeof value === 'number' || typeof value === 'string'

interface Parts {
  readonly what: (typeof capMessages)['en'][CapQuantity]
  readonly value: string
  readonly max: string
  readonly source: string
}

const sentenceEn = ({ what, value, max, source }: Parts): string =>
  `${what}: ${value}, and at most ${max} is allowed. Stay within it. ${source}.`
const sentenceZh = ({ what, value, max, source }: Parts): string =>
  `${what}为 ${value}，最多 ${max}，请在限额以内。${source}。`
