/**
 * What the signers of a restored hub may go on from. Their states come from what is left of the lost data
 * folder, never from the backup; they are moved, not copied, so that the old folder cannot sign any more.
 */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { equalBytes } from '#kernel/std/bytes.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'
import { findPostmaster } from '#platform/postgres/embedded-process.ts'
import type { SignedState } from '#platform/signer/port.ts'
import { lockOf, signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { readJournal } from '#platform/signer/state-file.ts'

const PRIVATE_MODE = 0o600

/** A hub that runs on the folder would go on signing with the same keys. */
export function refuseRunning(folder: string): void {
  const pid = findPostmaster(join(folder, 'pg'))
  if (pid === undefined) return
  throw new StartupProblem(
    `A PostgreSQL runs in ${folder} (process ${pid}): stop that hub first, for two hubs with the same keys would fork their books.`,
  )
}

/** The books whose state was found. The states stay behind as `state.moved`, which no signer reads. */
export function moveStates(remains: string, to: string): readonly string[] {
  refuseRunning(remains)
  const folder = join(remains, 'signer')
  const books = existsSync(folder) ? readdirSync(folder).toSorted() : []
  return books.filter((book) => moveState(signerFolder(remains, book), signerFolder(to, book)))
}

function moveState(from: string, to: string): boolean {
  const [old, restored] = [signerFiles(from), signerFiles(to)]
  if (!existsSync(old.state) || !existsSync(restored.key)) return false
  const releaseLock = lockOf(old)
  try {
    const bytes = readFileSync(old.state)
    const journal = readJournal(bytes)
    if (!journal.ok) throw new StartupProblem(`The signer's state ${old.state} ${journal.error}`)
    writeDurablySync(restored.state, bytes, PRIVATE_MODE)
    renameSync(old.state, `${old.state}.moved`)
    return true
  } finally {
    releaseLock()
  }
}

/** The demonstration's witnesses go on with their records, or not at all. */
export function moveWitnesses(remains: string, to: string): boolean {
  const [from, place] = [join(remains, 'witness'), join(to, 'witness')]
  if (!existsSync(from)) return false
  cpSync(from, place, { recursive: true, preserveTimestamps: true })
  renameSync(from, `${from}.moved`)
  return true
}

export type Standing =
  /** Nobody has said what was signed: a ceremony must. */
  | { readonly kind: 'unnamed' }
  /** The database has all that was signed. */
  | { readonly kind: 'whole' }
  /** The signer has signed more than there is. */
  | { readonly kind: 'lost'; readonly signed: number }
  /** The signer signed another tree of this size. */
  | { readonly kind: 'other' }

/** How a book of the restored database stands to what was signed of it. */
export function standingOf(
  folder: string,
  book: SignedState & { readonly book: string },
): Standing {
  const { state } = signerFiles(signerFolder(folder, book.book))
  if (!existsSync(state)) return { kind: 'unnamed' }
  const journal = readJournal(readFileSync(state))
  if (!journal.ok) throw new StartupProblem(`The signer's state ${state} ${journal.error}`)
  const { size, root } = journal.value.last
  if (size > book.size) return { kind: 'lost', signed: size }
  if (size === book.size && !equalBytes(root, book.root)) return { kind: 'other' }
  return { kind: 'whole' }
}
