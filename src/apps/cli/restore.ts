/**
 * `hongqiao restore FILE --to FOLDER`: a hub as it was when the backup was taken. It is read to its end and
 * compared first, then brought up, audited, and held against what its signers signed. It starts nothing that
 * serves: that is the operator's next step, and what to do before is printed.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { type Draft, extractBackup } from '#platform/backup/extract.ts'
import type { BackedUpBook } from '#platform/backup/manifest.ts'
import {
  moveStates,
  moveWitnesses,
  refuseRunning,
  standingOf,
} from '#platform/backup/signed-state.ts'
import { loadTables } from '#platform/backup/table-backup.ts'
import type { Unlock } from '#platform/backup/sealed-file.ts'
import { readState } from '#platform/backup/take.ts'
import { checkReplayed, type Laid, layArchivedLog } from '#platform/backup/wal-replay.ts'
import { readConfig } from '#platform/config/config.ts'
import { erasurePath, mergeErasureFiles } from '#platform/erasure/journal.ts'
import { openDatabase } from '#platform/postgres/embedded-or-given.ts'
import { migrate, MIGRATIONS_FOLDER } from '#platform/postgres/migrate.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { auditAll } from './audited.ts'
import { type SecretOptions, unlockFrom } from './backup-secret.ts'
import { readInstallationKeys } from './key-place.ts'
import { note } from './note.ts'
import { bytesProgress } from './progress.ts'

const USAGE = `Usage: hongqiao restore FILE --to FOLDER [--wal FOLDER] [--remains FOLDER]
                        [--identity PATH | --passphrase-file PATH]
--wal names the folder that HONGQIAO_WAL_ARCHIVE named: what was archived after the backup is replayed.
--remains names what is left of the lost data folder: the records of its signers and witnesses are moved
from there, for a backup never knows what was signed after it. See docs/runbooks/recovery.md.`

/** Restored, sound, and every book can be written. */
const DONE = 0
/** Restored, and a person must decide something: a difference was found, or a book will not be written. */
const TO_DECIDE = 1
const MISUSED = 2

/** How long PostgreSQL may take to come up, and longer for each segment that it replays. */
const START_TIMEOUT_MS = 120_000
const SEGMENT_TIMEOUT_MS = 10_000

interface Order {
  readonly path: string
  readonly to: string
  readonly remains: string | undefined
  /** The folder of the archived write-ahead log. */
  readonly wal: string | undefined
  readonly secret: SecretOptions
}

export async function run(args: readonly string[]): Promise<number> {
  const order = readOrder(args)
  if (order === null) {
    note(USAGE)
    return MISUSED
  }
  if (order.remains !== undefined) refuseRunning(order.remains)
  const unlock = await unlockFrom(order.secret)
  const startMs = performance.now()
  const progress = bytesProgress('Restore')
  let doneBytes = 0
  const draft = await extractBackup({
    path: order.path,
    unlock,
    to: order.to,
    onBytes(count) {
      doneBytes += count
      progress.update(doneBytes, 0)
    },
  }).finally(() => progress.stop())
  try {
    note(`${order.path} is whole: ${draft.manifest.files.length} files. Bringing it up …`)
    const laid = order.wal === undefined ? null : await layLog(draft, order.wal, unlock)
    const { books, isSound } = await bringUp(draft, laid)
    await draft.settle()
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
    note(`Restored to ${order.to} in ${seconds} s.`)
    const isReady = tellStandings(order, books)
    const isWhole = (laid?.stoppedBy ?? null) === null
    return isSound && isReady && isWhole ? DONE : TO_DECIDE
  } catch (error) {
    draft.discard()
    throw error
  }
}

/** What was archived after the backup, where PostgreSQL will find it. */
async function layLog({ folder, manifest }: Draft, wal: string, unlock: Unlock): Promise<Laid> {
  const progress = bytesProgress('Archive')
  const { mac: macKey } = readInstallationKeys(join(folder, 'keys'))
  const laid = await layArchivedLog({
    manifest,
    archiveFolder: wal,
    macKey,
    unlock,
    pgFolder: join(folder, 'pg'),
    onBytes: (count) => progress.update(count, 0),
  }).finally(() => progress.stop())
  note(`The archive goes on for ${laid.count} segments after the backup, as far as ${laid.last}.`)
  if (laid.stoppedBy !== null) {
    note(
      `The archive cannot be used further: ${laid.stoppedBy}. What was written after it is not restored.`,
    )
  }
  return laid
}

