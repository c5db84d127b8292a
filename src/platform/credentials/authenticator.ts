/**
 * From a presented key to a principal. Looked-up credentials are kept for two seconds, so that a busy key
 * costs the database one look-up in two seconds, and a revoked one stops within that time. Keys that do
 * not exist are kept as well, so that asking again and again for one is no load either.
 */
import type { Principal } from '#kernel/identity/principal.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { CredentialStore, StoredCredential } from './credential.ts'
import { isSecretOf, parseKey } from './key.ts'

const KEPT_MS = 2000
const KEPT_MAX = 10_000

interface Kept {
  readonly credential: Promise<StoredCredential | null>
  readonly untilMs: number
}

export interface Authenticator {
  /** The id that a text claims, or null where it is no key at all. Nothing is proven by it. */
  idOf(key: string): string | null
  /** Whether the next call needs no look-up, and so costs nobody anything. */
  isKept(key: string): boolean
  /** The principal, or null for a wrong, expired or revoked key. Rejects when the store cannot answer. */
  authenticate(key: string): Promise<Principal | null>
}

export function createAuthenticator(
  store: Pick<CredentialStore, 'find'>,
  clock: Clock,
): Authenticator {
  // In order of arrival, so that the first key is the oldest.
  const kept = new Map<string, Kept>()

  function findKept(id: string): Kept | undefined {
    const found = kept.get(id)
    return found !== undefined && clock.monotonicMs() < found.untilMs ? found : undefined
  }

  function keep(id: string): Kept {
    const credential = store.find(id)
    const fresh = { credential, untilMs: clock.monotonicMs() + KEPT_MS }
    kept.delete(id)
    const [oldest] = kept.keys()
    if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    kept.set(id, fresh)
    // A failure is not an answer: the next request asks again.
    credential.catch(() => {
      if (kept.get(id) === fresh) kept.delete(id)
    })
    return fresh
  }

  return {
    idOf: (key) => parseKey(key)?.id ?? null,
    isKept(key) {
      const presented = parseKey(key)
      return presented !== null && findKept(presented.id) !== undefined
    },
    async authenticate(key) {
      const presented = parseKey(key)
      if (presented === null) return null
      const credential = await (findKept(presented.id) ?? keep(presented.id)).credential
      if (credential === null || !isSecretOf(presented.secret, credential.secretHash)) return null
      if (credential.revokedAtMs !== null) return null
      if (credential.expiresAtMs !== null && credential.expiresAtMs <= clock.nowMs()) return null
      const { id, party, roles } = credential
      return { party, roles, evidence: { method: 'api-key', credential: id } }
    },
  }
}
