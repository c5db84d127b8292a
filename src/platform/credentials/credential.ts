/** A credential, and the store of credentials as the rest of the server sees it. */
import type { PartyId, Role } from '#kernel/identity/principal.ts'

export interface Credential {
  readonly id: string
  readonly party: PartyId
  /** The organisation whose entries its holder may read besides the party's own. */
  readonly organisation: PartyId | null
  readonly roles: readonly Role[]
  /** For people, so that they know which key to revoke. */
  readonly label: string
  readonly createdAtMs: number
  readonly expiresAtMs: number | null
  readonly revokedAtMs: number | null
}

export interface StoredCredential extends Credential {
  readonly secretHash: Uint8Array
}

/** The most that a list shows: an installation has tens of keys, not thousands. */
export const CREDENTIALS_MAX = 1000

export interface CredentialStore {
  find(id: string): Promise<StoredCredential | null>
  insert(credential: StoredCredential): Promise<void>
  /** Whether there was a credential of this id; revoking it again changes nothing. */
  revoke(id: string, atMs: number): Promise<boolean>
  /** The newest first, at most CREDENTIALS_MAX. */
  list(): Promise<readonly Credential[]>
}
