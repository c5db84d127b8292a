/**
 * Takes a backup of a hub, which may be at work meanwhile. In this order: the files that must not be ahead of
 * the database, the database, the files that must not be behind it. What is signed is copied first, so that
 * the database of a backup never has less than its signers remember.
 */
import { join, resolve } from 'node:path'
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { z } from 'zod'
import { createClient } from '#platform/postgres/pool.ts'
import { TableSource } from '#platform/postgres/table-copy.ts'
import { findArchive } from './archive-slot.ts'
import { ArchiveWriter } from './archive-writer.ts'
import { ClusterCopy } from './cluster-copy.ts'
import { listHubFiles } from './hub-files.ts'
import { BackedUpBook, type Manifest } from './manifest.ts'
import { type Lock, sealFile } from './sealed-file.ts'
import { addTables } from './table-backup.ts'

export interface BackupOptions {
  /** Where the backup will be; it must not exist. */
  readonly path: string
  readonly lock: Lock
  readonly dataFolder: string
  /** Usually `keys` in the data folder; it is in the backup wherever it lies. */
  readonly keysFolder: string
  /** A way into the database: a superuser's for a copy of its files, else the owner's of its tables. */
  readonly ownerUrl: string
  readonly kind: 'cluster' | 'tables'
  readonly madeAtMs: number
  onProgress?(progress: BackupProgress): void
}

export interface BackupProgress {
  readonly doneBytes: number
  /** What was there when it began; a hub at work adds to it. */
  readonly totalBytes: number
}

export interface BackupReport {
  readonly manifest: Manifest
  readonly sizeBytes: number
  readonly contentBytes: number
}

export async function takeBackup(options: BackupOptions): Promise<BackupReport> {
  const progress = { doneBytes: 0, totalBytes: 0 }
  const archive = new ArchiveWriter(new Date(options.madeAtMs), (count) => {
    progress.doneBytes += count
    options.onProgress?.({ ...progress })
  })
  const sealing = sealFile(options.path, options.lock, archive.content)
  // Whoever writes into the archive hears of its failure; this keeps it from being called unheard.
  sealing.catch(() => undefined)
  try {
    const manifest = await writeContent(options, archive, progress)
    const sizeBytes = await sealing
    return { manifest, sizeBytes, contentBytes: progress.doneBytes }
  } catch (error) {
    archive.fail(error)
    await sealing.catch(() => undefined)
    throw error
  }
}

async function writeContent(
  options: BackupOptions,
  archive: ArchiveWriter,
  progress: { totalBytes: number },
): Promise<Manifest> {
  const { dataFolder, madeAtMs } = options
  await archive.begin()
  await addHubFiles(archive, dataFolder, listHubFiles(dataFolder).behind)
  await addKeys(archive, options)
  const database =
    options.kind === 'cluster'
      ? await writeCluster(options.ownerUrl, archive, progress)
      : await writeTables(options.ownerUrl, archive)
  await addHubFiles(archive, dataFolder, listHubFiles(dataFolder).ahead)
  return archive.finish({ madeAt: new Date(madeAtMs).toISOString(), ...database })
}

type DatabasePart = DatabaseState & Pick<Manifest, 'content'>

async function writeCluster(
  url: string,
  archive: ArchiveWriter,
  progress: { totalBytes: number },
): Promise<DatabasePart> {
  const client = createClient(url, 'hongqiao backup')
  await client.connect()
  // A connection that breaks fails the next statement, and with it the backup.
  client.on('error', () => undefined)
  try {
    // Before the copy begins: then the archive has, or will have, everything from its end on.
    const archiveId = await findArchive(client)
    const copy = await ClusterCopy.start(client)
    const files = copy.list()
    progress.totalBytes = await sizeOfAll(client)
    await copy.copy(files, archive)
    const state = await readState(client)
    const wal = await copy.stop(archive)
    const goesOn = archiveId === undefined ? {} : { archive: archiveId }
    return { ...state, content: { kind: 'cluster', wal, ...goesOn } }
  } finally {
    await client.end()
  }
}

async function writeTables(url: string, archive: ArchiveWriter): Promise<DatabasePart> {
  const source = await TableSource.open(url)
  try {
    await addTables(archive, source)
    const state = await readState(source.client)
    return { ...state, content: { kind: 'tables', tables: [...source.tables] } }
  } finally {
    await source.close()
  }
}

/** Keys that several servers share lie elsewhere, and come back to the data folder. */
async function addKeys(archive: ArchiveWriter, options: BackupOptions): Promise<void> {
  const { keysFolder, dataFolder } = options
  if (resolve(keysFolder) === resolve(dataFolder, 'keys')) return
  for (const path of listHubFiles(keysFolder).behind) {
    await archive.addFile(`data/keys/${path}`, join(keysFolder, path))
  }
}

async function addHubFiles(
  archive: ArchiveWriter,
  folder: string,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    // Small files that grow are taken whole as they are now, so that no record is cut by a stale size.
    if (/^signer\/[^/]+\/state$/.test(path)) {
      await archive.addBytes(`data/${path}`, await readFile(join(folder, path)))
    } else await archive.addFile(`data/${path}`, join(folder, path))
  }
}

async function sizeOfAll(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    'select sum(pg_database_size(oid))::text as bytes from pg_database',
  )
  return Number(z.object({ bytes: z.string() }).parse(rows[0]).bytes)
}

type DatabaseState = Pick<Manifest, 'postgres' | 'migrations' | 'books'>

/** What is at least in the backup: read before its last moment. */
export async function readState(client: pg.Client): Promise<DatabaseState> {
  const version = await client.query("select current_setting('server_version') as version")
  const migrations = await client.query('select name, sha256 from migration order by number')
  const books = await client.query(
    `select book, origin, size::float8 as size, encode(root, 'base64') as root from book order by book`,
  )
  return {
    postgres: z.object({ version: z.string() }).parse(version.rows[0]).version,
    migrations: z.array(z.object({ name: z.string(), sha256: z.string() })).parse(migrations.rows),
    books: z.array(BackedUpBook).parse(books.rows),
  }
}
