/**
 * What may be set from outside, each variable with its meaning and default. The table in
 * docs/configuration.md is made from this schema; a test keeps the two the same.
 */
import { isAbsolute, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import {
  PASSPHRASE_PLACES,
  type PassphraseAt,
  parsePassphraseAt,
} from '#platform/keys/passphrase.ts'
import { parseSignerPlace, type SignerPlace } from './signer-place.ts'
import { StartupProblem } from './startup-problem.ts'

export const LogLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
const Switch = z.enum(['on', 'off'])

const PassphraseFrom = z.string().transform((text, context): PassphraseAt => {
  const at = parsePassphraseAt(text)
  if (at !== null) return at
  context.addIssue(`${PASSPHRASE_PLACES} is expected, never the passphrase itself`)
  return z.NEVER
})

const PostgresUrl = z
  .string()
  .refine(
    (text) => ['postgres:', 'postgresql:'].includes(URL.parse(text)?.protocol ?? ''),
    'a postgres:// URL is expected',
  )

export const Environment = z.object({
  HONGQIAO_PORT: z.coerce
    .number('a port is expected')
    .int('a whole number is expected')
    .min(0)
    .max(65_535)
    .default(7_000)
    .describe('The port of web and API; 0 lets the system choose one.'),
  HONGQIAO_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address to listen on. The demonstration listens on this machine only.'),
  HONGQIAO_DATA: z
    .string()
    .min(1)
    .optional()
    .describe('The folder of the database, keys and files; `.data` in the repository if unset.'),
  HONGQIAO_KEYS: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The folder of the keys that all servers of one database share; `keys` in the data folder if unset.',
    ),
  HONGQIAO_BOOKS: z
    .string()
    .regex(/^[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*$/, 'names with commas between them are expected')
    .optional()
    .describe(
      'The books that this server writes, as `sh,js`; it stands by for the others, and takes them when they are left. All if unset.',
    ),
  HONGQIAO_SIGNER: z
    .string()
    .refine(
      (text) => parseSignerPlace(text) !== null,
      'unix:/an/absolute/path or tls://host:port is expected',
    )
    .optional()
    .describe(
      'Where `hongqiao signer --listen` is reached, by servers that share their signers; each has its own if unset.',
    ),
  DATABASE_URL: PostgresUrl.optional().describe(
    'A PostgreSQL 18 server to use in place of the embedded one.',
  ),
  HONGQIAO_COPY_TO: PostgresUrl.optional().describe(
    'The empty database that `hongqiao copy` copies everything to.',
  ),
  HONGQIAO_WAL_ARCHIVE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The folder, best on another machine’s disk, that the embedded PostgreSQL’s write-ahead log is archived in; nothing is archived between backups if unset.',
    ),
  HONGQIAO_WAL_RECIPIENT: z
    .string()
    .regex(/^age1[0-9a-z]+(,age1[0-9a-z]+)*$/, 'a line that begins with age1 is expected')
    .optional()
    .describe(
      'For whom the archive is closed, as `hongqiao backup key` prints it; several have commas between them.',
    ),
  HONGQIAO_WAL_SECONDS: z.coerce
    .number('a number of seconds is expected')
    .int('a whole number is expected')
    .min(1)
    .max(3_600)
    .default(60)
    .describe(
      'After so many seconds what was written is archived, though its segment is not full.',
    ),
  HONGQIAO_PASSPHRASE: PassphraseFrom.optional().describe(
    'Where the passphrase is under which keys lie on disk: `file:PATH`, `fd:NUMBER`, `env:NAME`, or `command:/PROGRAM ARGUMENT…` that prints it. Keys lie plain if unset.',
  ),
  HONGQIAO_LOG_LEVEL: LogLevel.default('info').describe('The least level that is logged.'),
  HONGQIAO_TIMERS_AFTER_GAP: z
    .enum(['wait', 'run'])
    .optional()
    .describe(
      'Whether timers wait for the operator after a book was not written for over an hour, or run; in the demonstration they run if unset.',
    ),
  HONGQIAO_DEMONSTRATION: Switch.default('on').describe(
    'Sign-in as a made-up person by one click; refused on any address but this machine’s own.',
  ),
  HONGQIAO_HISTORY: z
    .enum(['full', 'short', 'none'])
    .default('full')
    .describe(
      'What the demonstration invents at its first start: half a year of 40 shops, three weeks of six, or nothing.',
    ),
  HONGQIAO_BANK_FAULTS: Switch.default('on').describe(
    'Whether the simulated bank of the demonstration is now and then late, sends twice, or sends back, as banks do; `off` for showing and testing.',
  ),
  HONGQIAO_WITNESSES: z
    .string()
    .optional()
    .describe(
      'Who cosigns the books: a folder with a policy `<book>.txt` for each book, `demonstration` for four witnesses of this program’s own, or `off`. The demonstration has its own if unset, others have none.',
    ),
})

