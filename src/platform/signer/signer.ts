/** Decides what may be signed and signs it: everything of a signer besides the process around it. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { equalBytes } from '#kernel/std/bytes.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { verifyConsistency } from '#kernel/log/consistency.ts'
import type { Hashing } from '#kernel/log/hash.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { keyFiles, type KeyStore } from '#platform/keys/key-store.ts'
import { isBeingChanged, type PublicRing } from './key-ring.ts'
import { takeLock } from './lock.ts'
import { type Advance, type SignedState, SignerRefused, type SignerRefusal } from './port.ts'
import { createSigningKey, readSigningKey, type SigningKey } from './signing-key.ts'
import { StateFile } from './state-file.ts'

export interface SignerOptions {
  /** Holds the key and the state of one book and nothing else. */
  readonly folder: string
  /** The origin of the book, and the name of its key. */
  readonly origin: string
  /**
   * Whether a key and an empty state may be made where both are missing. True only for a book without
   * entries: otherwise a lost folder would silently give an old log a new identity.
   */
  readonly mayCreate: boolean
  /** Where its key comes from; a plain file in the folder if unset. */
  readonly keys?: KeyStore
}

export interface SignerFiles {
  readonly key: string
  readonly state: string
  readonly lock: string
}

export function signerFolder(dataFolder: string, book: string): string {
  return join(dataFolder, 'signer', book)
}

export function signerFiles(folder: string): SignerFiles {
  return { key: join(folder, 'key'), state: join(folder, 'state'), lock: join(folder, 'lock') }
}

/** Why the step from what was signed last is refused, or null if it may be signed. */
export function refusalOf(last: SignedState, to: Advance, hashes: Hashing): SignerRefusal | null {
  if (to.size < last.size) return 'size_smaller'
  // The same tree is signed again: its caller may have died before it read the first answer.
  if (to.size === last.size) return equalBytes(to.root, last.root) ? null : 'root_differs'
  return verifyConsistency(last, to, to.proof, hashes) ? null : 'proof_invalid'
}

export class Signer {
  readonly #key: SigningKey
  readonly #state: StateFile
  readonly #releaseLock: () => void

  /** Of parts that nobody else uses; `open` takes them from a folder, with its lock. */
  constructor(key: SigningKey, state: StateFile, releaseLock: () => void) {
    this.#key = key
    this.#state = state
    this.#releaseLock = releaseLock
  }

  /** Throws SignerRefused without a state, and StartupProblem for what an operator can mend. */
  static open(options: SignerOptions): Signer {
    const { folder, mayCreate } = options
    const files = signerFiles(folder)
    if (!existsSync(folder) && !mayCreate) throw new SignerRefused('state_missing')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const releaseLock = lockOf(files)
    try {
      const { key, state } = keyAndState(options, files)
      return new Signer(key, state, releaseLock)
    } catch (error) {
      releaseLock()
      throw error
    }
  }

  /** The keys of the book, the newest first. */
  get ring(): PublicRing {
    const { verifierKey, earlierKeys } = this.#key
    return { verifierKey, earlierKeys }
  }

  last(): SignedState {
    const { size, root } = this.#state.last
    return { size, root }
  }

  /** The signed checkpoint. The state is on disk before it exists. */
  sign(to: Advance): string {
    const { last } = this.#state
    const refusal = refusalOf(last, to, nodeHashing)
    if (refusal !== null) throw new SignerRefused(refusal)
    if (to.size > last.size) this.#state.append(to)
    return this.#key.signNote(formatCheckpoint({ ...to, origin: this.#key.name }))
  }

  close(): void {
    this.#state.close()
    this.#releaseLock()
  }
}

/** Two signers with one state would each be consistent, and together fork the log. */
export function lockOf({ lock }: Pick<SignerFiles, 'lock'>): () => void {
  const releaseLock = takeLock(lock)
  if (releaseLock === null) {
    throw new StartupProblem(`Another signer holds ${lock}: stop the hub that runs it first.`)
  }
  return releaseLock
}

function keyAndState(
  { origin, mayCreate, keys = keyFiles() }: SignerOptions,
  files: SignerFiles,
): { readonly key: SigningKey; readonly state: StateFile } {
  const hasKey = keys.has(files.key) || isBeingChanged(files.key)
  if (!existsSync(files.state)) {
    if (hasKey || !mayCreate) throw new SignerRefused('state_missing')
    // The state comes first: a crash in between leaves an empty state, under which nothing was signed.
    const state = StateFile.create(files.state, { origin, size: 0, root: nodeHashing.empty })
    return { key: createSigningKey(files.key, origin, keys), state }
  }
  const key = hasKey ? readSigningKey(files.key, keys) : undefined
  if (key !== undefined && key.name !== origin) {
    throw new StartupProblem(`The signing key ${files.key} is of ${key.name}, not of ${origin}.`)
  }
  const state = StateFile.open(files.state, origin)
  if (key !== undefined) return { key, state }
  if (state.last.size === 0 && mayCreate) {
    return { key: createSigningKey(files.key, origin, keys), state }
  }
  state.close()
  throw new StartupProblem(
    `The signing key ${files.key} is missing, though ${state.last.size} entries of ${origin} were signed with it: restore it from its backup.`,
  )
}
