/**
 * What an erasure leaves behind in the files of PostgreSQL: the wrapped key in pages of its table that were not
 * written over, and in the write-ahead log that told of it. Sweeping writes the table of keys anew, and goes
 * through the log until no segment is left that was there before. It needs the owner of the server, writes as
 * much as the log holds, and is done by the operator, as often as its rule says.
 */
import { createClient } from '#platform/postgres/pool.ts'

export interface Swept {
  /** Segments of the write-ahead log that were gone through. */
  readonly segments: number
}

/** A server keeps some hundreds of segments; more means that something else holds them. */
const SEGMENTS_MAX = 4096

export async function sweepErased(ownerUrl: string): Promise<Swept> {
  const client = createClient(ownerUrl, 'hongqiao sweep')
  await client.connect()
  try {
    // A segment that is over would be named anew with its old bytes in it; now it is removed.
    await client.query('alter system set wal_recycle = off')
    await client.query('select pg_reload_conf()')
    await client.query('vacuum (full) subject_key')
    await client.query('vacuum disclosure')
    const { rows } = await client.query<{ last: string }>(
      `select max(name) as last from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'`,
    )
    const last = rows[0]?.last ?? ''
    let segments = 0
    for (let current = ''; current <= last; segments += 1) {
      if (segments > SEGMENTS_MAX) throw new Error('the write-ahead log does not come to its end')
      // A switch needs something to switch after.
      await client.query(`select pg_logical_emit_message(false, 'hongqiao', 'sweep')`)
      await client.query('select pg_switch_wal()')
      const at = await client.query<{ name: string }>(
        `select pg_walfile_name(pg_current_wal_insert_lsn()) as name`,
      )
      current = at.rows[0]?.name ?? ''
    }
    // The first one moves the point from which recovery would begin, the second removes what lies before it.
    await client.query('checkpoint')
    await client.query('checkpoint')
    return { segments }
  } finally {
    await client.query('alter system reset wal_recycle')
    await client.query('select pg_reload_conf()')
    await client.end()
  }
}
