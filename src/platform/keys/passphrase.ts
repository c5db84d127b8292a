/**
 * The passphrase under which keys lie on disk. It is never an argument of a program and never the value of a
 * setting: a setting says where it is, in a file, behind a file descriptor, in a variable with another name, or with
 * a program that prints it, which is how a vault, a security chip or a password manager keeps it for us.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
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
  | { readonly kind: 'command'; readonly program: string; readonly args: readonly string[] }

/** A vault may ask a person first, who has so long. */
const COMMAND_TIMEOUT_MS = 30_000
/** They hold passwords that are none of its business. */
const NOT_FOR_COMMANDS: ReadonlySet<string> = new Set(['DATABASE_URL', 'HONGQIAO_COPY_TO'])

type Surroundings = Readonly<Record<string, string | undefined>>

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

/** How a place is written, for whoever has to be told. */
export const PASSPHRASE_PLACES = 'file:PATH, fd:NUMBER, env:NAME or command:/PROGRAM ARGUMENT…'

/** One of those places; null for anything else, which may be the passphrase itself. */
export function parsePassphraseAt(text: string): PassphraseAt | null {
  const [, kind, rest = ''] = /^(file|fd|env|command):(.+)$/s.exec(text) ?? []
  if (kind === 'command') return parseCommand(rest)
  if (kind === 'file') return { kind, path: rest }
  if (kind === 'fd')
    return /^(?:[03-9]|[1-9][0-9]{1,3})$/.test(rest) ? { kind, fd: Number(rest) } : null
  return kind === 'env' && /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(rest) ? { kind, name: rest } : null
}

/** No shell reads it: arguments have blanks between them, and none inside. */
function parseCommand(text: string): PassphraseAt | null {
  const [program = '', ...args] = text.split(' ')
  return isAbsolute(program) && !args.includes('') ? { kind: 'command', program, args } : null
}

/** Read once: a pipe is empty afterwards. One newline at the end is not part of it. */
export function readPassphrase(
  at: PassphraseAt,
  environment: Surroundings,
  commandTimeoutMs = COMMAND_TIMEOUT_MS,
): Passphrase {
  const text = (
    at.kind === 'command' ? printedBy(at, environment, commandTimeoutMs) : textAt(at, environment)
  ).replace(/\r?\n$/, '')
  const length = utf8Of(text).length
  if (length < PASSPHRASE_BYTES_MIN || length > PASSPHRASE_BYTES_MAX || /[\r\n]/.test(text)) {
    throw new StartupProblem(
      `The passphrase in ${placeOf(at)} is not one line of ${PASSPHRASE_BYTES_MIN} to ${PASSPHRASE_BYTES_MAX} bytes.`,
    )
  }
  return new Passphrase(text)
}

type CommandAt = Extract<PassphraseAt, { kind: 'command' }>

/** What it prints is held here and nowhere else; what it says on its error output is for the person who starts us. */
function printedBy(at: CommandAt, environment: Surroundings, timeoutMs: number): string {
  const told = Object.entries(environment).filter(([name]) => !NOT_FOR_COMMANDS.has(name))
  const ran = spawnSync(at.program, at.args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: Object.fromEntries(told),
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    // One byte more than may be, so that a longer line is known as such.
    maxBuffer: PASSPHRASE_BYTES_MAX + 3,
    windowsHide: true,
  })
  if (ran.error === undefined && ran.status === 0) return ran.stdout.toString('utf8')
  throw new StartupProblem(
    `${at.program}, which is to print the passphrase, ${failureOf(ran, timeoutMs)}.`,
  )
}

/** Without its output, which may be the passphrase. */
function failureOf(
  { error, status, signal }: Pick<ReturnType<typeof spawnSync>, 'error' | 'status' | 'signal'>,
  timeoutMs: number,
): string {
  const code = error !== undefined && 'code' in error ? error.code : undefined
  if (code === 'ETIMEDOUT') return `did not end within ${timeoutMs / 1000} s`
  if (code === 'ENOBUFS') return `prints more than a line of ${PASSPHRASE_BYTES_MAX} bytes`
  if (error !== undefined) return `cannot be run (${String(code)})`
  return signal === null ? `ended with code ${status}` : `was ended by ${signal}`
}

function textAt(at: Exclude<PassphraseAt, CommandAt>, environment: Surroundings): string {
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
  if (at.kind === 'command') return `what ${at.program} prints`
  return at.kind === 'fd' ? `file descriptor ${at.fd}` : `the variable ${at.name}`
}
