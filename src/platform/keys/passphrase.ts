/**
 * The passphrase under which keys lie on disk. It is never an argument of a program and never the value of a
 * setting: a setting says where it is, in a file, behind a file descriptor, or in a variable with another name.
 */
import { readFileSync, statSync } from 'node:fs'
import { inspect } from 'node:util'
import { utf8Of } from '#kernel/std/utf8.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'

/** Shorter ones can be tried out by whoever has the file. */
export const PASSPHRASE_BYTES_MIN = 12
const PASSPHRASE_BYTES_MAX = 1024

export type PassphraseAt =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'fd'; readonly fd: number }
  | { readonly kind: 'env'; readonly name: string }

/** The words under which it stays out of every log and message. */
const HIDDEN = '[passphrase]'

export class Passphrase {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** For those who derive a key from it, or hand it on to a process that does. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [inspect.custom](): string {
    return HIDDEN
  }
}

/** `file:PATH`, `fd:NUMBER` or `env:NAME`; null for anything else, which may be the passphrase itself. */
export function parsePassphraseAt(text: string): PassphraseAt | null {
  const [, kind, rest = ''] = /^(file|fd|env):(.+)$/s.exec(text) ?? []
  if (kind === 'file') return { kind, path: rest }
  if (kind === 'fd')
    return /^(?:[03-9]|[1-9][0-9]{1,3})$/.test(rest) ? { kind, fd: Number(rest) } : null
  return kind === 'env' && /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(rest) ? { kind, name: rest } : null
}

/** Read once: a pipe is empty afterwards. One newline at the end is not part of it. */
export function readPassphrase(
  at: PassphraseAt,
  environment: Readonly<Record<string, string | undefined>>,
): Passphrase {
  const text = textAt(at, environment).replace(/\r?\n$/, '')
  const length = utf8Of(text).length
  if (length < PASSPHRASE_BYTES_MIN || length > PASSPHRASE_BYTES_MAX || /[\r\n]/.test(text)) {
    throw new StartupProblem(
      `The passphrase in ${placeOf(at)} is not one line of ${PASSPHRASE_BYTES_MIN} to ${PASSPHRASE_BYTES_MAX} bytes.`,
    )
  }
  return new Passphrase(text)
}

function textAt(
  at: PassphraseAt,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (at.kind === 'env') return environment[at.name] ?? ''
  try {
    // Windows has no such bits, and says that everybody may read every file.
    const isOpen =
      at.kind === 'file' && process.platform !== 'win32' && (statSync(at.path).mode & 0o077) !== 0
    if (isOpen) throw new StartupProblem(`${at.path} is open to others: chmod 600 it.`)
    return readFileSync(at.kind === 'file' ? at.path : at.fd, 'utf8')
  } catch (cause) {
    if (cause instanceof StartupProblem) throw cause
    throw new StartupProblem(`The passphrase in ${placeOf(at)} cannot be read.`, { cause })
  }
}

function placeOf(at: PassphraseAt): string {
  if (at.kind === 'file') return at.path
  return at.kind === 'fd' ? `file descriptor ${at.fd}` : `the variable ${at.name}`
}
