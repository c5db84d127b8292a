/**
 * The erasure journal: which subject was erased by which entry of which book, outside of the database, so that
 * a database that is restored from an older copy does not bring back what was erased. It names pseudonyms,
 * entries and fingerprints of keys, and holds no personal data. One file a book, only ever appended to:
 * a record a line, the first 16 hex digits of the SHA-256 of a JSON text and that text. A record is synced to
 * disk before the erasure is answered.
 *
 * Writing may be cut short, so what follows the last newline may be part of a record: it is ignored, for its
 * erasure was not answered, and is taken from the book again when the book is opened. A whole line that does
 * not check out was changed by the disk or by a person, and nothing starts until somebody has looked.
 */
import { hash } from 'node:crypto'
import { closeSync, existsSync, fdatasyncSync, mkdirSync, openSync } from 'node:fs'
import { readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { err, ok, type Result } from '#kernel/std/result.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'
import type { Erasure, ErasureLog } from '#platform/book/erasure-log.ts'

const VERSION = 1
const CHECK_CHARS = 16
const NEWLINE = 0x0a
const PRIVATE_MODE = 0o600

/** Copies of it belong into every backup; a restore merges the copy with what is there. */
export function erasureFolder(dataFolder: string): string {
  return join(dataFolder, 'erasures')
}

export function erasurePath(dataFolder: string, book: string): string {
  return join(erasureFolder(dataFolder), `${book}.journal`)
}

export class ErasureJournal implements ErasureLog {
  readonly #known: Set<string>
  readonly #file: number
  #isBroken = false

  private constructor(path: string, records: readonly Erasure[]) {
    this.#known = new Set(records.map(nameOf))
    // Rewriting removes what a crash left unfinished, so that no record is written behind it.
    writeDurablySync(path, encodeErasures(records), PRIVATE_MODE)
    this.#file = openSync(path, 'a')
  }

  static open(path: string): ErasureJournal {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return new ErasureJournal(path, readErasureFile(path))
  }

  keep(erasures: readonly Erasure[]): void {
    const added = erasures.filter((erasure) => !this.#known.has(nameOf(erasure)))
    if (added.length === 0) return
    if (this.#isBroken) throw new Error('the erasure journal could not be written before')
    this.#isBroken = true
    const bytes = encodeErasures(added)
    const written = writeSync(this.#file, bytes)
    if (written !== bytes.length)
      throw new Error(`only ${written} bytes of an erasure were written`)
    fdatasyncSync(this.#file)
    for (const erasure of added) this.#known.add(nameOf(erasure))
    this.#isBroken = false
  }

  close(): void {
    this.#isBroken = true
    closeSync(this.#file)
  }
}

/** Empty where there is no file: a book of which nothing was erased yet. */
export function readErasureFile(path: string): readonly Erasure[] {
  if (!existsSync(path)) return []
  const records = readErasures(readFileSync(path))
  if (records.ok) return records.value
  throw new StartupProblem(
    `The erasure journal ${path} ${records.error} Put it back from a copy; see docs/runbooks/erasure.md.`,
  )
}

/** The records, or the rest of a sentence that says what is wrong. */
export function readErasures(bytes: Uint8Array): Result<readonly Erasure[], string> {
  const records: Erasure[] = []
  let start = 0
  for (let line = 1; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start)
    if (newline < 0) break
    const record = parseLine(Buffer.from(bytes.subarray(start, newline)).toString('utf8'))
    if (record === null) return err(`is damaged in line ${line}.`)
    records.push(record)
    start = newline + 1
  }
  return ok(records)
}

export function encodeErasures(records: readonly Erasure[]): Uint8Array {
  return Buffer.from(records.map((record) => `${lineOf(record)}\n`).join(''))
}

/** Every erasure that one of the journals knows, once, in the order of entries. Nothing is ever un-erased. */
export function mergeErasures(...journals: readonly (readonly Erasure[])[]): readonly Erasure[] {
  const all = new Map(journals.flat().map((record) => [nameOf(record), record]))
  return [...all.values()].toSorted(
    (a, b) => (a.book < b.book ? -1 : a.book > b.book ? 1 : 0) || a.entry - b.entry,
  )
}

/** What a restore does: the file at `path` becomes the union of itself and the copy. Both may be absent. */
export function mergeErasureFiles(path: string, copy: string): readonly Erasure[] {
  const merged = mergeErasures(readErasureFile(path), readErasureFile(copy))
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeDurablySync(path, encodeErasures(merged), PRIVATE_MODE)
  return merged
}

function nameOf({ book, subject, entry, keyPrint }: Erasure): string {
  return `${book} ${entry} ${subject} ${keyPrint}`
}

function lineOf({ book, subject, entry, atMs, keyPrint }: Erasure): string {
  const text = JSON.stringify({ v: VERSION, book, subject, entry, atMs, keyPrint })
  return `${hash('sha256', text, 'hex').slice(0, CHECK_CHARS)} ${text}`
}

function parseLine(line: string): Erasure | null {
  const text = line.slice(CHECK_CHARS + 1)
  const check = hash('sha256', text, 'hex').slice(0, CHECK_CHARS)
  if (line.slice(0, CHECK_CHARS + 1) !== `${check} `) return null
  const value: unknown = JSON.parse(text)
  const record = isObject(value) ? recordOf(value) : null
  // Whatever we would have written otherwise was not written by us.
  return record !== null && lineOf(record) === line ? record : null
}

function recordOf({ v, book, subject, entry, atMs, keyPrint }: Record<string, unknown>) {
  if (v !== VERSION || typeof book !== 'string' || typeof subject !== 'string') return null
  if (typeof entry !== 'number' || !Number.isSafeInteger(entry) || entry < 0) return null
  if (typeof atMs !== 'number' || !Number.isSafeInteger(atMs)) return null
  return typeof keyPrint === 'string' ? { book, subject, entry, atMs, keyPrint } : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
