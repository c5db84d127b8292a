/**
 * What a signer signed last, outside of the database, so that a restored database cannot make a log
 * sign a fork. A journal of one record a line: the first 16 hex digits of the SHA-256 of a JSON text,
 * and that text. A record is synced to disk before the signature that it stands for is released.
 *
 * Writing may be cut short, so what follows the last newline may be part of a record. It is ignored,
 * for its writer never got to releasing a signature. Whatever ends in a newline was written to its end
 * and must be whole: if it is not, the disk or a person changed it, and the signer refuses to guess.
 */
import { hash } from 'node:crypto'
import { equalBytes } from '#kernel/std/bytes.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { HASH_BYTES } from '#kernel/log/hash.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { type AppendedFile, type StateDisk, systemDisk } from './state-disk.ts'
import type { SignedState } from './port.ts'

/** An operator's ceremony: who named the last signed size, when and why. */
export interface Adoption {
  readonly by: string
  readonly at: string
  readonly reason: string
}

export interface StateRecord extends SignedState {
  readonly origin: string
  readonly adopted?: Adoption
}

export interface Journal {
  readonly last: StateRecord
  /** Kept for ever: a state that a person named must stay recognisable as one. */
  readonly adoptions: readonly StateRecord[]
}

const VERSION = 1
const CHECK_CHARS = 16
const NEWLINE = 0x0a

/** About 25,000 records; rewriting the file takes about as long as three signatures. */
const JOURNAL_BYTES_MAX = 4 * 1024 * 1024

export class StateFile {
  readonly #path: string
  readonly #disk: StateDisk
  #journal: Journal
  #file: AppendedFile
  #sizeBytes: number
  #isBroken = false

  private constructor(path: string, journal: Journal, disk: StateDisk) {
    this.#path = path
    this.#journal = journal
    this.#disk = disk
    // Rewriting also removes what a crash left unfinished, so that no record is written behind it.
    this.#sizeBytes = this.#rewrite()
    this.#file = disk.openToAppend(path)
  }

  static create(path: string, first: StateRecord, disk = systemDisk): StateFile {
    const adoptions = first.adopted === undefined ? [] : [first]
    return new StateFile(path, { last: first, adoptions }, disk)
  }

  static open(path: string, origin: string, disk = systemDisk): StateFile {
    const journal = readJournal(disk.read(path))
    if (!journal.ok) throw new StartupProblem(`The signer's state ${path} ${journal.error}`)
    const found = journal.value.last.origin
    if (found !== origin) {
      throw new StartupProblem(`The signer's state ${path} is of ${found}, not of ${origin}.`)
    }
    return new StateFile(path, journal.value, disk)
  }

  get last(): StateRecord {
    return this.#journal.last
  }

  /** Returns once the record is on disk. After a failure nobody knows what is there: nothing goes on. */
  append({ size, root }: SignedState): void {
    if (this.#isBroken) throw new Error('the state could not be written before: start again')
    this.#isBroken = true
    const record: StateRecord = { origin: this.#journal.last.origin, size, root }
    const bytes = encodeRecord(record)
    const written = this.#file.write(bytes)
    if (written !== bytes.length) throw new Error(`only ${written} bytes of a state were written`)
    this.#file.sync()
    this.#journal = { ...this.#journal, last: record }
    this.#sizeBytes += written
    if (this.#sizeBytes > JOURNAL_BYTES_MAX) this.#compact()
    this.#isBroken = false
  }

  close(): void {
    this.#isBroken = true
    this.#file.close()
  }

  #compact(): void {
    this.#file.close()
    this.#sizeBytes = this.#rewrite()
    this.#file = this.#disk.openToAppend(this.#path)
  }

  #rewrite(): number {
    const { last, adoptions } = this.#journal
    const kept = adoptions.includes(last) ? adoptions : [...adoptions, last]
    const bytes = Buffer.concat(kept.map(encodeRecord))
    this.#disk.replace(this.#path, bytes)
    return bytes.length
  }
}

/** The journal, or the rest of a sentence that says what is wrong with it. */
export function readJournal(bytes: Uint8Array): Result<Journal, string> {
  const adoptions: StateRecord[] = []
  let last: StateRecord | undefined
  let start = 0
  for (let line = 1; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start)
    const record = parseRecord(bytes.subarray(start, newline < 0 ? bytes.length : newline))
    start = newline < 0 ? bytes.length : newline + 1
    // The end of an unfinished record; a record that lacks only its newline is taken, for the tree
    // that it names was proven to follow from the one before.
    if (record === null && newline < 0) break
    if (record === null) return err(`is damaged in line ${line}.`)
    if (last !== undefined && !follows(last, record)) return err(`goes backwards in line ${line}.`)
    if (record.adopted !== undefined) adoptions.push(record)
    last = record
  }
  return last === undefined ? err('holds no whole record.') : ok({ last, adoptions })
}

export function encodeRecord({ origin, size, root, adopted }: StateRecord): Uint8Array {
  const facts = { v: VERSION, origin, size, root: base64Of(root) }
  const text = JSON.stringify(adopted === undefined ? facts : { ...facts, adopted })
  return Buffer.from(`${checkOf(text)} ${text}\n`)
}

function follows(before: StateRecord, after: StateRecord): boolean {
  if (before.origin !== after.origin || after.size < before.size) return false
  return after.size > before.size || equalBytes(after.root, before.root)
}

function checkOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, CHECK_CHARS)
}

function parseRecord(line: Uint8Array): StateRecord | null {
  const text = Buffer.from(line).toString('utf8')
  const facts = text.slice(CHECK_CHARS + 1)
  if (text.slice(0, CHECK_CHARS + 1) !== `${checkOf(facts)} `) return null
  const record = recordFrom(JSON.parse(facts))
  // Whatever we would have written otherwise was not written by us.
  return record !== null && equalBytes(encodeRecord(record).subarray(0, -1), line) ? record : null
}

function recordFrom(value: unknown): StateRecord | null {
  if (!isObject(value) || value['v'] !== VERSION) return null
  const { origin, size, root: rootText, adopted } = value
  if (typeof origin !== 'string' || typeof rootText !== 'string') return null
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return null
  const root = bytesFromBase64(rootText)
  if (root?.length !== HASH_BYTES) return null
  if (adopted === undefined) return { origin, size, root }
  const adoption = adoptionFrom(adopted)
  return adoption === null ? null : { origin, size, root, adopted: adoption }
}

function adoptionFrom(value: unknown): Adoption | null {
  if (!isObject(value)) return null
  const { by, at, reason } = value
  if (typeof by !== 'string' || typeof at !== 'string' || typeof reason !== 'string') return null
  return { by, at, reason }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
