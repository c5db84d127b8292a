/** A writer's erasures on their way out of the database, before anybody hears of them. */
import type { ErasedSubject } from '#kernel/book/seal.ts'
import { orReopen } from './tenure.ts'
import type { WriterOptions } from './writer-options.ts'

export function keepErased(
  { erasures, tools }: Pick<WriterOptions, 'erasures' | 'tools'>,
  erased: readonly ErasedSubject[],
): void {
  const book = tools.book.name
  erasures.keep(
    erased.map(({ subject, index, atMs, keyPrint }) => {
      return { book, subject, entry: index, atMs, keyPrint }
    }),
  )
}

/** What was erased and not kept: by a process that died in between, or by another server. */
export async function keepErasedBefore({ erasures, store }: WriterOptions): Promise<void> {
  erasures.keep(await orReopen(store.erasures()))
}
