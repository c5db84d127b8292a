/** Who may decide what: asked of the appointments in the book, never of what the caller says of itself. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { appointmentKey, isAppointed, type AppointmentRole } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { DEPOSITARY, depositaryTable, type DepositaryRow } from './rows.ts'

export const depositaryKey = (): RowKey => tableKey(depositaryTable, DEPOSITARY)

/** What has to be loaded to know whether the actor is one of the office's notaries or the bank's teller. */
export function* readOffice(rows: Reader, actor: PartyId): Generator<RowKey> {
  yield depositaryKey()
  const row = rows.get(depositaryTable, DEPOSITARY)
  if (row === undefined) return
  yield appointmentKey(row.office, actor)
  yield appointmentKey(row.bank, actor)
}

/** For what only an office with a bank can do: its row is there, and must be loaded. */
export function depositaryOf(rows: Reader): DepositaryRow {
  const row = rows.get(depositaryTable, DEPOSITARY)
  assert(row !== undefined, 'whoever acts for an office has one')
  return row
}

export function isNotary(rows: Reader, actor: PartyId): boolean {
  const row = rows.get(depositaryTable, DEPOSITARY)
  return row !== undefined && isAppointed(rows, row.office, actor, ['notary'])
}

export function isTeller(rows: Reader, actor: PartyId): boolean {
  const row = rows.get(depositaryTable, DEPOSITARY)
  return row !== undefined && isAppointed(rows, row.bank, actor, ['teller'])
}

/** Whose a matter is: its shop and, where there is one, its consumer. */
export interface OfParties {
  readonly shop: PartyId
  readonly consumer?: PartyId
}

/**
 * Whether somebody would decide in their own matter: as its consumer, or for its shop. No notary may (Notary Law,
 * 公证法, art. 23 (3); relatives are not known to a book). The appointment at the shop must be loaded.
 */
export function isOwnMatter(rows: Reader, actor: PartyId, { shop, consumer }: OfParties): boolean {
  return consumer === actor || isAppointed(rows, shop, actor, STAFF)
}

export const STAFF: readonly AppointmentRole[] = ['head', 'clerk']
export const HEAD: readonly AppointmentRole[] = ['head']

export function isOfShop(
  rows: Reader,
  shop: PartyId,
  actor: PartyId,
  roles: readonly AppointmentRole[],
): boolean {
  return isAppointed(rows, shop, actor, roles)
}
