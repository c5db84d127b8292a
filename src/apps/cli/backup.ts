/**
 * `hongqiao backup FILE`, `hongqiao backup check FILE` and `hongqiao backup key FILE`: see
 * docs/runbooks/recovery.md.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { NO_SINK, readArchive } from '#platform/backup/archive-reader.ts'
import type { Manifest } from '#platform/backup/manifest.ts'
import { takeBackup } from '#platform/backup/take.ts'
import { readConfig } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { visitDatabase } from '#platform/postgres/embedded-or-given.ts'
import { lockFrom, type SecretOptions, unlockFrom } from './backup-secret.ts'
import { note } from './note.ts'
import { bytesProgress } from './progress.ts'

const USAGE = `Usage: hongqiao backup FILE [--tables] [--recipient AGE1… | --passphrase-file PATH]
       hongqiao backup check FILE [--identity PATH | --passphrase-file PATH]
       hongqiao backup key PATH
Without either, the passphrase is asked for, or read from the input's first line.`

const DONE = 0
const MISUSED = 2
const PRIVATE_MODE = 0o600
const MIB = 1024 * 1024

export async function run(args: readonly string[]): Promise<number> {
  const order = readOrder(args)
  if (order === null) {
    note(USAGE)
    return MISUSED
  }
  if (order.act === 'key') return makeKey(order.path)
  return order.act === 'check' ? check(order) : take(order)
}

async function take({ path, secret, isOfTables }: Order): Promise<number> {
  const config = readConfig(process.env)
  const lock = await lockFrom(secret)
  const startMs = performance.now()
  // The files of a server of one's own are its administrator's to copy.
  const kind = isOfTables || config.databaseUrl !== undefined ? 'tables' : 'cluster'
  const database = await visitDatabase(config, note)
  const progress = bytesProgress('Backup')
  try {
    const { manifest, sizeBytes, contentBytes } = await takeBackup({
      path,
      lock,
      dataFolder: config.dataFolder,
      keysFolder: config.keysFolder,
      ownerUrl: kind === 'tables' ? database.urls.migrator : database.urls.owner,
      kind,
      madeAtMs: Date.now(),
      onProgress: ({ doneBytes, totalBytes }) => progress.update(doneBytes, totalBytes),
    })
    progress.stop()
    note(
      `${path} holds ${mib(contentBytes)} in ${mib(sizeBytes)}, taken in ${seconds(startMs)}; keep it on another machine.`,
    )
    describe(manifest)
    return DONE
  } finally {
    progress.stop()
    await database.close()
  }
}

async function check({ path, secret }: Order): Promise<number> {
  const unlock = await unlockFrom(secret)
  const startMs = performance.now()
  const progress = bytesProgress('Read')
  let doneBytes = 0
  try {
    const manifest = await readArchive({
      path,
      unlock,
      sink: NO_SINK,
      onBytes(count) {
        doneBytes += count
        progress.update(doneBytes, 0)
      },
    })
    progress.stop()
    note(
      `${path} is whole: ${manifest.files.length} files, ${mib(doneBytes)}, read in ${seconds(startMs)}.`,
    )
    describe(manifest)
    return DONE
  } finally {
    progress.stop()
  }
}

function describe({ madeAt, postgres, content, books }: Manifest): void {
  const how = content.kind === 'cluster' ? 'files of' : 'tables of'
  process.stdout.write(`made at ${madeAt}, ${how} PostgreSQL ${postgres}\n`)
  if (content.kind === 'cluster' && content.archive !== undefined) {
    process.stdout.write(`archive ${content.archive}\tafter ${content.wal.segments.at(-1)}\n`)
  }
  for (const { book, origin, size, root } of books) {
    process.stdout.write(`${book}\t${origin}\tat least ${size} entries\troot ${root}\n`)
  }
}

/** Whoever has this file opens the backups; the hub's machine needs the printed line alone. */
async function makeKey(path: string): Promise<number> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  try {
    writeFileSync(path, `# public key: ${recipient}\n${identity}\n`, {
      mode: PRIVATE_MODE,
      flag: 'wx',
      flush: true,
    })
  } catch (cause) {
    throw new StartupProblem(`${path} cannot be made, or exists: choose another name.`, { cause })
  }
  process.stdout.write(`${recipient}\n`)
  note(`${path} opens every backup made with --recipient ${recipient}: keep it off this machine.`)
  return DONE
}

interface Order {
  readonly act: 'take' | 'check' | 'key'
  readonly path: string
  readonly secret: SecretOptions
  readonly isOfTables: boolean
}

function readOrder(args: readonly string[]): Order | null {
  const parsed = parse(args)
  if (parsed === null) return null
  const { tables: isOfTables = false, ...secret } = parsed.values
  const [first = '', second = '', ...more] = parsed.positionals
  if (first === '' || more.length > 0) return null
  if (second === '')
    return secret.identity === undefined ? { act: 'take', path: first, secret, isOfTables } : null
  if (first === 'key') return { act: 'key', path: second, secret, isOfTables }
  return first === 'check' ? { act: 'check', path: second, secret, isOfTables } : null
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'passphrase-file': { type: 'string' },
        identity: { type: 'string' },
        recipient: { type: 'string', multiple: true },
        tables: { type: 'boolean' },
      },
      allowPositionals: true,
    })
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`
}

function seconds(startMs: number): string {
  return `${((performance.now() - startMs) / 1000).toFixed(1)} s`
}
