/** The contract in plain words: what was agreed stands in it, and nothing of it can change unseen. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256HexOf } from '#kernel/identity/content-id.ts'
import type { Offer, Terms } from '../contract.ts'
import { CAP_RULES } from './cap-rules.ts'
import { contractText, contractTextSha256, plainText, TEXT_VERSION } from './contract-text.ts'
import { yuan, type ContractMatter } from './contract-words.ts'

const name = { en: 'Twenty swims', zh: '二十次游泳' }
const count = {
  kind: 'count',
  name,
  priceMinor: 300_000,
  listUnitMinor: 20_000,
  uses: 20,
  giftUses: 0,
  validityDays: 365,
} as const satisfies Offer
const period = {
  kind: 'period',
  name,
  priceMinor: 365_000,
  listPriceMinor: 480_000,
  days: 365,
  giftDays: 0,
} as const satisfies Offer
const terms = {
  objectionWorkingDays: 3,
  deemedWorkingDays: 15,
  remindersBeforeWorkingDays: [7, 2],
  answerWorkingDays: 5,
  paymentDays: 4,
  approvalWorkingDays: 6,
  interest: { basis: 'by-cause', dayCount: 365 },
  feeBearer: 'none',
} as const satisfies Terms
const matter: ContractMatter = {
  shopName: { en: 'Bridge Gym', zh: '虹桥健身' },
  officeName: { en: 'The Notary Office', zh: '某公证处' },
  offer: count,
  terms,
  industry: 'fitness',
  leaseEndsOn: '2028-06-30',
  rules: CAP_RULES.filter(({ industries }) => industries.includes('fitness')),
}

function textOf(more: Partial<ContractMatter>, language: 'en' | 'zh'): string {
  const text = contractText({ ...matter, ...more })
  return text === undefined ? '' : plainText(text, language)
}

const both = (more: Partial<ContractMatter> = {}) =>
  (['en', 'zh'] as const).map((language) => textOf(more, language))

describe('what is agreed stands in both languages', () => {
  const offers: fc.Arbitrary<Offer> = fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 500 }), fc.nat(500))
      .map(([priceMinor, uses, giftUses]) => ({
        ...count,
        priceMinor,
        listUnitMinor: Math.ceil(priceMinor / uses) + 7,
        uses,
        giftUses,
      })),
    fc
      .tuple(fc.integer({ min: 1, max: 10 ** 9 }), fc.integer({ min: 1, max: 1100 }), fc.nat(1100))
      .map(([priceMinor, days, giftDays]) => ({ ...period, priceMinor, days, giftDays })),
  )

  test('every number of the offer, whatever it is', () => {
    fc.assert(
      fc.property(offers, (offer) => {
        const list = offer.kind === 'count' ? offer.listUnitMinor : offer.listPriceMinor
        const numbers =
          offer.kind === 'count'
            ? [offer.uses, offer.giftUses || offer.uses, offer.validityDays]
            : [offer.days, offer.giftDays || offer.days, offer.days + offer.giftDays]
        for (const text of both({ offer })) {
          for (const part of [yuan(offer.priceMinor), yuan(list), ...numbers.map(String)]) {
            expect(text).toContain(part)
          }
        }
      }),
    )
  })

  test.each([
    ['the shop and the office', ['Bridge Gym', 'The Notary Office'], ['虹桥健身', '某公证处']],
    [
      'silence, reminders and contests',
      ['15 working days', '7 and 2'],
      ['15 个工作日', '7、2 个工作日'],
    ],
    ['the time for the payment', ['within 4 days'], ['4 天内']],
    ['the approval of a payment', ['within 6 working days'], ['6 个工作日内无人批准']],
    ['what expiry is not', ['forfeits nothing'], ['到期不等于作废']],
    ['the test of the seven days', ['had the same service before'], ['获得过同类服务']],
    ['that commission is not taken off', ['commission of staff is never'], ['员工提成不得扣除']],
    ['which language holds', ['The Chinese text holds'], ['以中文文本为准']],
    ['what a receipt does not prove', ['does not prove that a class'], ['不能证明课真的上了']],
    ['the lease', ['2028-06-30'], ['2028-06-30']],
    ['the cap with its article', ['沪体规文〔2025〕1号, art. 8'], ['沪体规文〔2025〕1号第8条']],
  ])('%s', (_, inEnglish, inChinese) => {
    const [en = '', zh = ''] = both()
    for (const part of inEnglish) expect(en).toContain(part)
    for (const part of inChinese) expect(zh).toContain(part)
  })
})

describe('the law and what is not known of it', () => {
  test('the worked values of the law: 8 of 20 classes, and 146 of 365 days', () => {
    for (const text of both()) {
      expect(text).toContain('¥3,000.00 − ¥3,000.00 × 8 ÷ 20 = ¥1,800.00')
      expect(text).toContain('¥1,400.00')
    }
    for (const text of both({ offer: period })) {
      expect(text).toContain('¥3,650.00 × 219 ÷ 365 = ¥2,190.00')
    }
  })

  test('what is unknown is said to be', () => {
    const rules = CAP_RULES.filter(({ industries }) => industries.includes('tutoring'))
    const [en = '', zh = ''] = both({ rules, industry: 'tutoring' })
    expect(en).toContain('article unknown, in force from unknown to unknown')
    expect(zh).toContain('条款不详，施行期间 不详 至 不详')
    const [none = '', keine = ''] = both({ rules: [] })
    expect(none).toContain('No rule with a cap')
    expect(keine).toContain('没有适用于该行业和地区的预收款限额规定')
  })

  test('by the law or as agreed here: each sentence of a law names its article', () => {
    const text = contractText(matter)
    const sources = text?.clauses.flatMap(({ sentences }) => sentences.map(({ source }) => source))
    const articles = new Set(
      sources?.flatMap((source) => source?.en.match(/art\. [\d, ]+/u)?.[0].match(/\d+/gu) ?? []),
    )
    for (const article of [8, 12, 14, 15, 16, 17, 18, 19, 20, 24, 25]) {
      expect(articles).toContain(String(article))
    }
    expect(textOf({ offer: period }, 'en')).toContain('art. 22')
    const giftInKind = { en: 'A towel', zh: '毛巾' }
    expect(textOf({ offer: { ...count, giftInKind } }, 'zh')).toContain('毛巾')
  })
})

describe('its digest', () => {
  const otherwise: readonly [string, Partial<ContractMatter>][] = [
    ['shopName', { shopName: { ...matter.shopName, zh: '虹桥健身二店' } }],
    ['officeName', { officeName: { ...matter.officeName, zh: '另一公证处' } }],
    ['leaseEndsOn', { leaseEndsOn: '2028-07-01' }],
    ['industry', { industry: 'children-sports' }],
    ['rules', { rules: [] }],
    ['offer.kind', { offer: period }],
    ...(
      [
        ['name', { ...name, zh: '二十次' }],
        ['priceMinor', 300_001],
        ['listUnitMinor', 20_001],
        ['uses', 21],
        ['giftUses', 1],
        ['validityDays', 366],
        ['giftInKind', name],
      ] as const
    ).map(([part, value]): [string, Partial<ContractMatter>] => [
      `offer.${part}`,
      { offer: { ...count, [part]: value } },
    ]),
    ...(
      [
        ['objectionWorkingDays', 4],
        ['deemedWorkingDays', 16],
        ['remindersBeforeWorkingDays', [7]],
        ['answerWorkingDays', 8],
        ['paymentDays', 5],
        ['approvalWorkingDays', 7],
        ['interest', { basis: 'by-cause', dayCount: 360 }],
        ['interest', { basis: 'account', accountRatePerMillion: 2_500, dayCount: 365 }],
        ['feeBearer', 'shop'],
        ['feeBearer', 'consumer'],
      ] as const
    ).map(([part, value]): [string, Partial<ContractMatter>] => [
      `terms.${part}`,
      { terms: { ...terms, [part]: value } },
    ]),
  ]

  test.each(otherwise)('changes with %s', (_, more) => {
    expect(contractTextSha256({ ...matter, ...more })).not.toBe(contractTextSha256(matter))
  })

  test('differs for every rate of the account', () => {
    const digests = [2_500, 2_501].map((accountRatePerMillion) => {
      const interest = { basis: 'account', accountRatePerMillion, dayCount: 365 } as const
      return contractTextSha256({ ...matter, terms: { ...terms, interest } })
    })
    expect(new Set(digests).size).toBe(2)
  })

  test('is that of the Chinese text, which anybody can hash', () => {
    expect(contractTextSha256(matter)).toBe(sha256HexOf(textOf({}, 'zh')))
    expect(sha256HexOf('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  test('of the first wording never changes: it was signed', () => {
    expect(sha256HexOf(textOf({}, 'zh'))).toBe(
      'eb2781f4402fd7caa3257c6eba1ce1881aa0609b456c92c3f042813ee5a3fa90',
    )
    expect(sha256HexOf(textOf({ offer: period }, 'zh'))).toBe(
      '29f666d98fa6aaef9f743a1714cdb0b69c780ee29d520d57edaddec832cbd677',
    )
  })
})

test('there is no text of a version that never was', () => {
  expect(contractText(matter, TEXT_VERSION + 1)).toBeUndefined()
  expect(contractText(matter, 0)).toBeUndefined()
})

test('both languages have the same clauses, and no sentence is left empty', () => {
  for (const offer of [count, period]) {
    const clauses = contractText({ ...matter, offer })?.clauses ?? []
    expect(clauses).toHaveLength(12)
    for (const { title, sentences } of clauses) {
      expect(sentences.length).toBeGreaterThan(0)
      for (const { en, zh } of [title, ...sentences]) {
        expect(en).toMatch(/^[A-Z]/u)
        expect(zh).toMatch(/\p{Script=Han}/u)
      }
    }
    expect(textOf({ offer }, 'en')).not.toMatch(/undefined|NaN|null/u)
  }
})
