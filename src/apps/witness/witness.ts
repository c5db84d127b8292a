/** A witness without its network: a submission in, an answer out, the record on disk in between. */
import { equalBytes } from '#kernel/std/bytes.ts'
import { unreachable } from '#kernel/std/assert.ts'
import type { Checkpoint } from '#kernel/log/checkpoint.ts'
import { openFork, parseFork, type SignedFork } from '#kernel/log/fork.ts'
import type { NoteKey } from '#kernel/log/vkey.ts'
import {
  cosignedNote,
  nothingCosigned,
  originHash,
  readSubmission,
  refusalOfStep,
  SIZE_MEDIA_TYPE,
  type StepRefusal,
  type Submission,
  type SubmissionRefusal,
} from '#kernel/log/witness.ts'
import { textFromUtf8 } from '#kernel/std/utf8.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import type { CosigningKey } from '#platform/signer/cosigning-key.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import type { Evidence } from './evidence.ts'
import { Shares } from './rates.ts'
import type { Cosigned, WitnessStore } from './store.ts'

export interface WitnessAnswer {
  readonly status: number
  readonly mediaType: string
  readonly body: string
  readonly retryAfterMs?: number
}

export interface WitnessParts {
  readonly key: CosigningKey
  readonly store: Pick<WitnessStore, 'find' | 'findByHash' | 'keep' | 'atomically'>
  readonly logs: ReadonlyMap<string, readonly NoteKey[]>
  readonly growthPerSecond: number
  readonly refreshPerSecond: number
  readonly clock: Clock
  /** At the end of this turn of the event loop; the system's, if unset. */
  readonly soon?: (act: () => void) => void
  readonly evidence: Pick<Evidence, 'isForked' | 'of' | 'keep'>
  /**
   * Whether a log that is known to have signed two pasts is cosigned no more: its keys are trusted no longer,
   * so the answer is 403. Otherwise the tree that is known is followed on, and the evidence is shown.
   */
  readonly stopOnFork: boolean
  /** Called once for each piece of evidence, when it is on disk. */
  readonly onFork: (origin: string) => void
}

interface Waiting {
  readonly submission: Submission
  readonly resolve: (answer: WitnessAnswer) => void
  readonly reject: (error: unknown) => void
}

const TEXT = 'text/plain; charset=utf-8'
/** Seconds' worth of shares that may be used at once. */
const BURST_SECONDS = 10
/** A clock that went back further would make cosignatures that every reader takes for the future's. */
const CLOCK_BACK_SECONDS_MAX = 30

export class Witness {
  readonly #parts: WitnessParts
  readonly #growth: Shares
  readonly #refresh: Shares
  readonly #waiting: Waiting[] = []

  constructor(parts: WitnessParts) {
    this.#parts = parts
    const sharesOf = (perSecond: number) =>
      new Shares({ perSecond, burst: Math.max(1, perSecond * BURST_SECONDS) })
    this.#growth = sharesOf(parts.growthPerSecond)
    this.#refresh = sharesOf(parts.refreshPerSecond)
  }

  /** c2sp.org/tlog-witness, add-checkpoint. Rejects if the record could not be kept. */
  async addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    const { logs } = this.#parts
    const read = await readSubmission(body, (origin) => logs.get(origin) ?? [], verifyWithNode)
    if (!read.ok) return answerOf(read.error)
    const { promise: answer, resolve, reject } = Promise.withResolvers<WitnessAnswer>()
    this.#waiting.push({ submission: read.value, resolve, reject })
    const { soon = setImmediate } = this.#parts
    if (this.#waiting.length === 1) soon(() => this.#decideAll())
    return answer
  }

