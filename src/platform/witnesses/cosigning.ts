/**
 * Has the checkpoints of one book cosigned, apart from its writer. In a round the newest checkpoint goes to
 * all witnesses at once. As soon as those who cosigned it meet the policy it is published; who comes later
 * is added to it. The next round begins when the last one met the policy or nobody is waited for any more,
 * so a slow witness delays a book only where the policy cannot do without it, and never the writer.
 *
 * A book that is known to have signed two pasts is sent to nobody any more. What was published before stays, for
 * receipts lead to it; nothing is added to it.
 */
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { formatNote, isSignedBy, parseNote, signatureLine } from '#kernel/log/note.ts'
import { isQuorumMet, type Quorum } from '#kernel/log/policy.ts'
import type { NoteKey } from '#kernel/log/vkey.ts'
import { assert } from '#kernel/std/assert.ts'
import type { Clock } from '#kernel/time/clock.ts'
import type { BookPort } from '#platform/book/port.ts'
import { systemWaits, type Waits } from '#platform/book/waits.ts'
import { postByFetch, type Post } from './exchange.ts'
import { type Prove, WitnessLink, type WitnessAt } from './link.ts'
import type { BookWitnesses, Witnessed, WitnessState } from './port.ts'

export interface CosigningOptions {
  readonly book: Pick<BookPort, 'name' | 'state' | 'onChange'>
  /** Those that sign now: their lines are published, in the order of the checkpoint. */
  readonly logKeys: readonly NoteKey[]
  readonly witnesses: readonly WitnessAt[]
  readonly quorum: Quorum
  /** The policy as it is published. */
  readonly policy: string
  readonly prove: Prove
  /** Whether the book is known to have signed two pasts: then nobody is asked any more. */
  readonly isForked: () => boolean
  readonly clock: Clock
  readonly onProblem: (message: string, error: unknown) => void
  /** The timers of the system and HTTP, if unset. */
  readonly waits?: Waits
  readonly post?: Post
  /** The least time between the beginnings of two rounds. */
  readonly intervalMs?: number
  /** For each request to a witness. */
  readonly deadlineMs?: number
}

const INTERVAL_MS = 500
const DEADLINE_MS = 800
/** A book that does not grow is cosigned again, so that readers see that it is still watched. */
const REFRESH_MS = 600_000
/** When our own side failed, which says nothing about any witness. */
const PROBLEM_MS = 2_000

const NOTHING: Witnessed = { checkpoint: '', size: 0, cosigners: [] }

interface Round {
  readonly note: string
  readonly size: number
  /** The checkpoint and the log's own lines, to which cosignatures are added. */
  readonly text: string
  readonly logLines: string
  readonly lines: Map<string, string>
}

export class Cosigning implements BookWitnesses {
  readonly policy: string
  readonly #options: CosigningOptions
  readonly #links: readonly WitnessLink[]
  readonly #listeners = new Set<() => void>()
  #witnessed: Witnessed = NOTHING
  #latest: Round | undefined
  #stopListening: () => void = () => undefined
  #cancel: () => void = () => undefined
  #isStopped = false
  #isRunning = false
  /** When a proof could not be made last, since the round began. */
  #problemMs: number | null = null
  #startedMs = -Infinity
  #askedAllMs = -Infinity

  constructor(options: CosigningOptions) {
    this.#options = options
    this.policy = options.policy
    const { prove, clock, deadlineMs = DEADLINE_MS, post = postByFetch } = options
    const common = { prove, clock, deadlineMs, post }
    this.#links = options.witnesses.map((at) => new WitnessLink({ at, ...common }))
  }

  start(): void {
    this.#stopListening = this.#options.book.onChange(() => this.#wake())
    this.#wake()
  }

  /** Nothing is asked any more; an answer that is under way is not waited for. */
  stop(): void {
    this.#isStopped = true
    this.#stopListening()
    this.#cancel()
  }

  witnessed(): Witnessed {
    return this.#witnessed
  }

