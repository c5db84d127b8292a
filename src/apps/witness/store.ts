/**
 * What a witness must never forget: for each log the last tree that it cosigned. SQLite in WAL mode with
 * synchronous=FULL, so a transaction that has returned is on disk. The size that was believed is a condition
 * of every change, so two changes from one state cannot both succeed, and a size never goes back.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { z } from 'zod'
import type { TreeHead } from '#kernel/log/consistency.ts'
import { originHash } from '#kernel/log/witness.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { keyFiles, type KeyStore } from '#platform/keys/key-store.ts'
import { isBeingChanged } from '#platform/signer/key-ring.ts'
import { takeLock } from '#platform/signer/lock.ts'
import { VERIFIER_KEY_FILE } from '#platform/witnesses/child.ts'
import {
  type CosigningKey,
  createCosigningKey,
  readCosigningKey,
} from '#platform/signer/cosigning-key.ts'

export interface Cosigned extends TreeHead {
  /** The time of its cosignature, in seconds since 1970. */
  readonly seconds: number
  /** The checkpoint with the signatures of the log and of this witness. */
  readonly note: string
}

const Row = z.object({
  size: z.int(),
  root: z.instanceof(Uint8Array),
  seconds: z.int(),
  note: z.string(),
})

/** Readers and the writer are one thread; another process is kept out by the lock. */
const SCHEMA = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma fullfsync = on;
  create table if not exists log (
    origin text primary key,
    origin_hash text not null unique,
    size integer not null,
    root blob not null,
    seconds integer not null,
    note text not null
  ) strict;`

export class WitnessStore {
  readonly #database: DatabaseSync
  readonly #find: StatementSync
  readonly #findByHash: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(SCHEMA)
    const columns = 'select size, root, seconds, note from log'
    this.#find = this.#database.prepare(`${columns} where origin = ?`)
    this.#findByHash = this.#database.prepare(`${columns} where origin_hash = ?`)
    this.#insert = this.#database.prepare(
      `insert into log (origin, origin_hash, size, root, seconds, note) values (?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
    )
    this.#update = this.#database.prepare(
      `update log set size = :size, root = :root, seconds = :seconds, note = :note
       where origin = :origin and size = :oldSize and root = :oldRoot and :size >= size`,
    )
  }

  find(origin: string): Cosigned | null {
    return cosignedFrom(this.#find.get(origin))
  }

  /** By the lowercase hex of SHA-256 of the origin, as monitors name it. */
  findByHash(hashHex: string): Cosigned | null {
    return cosignedFrom(this.#findByHash.get(hashHex))
  }

  /**
   * Keeps what is to be cosigned; `before` is null for the first of its log. By itself it is on disk when
   * this returns. Throws if something else was kept meanwhile: then nothing may be released.
   */
  keep(origin: string, before: TreeHead | null, { size, root, seconds, note }: Cosigned): void {
    const { changes } =
      before === null
        ? this.#insert.run(origin, originHash(origin, sha256), size, root, seconds, note)
        : this.#update.run({
            origin,
            size,
            root,
            seconds,
            note,
            oldSize: before.size,
            oldRoot: before.root,
          })
    if (changes !== 1) throw new Error(`the record of ${origin} is not what was decided upon`)
  }

  /** All that is kept meanwhile is on disk when this returns; if it throws, none of it was kept. */
  atomically<T>(act: () => T): T {
    this.#database.exec('begin immediate')
    try {
      const done = act()
      this.#database.exec('commit')
      return done
    } catch (error) {
      // SQLite has rolled back by itself after some failures of the disk.
      if (this.#database.isTransaction) this.#database.exec('rollback')
      throw error
    }
  }

  hasCosigned(): boolean {
    return this.#database.prepare('select 1 from log limit 1').get() !== undefined
  }

  close(): void {
    this.#database.close()
  }
}

function cosignedFrom(row: unknown): Cosigned | null {
  return row === undefined ? null : Row.parse(row)
}

export interface WitnessFolder {
  readonly key: CosigningKey
  readonly store: WitnessStore
  readonly close: () => void
}

/**
 * Key and store of a witness, made when neither exists. One without the other is refused: a witness that
 * forgot what it cosigned would cosign a second history in the same name.
 */
export function openWitnessFolder(
  folder: string,
  name: string,
  keys: KeyStore = keyFiles(),
): WitnessFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const releaseLock = takeLock(join(folder, 'lock'))
  if (releaseLock === null) {
    throw new StartupProblem(`Another witness holds ${folder}: stop it first.`)
  }
  const keyPath = join(folder, 'key')
  const storePath = join(folder, 'cosigned.sqlite')
  const hasKey = keys.has(keyPath) || isBeingChanged(keyPath)
  if (hasKey && !existsSync(storePath)) {
    releaseLock()
    throw new StartupProblem(
      `The witness in ${folder} has a key and no ${storePath}: it must not cosign again under this name. See docs/runbooks/witness.md.`,
    )
  }
  // The store comes first: a crash in between leaves an empty one, of which nothing was cosigned.
  const store = new WitnessStore(storePath)
  const close = () => {
    store.close()
    releaseLock()
  }
  try {
    if (!hasKey && store.hasCosigned()) {
      throw new StartupProblem(
        `The key ${keyPath} is missing, though checkpoints were cosigned with it: restore it, or make a new witness.`,
      )
    }
    const key = hasKey ? readCosigningKey(keyPath, keys) : createCosigningKey(keyPath, name, keys)
    if (key.name !== name) {
      throw new StartupProblem(`The key ${keyPath} is of ${key.name}, not of ${name}.`)
    }
    // Whoever is to trust this witness needs nothing else of it: the newest key, and one that overlaps with it.
    const overlapping = key.earlierKeys.filter(({ untilSeconds }) => untilSeconds === null)
    const signing = [key, ...overlapping].map(({ verifierKey }) => `${verifierKey}\n`)
    writeFileSync(join(folder, VERIFIER_KEY_FILE), signing.join(''))
    return { key, store, close }
  } catch (error) {
    close()
    throw error
  }
}
