/**
 * A copy of a running cluster, by PostgreSQL's own procedure (documentation, "Making a Base Backup Using the
 * Low Level API"): between pg_backup_start and pg_backup_stop, both on one connection, the files are copied
 * in any order and in any state, and the write-ahead log from start to stop makes them consistent. A slot
 * keeps that log from being recycled meanwhile; it ends with its connection.
 */
import { type Dirent, readdirSync } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import type { ArchiveWriter } from './archive-writer.ts'
import type { Wal } from './manifest.ts'
import { isSegment, segmentsOf } from './wal.ts'

/** Their content belongs to the running server, or is made anew; the folders must exist. */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
])
const LEFT_OUT = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'postgresql.auto.conf.tmp',
  'current_logfiles.tmp',
  'backup_label',
  'backup_label.old',
  'tablespace_map',
  'tablespace_map.old',
  'backup_manifest',
])
const CONTROL = 'global/pg_control'
/** A temporary table's file: `t3_16400`, with fork and segment. */
const TEMPORARY = /^t[0-9]+_[0-9]+/

const Place = z.object({
  folder: z.string(),
  segmentBytes: z.coerce.number().int().positive(),
  timeline: z.coerce.number().int().positive(),
})
const Started = z.object({ lsn: z.string() })
const Stopped = z.object({ lsn: z.string(), labelfile: z.string(), spcmapfile: z.string() })

export interface ClusterFiles {
  readonly folders: readonly string[]
  readonly files: readonly string[]
}

export class ClusterCopy {
  readonly #client: pg.Client
  readonly #place: z.infer<typeof Place>
  readonly #startLsn: string

  private constructor(client: pg.Client, place: z.infer<typeof Place>, startLsn: string) {
    this.#client = client
    this.#place = place
    this.#startLsn = startLsn
  }

  /** The client is a superuser's and stays open until the copy has stopped; if it ends, so does the backup. */
  static async start(client: pg.Client): Promise<ClusterCopy> {
    const { rows } = await client.query(`
      select current_setting('data_directory') as folder,
        pg_size_bytes(current_setting('wal_segment_size')) as "segmentBytes",
        timeline_id as timeline from pg_control_checkpoint()`)
    const place = Place.parse(rows[0])
    const slot = `hongqiao_backup_${process.pid}`
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot])
    const started = await client.query('select pg_backup_start($1, true) as lsn', [slot])
    return new ClusterCopy(client, place, Started.parse(started.rows[0]).lsn)
  }

  get folder(): string {
    return this.#place.folder
  }

  list(): ClusterFiles {
    const found = { folders: [] as string[], files: [] as string[] }
    this.#walk('', found)
    return found
  }

  async copy({ folders, files }: ClusterFiles, archive: ArchiveWriter): Promise<void> {
    for (const folder of folders) await archive.addFolder(`pg/${folder}`)
    for (const file of files) await archive.addFile(`pg/${file}`, join(this.folder, file))
    // Last, as pg_basebackup does it. Two equal looks are not one that was caught half written.
    await archive.addBytes(`pg/${CONTROL}`, await readSettled(join(this.folder, CONTROL)))
  }

  /** Ends the backup and copies what makes it consistent. Nothing before this is worth anything. */
  async stop(archive: ArchiveWriter): Promise<Wal> {
    // PostgreSQL archives nothing: the segments are read from where they are, and the slot keeps them there.
    const { rows } = await this.#client.query('select * from pg_backup_stop(false)')
    const { lsn: stopLsn, labelfile, spcmapfile } = Stopped.parse(rows[0])
    if (spcmapfile.trim() !== '') {
      throw new StartupProblem(
        'The database has tablespaces of its own, and a backup by files would miss them: move their tables back to the default one.',
      )
    }
    await archive.addBytes('pg/backup_label', Buffer.from(labelfile))
    const { segmentBytes, timeline } = this.#place
    const startLsn = this.#startLsn
    const segments = segmentsOf({ timeline, startLsn, stopLsn, segmentBytes })
    for (const name of segments) await this.#copySegment(name, archive)
    const histories = readdirSync(join(this.folder, 'pg_wal')).filter((name) =>
      name.endsWith('.history'),
    )
    for (const name of histories) {
      await archive.addFile(`pg/pg_wal/${name}`, join(this.folder, 'pg_wal', name))
    }
    return { startLsn, stopLsn, segmentBytes, segments }
  }

  async #copySegment(name: string, archive: ArchiveWriter): Promise<void> {
    const path = join(this.folder, 'pg_wal', name)
    const { segmentBytes } = this.#place
    if (!(await isWholeSegment(path, name, segmentBytes))) {
      throw new Error(`the write-ahead log ${name} is not there whole`)
    }
    await archive.addFile(`pg/pg_wal/${name}`, path)
  }

  #walk(under: string, found: { folders: string[]; files: string[] }): void {
    for (const entry of readdirSync(join(this.folder, under), { withFileTypes: true })) {
      const path = under === '' ? entry.name : `${under}/${entry.name}`
      if (entry.isDirectory()) {
        if (entry.name === 'pgsql_tmp') continue
        found.folders.push(path)
        if (!EMPTIED.has(path)) this.#walk(path, found)
      } else if (isWanted(entry, path)) found.files.push(path)
    }
  }
}

function isWanted(entry: Dirent, path: string): boolean {
  if (!entry.isFile() || LEFT_OUT.has(path) || path === CONTROL) return false
  return !TEMPORARY.test(entry.name) && !entry.name.startsWith('pg_internal.init')
}

async function readSettled(path: string): Promise<Uint8Array> {
  for (;;) {
    const [one, other] = [await readFile(path), await readFile(path)]
    if (equalBytes(one, other)) return one
  }
}

async function isWholeSegment(path: string, name: string, segmentBytes: number): Promise<boolean> {
  const { size } = await stat(path)
  if (size !== segmentBytes) return false
  const file = await open(path, 'r')
  try {
    const header = Buffer.alloc(16)
    await file.read(header, 0, header.length, 0)
    return isSegment(name, header, segmentBytes)
  } finally {
    await file.close()
  }
}
