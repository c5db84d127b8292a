/**
 * The courier of one way, from a book to another one: it follows the first book's answers, takes each with its
 * receipt to the second, and submits there what a party would submit by hand. It may die at any line: how far it
 * got is written only when the second book has answered, which answers the same receipt twice with one act.
 */
import type { Answer } from '#kernel/book/answer.ts'
import { SYSTEM_EVIDENCE, SYSTEM_PARTY } from '#kernel/book/system.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { Pauses } from '#platform/book/pauses.ts'
import type { BookPort } from '#platform/book/port.ts'
import type { Waits } from '#platform/book/waits.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { HandoverCommand } from '../contract.ts'
import { destinationOf } from '../domain/bodies.ts'
import type { CourierPlace, CourierPlaces, Stretch } from '../store/courier.ts'

/** Nothing has to be done: the other book knows as much, or more. */
const ORDINARY: ReadonlySet<string> = new Set(['answer_older', 'nothing_to_close'])

/** What time or an operator of the other book mends: it is asked again, and nothing behind it overtakes it. */
const PASSING: ReadonlySet<string> = new Set([
  'origin_unknown',
  'key_unknown',
  'receipt_not_witnessed',
  'receipt_from_future',
  'receipt_stale',
])

export interface CourierOptions {
  readonly from: Pick<BookPort, 'name'>
  readonly to: Pick<BookPort, 'name' | 'origin' | 'submit'>
  readonly log: Pick<LogReader, 'provenEntry'>
  readonly places: CourierPlaces
  readonly readStretch: (from: number) => Promise<Stretch>
  readonly onProblem: (message: string, error: unknown) => void
  /** Between two rounds that found nothing. */
  readonly pollMs?: number
  readonly waits?: Waits
}

const POLL_MS = 2000
const BACKOFF_FIRST_MS = 1000
const BACKOFF_MAX_MS = 30_000

const CARRIER: Principal = { party: SYSTEM_PARTY, roles: [], evidence: SYSTEM_EVIDENCE }

type Carrying =
  | { readonly kind: 'done' }
  | { readonly kind: 'parked'; readonly refusal: string }
  | { readonly kind: 'waits'; readonly waitsFor: string }

export class Courier {
  readonly #options: CourierOptions
  readonly #pauses: Pauses
  #running: Promise<void> = Promise.resolve()
  #isStopping = false
  #failures = 0

  constructor(options: CourierOptions) {
    this.#options = options
    this.#pauses = new Pauses(options.waits)
  }

  start(): void {
    this.#running = this.#run()
  }

  /** There may be something to carry. */
  nudge(): void {
    this.#pauses.wakeAll()
  }

  /** Ends after the call that is under way. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#pauses.wakeAll()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const isMore = await this.#tryRound()
      if (this.#isStopping) return
      if (!isMore) await this.#pauses.pause(this.#restMs())
    }
  }

  async #tryRound(): Promise<boolean> {
    try {
      const round = await this.round()
      this.#failures = round === 'waits' ? this.#failures + 1 : 0
      return round === 'more'
    } catch (error) {
      this.#failures += 1
      this.#options.onProblem('a receipt is carried again', error)
      return false
    }
  }

  #restMs(): number {
    if (this.#failures === 0) return this.#options.pollMs ?? POLL_MS
    return Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(this.#failures - 1, 10))
  }

  /** A bounded stretch of the book. */
  async round(): Promise<'more' | 'rest' | 'waits'> {
    const { places, readStretch, to } = this.#options
    const place = await places.read()
    const stretch = await readStretch(place.nextEntry)
    for (const { entry, leaf } of stretch.answers) {
      if (this.#isStopping) return 'rest'
      const parsed = readLeaf(leaf)
      if (!parsed.ok || destinationOf(parsed.value) !== to.origin) continue
      const carried = await this.#carry(entry)
      if (carried.kind === 'waits') {
        await this.#moveTo(place, { nextEntry: entry, waitsFor: carried.waitsFor })
        return 'waits'
      }
      if (carried.kind === 'parked') await places.park(entry, carried.refusal)
      await places.write({ nextEntry: entry + 1, waitsFor: null })
    }
    await this.#moveTo(place, { nextEntry: stretch.nextEntry, waitsFor: null })
    return stretch.isMore ? 'more' : 'rest'
  }

  async #moveTo(before: CourierPlace, place: CourierPlace): Promise<void> {
    const isSame = before.nextEntry === place.nextEntry && before.waitsFor === place.waitsFor
    if (!isSame) await this.#options.places.write(place)
  }

  async #carry(entry: number): Promise<Carrying> {
    const { from, to, log } = this.#options
    // Without disclosures: an answer says what it has to say without what is confidential.
    const proven = await log.provenEntry(from.name, entry, null)
    if (proven === null) return { kind: 'waits', waitsFor: 'not_published' }
    const { index, leaf, path } = proven.entry
    const proof = formatProofLines(index, path, proven.checkpoint)
    const receipt = formatReceipt({ leaf, proof, disclosures: [] })
    const command: HandoverCommand<'acknowledge'> = { type: 'handover.acknowledge', receipt }
    // A later proof is another text: what makes the act one is its natural key.
    const key = contentId('handover/', [from.name, receipt])
    const [answer] = await to.submit([{ command, principal: CARRIER, key }])
    return carryingOf(answer)
  }
}

function carryingOf(answer: Answer | undefined): Carrying {
  switch (answer?.kind) {
    case 'recorded':
      return { kind: 'done' }
    case 'refused': {
      const { type } = answer.refusal
      if (ORDINARY.has(type)) return { kind: 'done' }
      return PASSING.has(type)
        ? { kind: 'waits', waitsFor: type }
        : { kind: 'parked', refusal: type }
    }
    default:
      return { kind: 'waits', waitsFor: 'book_unavailable' }
  }
}
