/** The policy of one book (c2sp.org/tlog-policy): whom it asks to cosign, and how many must have. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LogKeys, logLines, parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { formatVkey, type NoteKey } from '#kernel/log/vkey.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { WitnessAt } from './link.ts'

export interface BookPolicy {
  readonly text: string
  readonly policy: Policy
  /** Those that sign now: one, or two while the keys of the book are changed. */
  readonly logKeys: readonly NoteKey[]
  readonly witnesses: readonly WitnessAt[]
}

export interface BookOf extends LogKeys {
  readonly name: string
}

/** `<folder>/<book>.txt`, or null if the book has no such file and so asks nobody. */
export function readBookPolicy(folder: string, book: BookOf): BookPolicy | null {
  const path = join(folder, `${book.name}.txt`)
  if (!existsSync(path)) return null
  return bookPolicy(readFileSync(path, 'utf8'), book, path)
}

/**
 * From the text, to which the lines of the keys of the book are added if it has none. `urlOf` says where a witness
 * is whose line has no address. Throws StartupProblem.
 */
export function bookPolicy(
  text: string,
  book: BookOf,
  path: string,
  urlOf?: (witness: string) => string,
): BookPolicy {
  const hasLog = /^[ \t]*log[ \t]/m.test(text)
  const { verifierKey } = book
  const whole = hasLog ? text : logLines(book) + text
  const parsed = parsePolicy(utf8Of(whole), sha256)
  if (!parsed.ok) throw new StartupProblem(`The policy ${path} is refused: ${parsed.error}.`)
  const policy = parsed.value
  const signing = policy.logs.filter(({ untilMs }) => untilMs === undefined)
  const logKeys = signing.map(({ key }) => key)
  const newest = logKeys.find((key) => formatVkey(key) === verifierKey)
  if (newest === undefined || policy.logs.some(({ key }) => key.name !== newest.name)) {
    throw new StartupProblem(
      `The policy ${path} must name the key of its own book, ${verifierKey}.`,
    )
  }
  // A cosignature that nobody here can check would never be counted.
  const witnesses = policy.witnesses.filter(({ key }) => key.kind === 'cosignature')
  if (witnesses.length === 0) {
    throw new StartupProblem(`The policy ${path} names no witness: remove it to ask nobody.`)
  }
  const at = witnesses.map(({ name, key, url }): WitnessAt => {
    if (url === undefined && urlOf === undefined) {
      throw new StartupProblem(`The policy ${path} does not say where the witness ${name} is.`)
    }
    const given = url?.replace(/\/+$/, '')
    return { name, key, url: () => given ?? urlOf?.(name) ?? '' }
  })
  return { text: whole, policy, logKeys, witnesses: at }
}
