/** A book without a writer: it answers what the test says, and keeps what it was asked. */
import type { Answer, BookState, ProvenEntry } from '#kernel/book/answer.ts'
import type { BatchMeasurement, BookPort, Request } from '#platform/book/port.ts'

export const CHECKPOINT = `sh.hub.example/book/1\n8\n${'A'.repeat(43)}=\n\n— sh.hub.example/book/1 AAAAAAAA\n`

export function provenEntry(index: number): ProvenEntry {
  return {
    index,
    leaf: JSON.stringify({ type: 'notes.written', index }),
    path: `${'A'.repeat(43)}=\n`,
    disclosures: [],
  }
}

export function recorded(index: number, repeated = false): Answer {
  return { kind: 'recorded', entries: [provenEntry(index)], checkpoint: CHECKPOINT, repeated }
}

export class FakeBook implements BookPort {
  readonly name: string
  readonly origin: string
  readonly verifierKey: string
  readonly asked: Request[] = []
  readonly #changeListeners = new Set<(state: BookState) => void>()
  readonly #batchListeners = new Set<(measurement: BatchMeasurement) => void>()
  size = 8
  phase: BookState['phase'] = 'writing'
  areTimersReleased = false
  answerTo: (request: Request, at: number) => Promise<Answer> | Answer = (_, at) => recorded(at)

  constructor(name: string) {
    this.name = name
    this.origin = `${name}.hub.example/book/1`
    this.verifierKey = `${this.origin}+0a0b0c0d+${'C'.repeat(44)}`
  }

  state(): BookState {
    return {
      book: this.name,
      origin: this.origin,
      phase: this.phase,
      reason: '',
      size: this.size,
      root: `${'A'.repeat(43)}=`,
      checkpoint: CHECKPOINT,
      atMs: 1_795_312_800_000,
      queued: 3,
      timersWait: false,
    }
  }

  submit(requests: readonly Request[]): Promise<readonly Answer[]> {
    this.asked.push(...requests)
    return Promise.all(requests.map(async (request, at) => this.answerTo(request, at)))
  }

  onChange(listener: (state: BookState) => void): () => void {
    this.#changeListeners.add(listener)
    return () => this.#changeListeners.delete(listener)
  }

  onBatch(listener: (measurement: BatchMeasurement) => void): () => void {
    this.#batchListeners.add(listener)
    return () => this.#batchListeners.delete(listener)
  }

  get listeners(): number {
    return this.#changeListeners.size
  }

  grow(): void {
    this.size += 1
    for (const listener of this.#changeListeners) listener(this.state())
  }

  measure(measurement: BatchMeasurement): void {
    for (const listener of this.#batchListeners) listener(measurement)
  }

  releaseTimers(): void {
    this.areTimersReleased = true
  }

  drain(): Promise<void> {
    this.phase = 'stopped'
    return Promise.resolve()
  }
}
