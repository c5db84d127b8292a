/**
 * What the entries of other books say, read from leaves that nobody has proven yet: by schema, never trusted to
 * be what our own deciders write. Only the version that is known is read; a newer one needs a newer release.
 */
import type { Leaf } from '#kernel/log/leaf.ts'
import { BODIES, type SentBody } from '../contract.ts'

/** What the consignee's book says of a consignment, as its sender hears it. */
export interface Arrived {
  readonly kind: 'received' | 'refused' | 'returned'
  readonly to: string
  readonly sentEntry: number
  readonly leafHash: string
  readonly consignment: string
  readonly consignee: string
  readonly sentPackages: number
  readonly arrivedPackages: number
  readonly returnedPackages: number
  readonly returnByMs: number | null
  /** Null where the answer does not repeat them. */
  readonly differences: readonly string[] | null
}

/** What the consignor's book says of goods that were sent back, as whoever sent them back hears it. */
export interface Returned {
  readonly kind: 'taken-back' | 'written-off'
  readonly to: string
  readonly sentEntry: number
  readonly consignment: string
  readonly takenBackPackages: number
}

const VERSION = 1

export function readSent({ type, v, body }: Leaf): SentBody | null {
  if (type !== 'handover.sent' || v !== VERSION) return null
  return BODIES.sent.safeParse(body).data ?? null
}

export function readArrived({ type, v, body }: Leaf): Arrived | null {
  if (v !== VERSION) return null
  if (type === 'handover.received') return receivedIn(body)
  if (type === 'handover.refused') return refusedIn(body)
  return type === 'handover.returned' ? returnedIn(body) : null
}

function receivedIn(body: Leaf['body']): Arrived | null {
  const { success, data } = BODIES.received.safeParse(body)
  if (!success) return null
  const { to, packages, ...rest } = data
  return {
    ...rest,
    kind: 'received',
    to: to.book,
    sentPackages: packages.sent,
    arrivedPackages: packages.received,
    returnedPackages: 0,
    returnByMs: null,
  }
}

function refusedIn(body: Leaf['body']): Arrived | null {
  const { success, data } = BODIES.refused.safeParse(body)
  if (!success) return null
  const { to, packages, ...rest } = data
  return {
    ...rest,
    kind: 'refused',
    to: to.book,
    sentPackages: packages.sent,
    arrivedPackages: packages.offered,
    returnedPackages: packages.offered,
  }
}

function returnedIn(body: Leaf['body']): Arrived | null {
  const { success, data } = BODIES.returned.safeParse(body)
  if (!success) return null
  const { to, packages, ...rest } = data
  return {
    ...rest,
    kind: 'returned',
    to: to.book,
    sentPackages: packages.sent,
    arrivedPackages: packages.received,
    returnedPackages: packages.returned,
    differences: null,
  }
}

export function readReturned({ type, v, body }: Leaf): Returned | null {
  if (v !== VERSION) return null
  if (type === 'handover.taken-back') {
    const { success, data } = BODIES['taken-back'].safeParse(body)
    if (!success) return null
    const { to, sentEntry, consignment, packages } = data
    const takenBackPackages = packages.takenBack
    return { kind: 'taken-back', to: to.book, sentEntry, consignment, takenBackPackages }
  }
  if (type !== 'handover.written-off') return null
  const { success, data } = BODIES['written-off'].safeParse(body)
  if (!success) return null
  const { to, sentEntry, consignment } = data
  return { kind: 'written-off', to: to.book, sentEntry, consignment, takenBackPackages: 0 }
}

/** The origin of the book that an answer is for; null for what is no answer. */
export function destinationOf(leaf: Leaf): string | null {
  return readArrived(leaf)?.to ?? readReturned(leaf)?.to ?? null
}