  /**
   * What came in one turn of the event loop shares one transaction, and so one sync of the disk. From its
   * beginning to its end nothing waits, so nobody else decides on the same record; each is decided on what
   * those before it left, and no answer leaves before all of it is on disk.
   */
  #decideAll(): void {
    const waiting = this.#waiting.splice(0)
    try {
      const answers = this.#parts.store.atomically(() =>
        waiting.map(({ submission }) => this.#decide(submission)),
      )
      for (const [at, { resolve }] of waiting.entries()) {
        const answer = answers[at]
        if (answer !== undefined) resolve(answer)
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }

  /** c2sp.org/tlog-witness, monitor retrieval: the last cosigned checkpoint, or null. */
  cosigned(hashHex: string): string | null {
    return this.#parts.store.findByHash(hashHex)?.note ?? null
  }

  /** What is known against a log, as JSON, or null for a log that is not followed. */
  evidenceAgainst(hashHex: string): string | null {
    const { logs, evidence } = this.#parts
    const isFollowed = [...logs.keys()].some((origin) => originHash(origin, sha256) === hashHex)
    return isFollowed ? evidence.of(hashHex) : null
  }

  /** Takes what somebody else found: `forkText`. It is believed because of the signatures in it. */
  async addEvidence(body: Uint8Array): Promise<WitnessAnswer> {
    const { logs } = this.#parts
    const fork = parseFork(textFromUtf8(body) ?? '')
    if (fork === null) return plain(400, 'this is no evidence')
    const judged = await openFork(
      fork,
      (origin) => logs.get(origin) ?? [],
      verifyWithNode,
      nodeHashing,
    )
    if (judged.ok) {
      this.#keep(judged.value, fork)
      return plain(200, 'this is evidence, and it is kept')
    }
    const statuses = { note_malformed: 400, origin_unknown: 404, unsigned: 403, no_fork: 422 }
    return plain(statuses[judged.error], judged.error.replaceAll('_', ' '))
  }

  #keep(odd: Checkpoint, fork: SignedFork): void {
    const { evidence, onFork } = this.#parts
    if (evidence.keep(odd, fork)) onFork(odd.origin)
  }

  #decide(submission: Submission): WitnessAnswer {
    const { store, evidence, stopOnFork } = this.#parts
    const { checkpoint } = submission
    const { origin, root } = checkpoint
    const held = store.find(origin)
    if (held !== null && isFork(submission, held)) {
      const olderNote = cosignedNote(submission, '')
      this.#keep(checkpoint, { olderNote, newerNote: held.note, otherRoot: held.root, proof: [] })
    }
    if (stopOnFork && evidence.isForked(origin)) return plain(403, 'this log has signed two pasts')
    const refusal = refusalOfStep(submission, held ?? nothingCosigned(nodeHashing), nodeHashing)
    if (refusal !== null) return answerOf(refusal)
    const isRefresh = held !== null && equalBytes(held.root, root)
    return this.#cosign(submission, held, isRefresh ? this.#refresh : this.#growth)
  }

  #cosign(submission: Submission, held: Cosigned | null, shares: Shares): WitnessAnswer {
    const { key, store, clock } = this.#parts
    const { origin, size, root } = submission.checkpoint
    const retryAfterMs = shares.take(origin, clock.monotonicMs())
    if (retryAfterMs > 0) return { ...plain(429, 'too many checkpoints of this log'), retryAfterMs }
    const nowSeconds = Math.floor(clock.nowMs() / 1000)
    // A cosignature says "the largest tree so far, at this time", so no later one may state an earlier time.
    const seconds = Math.max(nowSeconds, held?.seconds ?? 0)
    if (seconds - nowSeconds > CLOCK_BACK_SECONDS_MAX) {
      return plain(503, 'the clock of this witness went back')
    }
    const cosignature = key.cosign(submission.text, BigInt(seconds))
    const note = cosignedNote(submission, cosignature)
    store.keep(origin, held, { size, root, seconds, note })
    return { status: 200, mediaType: TEXT, body: cosignature }
  }
}

function isFork({ checkpoint }: Submission, held: Cosigned): boolean {
  return checkpoint.size === held.size && !equalBytes(checkpoint.root, held.root)
}

function answerOf(refusal: SubmissionRefusal | StepRefusal): WitnessAnswer {
  switch (refusal.status) {
    case 409:
      return { status: 409, mediaType: SIZE_MEDIA_TYPE, body: `${refusal.size}\n` }
    case 400:
    case 403:
    case 404:
    case 422:
      return plain(refusal.status, refusal.reason.replaceAll('_', ' '))
    default:
      return unreachable(refusal)
  }
}

function plain(status: number, sentence: string): WitnessAnswer {
  return { status, mediaType: TEXT, body: `${sentence}\n` }
}
