/**
 * The secrets of an installation, made once and kept in one file that only its owner may read. With the
 * wrapping key, the values that leaves commit to can be opened; without it they are gone for good, so an
 * installation whose database has entries never makes a new one silently.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { createOnceSync } from '#platform/files/durable-file.ts'

export interface InstallationKeys {
  /** 32 bytes that wrap the keys of subjects. */
  readonly wrapping: Uint8Array
  /** 32 bytes for the MACs of commands and idempotency keys. */
  readonly mac: Uint8Array
}

const KEY_BYTES = 32
const PRIVATE_MODE = 0o600

export function installationKeys(path: string, mayCreate: boolean): InstallationKeys {
  if (!existsSync(path)) {
    if (!mayCreate) {
      throw new StartupProblem(
        `The database has entries, but their keys are not in ${path}: put the file back from its backup.`,
      )
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Servers that share the folder may start at once.
    createOnceSync(path, randomBytes(2 * KEY_BYTES), PRIVATE_MODE)
  }
  const bytes = readFileSync(path)
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
