/**
 * The first key: without it nobody could issue one. It is made when the hub first starts, and lies in the
 * data folder where only the user that runs the hub can read it.
 */
import { chmod, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { CredentialStore } from './credential.ts'
import { issueKey } from './issue.ts'
import { isSecretOf, parseKey } from './key.ts'

export const OPERATOR_KEY_FILE = 'operator.key'

export interface OperatorKey {
  readonly path: string
  /** Whether it was made now: at the first start, or for a database that does not know the old one. */
  readonly isNew: boolean
}

export async function ensureOperatorKey(
  store: CredentialStore,
  dataFolder: string,
  nowMs: number,
): Promise<OperatorKey> {
  const path = join(dataFolder, OPERATOR_KEY_FILE)
  if (await isKnown(store, path)) {
    await chmod(path, 0o600)
    return { path, isNew: false }
  }
  const { text } = await issueKey(store, { roles: ['operator'], label: 'operator' }, nowMs)
  await writeSecret(path, `${text}\n`)
  return { path, isNew: true }
}

/** The operator's key, for commands that run on the same machine; null where there is none. */
export async function readOperatorKey(dataFolder: string): Promise<string | null> {
  const text = await readIfPresent(join(dataFolder, OPERATOR_KEY_FILE))
  return text === null ? null : text.trim()
}

/** A key that was revoked on purpose is known, and stays revoked. */
async function isKnown(store: CredentialStore, path: string): Promise<boolean> {
  const text = await readIfPresent(path)
  const presented = text === null ? null : parseKey(text.trim())
  if (presented === null) return false
  const credential = await store.find(presented.id)
  return credential !== null && isSecretOf(presented.secret, credential.secretHash)
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** A kill leaves the old file or the new one, never half a key, and never one that others can read. */
async function writeSecret(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}
