/**
 * Who reads, and what of prepaid money that one may see: the one place where it is said. The appointments in
 * the book say for whom a person acts; the key or session says in which of its roles it came. Both must allow.
 */
import type pg from 'pg'
import { isPermitted, type PartyId, type Principal } from '#kernel/identity/principal.ts'
import { listAppointments } from '../store/work.ts'

export type ShopRole = 'head' | 'clerk'

export interface Viewer {
  /** Whose cards are its own; null for whoever did not come as a consumer. */
  readonly consumer: PartyId | null
  /** The shops that it acts for, and as what. */
  readonly shops: ReadonlyMap<PartyId, ShopRole>
  readonly isNotary: boolean
  readonly isTeller: boolean
  /** Of any authority in the book. It sees pseudonyms, as all others do, and no confidential value. */
  readonly isInspector: boolean
}

export async function viewerOf(pool: pg.Pool, book: string, principal: Principal): Promise<Viewer> {
  const appointments = await listAppointments(pool, book, principal.party)
  const isOfOwn = (role: string) =>
    appointments.some((appointment) => appointment.role === role && appointment.isOfDepositary)
  const atCounter = isPermitted(principal, 'prepaid.counter')
  const asHead = isPermitted(principal, 'prepaid.shop')
  return {
    consumer: isPermitted(principal, 'prepaid.buy') ? principal.party : null,
    shops: new Map(
      appointments.flatMap(({ organisation, role }): readonly [PartyId, ShopRole][] => {
        if (role === 'head' && asHead) return [[organisation, 'head']]
        const isOfShop = role === 'head' || role === 'clerk'
        return isOfShop && atCounter ? [[organisation, 'clerk']] : []
      }),
    ),
    isNotary: isPermitted(principal, 'prepaid.notarise') && isOfOwn('notary'),
    isTeller: isPermitted(principal, 'prepaid.bank') && isOfOwn('teller'),
    isInspector:
      isPermitted(principal, 'prepaid.inspect') &&
      appointments.some(({ role }) => role === 'inspector'),
  }
}

/** A contract, and with it its uses and refunds: its consumer's, its shop's, the office's, and supervised. */
export function seesContract(
  viewer: Viewer,
  { consumer, shop }: { readonly consumer: PartyId; readonly shop: PartyId },
): boolean {
  return viewer.consumer === consumer || seesShop(viewer, shop)
}

/** What a shop does: its staff, the office, and supervision. */
export function seesShop(viewer: Viewer, shop: PartyId): boolean {
  return viewer.shops.has(shop) || seesAll(viewer)
}

/** What a shop is paid: its head, the office, and supervision. A clerk serves and does not count money. */
export function seesMoneyOf(viewer: Viewer, shop: PartyId): boolean {
  return viewer.shops.get(shop) === 'head' || seesAll(viewer)
}

export function seesAll({ isNotary, isInspector }: Viewer): boolean {
  return isNotary || isInspector
}

/** What the bank booked, and what it is told to pay. */
export function seesBank({ isNotary, isTeller }: Viewer): boolean {
  return isNotary || isTeller
}
