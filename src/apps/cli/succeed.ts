/**
 * `hongqiao succeed BOOK`: the way out when acknowledged entries are lost for good. The book is closed under its
 * origin, and a successor goes on from what is left: see docs/runbooks/recovery.md. A ceremony, for it is done
 * once and for ever; after a crash it is called again, and goes on.
 */
import { parseArgs } from 'node:util'
import type pg from 'pg'
import {
  BOOK_SUCCEEDED,
  type SignedTree,
  type SucceedBook,
  successionOf,
  successorOrigin,
  type Succession,
} from '#kernel/book/succession.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { hubBooks } from '#apps/server/hub.ts'
import { slices } from '#apps/server/slices.ts'
import { recordAlone } from '#platform/book/record-alone.ts'
import { type Config, readConfig } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { ErasureJournal, erasurePath } from '#platform/erasure/journal.ts'
import type { InstallationKeys } from '#platform/keys/installation-keys.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { openDatabase } from '#platform/postgres/embedded-or-given.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { closeLog, readStanding, type Standing } from '#platform/postgres/succession-store.ts'
import { refuseWriting } from '#platform/postgres/table-copy.ts'
import { signerProcess, type SignerProcessOptions } from '#platform/signer/process.ts'
import { signerFolder } from '#platform/signer/signer.ts'
import { installSuccessor, prepareSuccessor } from '#platform/signer/successor.ts'
import { ask } from './ask.ts'
import { auditAll } from './audited.ts'
import { configuredKeys, configuredPassphrase, readInstallationKeys } from './key-place.ts'
import { type Brought, fromOthers, fromSigner } from './last-signed.ts'
import { note } from './note.ts'

const USAGE = `Usage: hongqiao succeed BOOK [--known FILE]… [--without-signer [--policy FILE]]
--known names a file with a checkpoint that the log signed, as witnesses and mirrors serve it.
--without-signer is for a log whose key, or the record of what it signed, is gone for good.`

const DONE = 0
const NOT_DONE = 1
const MISUSED = 2

interface Scene {
  readonly config: Config
  readonly urls: DatabaseUrls
  readonly client: pg.Client
  readonly keys: InstallationKeys
  readonly book: string
  readonly brought: Brought
  /** Whether the signer's key or record is gone. */
  readonly isWithoutSigner: boolean
}

export async function run(args: readonly string[]): Promise<number> {
  const order = readOrder(args)
  if (order === null) {
    note(USAGE)
    return MISUSED
  }
  const config = readConfig(process.env)
  if (config.signer !== undefined) {
    throw new StartupProblem(
      'A successor gets a key of its own, so this runs where the signers keep theirs: on their machine, with HONGQIAO_DATA set to their folder, DATABASE_URL to the database, and without HONGQIAO_SIGNER.',
    )
  }
  const database = await openDatabase(config, note)
  const client = createClient(database.urls.migrator, 'hongqiao succeed')
  try {
    await migrate(database.urls.migrator)
    await refuseWriting(database.urls.migrator)
    await client.connect()
    const keys = readInstallationKeys(config.keysFolder)
    return await succeed({ config, urls: database.urls, client, keys, ...order })
  } finally {
    await client.end()
    await database.close()
  }
}

async function succeed(scene: Scene): Promise<number> {
  const { client, book } = scene
  const before = await readStanding(client, book)
  if (before === null) throw new StartupProblem(`There is no book ${book} in this database.`)
  if (before.closed === null && !(await close(scene, before))) {
    note('Nothing was changed.')
    return NOT_DONE
  }
  const closed = await readStanding(client, book)
  const said = isObject(closed?.said) ? successionOf(BOOK_SUCCEEDED, closed.said) : null
  if (closed?.closed === undefined || closed.closed === null || said === null) {
    throw new Error('a log was closed, and nobody knows what its successor is to say')
  }
  installSuccessor(scene.config.dataFolder, book, closed.closed)
  const index = await sayIt(scene, said)
  note(
    `${said.origin} goes on from entry ${index}. ${closed.closed} is closed; its receipts verify for ever against its own policy. Start the hub, and tell the parties and witnesses: docs/runbooks/recovery.md.`,
  )
  return DONE
}

