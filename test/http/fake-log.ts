/** A log of eight entries in memory. Odd ones are of a type that is not public. */
import { isConcerned } from '#platform/http/concerned.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { CHECKPOINT, provenEntry } from './fake-book.ts'

export const LOG_SIZE = 8
export const PUBLIC_TYPE = 'notes.written'
export const PRIVATE_TYPE = 'notes.hidden'
export const DISCLOSURE = 'WyJzYWx0Iiwib3duIiwxXQ'

const typeOf = (index: number) => (index % 2 === 0 ? PUBLIC_TYPE : PRIVATE_TYPE)

export const fakeLog: LogReader = {
  latestCheckpoint: () => Promise.resolve(CHECKPOINT),
  tile: (_book, { level, index, width }) =>
    Promise.resolve(
      level === 0 && index === 0 && width <= LOG_SIZE ? new Uint8Array(width * 32).fill(7) : null,
    ),
  bundle: (_book, { index, width }) =>
    Promise.resolve(index === 0 && width <= LOG_SIZE ? Uint8Array.of(0, 1, 0x7b) : null),
  entry: (_book, index) =>
    Promise.resolve(
      index < LOG_SIZE
        ? { index, type: typeOf(index), atMs: 1, leaf: provenEntry(index).leaf }
        : null,
    ),
  provenEntry: (_book, index, viewer) => {
    if (index >= LOG_SIZE) return Promise.resolve(null)
    const entry = { ...provenEntry(index), disclosures: viewer === null ? [] : [DISCLOSURE] }
    return Promise.resolve({ type: typeOf(index), entry, checkpoint: CHECKPOINT, erased: [] })
  },
  concerns: (_book, viewer, leaf) => Promise.resolve(isConcerned(viewer, leaf)),
}
