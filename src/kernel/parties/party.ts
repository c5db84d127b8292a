/**
 * Parties of a book, and who acts for whom. Organisations are public by name; of a person the book knows
 * a pseudonym alone. An appointment lets a person (or a machine) act for an organisation in one role.
 * Deciders of every slice read these rows, so what an actor may do is replayed with what it did.
 */
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { defineTable, tableKey, type RowKey } from '#kernel/rows/table.ts'

export const PARTY_KINDS = [
  'person',
  'registry',
  'shop',
  'notary-office',
  'bank',
  'authority',
  'company',
] as const
export type PartyKind = (typeof PARTY_KINDS)[number]

export const partyTable = defineTable({
  name: 'party',
  key: { party: 'text' },
  columns: {
    kind: 'text',
    /** `{"en": …, "zh": …}` of an organisation; null for a person, whose name is a secret of the entry. */
    name: 'json?',
    /** The entry that registered it, where a person's name is disclosed from. */
    entry: 'index',
  },
})

/** What a person does for the organisation that appointed it. */
export const APPOINTMENTS = ['registrar', 'head', 'clerk', 'notary', 'teller', 'inspector'] as const
export type AppointmentRole = (typeof APPOINTMENTS)[number]

export const appointmentTable = defineTable({
  name: 'appointment',
  key: { organisation: 'text', person: 'text' },
  columns: { role: 'text', isActive: 'boolean', entry: 'index' },
})

export function appointmentKey(organisation: PartyId, person: PartyId): RowKey {
  return tableKey(appointmentTable, organisation, person)
}

/** Whether the person acts for the organisation in one of these roles now. The row must be loaded. */
export function isAppointed(
  rows: Reader,
  organisation: PartyId,
  person: PartyId,
  roles: readonly AppointmentRole[],
): boolean {
  const row = rows.get(appointmentTable, organisation, person)
  return row?.isActive === true && roles.some((role) => role === row.role)
}
