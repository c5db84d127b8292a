/**
 * The archived log behind a backup: segments are opened, checked and laid beside those of the backup, and
 * PostgreSQL replays them all when it is started. It replays what follows without a gap; behind a segment that is
 * missing or damaged nothing can be used, and that is said.
 */
import { chownSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { serverUser } from '#platform/postgres/embedded-user.ts'
import type { Manifest } from './manifest.ts'
import type { Unlock } from './sealed-file.ts'
import { archiveKey, type ListedSegment, WalArchive } from './wal-archive.ts'
import { bytesOfLsn, isSegment, nameOfSegment, placeOfSegment } from './wal.ts'

export interface ReplayOrder {
  readonly manifest: Manifest
  /** As in HONGQIAO_WAL_ARCHIVE. */
  readonly archiveFolder: string
  /** Of the installation, from the backup. */
  readonly macKey: Uint8Array
  readonly unlock: Unlock
  /** Of the cluster that was extracted and not started yet. */
  readonly pgFolder: string
  readonly onBytes?: (count: number) => void
}

export interface Laid {
  /** The last segment that will be replayed; that of the backup if the archive has none behind it. */
  readonly last: string
  readonly segmentBytes: number
  readonly count: number
  /** Why it does not go further, where the archive has later segments; null if it is used to its end. */
  readonly stoppedBy: string | null
}

const PRIVATE_MODE = 0o600

export async function layArchivedLog(order: ReplayOrder): Promise<Laid> {
  const { manifest, archiveFolder, macKey, unlock, pgFolder } = order
  const { wal, id } = goesOnWith(manifest)
  const archive = new WalArchive({ folder: archiveFolder, id }, archiveKey(macKey))
  const tags = archive.list()
  const newest = [...tags.keys()].at(-1) ?? ''
  const user = serverUser()
  let last = lastOf(wal.segments)
  const { segmentBytes } = wal
  for (let count = 0; ; count += 1) {
    const segment = after(last, segmentBytes)
    const tag = tags.get(segment)
    if (tag === undefined) {
      const stoppedBy = newest > last ? `${segment} is missing in ${archive.folder}` : null
      return { last, segmentBytes, count, stoppedBy }
    }
    const listed = { segment, tag, bytesMax: segmentBytes }
    const content = await openSegment(archive, listed, unlock)
    if (typeof content === 'string') {
      if (count > 0) return { last, segmentBytes, count, stoppedBy: content }
      throw new StartupProblem(`${content}. Without --wal, the backup alone is restored.`)
    }
    const path = join(pgFolder, 'pg_wal', segment)
    await writeFile(path, content, { mode: PRIVATE_MODE })
    if (user !== undefined) chownSync(path, user.uid, user.gid)
    order.onBytes?.((count + 1) * segmentBytes)
    last = segment
  }
}

/** Throws unless the log was replayed as far as it was laid. */
export async function checkReplayed(
  client: pg.Client,
  { last, segmentBytes }: Laid,
): Promise<void> {
  const { rows } = await client.query('select pg_current_wal_insert_lsn()::text as lsn')
  const { lsn } = z.object({ lsn: z.string() }).parse(rows[0])
  // The last record of a segment may go on in the next one, which is not there: it is not part of the log then.
  if (bytesOfLsn(lsn) / BigInt(segmentBytes) >= placeOfSegment(last, segmentBytes).number) return
  throw new Error(`the log was laid as far as ${last}, and was replayed as far as ${lsn} only`)
}

function goesOnWith({ content, madeAt }: Manifest) {
  if (content.kind === 'tables') {
    throw new StartupProblem(
      'This backup holds tables, and no log fits behind it: restore it without --wal, or take one without --tables.',
    )
  }
  const { wal, archive: id } = content
  if (id !== undefined) return { wal, id }
  throw new StartupProblem(
    `Nothing was archived when this backup was taken (${madeAt}): restore it without --wal.`,
  )
}

/** The content, or the beginning of a sentence that says why it cannot be used. */
async function openSegment(
  archive: WalArchive,
  listed: ListedSegment,
  unlock: Unlock,
): Promise<Uint8Array | string> {
  const { segment, bytesMax } = listed
  try {
    const content = await archive.read(listed, unlock)
    const isWhole = content.length === bytesMax && isSegment(segment, content, bytesMax)
    return isWhole ? content : `${segment} in ${archive.folder} is another part of the log`
  } catch (error) {
    // A file that is damaged ends the replay there, and what is before it is worth having.
    if (error instanceof StartupProblem) return error.message.replace(/\.$/, '')
    throw error
  }
}

function after(segment: string, segmentBytes: number): string {
  const { timeline, number } = placeOfSegment(segment, segmentBytes)
  return nameOfSegment({ timeline, number: number + 1n }, segmentBytes)
}

function lastOf(segments: readonly string[]): string {
  const last = segments.at(-1)
  if (last === undefined) throw new Error('a backup of files has a segment of the log')
  return last
}
