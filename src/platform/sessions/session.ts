/**
 * A session: for at most a day, a browser acts as a person. It is proven by a cookie that holds the
 * session's public id and a secret; here lies the hash of the secret alone.
 */
import type { PartyId, Principal, Role } from '#kernel/identity/principal.ts'
import type { Words } from '#platform/http/route.ts'

const HOUR_MS = 3_600_000
/** A session that nobody used for that long is over. */
export const SESSION_IDLE_MS = 12 * HOUR_MS
/** And this is the end of any session. */
export const SESSION_LIFE_MS = 24 * HOUR_MS
/** The end moves with use, but is written down only when it moves by this much. */
export const SESSION_STEP_MS = HOUR_MS / 4
/** More people than that are not signed in at once: the oldest sessions end. */
export const SESSIONS_MAX = 10_000

/** Who is signed in, as pages say it. */
export interface Person {
  readonly name: Words
  /** What they are, e.g. `Consumer in Changning`. */
  readonly what: Words
  /** What the organisation is called that they act for; null for somebody who acts alone. */
  readonly organisation: Words | null
  /** Short name of the book in which the party is known. */
  readonly book: string
}

/** Whoever passed the door with a session. */
export interface Viewer {
  readonly principal: Principal
  readonly person: Person
}

export interface StoredSession {
  readonly id: string
  readonly secretHash: Uint8Array
  readonly party: PartyId
  readonly organisation: PartyId | null
  readonly roles: readonly Role[]
  readonly person: Person
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly revokedAtMs: number | null
}

/** A session before anybody used it. */
export interface NewSession {
  readonly id: string
  readonly secretHash: Uint8Array
  readonly personaId: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

export interface SessionStore {
  find(id: string): Promise<StoredSession | null>
  /** The roles at sign-in, or null where there is no such persona. Purges what is over at its instant. */
  insert(session: NewSession): Promise<readonly Role[] | null>
  prolong(id: string, expiresAtMs: number): Promise<void>
  revoke(id: string, atMs: number): Promise<void>
}
