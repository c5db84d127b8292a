/** Who acts for whom: asked of the appointments in the book, never of what the caller says of itself. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { appointmentKey, isAppointed } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import type { RowKey } from '#kernel/rows/table.ts'

export function* readStaff(
  actor: PartyId,
  ...organisations: readonly (PartyId | null | undefined)[]
): Generator<RowKey> {
  for (const organisation of organisations) {
    if (organisation !== null && organisation !== undefined)
      yield appointmentKey(organisation, actor)
  }
}

export function isOf(rows: Reader, organisation: PartyId, actor: PartyId): boolean {
  return isAppointed(rows, organisation, actor, ['head', 'clerk'])
}

export function isOfAny(
  rows: Reader,
  actor: PartyId,
  ...organisations: readonly (PartyId | null | undefined)[]
): boolean {
  return organisations.some((one) => one !== null && one !== undefined && isOf(rows, one, actor))
}

/** The hub itself carries receipts between its books: what it brings is proven, whoever brings it. */
export function isCourier(actor: PartyId): boolean {
  return actor === SYSTEM_PARTY
}