export type Config = {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly isDataFolderChosen: boolean
  /** The books that are this server's own to write; all if undefined. */
  readonly books: readonly string[] | undefined
  /** What all servers of one database share. */
  readonly keysFolder: string
  /** Where shared signers listen; undefined for signers of this server's own. */
  readonly signer: SignerPlace | undefined
  readonly databaseUrl: string | undefined
  readonly copyTo: string | undefined
  /** Where the write-ahead log of the embedded PostgreSQL is archived; undefined if it is not. */
  readonly archive: ArchiveChoice | undefined
  /** Where the passphrase of the keys is; undefined if they lie plain. */
  readonly passphraseAt: PassphraseAt | undefined
  readonly logLevel: z.infer<typeof LogLevel>
  readonly isDemonstration: boolean
  readonly timersAfterGap: 'wait' | 'run'
  readonly history: 'full' | 'short' | 'none'
  readonly hasBankFaults: boolean
  readonly witnesses: WitnessChoice
}

export interface ArchiveChoice {
  readonly folder: string
  readonly recipients: readonly string[]
  readonly seconds: number
}

/** Nobody, witnesses that this program starts itself, or those that the policies in a folder name. */
export type WitnessChoice =
  | { readonly kind: 'off' }
  | { readonly kind: 'demonstration' }
  | { readonly kind: 'folder'; readonly path: string }

const DATA_FOLDER = join(import.meta.dirname, '../../../.data')
/** They hold passwords or, by mistake, a passphrase, and the sentence that names them may end up in a log. */
const SECRETS = new Set(['DATABASE_URL', 'HONGQIAO_COPY_TO', 'HONGQIAO_PASSPHRASE'])
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const config = parse(environment)
  if (config.isDemonstration && !LOOPBACK.has(config.host)) {
    throw new StartupProblem(
      `HONGQIAO_HOST is ${config.host}, but the demonstration listens on this machine only: set HONGQIAO_DEMONSTRATION=off to serve others.`,
    )
  }
  return config
}

function parse(environment: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is how shells and compose files unset one.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const variable = String(issue?.path[0])
    const value = SECRETS.has(variable) ? 'set' : JSON.stringify(set[variable])
    throw new StartupProblem(`${variable} is ${value}, which does not do: ${issue?.message}.`)
  }
  const given = parsed.data
  const isDemonstration = given.HONGQIAO_DEMONSTRATION === 'on'
  return {
    port: given.HONGQIAO_PORT,
    host: given.HONGQIAO_HOST,
    ...placesOf(given),
    books: given.HONGQIAO_BOOKS?.split(','),
    databaseUrl: given.DATABASE_URL,
    copyTo: given.HONGQIAO_COPY_TO,
    archive: archiveFrom(given),
    passphraseAt: given.HONGQIAO_PASSPHRASE,
    logLevel: given.HONGQIAO_LOG_LEVEL,
    isDemonstration,
    timersAfterGap:
      given.HONGQIAO_TIMERS_AFTER_GAP ?? (given.HONGQIAO_DEMONSTRATION === 'on' ? 'run' : 'wait'),
    history: given.HONGQIAO_HISTORY,
    hasBankFaults: given.HONGQIAO_BANK_FAULTS === 'on',
    witnesses: witnessesFrom(
      given.HONGQIAO_WITNESSES ?? (isDemonstration ? 'demonstration' : 'off'),
    ),
  }
}

/** Where the data and the keys of this server lie, and who signs. */
function placesOf(given: z.infer<typeof Environment>) {
  const dataFolder = given.HONGQIAO_DATA ?? DATA_FOLDER
  return {
    dataFolder,
    isDataFolderChosen: given.HONGQIAO_DATA !== undefined,
    keysFolder: given.HONGQIAO_KEYS ?? join(dataFolder, 'keys'),
    signer: parseSignerPlace(given.HONGQIAO_SIGNER ?? '') ?? undefined,
  }
}

function archiveFrom(given: z.infer<typeof Environment>): ArchiveChoice | undefined {
  const folder = given.HONGQIAO_WAL_ARCHIVE
  if (folder === undefined) return undefined
  if (given.DATABASE_URL !== undefined) {
    throw new StartupProblem(
      'HONGQIAO_WAL_ARCHIVE is for the embedded PostgreSQL: the administrator of the server of DATABASE_URL archives its log.',
    )
  }
  const fromData = relative(placesOf(given).dataFolder, resolve(folder))
  if (!fromData.startsWith('..') && !isAbsolute(fromData)) {
    throw new StartupProblem(
      `HONGQIAO_WAL_ARCHIVE is ${folder}, inside the data folder: what is lost with it is to be found elsewhere.`,
    )
  }
  const recipients = given.HONGQIAO_WAL_RECIPIENT?.split(',')
  if (recipients === undefined) {
    throw new StartupProblem(
      'HONGQIAO_WAL_ARCHIVE needs HONGQIAO_WAL_RECIPIENT, the line that "hongqiao backup key" prints: nothing is archived that everybody can read.',
    )
  }
  return { folder: resolve(folder), recipients, seconds: given.HONGQIAO_WAL_SECONDS }
}

function witnessesFrom(given: string): WitnessChoice {
  if (given === 'off' || given === 'demonstration') return { kind: given }
  return { kind: 'folder', path: given }
}

/** The table of docs/configuration.md. */
export function configurationTable(): string {
  const rows = Object.entries(Environment.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined)
    const { data } = parsed
    // What has a default is a word or a number.
    const isPlain = typeof data === 'string' || typeof data === 'number'
    const byDefault = isPlain ? `\`${data}\`` : ''
    return `| \`${name}\` | ${byDefault} | ${schema.description} |`
  })
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}
