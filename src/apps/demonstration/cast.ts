/**
 * Who appears in the demonstration: an office of notaries, a bank, an authority, shops and consumers. All of
 * it is invented; names were put together from common words, and any likeness to a real shop is chance.
 */
import { contentId } from '#kernel/identity/content-id.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { LegalDay } from '#kernel/time/legal-day.ts'
import type { Industry, Offer, Terms, Words } from '#services/prepaid/contract.ts'
import type { Chance } from './chance.ts'

/** Ids are made from names, so that the story can speak of people before they are registered. */
export const partyId = (name: string): PartyId => contentId('pty_', ['demonstration', name])

export const REGISTRY = partyId('registry')
export const REGISTRAR = partyId('registrar')
/** A registry has no name in its book: it founds itself there. */
export const REGISTRY_NAME = { en: 'Registry of parties (invented)', zh: '主体登记处（虚构）' }
export const OFFICE = {
  party: partyId('office'),
  name: { en: 'Rainbow Bridge Notary Office (invented)', zh: '虹桥公证处（虚构）' },
  accountName: { en: 'Prepaid deposit account (simulated)', zh: '预付费提存专户（模拟）' },
}
export const BANK = {
  party: partyId('bank'),
  name: { en: 'Simulated Bank', zh: '模拟银行' },
  teller: partyId('teller'),
}
export const AUTHORITY = {
  party: partyId('authority'),
  name: { en: 'Consumer supervision (invented)', zh: '消费监管部门（虚构）' },
  inspector: partyId('inspector'),
}
export const NOTARIES = {
  shen: { party: partyId('notary-shen'), name: { en: 'Notary Shen', zh: '沈公证员' } },
  qiu: { party: partyId('notary-qiu'), name: { en: 'Notary Qiu', zh: '邱公证员' } },
  yao: { party: partyId('notary-yao'), name: { en: 'Notary Yao', zh: '姚公证员' } },
} as const

/** What no source tells of a real office, chosen for the demonstration. */
export const TERMS: Terms = {
  objectionWorkingDays: 3,
  deemedWorkingDays: 15,
  remindersBeforeWorkingDays: [10, 5, 1],
  answerWorkingDays: 5,
  paymentDays: 3,
  approvalWorkingDays: 3,
  interest: { basis: 'by-cause', dayCount: 365 },
  feeBearer: 'none',
}

export interface Shop {
  readonly party: PartyId
  readonly head: PartyId
  readonly clerk: PartyId
  readonly name: Words
  readonly industry: Industry
  readonly area: string
  readonly leaseEndsOn: LegalDay
  readonly products: readonly { readonly id: string; readonly offer: Offer }[]
}

const AREAS = ['CHANGNING', 'MINHANG', 'JIADING', 'SONGJIANG', 'QINGPU'] as const

const PLACES = [
  ['Lakeside', '湖畔'],
  ['Northgate', '北门'],
  ['Old Wharf', '老码头'],
  ['Plum Lane', '梅巷'],
  ['Riverside', '江岸'],
  ['Willow Court', '柳园'],
  ['Harbour', '港湾'],
  ['Stone Bridge', '石桥'],
] as const

const TRADES = [
  ['Swim School', '游泳学校', 'children-sports', 'Swimming', '游泳课'],
  ['Climbing', '攀岩馆', 'fitness', 'Climbing', '攀岩'],
  ['Fitness', '健身馆', 'fitness', 'Gym', '健身'],
  ['Calligraphy', '书法馆', 'tutoring', 'Calligraphy', '书法课'],
  ['Pilates', '普拉提', 'fitness', 'Pilates', '普拉提课'],
] as const

/** Forty shops: every place has every trade. */
export function castShops(count: number, year: number): readonly Shop[] {
  return Array.from({ length: count }, (_, i) => {
    const place = PLACES[i % PLACES.length] ?? PLACES[0]
    const trade = TRADES[Math.floor(i / PLACES.length + i) % TRADES.length] ?? TRADES[0]
    const name = { en: `${place[0]} ${trade[0]}`, zh: `${place[1]}${trade[1]}` }
    const key = `shop ${i} ${name.en}`
    return {
      party: partyId(key),
      head: partyId(`${key} head`),
      clerk: partyId(`${key} clerk`),
      name,
      industry: trade[2],
      area: AREAS[i % AREAS.length] ?? AREAS[0],
      leaseEndsOn: `${year + 1 + (i % 3)}-12-31`,
      products: offersOf(trade, i).map((offer, n) => ({
        id: contentId('prd_', ['demonstration', key, String(n)]),
        offer,
      })),
    }
  })
}

/** Prices inside the caps: a tutor may not take more than three months or sixty hours at once. */
function offersOf([, , industry, en, zh]: (typeof TRADES)[number], i: number): readonly Offer[] {
  const unit = 12_000 + ((i + 2) % 5) * 1_500
  const classes = (uses: number, giftUses: number): Offer => ({
    kind: 'count',
    name: { en: `${en}, ${uses} classes`, zh: `${zh}${uses}次` },
    priceMinor: unit * uses,
    listUnitMinor: unit + 5_000,
    uses,
    giftUses,
    validityDays: industry === 'fitness' ? 365 : 90,
  })
  // Half a year has at least 181 days, and three months 89, from 1 February: no day is too early for a cap.
  const days = industry === 'fitness' ? 180 : 89
  const period: Offer = {
    kind: 'period',
    name: { en: `${en}, ${days} days`, zh: `${zh}${days}天` },
    priceMinor: days === 180 ? 216_000 : 135_000,
    listPriceMinor: days === 180 ? 259_200 : 162_000,
    days,
    giftDays: 0,
  }
  return [classes(10, 0), classes(20, i % 4 === 1 ? 2 : 0), period]
}

const SURNAMES =
  'Lin 林,Chen 陈,Wang 王,Zhou 周,Xu 徐,Zhu 朱,Gu 顾,Lu 陆,Shen 沈,Tang 唐,Qian 钱,Jin 金,Yan 严,Hua 华,Fei 费,Pan 潘'
const GIVEN =
  'Wen 雯,Hao 浩,Min 敏,Jie 洁,Tao 涛,Yun 云,Qing 青,Lei 磊,Fang 芳,Bo 博,Xin 欣,Rui 睿,Jun 军,Li 丽,Ping 平,Kai 凯,Ting 婷,An 安'

const pairs = (list: string): readonly (readonly [string, string])[] =>
  list.split(',').map((pair) => {
    const [latin = '', han = ''] = pair.split(' ')
    return [latin, han]
  })

export interface Consumer {
  readonly party: PartyId
  readonly name: Words
  readonly phone: string
}

/** The first is the one that a newcomer becomes. */
export function castConsumers(count: number, chance: Chance): readonly Consumer[] {
  const surnames = pairs(SURNAMES)
  const given = pairs(GIVEN)
  return Array.from({ length: count }, (_, i) => {
    const [family, familyHan] = surnames[i === 0 ? 0 : chance.below(surnames.length)] ?? [
      'Lin',
      '林',
    ]
    const [own, ownHan] = given[i === 0 ? 0 : chance.below(given.length)] ?? ['Wen', '雯']
    return {
      party: partyId(`consumer ${i}`),
      name: { en: `${family} ${own}`, zh: `${familyHan}${ownHan}` },
      // 199 with zeros is no number of anybody's.
      phone: `1990000${String(i).padStart(4, '0')}`,
    }
  })
}
