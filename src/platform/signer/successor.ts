/**
 * The signer of a book that takes over the entries of a closed one: a key of its own, and a state that begins
 * with the tree that is taken over, so that whatever it signs grows from there. The closed signer's folder is
 * put aside and can be read by anybody who must, and used by nobody.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { keyFiles, type KeyStore } from '#platform/keys/key-store.ts'
import type { SignedState } from './port.ts'
import { lockOf, signerFiles, signerFolder } from './signer.ts'
import { createSigningKey } from './signing-key.ts'
import { type Adoption, StateFile } from './state-file.ts'

export interface SuccessorOrder extends SignedState {
  readonly origin: string
  /** Who decided it, when and why: kept in the state for ever. */
  readonly adopted: Adoption
}

/** Where the closed signers of a data folder are: `closed/sh.hub.example-book-1`. */
export function closedSignerFolder(dataFolder: string, origin: string): string {
  return join(dataFolder, 'closed', origin.replaceAll('/', '-'))
}

/** Made beside the place, because the closed one is still in it. Done again, it finds what it made. */
export function prepareSuccessor(
  dataFolder: string,
  book: string,
  order: SuccessorOrder,
  keys: KeyStore = keyFiles(),
): void {
  const files = signerFiles(nextFolder(dataFolder, book))
  if (existsSync(files.key)) return
  mkdirSync(dirname(files.key), { recursive: true, mode: 0o700 })
  // As with a new book, the state comes first: a key without a state signs nothing.
  StateFile.create(files.state, order).close()
  createSigningKey(files.key, order.origin, keys)
}

/** Puts the closed signer aside and the successor in its place. Done again after a crash, it goes on. */
export function installSuccessor(dataFolder: string, book: string, closedOrigin: string): void {
  const [place, next] = [signerFolder(dataFolder, book), nextFolder(dataFolder, book)]
  const closed = closedSignerFolder(dataFolder, closedOrigin)
  if (!existsSync(next)) return
  if (existsSync(place)) {
    const releaseLock = lockOf(signerFiles(place))
    try {
      mkdirSync(dirname(closed), { recursive: true, mode: 0o700 })
      renameSync(place, closed)
    } finally {
      releaseLock()
    }
  }
  mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
  renameSync(next, place)
}

function nextFolder(dataFolder: string, book: string): string {
  // Not below `signer`, where every folder is a book's.
  return join(dataFolder, 'closed', `${book}.next`)
}
