/**
 * The secrets of an installation, made once and kept in one file that only its owner may read, under the
 * passphrase if there is one. With the wrapping key, the values that leaves commit to can be opened; without it
 * they are gone for good, so an installation whose database has entries never makes a new one silently.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { KeyStore } from './key-store.ts'

export interface InstallationKeys {
  /** 32 bytes that wrap the keys of subjects. */
  readonly wrapping: Uint8Array
  /** 32 bytes for the MACs of commands and idempotency keys. */
  readonly mac: Uint8Array
}

/** What its file says of it to whoever has no passphrase. */
export const INSTALLATION_LABEL = 'installation'

const KEY_BYTES = 32

export function installationKeys(
  path: string,
  { mayCreate, keys }: { readonly mayCreate: boolean; readonly keys: KeyStore },
): InstallationKeys {
  if (!keys.has(path)) {
    if (!mayCreate) {
      throw new StartupProblem(
        `The database has entries, but their keys are not in ${path}: put the file back from its backup or, for a server beside others, set HONGQIAO_KEYS to their folder (docs/runbooks/failover.md).`,
      )
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Servers that share the folder may start at once.
    keys.createOnce(path, randomBytes(2 * KEY_BYTES), INSTALLATION_LABEL)
  }
  const bytes = keys.read(path)
  if (bytes.length !== 2 * KEY_BYTES) {
    throw new StartupProblem(`The key file ${path} is damaged: put it back from its backup.`)
  }
  return { wrapping: bytes.subarray(0, KEY_BYTES), mac: bytes.subarray(KEY_BYTES) }
}

export function installationKeysPath(keysFolder: string): string {
  return join(keysFolder, 'installation.key')
}

/**
 * Names the installation without telling its keys: what a database was written with is compared by it, for
 * under another key an act that is sent again would be recorded again.
 */
export function installationId({ mac }: InstallationKeys): string {
  return createHmac('sha256', mac).update('hongqiao installation').digest('hex').slice(0, 32)
}
