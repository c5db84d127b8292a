/**
 * How servers and the signers that they share know each other: TLS with a secret that both sides have (RFC
 * 4279, RFC 5489), on a Unix socket as on a port. It shows each that the other one belongs to the
 * installation, and nobody in between reads or changes anything.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { createOnceSync } from '#platform/files/durable-file.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

/** Pre-shared keys with a fresh agreement for each connection, so that a secret that leaks opens no old one. */
export const SIGNER_TLS = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  // Node takes pre-shared keys up to this version.
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
} as const

export const SIGNER_IDENTITY = 'hongqiao server'

const SECRET_BYTES = 32
const PRIVATE_MODE = 0o600

export function signerSecretPath(keysFolder: string): string {
  return join(keysFolder, 'signer.secret')
}

/** Made by the side that listens, at its first start; a StartupProblem where it must be there and is not. */
export function signerSecret(path: string, mayCreate: boolean): Uint8Array {
  if (!existsSync(path)) {
    if (!mayCreate) {
      throw new StartupProblem(
        `The secret shared with the signer is not in ${path}: copy it from where hongqiao signer --listen made it.`,
      )
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const line = `${randomBytes(SECRET_BYTES).toString('hex')}\n`
    createOnceSync(path, utf8Of(line), PRIVATE_MODE)
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new StartupProblem(`The secret ${path} is open to others: chmod 600 it.`)
  }
  const text = readFileSync(path, 'utf8')
  if (!/^[0-9a-f]{64}\n$/.test(text)) {
    throw new StartupProblem(`The secret ${path} is damaged: it is a line of 64 hex digits.`)
  }
  return Buffer.from(text.trim(), 'hex')
}
