/** What a writer sent to the database, in the order in which it did. */
import type { Query } from '#platform/postgres/session.ts'

/** One transaction as it went over, and how many commands it held. */
export interface RecordedBatch {
  readonly queries: readonly Query[]
  commands: number
}

export interface Recording {
  readonly batches: readonly RecordedBatch[]
  /** The first ones, which warm the server up and are not counted. */
  readonly warmUpBatches: number
  /** What the fence asks of the copy. */
  readonly epoch: bigint
  readonly sizeAfter: bigint
}