  states(): readonly WitnessState[] {
    return this.#links.map((link) => link.state())
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #wake(): void {
    if (this.#isStopped || this.#isRunning) return
    const { clock, intervalMs = INTERVAL_MS, waits = systemWaits } = this.#options
    const pauseMs = Math.max(0, this.#startedMs + intervalMs - clock.monotonicMs())
    this.#cancel()
    this.#cancel = waits.after(Math.max(pauseMs, this.#dueInMs()), () => void this.#run())
  }

  /** When somebody must be asked: at once about a new checkpoint, else those who owe an answer, else all again. */
  #dueInMs(): number {
    const { book, clock, isForked } = this.#options
    const { phase, checkpoint } = book.state()
    if (isForked()) return REFRESH_MS
    if (phase !== 'writing') return this.#witnessed === NOTHING ? REFRESH_MS : 0
    if (checkpoint === '') return REFRESH_MS
    if (checkpoint !== this.#latest?.note) return 0
    const refreshMs = this.#askedAllMs + REFRESH_MS - clock.monotonicMs()
    return Math.max(0, Math.min(refreshMs, ...this.#links.map((link) => this.#owedInMs(link))))
  }

  /** When this witness must be asked about the newest checkpoint, which it may have been too busy to be asked about. */
  #owedInMs(link: WitnessLink): number {
    // Whatever it answers wakes us.
    if (link.isAsked) return REFRESH_MS
    const againMs = link.againInMs()
    if (againMs !== null) return againMs
    if (this.#latest?.lines.has(link.name) === true) return REFRESH_MS
    // From the problem on, not from now: changes of the book come more often than this.
    if (this.#problemMs === null) return 0
    return this.#problemMs + PROBLEM_MS - this.#options.clock.monotonicMs()
  }

  async #run(): Promise<void> {
    const { book, clock, isForked } = this.#options
    this.#isRunning = true
    this.#problemMs = null
    this.#startedMs = clock.monotonicMs()
    const { phase, checkpoint } = book.state()
    // Only who writes the book speaks for it; what another server has cosigned is read from the database.
    if (phase !== 'writing') this.#forget()
    else if (checkpoint !== '' && !isForked()) await this.#round(this.#roundOf(checkpoint))
    this.#isRunning = false
    this.#wake()
  }

  /** Settles when the policy is met or every witness has answered; later answers still count. */
  async #round(round: Round): Promise<void> {
    const isNew = round.note !== this.#latest?.note
    const isForAll = isNew || this.#startedMs - this.#askedAllMs >= REFRESH_MS
    if (isForAll) this.#askedAllMs = this.#startedMs
    this.#latest = round
    const { promise: met, resolve } = Promise.withResolvers<void>()
    // A rule that asks for nobody is met before anybody answers.
    if (this.#publish(round)) resolve()
    const asked = this.#links
      .filter((link) => isForAll || !round.lines.has(link.name) || link.againInMs() === 0)
      .map(async (link) => {
        const line = await this.#ask(link, round)
        if (line !== null) round.lines.set(link.name, line)
        if (this.#publish(round)) resolve()
        this.#wake()
      })
    await Promise.race([met, Promise.all(asked)])
  }

  async #ask(link: WitnessLink, round: Round): Promise<string | null> {
    try {
      return await link.ask(round)
    } catch (error) {
      // The proof could not be made: the database or the book is the one in trouble.
      this.#problemMs = this.#options.clock.monotonicMs()
      this.#options.onProblem(`have ${this.#options.book.name} cosigned`, error)
      return null
    }
  }

  /** Whether the policy is met by this round. */
  #publish(round: Round): boolean {
    const { quorum, isForked } = this.#options
    const cosigners = this.#links.map(({ name }) => name).filter((name) => round.lines.has(name))
    const isMet = isQuorumMet(quorum, new Set(cosigners))
    const isOpen = !this.#isStopped && !isForked()
    // An answer to an older question does not bring back an older tree.
    if (isMet && isOpen && round.size >= this.#witnessed.size) {
      const lines = cosigners.map((name) => round.lines.get(name) ?? '')
      const checkpoint = formatNote(round.text, [round.logLines, ...lines])
      this.#witnessed = { checkpoint, size: round.size, cosigners }
    }
    for (const listener of this.#listeners) listener()
    return isMet
  }

  #roundOf(note: string): Round {
    const parsed = parseNote(note)
    const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed
    assert(parsed.ok && checkpoint.ok, 'a checkpoint of our own is well formed')
    const { text, signatures } = parsed.value
    const own = signatures.flatMap((line) => {
      const key = this.#options.logKeys.find((each) => isSignedBy(line, each))
      return key === undefined ? [] : [signatureLine(key, line.payload)]
    })
    assert(own.length > 0, 'a checkpoint of our own has our signature')
    const { size } = checkpoint.value
    // Of a tree that is sent again, the witnesses that do not answer keep their earlier line.
    const lines = this.#latest?.text === text ? this.#latest.lines : new Map<string, string>()
    return { note, size, text, logLines: own.join(''), lines }
  }

  #forget(): void {
    this.#latest = undefined
    if (this.#witnessed === NOTHING) return
    this.#witnessed = NOTHING
    for (const listener of this.#listeners) listener()
  }
}