/** True once the log is closed in the database; false if the person thought better of it. */
async function close(scene: Scene, standing: Standing): Promise<boolean> {
  const { book, client, keys, urls } = scene
  const successor = successorOrigin(standing.origin)
  if (successor === null) {
    throw new StartupProblem(`${standing.origin} has no number at its end that could be raised.`)
  }
  const beside = { installationKey: keys.wrapping, dataFolder: scene.config.dataFolder }
  const [audited] = await auditAll(urls.app, beside, [{ book }])
  if (audited?.isSound !== true) {
    throw new StartupProblem(
      'A book that is not sound is not gone on with: docs/runbooks/audit.md.',
    )
  }
  const log = { client, dataFolder: scene.config.dataFolder, book, standing }
  const learn = scene.isWithoutSigner ? fromOthers : fromSigner
  const { signed, witnessed, policy } = await learn(log, scene.brought)
  const { size, root, origin } = standing
  note(lossOf(origin, size, signed))
  note(`This closes ${origin} for ever, and ${successor} goes on from its first ${size} entries.`)
  const [by = '', reason = '', typed = ''] = await ask([
    'Your name: ',
    'How the entries were lost, for everybody to read: ',
    `Type ${successor} to go on: `,
  ])
  if (by === '' || reason === '' || typed !== successor) return false
  const said: Succession = {
    origin: successor,
    predecessor: { origin, signed, witnessed },
    continued: { size, root: base64Of(root) },
    reason,
  }
  const adopted = { by, at: formatInstant(Date.now()), reason }
  const order = { origin: successor, size, root, adopted }
  prepareSuccessor(scene.config.dataFolder, book, order, configuredKeys())
  await closeLog(client, { book, size, origin, successor, policy, said })
  return true
}

function lossOf(origin: string, size: number, { size: known, isLast }: SignedTree): string {
  if (isLast)
    return `${origin} signed ${known} entries, and ${size} are here: ${known - size} are lost.`
  const lost =
    known > size ? `at least ${known - size} are lost` : 'whether any are lost, nobody knows'
  return `What ${origin} signed last is not known. The largest tree that is known has ${known} entries, and ${size} are here: ${lost}.`
}

/** The first entry of the successor. Answers its index. */
async function sayIt(scene: Scene, succession: Succession): Promise<number> {
  const { config, book, keys, urls } = scene
  const folder = signerFolder(config.dataFolder, book)
  const { origin } = succession
  const command: SucceedBook = { type: 'book.succeed', succession }
  const signer = await signerProcess({ folder, origin, mayCreate: false, ...told() })
  const erasures = ErasureJournal.open(erasurePath(config.dataFolder, book))
  try {
    const answer = await recordAlone({
      book: { name: book, origin },
      databaseUrl: urls.app,
      keys,
      signer,
      erasures,
      slices,
      command,
      onProblem: (message) => note(`Still at it: ${message}.`),
    })
    if (answer.kind !== 'recorded') throw new Error(`the first entry came to ${answer.kind}`)
    return answer.entries[0].index
  } finally {
    erasures.close()
    await signer.close()
  }
}

function isObject(value: unknown): value is Parameters<typeof successionOf>[1] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Order = Pick<Scene, 'book' | 'brought' | 'isWithoutSigner'>

function readOrder(args: readonly string[]): Order | null {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: {
        known: { type: 'string', multiple: true },
        policy: { type: 'string' },
        'without-signer': { type: 'boolean' },
      },
      allowPositionals: true,
    })
    const [book = '', ...more] = positionals
    const isKnown = hubBooks.some(({ name }) => name === book)
    const { known: checkpointFiles = [], policy: policyFile } = values
    const isWithoutSigner = values['without-signer'] === true
    const isRight = isKnown && more.length === 0 && (isWithoutSigner || policyFile === undefined)
    return isRight ? { book, brought: { checkpointFiles, policyFile }, isWithoutSigner } : null
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

/** What a signer of this installation is told. */
function told(): Pick<SignerProcessOptions, 'passphrase'> {
  const passphrase = configuredPassphrase()
  return passphrase === undefined ? {} : { passphrase }
}
