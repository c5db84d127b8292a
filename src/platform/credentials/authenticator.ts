/** From a presented key to a principal. */
import type { Principal } from '#kernel/identity/principal.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { CredentialStore } from './credential.ts'
import { keepLookUps } from './kept-look-ups.ts'
import { isSecretOf, parseKey } from './key.ts'

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
  const kept = keepLookUps((id) => store.find(id), clock)
  return {
    idOf: (key) => parseKey(key)?.id ?? null,
    isKept(key) {
      const presented = parseKey(key)
      return presented !== null && kept.has(presented.id)
    },
    async authenticate(key) {
      const presented = parseKey(key)
      if (presented === null) return null
      const credential = await kept.find(presented.id)
      if (credential === null || !isSecretOf(presented.secret, credential.secretHash)) return null
      if (credential.revokedAtMs !== null) return null
      if (credential.expiresAtMs !== null && credential.expiresAtMs <= clock.nowMs()) return null
      const { id, party, organisation, roles } = credential
      return {
        party,
        ...(organisation === null ? {} : { organisation }),
        roles,
        evidence: { method: 'api-key', credential: id },
      }
    },
  }
}
