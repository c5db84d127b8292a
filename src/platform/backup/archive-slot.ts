/**
 * The replication slot that keeps the write-ahead log until it is archived, and whose name is the id of the
 * archive. No backup holds a slot, so whatever is restored from one has no archive until it begins its own.
 */
import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { z } from 'zod'

const PREFIX = 'hongqiao_archive_'
const ID_BYTES = 8
const Slots = z.array(z.object({ name: z.string() }))

export function slotOf(id: string): string {
  return `${PREFIX}${id}`
}

export function newArchiveId(): string {
  return randomBytes(ID_BYTES).toString('hex')
}

/** The id of the archive that is being written, or undefined. */
export async function findArchive(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query(
    `select slot_name as name from pg_replication_slots where starts_with(slot_name, $1)`,
    [PREFIX],
  )
  return Slots.parse(rows)[0]?.name.slice(PREFIX.length)
}

/** From now on the log is kept until it is archived. */
export async function beginArchive(client: pg.Client, id: string): Promise<void> {
  await client.query('select pg_create_physical_replication_slot($1, true)', [slotOf(id)])
}

/** The log is kept for nobody any more; what was archived stays where it is. */
export async function endArchive(client: pg.Client, id: string): Promise<void> {
  await client.query('select pg_drop_replication_slot($1)', [slotOf(id)])
}
