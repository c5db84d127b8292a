/** An office with a shop that sells, and a consumer with a card: opened by the acts themselves. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { prepaid as ask, parties as askParties, type Act } from '#apps/demonstration/acts.ts'
import type { Offer, Terms } from '#services/prepaid/contract.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { textOfProduct } from './text.ts'
import { START_MS, world, type World } from './rig.ts'

const REGISTRY = 'pty_registry'
const REGISTRAR = 'pty_registrar'
export const OFFICE = 'pty_office'
export const BANK = 'pty_bank'
export const TELLER = 'pty_teller'
export const NOTARY = 'pty_notary-one'
export const OTHER_NOTARY = 'pty_notary-two'
export const SHOP = 'pty_shop'
export const HEAD = 'pty_shop-head'
export const CLERK = 'pty_shop-clerk'
export const OTHER_SHOP = 'pty_other-shop'
export const OTHER_HEAD = 'pty_other-head'
export const CONSUMER = 'pty_consumer'
export const OTHER_CONSUMER = 'pty_other-consumer'
export const CONTRACT = 'con_first'
export const PRODUCT = 'prd_first'

export const TERMS: Terms = {
  objectionWorkingDays: 3,
  deemedWorkingDays: 15,
  remindersBeforeWorkingDays: [5, 1],
  answerWorkingDays: 5,
  paymentDays: 3,
  approvalWorkingDays: 3,
  interest: { basis: 'by-cause', dayCount: 365 },
  feeBearer: 'none',
}

const words = { en: 'Classes', zh: '课程' }
/** The worked example: 3,000 for 20 classes, 200 each without discount. */
export const COUNT = {
  kind: 'count',
  name: words,
  priceMinor: 300_000,
  listUnitMinor: 20_000,
  uses: 20,
  giftUses: 0,
  validityDays: 90,
} as const satisfies Offer
export const PERIOD = {
  kind: 'period',
  name: words,
  priceMinor: 360_000,
  listPriceMinor: 400_000,
  days: 75,
  giftDays: 0,
} as const satisfies Offer

function must(book: World, { command, actor }: Act): void {
  book.do(command, actor)
}

/** Parties, the deposit account, and two approved shops. */
export function office(atMs = START_MS, book = world([parties, prepaid])): World {
  book.nowMs = atMs
  const person = (party: PartyId): Act =>
    askParties(REGISTRAR, 'register-person', {
      by: REGISTRY,
      person: party,
      name: `Name of ${party}`,
    })
  const organisation = (party: PartyId, kind: 'shop' | 'notary-office' | 'bank'): Act =>
    askParties(REGISTRAR, 'register-organisation', {
      registry: REGISTRY,
      organisation: party,
      kind,
      name: { en: party, zh: party },
    })
  const appoint = (
    to: PartyId,
    party: PartyId,
    role: 'head' | 'clerk' | 'notary' | 'teller',
    // Whoever leads it already; without one the registry begins.
    leader?: PartyId,
  ): Act =>
    askParties(leader ?? REGISTRAR, 'appoint', {
      organisation: to,
      person: party,
      role,
      by: leader === undefined ? REGISTRY : to,
    })
  const acts = [
    askParties(REGISTRAR, 'found', { registry: REGISTRY }),
    organisation(OFFICE, 'notary-office'),
    organisation(BANK, 'bank'),
    organisation(SHOP, 'shop'),
    organisation(OTHER_SHOP, 'shop'),
    ...[NOTARY, OTHER_NOTARY, TELLER, HEAD, CLERK, OTHER_HEAD, CONSUMER, OTHER_CONSUMER].map(
      person,
    ),
    appoint(OFFICE, NOTARY, 'notary'),
    appoint(OFFICE, OTHER_NOTARY, 'notary', NOTARY),
    appoint(BANK, TELLER, 'teller'),
    appoint(SHOP, HEAD, 'head'),
    appoint(SHOP, CLERK, 'clerk', HEAD),
    appoint(OTHER_SHOP, OTHER_HEAD, 'head'),
    ask(NOTARY, 'open-depositary', {
      office: OFFICE,
      bank: BANK,
      accountName: words,
      terms: TERMS,
    }),
    ...[
      { shop: SHOP, head: HEAD },
      { shop: OTHER_SHOP, head: OTHER_HEAD },
    ].flatMap(({ shop, head }) => [
      ask(head, 'apply', {
        shop,
        industry: 'fitness',
        area: 'CHANGNING',
        licence: 'TEST-1',
        leaseEndsOn: '2029-12-31',
        account: 'TEST-ACCOUNT',
      }),
      ask(NOTARY, 'approve-shop', {
        shop,
        checks: ['licence', 'lease', 'industry', 'account-name'],
      }),
    ]),
  ]
  for (const act of acts) must(book, act)
  return book
}

export function signing(
  book: World,
  more: { readonly contract?: string; readonly product?: string; readonly prior?: boolean } = {},
): Act {
  const product = more.product ?? PRODUCT
  return ask(CONSUMER, 'sign', {
    contract: more.contract ?? CONTRACT,
    product,
    hasPriorExperience: more.prior ?? false,
    textSha256: textOfProduct(book, product),
  })
}

export function paying(contract: string, amountMinor: number, book: World): Act {
  return ask(TELLER, 'record-bank-entry', {
    bankEntry: `credit-${contract}`,
    kind: 'credit',
    amountMinor,
    reference: contract,
    valueDay: legalDayOf(book.nowMs),
  })
}

/** An office whose consumer has paid for a card. */
export function withCard(
  offer: Offer = COUNT,
  prior = false,
  atMs = START_MS,
  book = office(atMs),
): World {
  must(book, ask(HEAD, 'list-product', { product: PRODUCT, shop: SHOP, offer }))
  must(book, signing(book, { prior }))
  must(book, paying(CONTRACT, offer.priceMinor, book))
  return book
}
