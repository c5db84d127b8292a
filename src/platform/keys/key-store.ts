/**
 * Where private keys come from and go to. The rest of the program knows a key by its path alone: a folder of this
 * machine is one answer, and a vault that gives keys out by name is another, by another KeyStore.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { createOnceSync, writeDurablySync } from '#platform/files/durable-file.ts'
import type { Passphrase } from './passphrase.ts'
import { isSealed, labelOf, seal, unseal } from './sealed.ts'

/** The port. What it throws is a StartupProblem with a sentence that names the key and never tells it. */
export interface KeyStore {
  has(path: string): boolean
  /** The secret as it was written. */
  read(path: string): Uint8Array
  /** Durable when it returns. `label` is public: a verifier key, or a name. */
  write(path: string, secret: Uint8Array, label: string): void
  /** The same, unless it is there: of several who make it at once one does, and all find the same. */
  createOnce(path: string, secret: Uint8Array, label: string): void
}

const PRIVATE_MODE = 0o600

/** Files that their owner alone may read; under a passphrase, if there is one. Plain files stay readable. */
export function keyFiles(passphrase?: Passphrase, logN?: number): KeyStore {
  const closed = (secret: Uint8Array, label: string) => {
    const sealing = { label, ...(logN === undefined ? {} : { logN }) }
    return passphrase === undefined ? secret : seal(secret, { ...sealing, passphrase })
  }
  return {
    has: (path) => existsSync(path),
    read: (path) => openKeyFile(path, passphrase),
    write: (path, secret, label) => writeDurablySync(path, closed(secret, label), PRIVATE_MODE),
    createOnce: (path, secret, label) => createOnceSync(path, closed(secret, label), PRIVATE_MODE),
  }
}

function openKeyFile(path: string, passphrase?: Passphrase): Uint8Array {
  const bytes = readPrivateFile(path)
  if (!isSealed(bytes)) return bytes
  if (passphrase === undefined) {
    throw new StartupProblem(
      `The key ${path} is under a passphrase: say with HONGQIAO_PASSPHRASE where it is.`,
    )
  }
  const opened = unseal(bytes, passphrase)
  if (opened.ok) return opened.value
  const why =
    opened.error === 'passphrase_wrong'
      ? 'does not open with this passphrase, or was changed'
      : 'is damaged: put it back from its backup'
  throw new StartupProblem(`The key ${path} ${why}.`)
}

/** What can be said of a key without its passphrase. */
export function describeKeyFile(path: string): {
  readonly isSealed: boolean
  readonly label: string
} {
  const bytes = readPrivateFile(path)
  return { isSealed: isSealed(bytes), label: labelOf(bytes) ?? '' }
}

function readPrivateFile(path: string): Uint8Array {
  // Windows has no such bits, and says that everybody may read every file.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new StartupProblem(`The key ${path} is open to others: chmod 600 it.`)
  }
  return readFileSync(path)
}
