/**
 * `hongqiao copy`: everything of this hub's database into another server's, of the same or a later version,
 * with the audit of both. See docs/runbooks/recovery.md. The target comes by HONGQIAO_COPY_TO, for its address
 * holds a password and arguments are public.
 */
import { readState } from '#platform/backup/take.ts'
import { readConfig } from '#platform/config/config.ts'
import { openDatabase } from '#platform/postgres/embedded-or-given.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { givenDatabase } from '#platform/postgres/migrate-roles.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { copyTables, refuseWriting } from '#platform/postgres/table-copy.ts'
import { auditAll } from './audited.ts'
import { readInstallationKeys } from './key-place.ts'
import { note } from './note.ts'

const USAGE = `Usage: HONGQIAO_COPY_TO=postgres://… hongqiao copy
The hub must be stopped, and the database that HONGQIAO_COPY_TO names must be empty.`

const DONE = 0
/** Copied, but one of the two is not sound, or they differ: do not use the target. */
const DIFFERENT = 1
const MISUSED = 2

export async function run(args: readonly string[]): Promise<number> {
  const config = readConfig(process.env)
  if (args.length > 0 || config.copyTo === undefined) {
    note(USAGE)
    return MISUSED
  }
  const source = await openDatabase(config, note)
  try {
    await refuseWriting(source.urls.migrator)
    const target = await givenDatabase(config.copyTo, 'HONGQIAO_COPY_TO')
    for (const name of await migrate(source.urls.migrator)) note(`Applied ${name} to the source.`)
    await migrate(target.migrator)
    await copyTables({
      fromUrl: source.urls.migrator,
      toUrl: target.migrator,
      onTable: (table, rows) => note(`Copied ${table}: ${rows} rows.`),
    })
    const books = await booksOf(source.urls.migrator)
    const { wrapping } = readInstallationKeys(config.keysFolder, {
      mayCreate: books.every(({ size }) => size === 0),
    })
    note('Auditing the source …')
    const beside = { installationKey: wrapping, dataFolder: config.dataFolder }
    const before = await auditAll(source.urls.app, beside, books)
    note('Auditing the target …')
    const after = await auditAll(target.app, beside, await booksOf(target.migrator))
    const isSame = JSON.stringify(before) === JSON.stringify(after)
    if (!isSame || after.some(({ isSound }) => !isSound)) {
      note('The target is not what the source is: do not use it, and see docs/runbooks/audit.md.')
      return DIFFERENT
    }
    note(
      'Both hold the same books, with the same roots. Start the hub with DATABASE_URL set to the target, on this data folder; never start it on the source again.',
    )
    return DONE
  } finally {
    await source.close()
  }
}

async function booksOf(url: string) {
  const client = createClient(url, 'hongqiao copy')
  await client.connect()
  try {
    return (await readState(client)).books
  } finally {
    await client.end()
  }
}
