/** The keys of this machine's hub, for commands: under the passphrase that the settings name, if they do. */
import { readConfig } from '#platform/config/config.ts'
import {
  installationKeysPath,
  installationKeys,
  type InstallationKeys,
} from '#platform/keys/installation-keys.ts'
import { keyFiles, type KeyStore } from '#platform/keys/key-store.ts'
import { type Passphrase, readPassphrase } from '#platform/keys/passphrase.ts'

let known: Passphrase | undefined

/** Undefined if keys lie plain. Read once: what comes through a pipe is gone afterwards. */
export function configuredPassphrase(): Passphrase | undefined {
  const { passphraseAt } = readConfig(process.env)
  known ??= passphraseAt && readPassphrase(passphraseAt, process.env)
  return known
}

export function configuredKeys(): KeyStore {
  return keyFiles(configuredPassphrase())
}

/** Those that are there; a command makes new ones only for a hub without entries. */
export function readInstallationKeys(
  keysFolder: string,
  { mayCreate } = { mayCreate: false },
): InstallationKeys {
  return installationKeys(installationKeysPath(keysFolder), { mayCreate, keys: configuredKeys() })
}
