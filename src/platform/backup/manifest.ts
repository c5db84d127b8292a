/**
 * What a backup says about itself. `backup.json` is its first member, so that a backup of another format is
 * named before anything is read from it; `manifest.json` is its last, so that a backup without its end is
 * never taken for a whole one. In between are the files, as they lie in a data folder:
 *
 *     backup.json
 *     pg/…                 the cluster, with backup_label and the write-ahead log that makes it consistent
 *     tables/<table>/<n>   in its place, for a server of one's own: each table as PostgreSQL's COPY writes it
 *     data/…               keys, what was signed, policies, published files, journals
 *     manifest.json        every file with its size and SHA-256
 */
import { z } from 'zod'
import { TableToCopy } from '#platform/postgres/table-copy.ts'

export const FORMAT = 'hongqiao-backup/1'
export const HEAD_NAME = 'backup.json'
export const MANIFEST_NAME = 'manifest.json'

/** So many bytes of either text are read at most; a million files make about 120 MB. */
export const MANIFEST_BYTES_MAX = 256 * 1024 * 1024

export const Head = z.looseObject({ format: z.string() })

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)

/** From the segment that recovery begins with to the one that makes the copy consistent. */
const Wal = z.object({
  startLsn: z.string(),
  stopLsn: z.string(),
  segmentBytes: z.int().positive(),
  /** File names in `pg/pg_wal`, without a gap. */
  segments: z.array(z.string()).min(1),
})
export type Wal = z.infer<typeof Wal>

export const BackedUpBook = z.object({
  book: z.string(),
  origin: z.string(),
  size: z.int().min(0),
  /** Base64. */
  root: z.string(),
})
export type BackedUpBook = z.infer<typeof BackedUpBook>

export const BackedUpFile = z.object({
  path: z.string(),
  sizeBytes: z.int().min(0),
  sha256: Sha256Hex,
})
export type BackedUpFile = z.infer<typeof BackedUpFile>

const AppliedMigration = z.object({ name: z.string(), sha256: Sha256Hex })

export const Manifest = z.object({
  format: z.literal(FORMAT),
  madeAt: z.string(),
  /** The server's version as it says it, "18.4". */
  postgres: z.string(),
  content: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('cluster'),
      wal: Wal,
      /** The id of the archive that goes on where this ends; absent if none was written then. */
      archive: z.string().optional(),
    }),
    z.object({ kind: z.literal('tables'), tables: z.array(TableToCopy) }),
  ]),
  /** In their order; a release restores what it knows. */
  migrations: z.array(AppliedMigration),
  /** At least so much is in the backup. */
  books: z.array(BackedUpBook),
  files: z.array(BackedUpFile),
})
export type Manifest = z.infer<typeof Manifest>
