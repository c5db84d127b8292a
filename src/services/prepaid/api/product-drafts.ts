/** What a head types of a new card: read strictly, reckoned on the server, and listed only by a form. */
import { z } from 'zod'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { optionalField, typedText, TypedYuan, typedWhole } from '#platform/http/form-fields.ts'
import { formatMoney } from '#web/kit/format.ts'
import { DAYS_MAX, FEN_MAX, USES_MAX, type Offer, type Words } from '../contract.ts'
import { askCaps, findExceeded, type CapAnswer } from '../domain/caps.ts'
import { noExposure } from '../domain/exposure.ts'
import { industryOf, listPriceMinor } from '../domain/products.ts'
import type { ShopRow } from '../domain/rows.ts'
import { TRANCHE_DAYS, usesTotalOf } from '../domain/signed.ts'
import {
  PRODUCT_FIELDS,
  type CapLine,
  type ProductDraft,
  type ProductField,
} from '../web/products-views.ts'
import type { ProductNewView } from '../web/products-views.ts'

const NAME_CHARS_MAX = 120
const yuan = TypedYuan.transform(Number).pipe(z.int().min(1).max(FEN_MAX))
const name = typedText(NAME_CHARS_MAX)
const whole = (max: number) => typedWhole(max).pipe(z.int().min(1))
const wholeOrNone = (max: number) => optionalField(typedWhole(max)).transform((value) => value ?? 0)

const both = {
  nameEn: name,
  nameZh: name,
  price: yuan,
  list: yuan,
  giftEn: optionalField(name),
  giftZh: optionalField(name),
}

/** `list` is the price of one class without discount. */
export const TypedCount = z.strictObject({
  ...both,
  count: whole(USES_MAX),
  gift: wholeOrNone(USES_MAX),
  validity: whole(DAYS_MAX),
})
/** `list` is the price of the whole card without discount, and `count` its days. */
export const TypedPeriod = z.strictObject({
  ...both,
  count: whole(DAYS_MAX),
  gift: wholeOrNone(DAYS_MAX),
})

const amount: Words = {
  en: `Enter an amount in yuan, such as 1,800.00, up to ${formatMoney(BigInt(FEN_MAX))}.`,
  zh: `请填写以元为单位的金额，如 1,800.00，最多 ${formatMoney(BigInt(FEN_MAX))}。`,
}
const named: Words = {
  en: `Enter a name of at most ${NAME_CHARS_MAX} characters.`,
  zh: `请填写名称，最多 ${NAME_CHARS_MAX} 字。`,
}
const upTo = (max: number): Words => ({
  en: `Enter a whole number from 1 to ${max}.`,
  zh: `请填写 1 至 ${max} 的整数。`,
})
const orNone = (max: number): Words => ({
  en: `Enter a whole number up to ${max}, or leave it empty.`,
  zh: `请填写不超过 ${max} 的整数，或留空。`,
})
const giftWords: Words = {
  en: `Enter the gift in both languages in at most ${NAME_CHARS_MAX} characters, or leave both empty.`,
  zh: `请以两种语言填写赠品，各最多 ${NAME_CHARS_MAX} 字，或都留空。`,
}

export const productSentences = (kind: Offer['kind']) => {
  const max = kind === 'count' ? USES_MAX : DAYS_MAX
  return {
    nameEn: named,
    nameZh: named,
    price: amount,
    list: amount,
    count: upTo(max),
    gift: orNone(max),
    validity: upTo(DAYS_MAX),
    giftEn: giftWords,
    giftZh: giftWords,
  } as const satisfies Readonly<Record<ProductField, Words>>
}

type Typed = z.infer<typeof TypedPeriod> & { readonly validity?: number }

