/**
 * What opens and closes backups, and never stands in the arguments of a process, where others could read it:
 * a passphrase comes from a file or from the input, an identity from a file.
 */
import { readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { Lock, Unlock } from '#platform/backup/sealed-file.ts'

/** Guessing is slow, but a short passphrase is guessed all the same. */
const PASSPHRASE_CHARS_MIN = 12

export interface SecretOptions {
  readonly 'passphrase-file'?: string | undefined
  readonly identity?: string | undefined
  readonly recipient?: readonly string[] | undefined
}

/** For whoever makes a backup. */
export async function lockFrom(options: SecretOptions): Promise<Lock> {
  const { recipient: recipients = [] } = options
  if (recipients.length > 0) return { kind: 'recipients', recipients }
  const passphrase = await passphraseFrom(options, 'Passphrase of the backup: ')
  if (passphrase.length < PASSPHRASE_CHARS_MIN) {
    throw new StartupProblem(
      `A passphrase of at least ${PASSPHRASE_CHARS_MIN} characters is needed: several words are best.`,
    )
  }
  return { kind: 'passphrase', passphrase }
}

/** For whoever opens one. */
export async function unlockFrom(options: SecretOptions): Promise<Unlock> {
  if (options.identity === undefined) {
    return { kind: 'passphrase', passphrase: await passphraseFrom(options, 'Passphrase: ') }
  }
  const identities = readPrivate(options.identity)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return { kind: 'identities', identities }
}

async function passphraseFrom(options: SecretOptions, question: string): Promise<string> {
  const path = options['passphrase-file']
  if (path !== undefined) return firstLine(readPrivate(path))
  const typed = await ask(question)
  if (typed === '') throw new StartupProblem('No passphrase was given.')
  return typed
}

function readPrivate(path: string): string {
  try {
    // Windows has no such bits, and says that everybody may read every file.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new StartupProblem(`The secret ${path} is open to others: chmod 600 it.`)
    }
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (cause instanceof StartupProblem) throw cause
    throw new StartupProblem(`The secret ${path} cannot be read.`, { cause })
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.replace(/\r$/, '') ?? ''
}

/** At a terminal what is typed is not shown. */
async function ask(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const isTerminal = process.stdin.isTTY
  if (isTerminal) process.stderr.write(question)
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal })
  const lines = terminal[Symbol.asyncIterator]()
  const line = await lines.next()
  terminal.close()
  if (isTerminal) process.stderr.write('\n')
  return line.done === true ? '' : line.value
}
