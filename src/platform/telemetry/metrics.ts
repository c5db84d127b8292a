/** What Prometheus reads. Every label has a bounded set of values: books, known refusals, route patterns. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { BookState } from '#kernel/book/answer.ts'
import type { ArchiveState } from '#platform/backup/archiving.ts'
import type { BookPort } from '#platform/book/port.ts'
import { isAlarm, type WitnessState } from '#platform/witnesses/port.ts'

export interface HttpObservation {
  readonly method: string
  /** The pattern of the route, never the address that was asked for. */
  readonly route: string
  readonly status: number
  readonly seconds: number
}

export interface Metrics {
  observeHttp(observation: HttpObservation): void
  /** The text exposition format. */
  text(): Promise<string>
  readonly contentType: string
  /** Stops listening to the books. */
  close(): void
}

const BATCH_BUCKETS = [1, 4, 16, 64, 128, 256, 512, 1024]
const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A refusal that no route declares is counted, but under one name, so that labels stay few. */
const OTHER = 'other'

export function createMetrics(
  books: readonly BookPort[],
  refusalTypes: ReadonlySet<string>,
  archive?: () => ArchiveState,
): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const http = new Histogram({
    name: 'hongqiao_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS_BUCKETS,
    registers: [registry],
  })
  describeStates(registry, books)
  describeForks(registry, books)
  describeWitnesses(registry, books)
  if (archive !== undefined) describeArchive(registry, archive)
  const stop = countBatches(registry, books, refusalTypes)
  return {
    observeHttp: ({ method, route, status, seconds }) =>
      http.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close: stop,
  }
}

/** Gauges that are read from the books when Prometheus asks. */
function describeStates(registry: Registry, books: readonly BookPort[]): void {
  const gauges = [
    ['hongqiao_book_queue_length', 'Commands that wait for a batch.', ({ queued }) => queued],
    ['hongqiao_book_size', 'Entries in the log of the book.', ({ size }) => size],
    [
      'hongqiao_book_writing',
      '1 while it is written here.',
      ({ phase }) => Number(phase === 'writing'),
    ],
  ] as const satisfies readonly (readonly [string, string, (state: BookState) => number])[]
  for (const [name, help, valueOf] of gauges) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['book'],
      collect() {
        for (const book of books) this.set({ book: book.name }, valueOf(book.state()))
      },
      registers: [],
    })
    registry.registerMetric(gauge)
  }
}

function describeArchive(registry: Registry, archive: () => ArchiveState): void {
  const gauges = [
    [
      'hongqiao_archive_failing',
      '1 while the write-ahead log cannot be archived.',
      ({ failingSinceMs }) => Number(failingSinceMs !== null),
    ],
    [
      'hongqiao_archive_waiting_segments',
      'Finished segments of the write-ahead log that are on this machine alone.',
      ({ waiting }) => waiting,
    ],
    [
      'hongqiao_archive_last_timestamp_seconds',
      'When a segment was archived last; 0 if none was since the start.',
      ({ last }) => (last?.atMs ?? 0) / 1000,
    ],
  ] as const satisfies readonly (readonly [string, string, (state: ArchiveState) => number])[]
  for (const [name, help, valueOf] of gauges) {
    const gauge = new Gauge({
      name,
      help,
      collect() {
        this.set(valueOf(archive()))
      },
      registers: [],
    })
    registry.registerMetric(gauge)
  }
}

function describeForks(registry: Registry, books: readonly BookPort[]): void {
  const gauge = new Gauge({
    name: 'hongqiao_book_forked',
    help: '1 if there is evidence that the book has signed two pasts.',
    labelNames: ['book'],
    collect() {
      for (const book of books) this.set({ book: book.name }, Number(book.isForked?.() ?? false))
    },
    registers: [],
  })
  registry.registerMetric(gauge)
}

/** Names of witnesses come from the policies of this installation, so there are few. */
function describeWitnesses(registry: Registry, books: readonly BookPort[]): void {
  const gauges = [
    [
      'hongqiao_witness_size',
      'Entries of the book that the witness has cosigned.',
      (at) => at.size,
    ],
    [
      'hongqiao_witness_lag_entries',
      'Entries of the book that the witness has not cosigned.',
      (at, size) => Math.max(0, size - at.size),
    ],
    [
      'hongqiao_witness_up',
      '1 if the witness cosigned when it was asked last.',
      ({ trouble, cosignedAtMs }) => Number(trouble === null && cosignedAtMs > 0),
    ],
    [
      'hongqiao_witness_alarm',
      '1 if the witness knows another past of the book than this hub.',
      ({ trouble }) => Number(isAlarm(trouble)),
    ],
    [
      'hongqiao_witness_cosigned_timestamp_seconds',
      'When it cosigned last, by its own clock.',
      ({ cosignedAtMs }) => cosignedAtMs / 1000,
    ],
  ] as const satisfies readonly (readonly [
    string,
    string,
    (at: WitnessState, size: number) => number,
  ])[]
  for (const [name, help, valueOf] of gauges) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['book', 'witness'],
      collect() {
        for (const book of books) {
          const { size } = book.state()
          for (const at of book.witnesses?.states() ?? []) {
            this.set({ book: book.name, witness: at.name }, valueOf(at, size))
          }
        }
      },
      registers: [],
    })
    registry.registerMetric(gauge)
  }
  const witnessed = new Gauge({
    name: 'hongqiao_book_witnessed_size',
    help: 'Entries under the last checkpoint that met the policy of the book.',
    labelNames: ['book'],
    collect() {
      for (const { name, witnesses } of books) {
        if (witnesses !== undefined) this.set({ book: name }, witnesses.witnessed().size)
      }
    },
    registers: [],
  })
  registry.registerMetric(witnessed)
}

function countBatches(
  registry: Registry,
  books: readonly BookPort[],
  refusalTypes: ReadonlySet<string>,
): () => void {
  const registers = [registry]
  const batch = new Histogram({
    name: 'hongqiao_book_batch_commands',
    help: 'Commands in a batch.',
    labelNames: ['book'],
    buckets: BATCH_BUCKETS,
    registers,
  })
  const commit = new Histogram({
    name: 'hongqiao_book_commit_duration_seconds',
    help: 'Time that the transaction of a batch took.',
    labelNames: ['book'],
    buckets: SECONDS_BUCKETS,
    registers,
  })
  const entries = new Counter({
    name: 'hongqiao_book_entries_total',
    help: 'Entries recorded since the start.',
    labelNames: ['book'],
    registers,
  })
  const refusals = new Counter({
    name: 'hongqiao_book_refusals_total',
    help: 'Refused commands since the start, by type.',
    labelNames: ['book', 'refusal'],
    registers,
  })
  const stops = books.map((port) =>
    port.onBatch((measured) => {
      const book = port.name
      batch.observe({ book }, measured.commands)
      commit.observe({ book }, measured.commitMs / 1000)
      entries.inc({ book }, measured.entries)
      for (const [type, count] of Object.entries(measured.refusals)) {
        refusals.inc({ book, refusal: refusalTypes.has(type) ? type : OTHER }, count)
      }
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}