export function offerTyped(kind: Offer['kind'], typed: Typed): Offer {
  const { nameEn, nameZh, price, list, count, gift, giftEn, giftZh } = typed
  const inKind =
    giftEn === undefined || giftZh === undefined ? {} : { giftInKind: { en: giftEn, zh: giftZh } }
  const shared = { name: { en: nameEn, zh: nameZh }, priceMinor: price, ...inKind }
  if (kind === 'period') {
    return { kind, ...shared, listPriceMinor: list, days: count, giftDays: gift }
  }
  const validityDays = typed.validity ?? DAYS_MAX
  return { kind, ...shared, listUnitMinor: list, uses: count, giftUses: gift, validityDays }
}

export type ProductDrafted = Pick<ProductNewView, 'values' | 'errors' | 'draft'>

/** From the address of the page; nothing typed is a blank form. */
export function draftIn(
  query: URLSearchParams,
  kind: Offer['kind'],
  { shop, nowMs }: { readonly shop: ShopRow; readonly nowMs: number },
): ProductDrafted {
  const asked = PRODUCT_FIELDS.filter((field) => kind === 'count' || field !== 'validity')
  const values = Object.fromEntries(
    asked.flatMap((field) => {
      const value = query.get(field)
      return value === null ? [] : [[field, value.slice(0, 200)]]
    }),
  )
  if (Object.keys(values).length === 0) return { values, errors: [], draft: null }
  const schema = kind === 'count' ? TypedCount : TypedPeriod
  const read = schema.safeParse({
    ...Object.fromEntries(asked.map((field) => [field, ''])),
    ...values,
  })
  if (!read.success) {
    const bad = new Set(read.error.issues.map(({ path: [field] }) => String(field)))
    return { values, errors: errorsOf(kind, (field) => bad.has(field)), draft: null }
  }
  const { giftEn, giftZh } = read.data
  if ((giftEn === undefined) !== (giftZh === undefined)) {
    const missing = giftEn === undefined ? 'giftEn' : 'giftZh'
    return { values, errors: errorsOf(kind, (field) => field === missing), draft: null }
  }
  const offer = offerTyped(kind, read.data)
  return { values, errors: [], draft: draftOf(offer, shop, nowMs) }
}

function errorsOf(
  kind: Offer['kind'],
  isBad: (field: ProductField) => boolean,
): ProductDrafted['errors'] {
  const sentences = productSentences(kind)
  return PRODUCT_FIELDS.filter(isBad).map((field) => ({ name: field, sentence: sentences[field] }))
}

function draftOf(offer: Offer, { industry, area, shop }: ShopRow, nowMs: number): ProductDraft {
  const answers = askCaps({
    industry: industryOf(industry),
    area,
    day: legalDayOf(nowMs),
    offer,
    // Nobody has bought it yet.
    exposure: noExposure(shop, ''),
  })
  const priceMinor = BigInt(offer.priceMinor)
  const listMinor = BigInt(listPriceMinor(offer))
  const tranches = usesTotalOf(offer)
  return {
    offer,
    eachMinor: offer.kind === 'count' ? priceMinor / BigInt(tranches) : null,
    listMinor,
    discountMinor: listMinor - priceMinor,
    trancheMinor: trancheOf(offer, tranches),
    tranches,
    caps: answers.answers.map(capLine),
    why:
      priceMinor > listMinor
        ? 'above-list'
        : findExceeded(answers) === undefined
          ? null
          : 'over-cap',
  }
}

/** The first part that a yes makes the shop's: a class, or thirty days. */
function trancheOf(offer: Offer, tranches: number): bigint {
  const priceMinor = BigInt(offer.priceMinor)
  if (offer.kind === 'count') return priceMinor / BigInt(tranches)
  const days = offer.days + offer.giftDays
  return (priceMinor * BigInt(Math.min(TRANCHE_DAYS, days))) / BigInt(days)
}

function capLine({ rule, checks }: CapAnswer): CapLine {
  const { title, number, article, from, until, unconfirmed } = rule
  return { title, number, article, from, until, isUnconfirmed: unconfirmed.length > 0, checks }
}
