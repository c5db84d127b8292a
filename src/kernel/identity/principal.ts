/**
 * Who is calling, and what they may do: the one place where permissions are given. A principal is a
 * party (an organisation or person, known in a book by its pseudonym) with a credential and roles.
 */

/** `pty_` and 22 characters of base64url: random, one per book, so that it tells nothing by itself. */
export type PartyId = string

export const PARTY_ID = /^pty_[A-Za-z0-9_-]{4,40}$/

export const ROLES = ['operator', 'publisher', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = [
  'claims.import',
  'receipts.read',
  'entries.read',
  'keys.issue',
  'timers.release',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** How the principal proved who it is; it becomes evidence in each entry that it causes. */
export interface Evidence {
  readonly method: 'api-key' | 'system'
  /** The credential's public id, never its secret. */
  readonly credential: string
}

export interface Principal {
  readonly party: PartyId
  readonly roles: readonly Role[]
  readonly evidence: Evidence
}

const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  operator: ['claims.import', 'receipts.read', 'entries.read', 'keys.issue', 'timers.release'],
  publisher: ['claims.import', 'receipts.read'],
  auditor: ['receipts.read', 'entries.read'],
}

export function isPermitted({ roles }: Principal, permission: Permission): boolean {
  return roles.some((role) => GRANTED[role].includes(permission))
}
