/**
 * Carries finished segments of the write-ahead log into the archive, in their order. PostgreSQL finishes one when
 * it is full; after the seconds of the settings it is told to. (Its own `archive_timeout` is first looked at up to
 * `checkpoint_timeout` after a start.) What is archived is let go only after it is on the
 * other disk, so a failure loses nothing: the log waits, and takes up room here meanwhile.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { createClient } from '#platform/postgres/pool.ts'
import { slotOf } from './archive-slot.ts'
import type { Lock } from './sealed-file.ts'
import { WalArchive } from './wal-archive.ts'
import { bytesOfLsn, isSegment, lsnOf, nameOfSegment } from './wal.ts'

/** Plain values: it is handed to a thread. */
export const ArchiverOptions = z.object({
  place: z.object({ folder: z.string(), id: z.string() }),
  recipients: z.array(z.string()),
  /** After so many a segment is finished though it is not full. */
  seconds: z.number(),
  key: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  /** A superuser's. */
  ownerUrl: z.string(),
})
export type ArchiverOptions = Readonly<z.infer<typeof ArchiverOptions>>

/** What is said after each round. */
export interface Archived {
  /** The last segment that was archived since the start, and when. */
  readonly last: { readonly segment: string; readonly atMs: number } | null
  /** Finished segments that are on this machine alone. */
  readonly waiting: number
}

const Log = z.object({
  folder: z.string(),
  segmentBytes: z.coerce.number().int().positive(),
  timeline: z.coerce.number().int().positive(),
  flushed: z.string(),
  /** The first byte that the slot keeps. */
  kept: z.string('the slot of the archive is gone'),
})
type Log = z.infer<typeof Log>

const LOG_SQL = `
  select current_setting('data_directory') as folder,
    pg_size_bytes(current_setting('wal_segment_size')) as "segmentBytes",
    (select timeline_id from pg_control_checkpoint()) as timeline,
    pg_current_wal_flush_lsn()::text as flushed,
    (select restart_lsn::text from pg_replication_slots where slot_name = $1) as kept`

async function look(client: pg.Client, slot: string): Promise<Log> {
  const { rows } = await client.query(LOG_SQL, [slot])
  return Log.parse(rows[0])
}

export class Archiver {
  readonly #options: ArchiverOptions
  readonly #archive: WalArchive
  readonly #lock: Lock
  #client: pg.Client | undefined
  #last: Archived['last'] = null
  #isCleared = false
  /** The segment that is being written, and since when that is known. */
  #current: { readonly number: bigint; readonly sinceMs: number } | undefined

  constructor(options: ArchiverOptions) {
    this.#options = options
    this.#archive = new WalArchive(options.place, options.key)
    this.#lock = { kind: 'recipients', recipients: options.recipients }
  }

  /** Archives what is finished. Rejects at the first failure; what was archived before it stays so. */
  async round(onArchived: (archived: Archived) => void): Promise<void> {
    try {
      await this.#round(await this.#connected(), onArchived)
    } catch (error) {
      // A connection that broke is made anew by the next round, and so is one that did not.
      await this.close().catch(() => undefined)
      throw error
    }
  }

  /** As a round, after what was begun is finished: for the end of a hub that is stopped in good order. */
  async lastRound(onArchived: (archived: Archived) => void): Promise<void> {
    const client = await this.#connected()
    await client.query('select pg_switch_wal()')
    await this.round(onArchived)
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end()
  }

  async #round(client: pg.Client, onArchived: (archived: Archived) => void): Promise<void> {
    // Also where there is nothing to do, so that a disk that is away is noticed at once.
    if (this.#isCleared) this.#archive.list()
    else this.#archive.clear()
    this.#isCleared = true
    const slot = slotOf(this.#options.place.id)
    let log = await look(client, slot)
    if (this.#isDue(log)) {
      await client.query('select pg_switch_wal()')
      log = await look(client, slot)
    }
    const segmentBytes = BigInt(log.segmentBytes)
    const end = bytesOfLsn(log.flushed) / segmentBytes
    for (let number = bytesOfLsn(log.kept) / segmentBytes; number < end; number += 1n) {
      onArchived({ last: this.#last, waiting: Number(end - number) })
      const segment = nameOfSegment({ timeline: log.timeline, number }, log.segmentBytes)
      await this.#keep(join(log.folder, 'pg_wal', segment), segment, log.segmentBytes)
      const next = lsnOf((number + 1n) * segmentBytes)
      await client.query('select pg_replication_slot_advance($1, $2)', [slot, next])
      this.#last = { segment, atMs: Date.now() }
    }
    onArchived({ last: this.#last, waiting: 0 })
  }

  /** While others wait, no segment is finished before it is full: they would only take up room. */
  #isDue({ flushed, kept, segmentBytes }: Log): boolean {
    const number = bytesOfLsn(flushed) / BigInt(segmentBytes)
    const nowMs = performance.now()
    if (this.#current?.number !== number) this.#current = { number, sinceMs: nowMs }
    const isWaiting = bytesOfLsn(kept) / BigInt(segmentBytes) < number
    return !isWaiting && nowMs - this.#current.sinceMs >= this.#options.seconds * 1000
  }

  async #keep(path: string, segment: string, segmentBytes: number): Promise<void> {
    const content = await readFile(path)
    if (content.length !== segmentBytes || !isSegment(segment, content, segmentBytes)) {
      throw new Error(`the write-ahead log ${segment} is not there whole`)
    }
    await this.#archive.keep(segment, content, this.#lock)
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return this.#client
    const client = createClient(this.#options.ownerUrl, 'hongqiao archive')
    // A connection that breaks fails the next statement, and with it the round.
    client.on('error', () => undefined)
    await client.connect()
    this.#client = client
    return client
  }
}
