/**
 * Who is calling, and what they may do: the one place where permissions are given. A principal is a
 * party (an organisation or person, known in a book by its pseudonym) with a credential and roles.
 */

/** `pty_` and 22 characters of base64url: random, one per book, so that it tells nothing by itself. */
export type PartyId = string

export const PARTY_ID = /^pty_[A-Za-z0-9_-]{4,40}$/

export const ROLES = [
  'operator',
  'publisher',
  'auditor',
  'consumer',
  'shop-head',
  'shop-clerk',
  'notary',
  'bank',
  'regulator',
  'logistics',
  'registrar',
] as const
export type Role = (typeof ROLES)[number]

export const PERMISSIONS = [
  'claims.import',
  'receipts.read',
  'entries.read',
  'keys.issue',
  'timers.release',
  'parties.register',
  'parties.appoint',
  'privacy.ask',
  'privacy.act-for',
  'prepaid.buy',
  'prepaid.counter',
  'prepaid.shop',
  'prepaid.notarise',
  'prepaid.bank',
  'prepaid.inspect',
  'prepaid.read',
  'handover.trust',
  'handover.act',
  'handover.read',
  'handover.reconcile',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** How the principal proved who it is; it becomes evidence in each entry that it causes. */
export interface Evidence {
  readonly method: 'api-key' | 'persona' | 'system'
  /** The credential's public id, never its secret. */
  readonly credential: string
}

export interface Principal {
  /** The person or machine that acts; whom it may act for stands in the book, as an appointment. */
  readonly party: PartyId
  /** The organisation whose entries the principal may read besides its own. */
  readonly organisation?: PartyId
  readonly roles: readonly Role[]
  readonly evidence: Evidence
}

const GRANTED: Readonly<Record<Role, readonly Permission[]>> = {
  operator: [
    'claims.import',
    'receipts.read',
    'entries.read',
    'keys.issue',
    'timers.release',
    'parties.register',
    'parties.appoint',
    'handover.trust',
    'handover.reconcile',
    'privacy.act-for',
  ],
  publisher: ['claims.import', 'receipts.read'],
  auditor: ['receipts.read', 'entries.read', 'prepaid.inspect', 'handover.reconcile'],
  consumer: ['prepaid.buy', 'prepaid.read'],
  'shop-head': ['parties.appoint', 'prepaid.counter', 'prepaid.shop', 'prepaid.read'],
  'shop-clerk': ['prepaid.counter', 'prepaid.read'],
  notary: [
    'parties.register',
    'parties.appoint',
    'prepaid.notarise',
    'prepaid.read',
    'privacy.act-for',
  ],
  bank: ['prepaid.bank', 'prepaid.read'],
  regulator: ['prepaid.inspect', 'prepaid.read', 'handover.reconcile'],
  logistics: ['handover.act', 'handover.read'],
  registrar: ['parties.register', 'parties.appoint', 'privacy.act-for'],
}

/** Whoever has any role at all may know what is held on itself. */
const EVERYBODY: readonly Permission[] = ['privacy.ask']

export function isPermitted({ roles }: Principal, permission: Permission): boolean {
  return roles.some((role) => EVERYBODY.includes(permission) || GRANTED[role].includes(permission))
}
