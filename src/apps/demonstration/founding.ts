/** How the office comes to be: parties are registered and appointed, shops apply, are approved, and list cards. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { SHOP_CHECKS } from '#services/prepaid/contract.ts'
import { type Act, parties, prepaid } from './acts.ts'
import { AUTHORITY, BANK, NOTARIES, OFFICE, REGISTRAR, REGISTRY, TERMS, type Shop } from './cast.ts'
import type { Plot } from './plot.ts'

/** Two shops have asked to join, and wait. */
export const SHOPS_WAITING = 2

const organisation = (
  party: PartyId,
  kind: 'shop' | 'notary-office' | 'bank' | 'authority',
  name: Shop['name'],
): Act =>
  parties(REGISTRAR, 'register-organisation', {
    registry: REGISTRY,
    organisation: party,
    kind,
    name,
  })

const person = (party: PartyId, name: string, phone?: string): Act =>
  parties(REGISTRAR, 'register-person', {
    by: REGISTRY,
    person: party,
    name,
    ...(phone === undefined ? {} : { phone }),
  })

type Appointed = 'head' | 'clerk' | 'notary' | 'teller' | 'inspector'

/** The first of an organisation is appointed by the registry, the others by that one. */
const appoint = (to: PartyId, party: PartyId, role: Appointed, first?: PartyId): Act =>
  parties(first ?? REGISTRAR, 'appoint', {
    organisation: to,
    person: party,
    role,
    by: first === undefined ? REGISTRY : to,
  })

export function foundingActs({ shops, consumers }: Plot): readonly Act[] {
  const notaries = Object.values(NOTARIES)
  return [
    parties(REGISTRAR, 'found', { registry: REGISTRY }),
    organisation(OFFICE.party, 'notary-office', OFFICE.name),
    organisation(BANK.party, 'bank', BANK.name),
    organisation(AUTHORITY.party, 'authority', AUTHORITY.name),
    ...notaries.map(({ party, name }) => person(party, `${name.zh} ${name.en}`)),
    ...notaries.map(({ party }, i) =>
      appoint(OFFICE.party, party, 'notary', i === 0 ? undefined : NOTARIES.shen.party),
    ),
    person(BANK.teller, '模拟柜员 Simulated teller'),
    appoint(BANK.party, BANK.teller, 'teller'),
    person(AUTHORITY.inspector, '监管员 Inspector'),
    appoint(AUTHORITY.party, AUTHORITY.inspector, 'inspector'),
    ...shops.flatMap((shop, i) => [
      organisation(shop.party, 'shop', shop.name),
      person(shop.head, `店长${i + 1} Head ${i + 1}`),
      person(shop.clerk, `前台${i + 1} Desk ${i + 1}`),
      appoint(shop.party, shop.head, 'head'),
      appoint(shop.party, shop.clerk, 'clerk', shop.head),
    ]),
    ...consumers.map(({ party, name, phone }) => person(party, `${name.zh} ${name.en}`, phone)),
  ]
}

/** One list after the other: each needs what the one before it did. */
export function openingActs({ shops }: Plot): readonly (readonly Act[])[] {
  const { shen } = NOTARIES
  const depositary = prepaid(shen.party, 'open-depositary', {
    office: OFFICE.party,
    bank: BANK.party,
    accountName: OFFICE.accountName,
    terms: TERMS,
  })
  const applications = shops.map(({ party, head, industry, area, leaseEndsOn }, i) =>
    prepaid(head, 'apply', {
      shop: party,
      industry,
      area,
      licence: `INVENTED-${String(i + 1).padStart(4, '0')}`,
      leaseEndsOn,
      account: `SIMULATED-${String(i + 1).padStart(6, '0')}`,
    }),
  )
  const approved = shops.slice(0, Math.max(1, shops.length - SHOPS_WAITING))
  return [
    [depositary, ...applications],
    approved.map(({ party }) =>
      prepaid(shen.party, 'approve-shop', { shop: party, checks: [...SHOP_CHECKS] }),
    ),
    approved.flatMap(({ party, head, products }) =>
      products.map(({ id, offer }) =>
        prepaid(head, 'list-product', { product: id, shop: party, offer }),
      ),
    ),
  ]
}
