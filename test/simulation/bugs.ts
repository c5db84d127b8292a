/** Where a bug may be planted in a run: what each of these makes of a part that is sound. None is planted by itself. */
import type { Answer } from '#kernel/book/answer.ts'
import type { Slice } from '#kernel/book/slice.ts'
import type { BookStore } from '#platform/book/store.ts'
import type { CourierOptions } from '#services/handover/api/courier.ts'

export interface Bugs {
  /** In the writer's store. */
  readonly store?: (store: BookStore) => BookStore
  /** In the database: its fence lets everybody through. */
  readonly isFenceOpen?: boolean
  /** In what callers hear; made anew for every thread of a book. */
  readonly answers?: () => (answer: Answer) => Answer
  /** In a service. */
  readonly slice?: (slice: Slice) => Slice
  /** In how the courier of consignments hears the book that it brings answers to. */
  readonly submit?: (submit: CourierOptions['to']['submit']) => CourierOptions['to']['submit']
}
