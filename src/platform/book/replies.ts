/**
 * After the commit: each batch is signed and its callers answered, in order, while the next batches are
 * written. What could not be signed is recorded but not proven, and nothing may be written after it.
 */
import type { ProvenEntry } from '#kernel/book/answer.ts'
import type { ErasedSubject } from '#kernel/book/seal.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { answerAll, answerOf, proveStored, storedIndexes, tell } from './answers.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Preparation } from './preparation.ts'
import type { BookStore } from './store.ts'

export interface RepliesOptions {
  readonly checkpoints: Checkpoints
  readonly store: BookStore
  /** On disk, outside of the database, before anybody hears of it; throws if it cannot be. */
  readonly keepErased: (erased: readonly ErasedSubject[]) => void
  readonly onAnswered: () => void
  /** A signature failed, or an erasure was not kept: the writer must stop. */
  readonly onUnsigned: (error: Error) => void
  readonly onProblem: (message: string, error: unknown) => void
}

export class Replies {
  /** Base64 of the root that was signed last. */
  root = ''
  readonly #options: RepliesOptions
  #last: Promise<void> = Promise.resolve()

  constructor(options: RepliesOptions) {
    this.#options = options
  }

  /** Has a committed batch signed, then answers its callers. */
  follow(batch: Preparation): void {
    const signed = this.#signed(batch)
    // It is awaited when the batches before it are answered, which may be later than it fails.
    signed.catch(() => undefined)
    this.#last = this.#last.then(() => this.#answer(batch, signed))
  }

  /** An erasure that is not kept is not answered: opening the book again finds it in its rows. */
  async #signed(batch: Preparation): Promise<string> {
    if (!batch.isEmpty) this.#options.keepErased(batch.write().erased)
    return this.#options.checkpoints.sign(batch.close())
  }

  /** Resolves when everybody who was to be answered is. It never fails. */
  settled(): Promise<void> {
    return this.#last
  }

  async #answer(batch: Preparation, signed: Promise<string>): Promise<void> {
    const { onProblem, onUnsigned, onAnswered } = this.#options
    let checkpoint = ''
    try {
      checkpoint = await signed
    } catch (error) {
      // Recorded but not signed: the caller asks again with the same key, when somebody has looked.
      onProblem('a batch could not be signed, or an erasure not kept', error)
      answerAll(batch.items, 'outcome_unknown')
      onUnsigned(error instanceof Error ? error : new Error(String(error)))
      return
    }
    this.root = base64Of(batch.close().root)
    const stored = await this.#proveStored(batch)
    for (const { item, outcome } of batch.outcomes) {
      if (outcome.kind === 'failed') onProblem('a command failed', outcome.error)
      const isProven = outcome.kind !== 'existing' || stored.size > 0
      if (isProven) tell(item, answerOf(batch, outcome, { checkpoint, stored }))
      else answerAll([item], 'outcome_unknown')
    }
    onAnswered()
  }

  /** Proofs for acts that were recorded before; none when they could not be read. */
  async #proveStored(batch: Preparation): Promise<ReadonlyMap<number, ProvenEntry>> {
    const { store, checkpoints, onProblem } = this.#options
    const { hashing } = checkpoints
    const { edge } = batch.close()
    try {
      return await proveStored({ store, hashing, edge }, storedIndexes(batch))
    } catch (error) {
      onProblem('entries of earlier batches could not be proven', error)
      return new Map()
    }
  }
}
