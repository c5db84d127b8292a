/**
 * A database as its rows, for a server whose files are not ours to copy, or for another version of
 * PostgreSQL. A table is a row of parts, each small enough to be held in memory, because a tar wants to know
 * how long a file is before it begins.
 */
import { createReadStream, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TableSource, TableTarget, type TableToCopy } from '#platform/postgres/table-copy.ts'
import type { ArchiveWriter } from './archive-writer.ts'

const PART_BYTES = 8 * 1024 * 1024
const TABLES = 'tables'
/** Names sort as their numbers do, up to 80 TB a table. */
const DIGITS = 7

export async function addTables(archive: ArchiveWriter, source: TableSource): Promise<void> {
  for (const table of source.tables) {
    let part = 0
    for await (const bytes of inParts(source.rows(table))) {
      await archive.addBytes(`${TABLES}/${table.name}/${String(part).padStart(DIGITS, '0')}`, bytes)
      part += 1
    }
  }
}

async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  for await (const chunk of chunks) {
    waiting.push(chunk)
    waitingBytes += chunk.length
    if (waitingBytes < PART_BYTES) continue
    yield Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting)
}

/** From the folder that a backup was extracted to, into an empty database; the files go. */
export async function loadTables(
  folder: string,
  tables: readonly TableToCopy[],
  migratorUrl: string,
): Promise<void> {
  const target = await TableTarget.open(migratorUrl, tables)
  try {
    for (const table of tables) {
      await target.write(table, Readable.from(chunksOf(join(folder, TABLES, table.name))))
    }
    await target.commit()
  } finally {
    await target.close()
  }
  rmSync(join(folder, TABLES), { recursive: true, force: true })
}

/** A table without rows has no folder. */
async function* chunksOf(folder: string): AsyncGenerator<Uint8Array> {
  if (!existsSync(folder)) return
  for (const part of readdirSync(folder).toSorted()) yield* createReadStream(join(folder, part))
}
