/** A log whose full tiles and bundles come from published files, and everything else from storage. */
import type { LogReader } from '#platform/http/log-reader.ts'
import type { PublishedFiles } from './published-files.ts'

export function readingFilesFirst(
  stored: LogReader,
  files: ReadonlyMap<string, PublishedFiles>,
): LogReader {
  return {
    latestCheckpoint: (book) => stored.latestCheckpoint(book),
    tile: async (book, at) => (await files.get(book)?.tile(at)) ?? stored.tile(book, at),
    bundle: async (book, at) => (await files.get(book)?.bundle(at)) ?? stored.bundle(book, at),
    entry: (book, index) => stored.entry(book, index),
    provenEntry: (book, index, viewer) => stored.provenEntry(book, index, viewer),
    concerns: (book, viewer, leaf) => stored.concerns(book, viewer, leaf),
  }
}
