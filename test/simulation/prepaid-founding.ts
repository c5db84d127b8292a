/** How the office of a simulated book comes to be: its people, its deposit account, shops and their cards. */
import { parties, prepaid, type Act } from '#apps/demonstration/acts.ts'
import { SHOP_CHECKS, type Offer, type Terms } from '#services/prepaid/contract.ts'

const REGISTRY = 'pty_registry'
const REGISTRAR = 'pty_registrar'
const OFFICE = 'pty_office'
const BANK = 'pty_bank'
export const TELLER = 'pty_teller'
export const NOTARIES = ['pty_notary-one', 'pty_notary-two'] as const
export const SHOPS = ['pty_shop-one', 'pty_shop-two', 'pty_shop-late'] as const
export const HEAD = 'pty_shop-head'
export const CLERK = 'pty_shop-clerk'
export const CONSUMERS = ['pty_consumer-one', 'pty_consumer-two', 'pty_consumer-three'] as const

/** As short as they may be, so that a few days see everything lapse. */
const TERMS: Terms = {
  objectionWorkingDays: 1,
  deemedWorkingDays: 2,
  remindersBeforeWorkingDays: [1],
  answerWorkingDays: 1,
  paymentDays: 1,
  approvalWorkingDays: 1,
  interest: { basis: 'by-cause', dayCount: 365 },
  feeBearer: 'none',
}

const name = { en: 'Classes', zh: '课程' }
export const OFFERS: readonly Offer[] = [
  {
    kind: 'count',
    name,
    priceMinor: 60_000,
    listUnitMinor: 20_000,
    uses: 4,
    giftUses: 0,
    validityDays: 4,
  },
  {
    kind: 'count',
    name,
    priceMinor: 90_000,
    listUnitMinor: 60_000,
    uses: 2,
    giftUses: 1,
    validityDays: 9,
  },
  { kind: 'period', name, priceMinor: 30_000, listPriceMinor: 40_000, days: 31, giftDays: 0 },
]

const person = (party: string): Act =>
  parties(REGISTRAR, 'register-person', { by: REGISTRY, person: party, name: 'A Person' })

const organisation = (party: string, kind: 'shop' | 'notary-office' | 'bank'): Act =>
  parties(REGISTRAR, 'register-organisation', {
    registry: REGISTRY,
    organisation: party,
    kind,
    name: { en: party, zh: party },
  })

const appoint = (
  to: string,
  party: string,
  role: 'head' | 'clerk' | 'notary' | 'teller',
  leader?: string,
): Act =>
  parties(leader ?? REGISTRAR, 'appoint', {
    organisation: to,
    person: party,
    role,
    by: leader === undefined ? REGISTRY : to,
  })

export const applyOf = (shop: string): Act =>
  prepaid(HEAD, 'apply', {
    shop,
    industry: 'fitness',
    area: 'CHANGNING',
    licence: 'SIMULATED-1',
    leaseEndsOn: '2029-12-31',
    account: `SIMULATED-${shop}`,
  })

export const approvalOf = (shop: string): Act =>
  prepaid(NOTARIES[0], 'approve-shop', { shop, checks: [...SHOP_CHECKS] })

export const listingOf = (shop: string, n: number): Act =>
  prepaid(HEAD, 'list-product', {
    product: `prd_card-${n}`,
    shop,
    offer: OFFERS[n % OFFERS.length] ?? OFFERS[0] ?? fail(),
  })

function fail(): never {
  throw new Error('there is an offer')
}

export function foundingActs(): readonly Act[] {
  const [one, two] = NOTARIES
  const [first, second] = SHOPS
  return [
    parties(REGISTRAR, 'found', { registry: REGISTRY }),
    organisation(OFFICE, 'notary-office'),
    organisation(BANK, 'bank'),
    ...SHOPS.map((shop) => organisation(shop, 'shop')),
    ...[one, two, TELLER, HEAD, CLERK, ...CONSUMERS].map(person),
    appoint(OFFICE, one, 'notary'),
    appoint(OFFICE, two, 'notary', one),
    appoint(BANK, TELLER, 'teller'),
    ...SHOPS.map((shop) => appoint(shop, HEAD, 'head')),
    ...SHOPS.map((shop) => appoint(shop, CLERK, 'clerk', HEAD)),
    prepaid(one, 'open-depositary', {
      office: OFFICE,
      bank: BANK,
      accountName: name,
      terms: TERMS,
    }),
    ...[first, second].flatMap((shop) => [applyOf(shop), approvalOf(shop)]),
    ...[0, 1, 2].map((n) => listingOf(n === 1 ? second : first, n)),
  ]
}