interface BroughtUp {
  readonly books: readonly BackedUpBook[]
  readonly isSound: boolean
}

/** Recovery or loading, migrations and the audit, in a server that nobody else is told of. */
async function bringUp(draft: Draft, laid: Laid | null): Promise<BroughtUp> {
  const { folder, manifest } = draft
  const { databaseUrl } = readConfig(process.env)
  const isOfFiles = manifest.content.kind === 'cluster'
  const place = { dataFolder: folder, isDataFolderChosen: true }
  // Rows go wherever this hub keeps its records; files are a cluster of their own.
  const database = await openDatabase(
    {
      ...place,
      databaseUrl: isOfFiles ? undefined : databaseUrl,
      startTimeoutMs: START_TIMEOUT_MS + (laid?.count ?? 0) * SEGMENT_TIMEOUT_MS,
    },
    note,
  )
  try {
    const { urls } = database
    if (laid !== null) await withClient(urls.owner, (client) => checkReplayed(client, laid))
    if (manifest.content.kind === 'tables') {
      await migrate(urls.migrator, MIGRATIONS_FOLDER, manifest.migrations.length)
      await loadTables(folder, manifest.content.tables, urls.migrator)
    }
    for (const name of await migrate(urls.migrator)) note(`Applied ${name}.`)
    const { books } = await withClient(urls.migrator, readState)
    for (const { book, size } of manifest.books) {
      const found = books.find((one) => one.book === book)?.size ?? 0
      if (found < size) {
        throw new Error(
          `the backup holds at least ${size} entries of ${book}, and brought up fewer`,
        )
      }
      if (laid !== null)
        note(`Book ${book}: ${size} entries in the backup, ${found} with the archive.`)
    }
    const keys = readInstallationKeys(join(folder, 'keys'))
    const beside = { installationKey: keys.wrapping, dataFolder: folder }
    const audited = await auditAll(urls.app, beside, books)
    return { books, isSound: audited.every(({ isSound }) => isSound) }
  } finally {
    await database.close()
  }
}

async function withClient<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = createClient(url, 'hongqiao restore')
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

/** True if every book can be written by a hub that is started now. */
function tellStandings({ to, remains }: Order, books: readonly BackedUpBook[]): boolean {
  if (remains !== undefined) {
    const moved = moveStates(remains, to)
    note(
      moved.length === 0
        ? `There is no signer's state in ${remains}.`
        : `The signers' states of ${moved.join(', ')} were moved here from ${remains}, which can sign no more.`,
    )
    for (const { book } of books) {
      mergeErasureFiles(erasurePath(to, book), erasurePath(remains, book))
    }
    if (moveWitnesses(remains, to)) note('The witnesses of the demonstration were moved here.')
  }
  const ready = books.map((found) => {
    const { book, origin, size } = found
    const standing = standingOf(to, { book, size, root: Buffer.from(found.root, 'base64') })
    switch (standing.kind) {
      case 'whole':
        return true
      case 'unnamed':
        note(
          `Book ${book}: nobody has said yet what ${origin} signed last. Only if it is certain that nothing was signed beyond these ${size} entries, name them: hongqiao signer adopt --book ${book} --size ${size} --root ${found.root}. Otherwise: hongqiao succeed ${book} --without-signer, docs/runbooks/recovery.md.`,
        )
        return false
      case 'lost':
        note(
          `Book ${book}: ${standing.signed} entries were signed and ${size} are here, so ${standing.signed - size} acknowledged entries are lost. It will not be written. If they are lost for good, the way out is "hongqiao succeed ${book}": docs/runbooks/recovery.md.`,
        )
        return false
      default:
        note(
          `Book ${book}: its signer signed another tree of ${size} entries. See docs/runbooks/signer.md.`,
        )
        return false
    }
  })
  return ready.every(Boolean)
}

function readOrder(args: readonly string[]): Order | null {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: {
        to: { type: 'string' },
        wal: { type: 'string' },
        remains: { type: 'string' },
        'passphrase-file': { type: 'string' },
        identity: { type: 'string' },
      },
      allowPositionals: true,
    })
    const [path] = positionals
    if (path === undefined || positionals.length !== 1 || values.to === undefined) return null
    const { to, remains, wal, ...secret } = values
    return { path, to, remains, wal, secret }
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}
