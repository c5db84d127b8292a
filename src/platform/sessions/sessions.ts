/**
 * Signing in, being signed in, signing out. The cookie is `<id>.<secret>`; it is made anew at each sign-in,
 * so nobody can be led into a session that somebody else knows.
 */
import { isSecretOf, newPublicId, newSecret, secretHashOf } from '#platform/credentials/key.ts'
import { keepLookUps } from '#platform/credentials/kept-look-ups.ts'
import type { Role } from '#kernel/identity/principal.ts'
import type { Clock } from '#kernel/time/clock.ts'
import {
  SESSION_IDLE_MS,
  SESSION_LIFE_MS,
  SESSION_STEP_MS,
  type SessionStore,
  type StoredSession,
  type Viewer,
} from './session.ts'

const TOKEN = /^([0-9a-f]{16})\.([A-Za-z0-9_-]{43})$/

export interface SignedIn {
  /** What the cookie holds; for the browser alone. */
  readonly token: string
  readonly roles: readonly Role[]
}

export interface Sessions {
  /** The id that a token claims, or null where it is none. Nothing is proven by it. */
  idOf(token: string): string | null
  /** Whether the next call needs no look-up. */
  isKept(token: string): boolean
  /** Who is signed in, or null for a wrong, expired or ended session. Rejects without an answer. */
  authenticate(token: string): Promise<Viewer | null>
  /** Null where there is no such persona. */
  signIn(personaId: string): Promise<SignedIn | null>
  /** Ends the session, if the token is one; at once in this process, within two seconds in others. */
  signOut(token: string): Promise<void>
}

export function createSessions(store: SessionStore, clock: Clock): Sessions {
  const kept = keepLookUps((id) => store.find(id), clock)

  async function current(token: string): Promise<StoredSession | null> {
    const presented = parseToken(token)
    if (presented === null) return null
    const session = await kept.find(presented.id)
    if (session === null || !isSecretOf(presented.secret, session.secretHash)) return null
    const isOver = session.revokedAtMs !== null || session.expiresAtMs <= clock.nowMs()
    return isOver ? null : session
  }

  return {
    idOf: (token) => parseToken(token)?.id ?? null,
    isKept(token) {
      const presented = parseToken(token)
      return presented !== null && kept.has(presented.id)
    },
    async authenticate(token) {
      const session = await current(token)
      if (session === null) return null
      const endMs = endOf(session.createdAtMs, clock.nowMs())
      if (endMs - session.expiresAtMs >= SESSION_STEP_MS) {
        await store.prolong(session.id, endMs)
        kept.forget(session.id)
      }
      return viewerOf(session)
    },
    async signIn(personaId) {
      const id = newPublicId()
      const secret = newSecret()
      const createdAtMs = clock.nowMs()
      const expiresAtMs = endOf(createdAtMs, createdAtMs)
      const session = { id, secretHash: secretHashOf(secret), personaId, createdAtMs, expiresAtMs }
      const roles = await store.insert(session)
      return roles === null ? null : { token: `${id}.${secret}`, roles }
    },
    async signOut(token) {
      // Only who holds the secret may end a session: its id is no secret.
      const session = await current(token)
      if (session === null) return
      await store.revoke(session.id, clock.nowMs())
      kept.forget(session.id)
    },
  }
}

function endOf(createdAtMs: number, nowMs: number): number {
  return Math.min(nowMs + SESSION_IDLE_MS, createdAtMs + SESSION_LIFE_MS)
}

function viewerOf({ id, party, organisation, roles, person }: StoredSession): Viewer {
  return {
    principal: {
      party,
      ...(organisation === null ? {} : { organisation }),
      roles,
      evidence: { method: 'persona', credential: id },
    },
    person,
  }
}

function parseToken(token: string): { readonly id: string; readonly secret: string } | null {
  const [, id, secret] = TOKEN.exec(token) ?? []
  return id === undefined || secret === undefined ? null : { id, secret }
}
