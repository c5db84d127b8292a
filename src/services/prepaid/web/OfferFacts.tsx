/** What a card gives and what it costs, in the same words wherever it is offered. */
import { formatMoney } from '#web/kit/format.ts'
import { catalogue } from '#web/kit/language.ts'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Facts } from '#web/kit/Section.tsx'
import type { Offer } from '../contract.ts'

export const offerMessages = catalogue(
  {
    gives: 'It gives',
    classes: ({ uses, gift }: { uses: number; gift: number }) =>
      gift === 0 ? `${uses} classes` : `${uses} classes and ${gift} as a gift`,
    days: ({ days, gift }: { days: number; gift: number }) =>
      gift === 0 ? `${days} days` : `${days} days and ${gift} as a gift`,
    each: 'Each',
    eachIs: ({ price, list }: { price: string; list: string }) =>
      `${price}; ${list} without discount`,
    list: 'Without discount',
    valid: 'Valid',
    validDays: ({ days }: { days: number }) => `${days} days from the payment`,
    gift: 'Also a gift',
  },
  {
    gives: '内容',
    classes: ({ uses, gift }) => (gift === 0 ? `${uses} 次` : `${uses} 次，另赠 ${gift} 次`),
    days: ({ days, gift }) => (gift === 0 ? `${days} 天` : `${days} 天，另赠 ${gift} 天`),
    each: '单价',
    eachIs: ({ price, list }) => `${price}；优惠前 ${list}`,
    list: '优惠前价格',
    valid: '有效期',
    validDays: ({ days }) => `自付款起 ${days} 天`,
    gift: '另有赠品',
  },
)

export function OfferFacts({ offer }: { readonly offer: Offer }) {
  const language = useLanguage()
  const t = useMessages(offerMessages)
  const gift =
    offer.giftInKind === undefined ? [] : [{ term: t.gift, value: offer.giftInKind[language] }]
  if (offer.kind === 'period') {
    return (
      <Facts
        facts={[
          { term: t.gives, value: t.days({ days: offer.days, gift: offer.giftDays }) },
          { term: t.list, value: formatMoney(BigInt(offer.listPriceMinor)) },
          ...gift,
        ]}
      />
    )
  }
  const { uses, giftUses, priceMinor, listUnitMinor, validityDays } = offer
  const price = formatMoney(BigInt(priceMinor) / BigInt(uses + giftUses))
  return (
    <Facts
      facts={[
        { term: t.gives, value: t.classes({ uses, gift: giftUses }) },
        { term: t.each, value: t.eachIs({ price, list: formatMoney(BigInt(listUnitMinor)) }) },
        { term: t.valid, value: t.validDays({ days: validityDays }) },
        ...gift,
      ]}
    />
  )
}
