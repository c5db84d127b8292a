/**
 * The data folder of the embedded PostgreSQL. It is made in a draft beside its place and renamed
 * when it is whole, so a folder in place is either finished or was never ours.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { totalmem } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { type Binaries, binary, majorOf } from './embedded-binaries.ts'
import { isAlive } from './embedded-process.ts'
import type { ServerUser } from './embedded-user.ts'

/** Written last into a finished folder: proof that it is whole, and the only copy of its secrets. */
const MARK = 'hongqiao.json'

const Mark = z.object({
  version: z.string(),
  passwords: z.object({ owner: z.string(), migrator: z.string(), app: z.string() }),
})
export type Passwords = z.infer<typeof Mark>['passwords']

export const OWNER = 'postgres'
export const DATABASE = 'hub'

type FolderOptions = {
  readonly pgFolder: string
  readonly binaries: Binaries
  readonly user: ServerUser
}

/** True if the folder is finished; false if there is none; anything else is a problem to name. */
export function isInitialised({ pgFolder, binaries }: FolderOptions): boolean {
  if (!existsSync(pgFolder) || readdirSync(pgFolder).length === 0) return false
  if (!existsSync(join(pgFolder, MARK))) {
    throw new StartupProblem(
      `The database folder ${pgFolder} is half-initialised or not Hongqiao's own (${MARK} is missing): move it away and start again.`,
    )
  }
  const found = Number(readFileSync(join(pgFolder, 'PG_VERSION'), 'utf8'))
  const ours = majorOf(binaries)
  if (found === ours) return true
  throw new StartupProblem(
    `The database in ${pgFolder} was made by PostgreSQL ${found}, and this release brings PostgreSQL ${ours}: ${
      found > ours
        ? 'start the newer release of Hongqiao that made it'
        : 'export it with the release that made it and import it here'
    }.`,
  )
}

export function readPasswords(pgFolder: string): Passwords {
  return Mark.parse(JSON.parse(readFileSync(join(pgFolder, MARK), 'utf8'))).passwords
}

export function initialise({ pgFolder, binaries, user }: FolderOptions): void {
  clearAbandonedDrafts(pgFolder)
  const draft = `${pgFolder}.init-${process.pid}`
  mkdirSync(draft, { mode: 0o700 })
  if (user) chownSync(draft, user.uid, user.gid)
  const passwords: Passwords = { owner: secret(), migrator: secret(), app: secret() }
  // Nobody can connect before the first start, and that start reads the hba file written below.
  run(binary(binaries, 'initdb'), {
    user,
    args: ['-D', draft, '-U', OWNER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--data-checksums'],
  })
  writeFileSync(join(draft, 'pg_hba.conf'), HBA)
  // The single-user server makes the roles before any socket exists.
  run(binary(binaries, 'postgres'), {
    user,
    args: ['--single', '-c', 'exit_on_error=on', '-D', draft, OWNER],
    input: rolesSql(passwords),
  })
  const mark = { version: binaries.version, passwords }
  writeFileSync(join(draft, MARK), JSON.stringify(mark), { mode: 0o600, flush: true })
  renameSync(draft, pgFolder)
}

const HBA = `# Written by Hongqiao.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
`

/** hub_migrator owns the database; hub_app gets only what the migrations grant. One line each. */
function rolesSql({ owner, migrator, app }: Passwords): string {
  return [
    `ALTER ROLE ${OWNER} PASSWORD '${owner}';`,
    `CREATE ROLE hub_migrator LOGIN PASSWORD '${migrator}';`,
    `CREATE ROLE hub_app LOGIN PASSWORD '${app}';`,
    `CREATE DATABASE ${DATABASE} OWNER hub_migrator;`,
    '',
  ].join('\n')
}

function secret(): string {
  return randomBytes(24).toString('base64url')
}

/** A draft whose maker is dead was cut short; one whose maker lives is another start under way. */
function clearAbandonedDrafts(pgFolder: string): void {
  const parent = dirname(pgFolder)
  const prefix = `${basename(pgFolder)}.init-`
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const maker = Number(name.slice(prefix.length))
    if (maker === process.pid || !isAlive(maker)) {
      rmSync(join(parent, name), { recursive: true, force: true })
    }
  }
}

type Run = { readonly user: ServerUser; readonly args: readonly string[]; readonly input?: string }

function run(command: string, { user, args, input }: Run): void {
  // The C locale keeps messages in one language and sorting in bytes.
  const env = { PATH: process.env['PATH'], LC_ALL: 'C' }
  const done = spawnSync(command, args, { ...user, cwd: '/', env, input, encoding: 'utf8' })
  if (done.status === 0) return
  const said = `${done.error?.message ?? ''} ${done.stderr ?? ''}`
    .trim()
    .split('\n')
    .slice(-3)
    .join(' ')
  throw new StartupProblem(`PostgreSQL could not be initialised (${basename(command)}: ${said}).`)
}

const MIB = 1024 * 1024

/** The whole server configuration, rewritten at each start; ALTER SYSTEM still overrides it. */
export function writeSettings(
  pgFolder: string,
  place: { socketFolder: string; port: number },
): void {
  const sharedMib = Math.round(Math.min(1_024, Math.max(128, totalmem() / MIB / 8)))
  const onWindows = process.platform === 'win32'
  const settings = {
    listen_addresses: onWindows ? '127.0.0.1' : '',
    port: place.port,
    ...(onWindows
      ? {}
      : { unix_socket_directories: place.socketFolder, unix_socket_permissions: '0700' }),
    max_connections: 60,
    shared_buffers: `${sharedMib}MB`,
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    // The statements are short and the cores belong to the writer.
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO, YMD',
    lc_messages: 'C',
    password_encryption: 'scram-sha-256',
    // A failed statement could carry personal data into the log.
    log_min_error_statement: 'panic',
    log_min_messages: 'warning',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
  const text = `# Written by Hongqiao at each start: use ALTER SYSTEM for settings of your own.\n${lines.join('\n')}\n`
  writeFileSync(join(pgFolder, 'postgresql.conf'), text)
}
