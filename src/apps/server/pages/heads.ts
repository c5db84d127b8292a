/** The books at their newest signed checkpoint: what every page states its state by. */
import type { BookPort } from '#platform/book/port.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import { type Note, parseNote } from '#kernel/log/note.ts'
import { assert } from '#kernel/std/assert.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { Words } from '#web/kit/language.ts'
import type { FootCheckpoint } from '#web/kit/page-context.ts'
import type { ReceiptLevel } from '#web/kit/Receipt.tsx'
import { checkpointPath } from '#web/pages/paths.ts'
import type { BookName, BookState } from '#web/pages/views.ts'
import { wordsOfWitness } from '#web/pages/witness-words.ts'
import type { WitnessLine } from '#web/pages/WitnessTable.tsx'
import { hubBooks } from '../hub.ts'

export interface Head {
  readonly port: BookPort
  readonly name: BookName
  readonly size: number
  readonly rootHex: string
  /** The instant of its last entry. */
  readonly at: string
  /** The signed note, or empty before the first; with cosignatures once there are any. */
  readonly note: string
  readonly witnessed: WitnessedHead
}

/** How far the witnesses of a book have come. */
interface WitnessedHead {
  readonly size: number
  readonly cosigners: readonly Words[]
}

const EMPTY_ROOT_HEX = hexOf(rootOf(EMPTY_EDGE, nodeHashing))

export class Heads {
  readonly #ports: readonly BookPort[]
  readonly #log: LogReader

  constructor(books: ReadonlyMap<string, BookPort>, log: LogReader) {
    this.#ports = [...books.values()]
    assert(this.#ports.length > 0, 'a hub has a book')
    this.#log = log
  }

  async all(): Promise<readonly [Head, ...Head[]]> {
    const [first, ...others] = await Promise.all(this.#ports.map((port) => this.#read(port)))
    assert(first !== undefined, 'a hub has a book')
    return [first, ...others]
  }

  async find(name: string): Promise<Head | null> {
    const port = this.#ports.find((one) => one.name === name)
    return port === undefined ? null : this.#read(port)
  }

  /** The first book's as far as this process knows without asking anybody. */
  atHand(): Head | null {
    const [port] = this.#ports
    if (port === undefined) return null
    const { checkpoint, atMs } = port.state()
    return headOf(port, checkpoint, atMs)
  }

  /** Whoever writes a book knows its newest checkpoint; others ask for what was published. */
  async #read(port: BookPort): Promise<Head> {
    const { phase, checkpoint, atMs } = port.state()
    if (checkpoint !== '' && phase !== 'standing-by') return headOf(port, checkpoint, atMs)
    const published = await this.#log.latestCheckpoint(port.name)
    if (published === null) return headOf(port, checkpoint, atMs)
    const { size } = sizeAndRoot(published)
    const last = size === 0 ? null : await this.#log.entry(port.name, size - 1)
    return headOf(port, published, last?.atMs ?? atMs)
  }
}

function headOf(port: BookPort, signed: string, atMs: number): Head {
  const { size, rootHex } = sizeAndRoot(signed)
  const last = port.witnesses?.witnessed()
  const note = last?.size === size && last.checkpoint !== '' ? last.checkpoint : signed
  const witnessed = {
    // A server that stands by knows of witnesses only what was published.
    size: last === undefined || last.checkpoint === '' ? size : last.size,
    cosigners: cosignersOf(
      last === undefined || last.checkpoint === '' ? note : last.checkpoint,
      port,
    ),
  }
  return {
    port,
    name: bookName(port.name),
    size,
    rootHex,
    at: formatInstant(atMs),
    note,
    witnessed,
  }
}

/** The witnesses of the book's policy that have a line under a note of ours. */
function cosignersOf(note: string, { witnesses }: BookPort): readonly Words[] {
  if (witnesses === undefined || note === '') return []
  const signers = new Set(openNote(note).signatures.map(({ name }) => name))
  const cosigned = witnesses.states().filter(({ keyName }) => signers.has(keyName))
  return cosigned.map(({ name }) => wordsOfWitness(name, BOOK_NAMES))
}

/** What a receipt with this checkpoint is: recorded by the hub, or witnessed by others as well. */
export function levelOfNote(note: string, port: BookPort): ReceiptLevel {
  const cosigners = cosignersOf(note, port).length
  return cosigners > 0 ? { kind: 'witnessed', cosigners } : { kind: 'recorded' }
}

/** What a receipt of this entry is now. */
export function levelAt({ witnessed }: Head, index: number): ReceiptLevel {
  const cosigners = witnessed.cosigners.length
  const isWitnessed = index < witnessed.size && cosigners > 0
  return isWitnessed ? { kind: 'witnessed', cosigners } : { kind: 'recorded' }
}

export const BOOK_NAMES: readonly BookName[] = hubBooks.map(({ name, words }) => ({
  id: name,
  name: words,
}))

function bookName(name: string): BookName {
  const words = hubBooks.find((book) => book.name === name)?.words
  return { id: name, name: words ?? { en: name, zh: name } }
}

export function sizeAndRoot(note: string): { readonly size: number; readonly rootHex: string } {
  if (note === '') return { size: 0, rootHex: EMPTY_ROOT_HEX }
  const checkpoint = parseCheckpoint(openNote(note).text)
  assert(checkpoint.ok, 'a checkpoint of our own is well formed')
  return { size: checkpoint.value.size, rootHex: hexOf(checkpoint.value.root) }
}

export function openNote(text: string): Note {
  const note = parseNote(text)
  assert(note.ok, 'a checkpoint of our own is a note')
  return note.value
}

/** Only those who have cosigned this very state are named. */
function cosignersNow({ size, witnessed }: Head): readonly Words[] {
  return witnessed.size === size ? witnessed.cosigners : []
}

export function stateOf(head: Head): BookState {
  const { port, name, size, rootHex, at } = head
  return { ...name, origin: port.origin, size, rootHex, at, cosigners: cosignersNow(head) }
}

export function footOf(head: Head): FootCheckpoint | null {
  const { name, size, rootHex, at } = head
  if (size === 0) return null
  const cosigners = cosignersNow(head)
  return { bookName: name.name, size, rootHex, at, cosigners, href: checkpointPath(name.id) }
}

/** Who is asked to cosign the book, and how far each has come. */
export function witnessesOf({ port, size }: Head): readonly WitnessLine[] {
  const states = port.witnesses?.states() ?? []
  return states.map((at) => ({
    name: wordsOfWitness(at.name, BOOK_NAMES),
    size: at.size,
    lag: Math.max(0, size - at.size),
    ...(at.cosignedAtMs === 0 ? {} : { at: formatInstant(at.cosignedAtMs) }),
    ...(at.trouble === null ? {} : { trouble: at.trouble }),
  }))
}
