/** Issuing keys: the one place where a secret is made. Its text is returned once and kept nowhere. */
import { randomBytes } from 'node:crypto'
import type { PartyId, Role } from '#kernel/identity/principal.ts'
import type { CredentialStore } from './credential.ts'
import { newKey } from './key.ts'

/** Enough for a name and a purpose; labels are shown in one line. */
export const LABEL_CHARS_MAX = 100

export interface KeyOrder {
  readonly roles: readonly Role[]
  readonly label: string
  /** A new party unless the key is another one of a party that is known. */
  readonly party?: PartyId | undefined
  /** The organisation whose entries the holder may read besides its own. */
  readonly organisation?: PartyId | undefined
  readonly expiresAtMs?: number | undefined
}

export interface IssuedKey {
  readonly id: string
  readonly party: PartyId
  /** The key itself, for its holder alone. */
  readonly text: string
}

export async function issueKey(
  store: CredentialStore,
  order: KeyOrder,
  nowMs: number,
): Promise<IssuedKey> {
  const key = newKey()
  const party = order.party ?? `pty_${randomBytes(16).toString('base64url')}`
  await store.insert({
    id: key.id,
    party,
    organisation: order.organisation ?? null,
    roles: order.roles,
    secretHash: key.secretHash,
    label: order.label,
    createdAtMs: nowMs,
    expiresAtMs: order.expiresAtMs ?? null,
    revokedAtMs: null,
  })
  return { id: key.id, party, text: key.text }
}
