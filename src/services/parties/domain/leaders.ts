/**
 * How many lead an organisation now: registrars of the registry, heads of a shop, notaries of an office.
 * Nobody counts appointments when an act is decided, so the number is a row, kept by apply.
 */
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { defineTable } from '#kernel/rows/table.ts'

export const leadersTable = defineTable({
  name: 'party_leaders',
  key: { organisation: 'text' },
  columns: { leaders: 'integer' },
})

/** Those who appoint others; tellers and inspectors are appointed by the registry, each of them. */
const LEADING: readonly string[] = ['registrar', 'head', 'notary']

export function isLeading(role: string): boolean {
  return LEADING.includes(role)
}

export function leadersOf(rows: Reader, organisation: PartyId): number {
  return rows.get(leadersTable, organisation)?.leaders ?? 0
}

export function countLeader(rows: Rows, organisation: PartyId, by: 1 | -1): void {
  rows.put(leadersTable, { organisation, leaders: leadersOf(rows, organisation) + by })
}
