/**
 * `hongqiao key ring | new | encrypt | rotate | retire | revoke`: what people do to the keys that sign, while
 * nothing signs. See docs/runbooks/keys.md.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isKeyName } from '#kernel/log/vkey.ts'
import { formatInstant, parseInstant } from '#kernel/time/clock.ts'
import { readConfig } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { INSTALLATION_LABEL, installationKeysPath } from '#platform/keys/installation-keys.ts'
import { describeKeyFile, keyFiles } from '#platform/keys/key-store.ts'
import { PASSPHRASE_PLACES, parsePassphraseAt, readPassphrase } from '#platform/keys/passphrase.ts'
import {
  createKeyFile,
  type KeyUse,
  publicSideOf,
  verifierKeyOf,
} from '#platform/signer/key-file.ts'
import {
  publicRing,
  readEnded,
  retire,
  revoke,
  ringFiles,
  rotate,
} from '#platform/signer/key-ring.ts'
import { lockOf, signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { ask } from './ask.ts'
import { configuredKeys } from './key-place.ts'
import { note } from './note.ts'

export const CEREMONY_USAGE = `       hongqiao key ring [--witness FOLDER]
       hongqiao key new FILE --name NAME --use log|witness
       hongqiao key encrypt [--from PLACE] [FILE…]
       hongqiao key rotate (--book NAME | --witness FOLDER) [--next FILE]
       hongqiao key retire (--book NAME | --witness FOLDER)
       hongqiao key revoke (--book NAME | --witness FOLDER) --id ID [--since INSTANT]
HONGQIAO_PASSPHRASE says where the passphrase of these keys is:
${PASSPHRASE_PLACES}.`

const DONE = 0
const UNDONE = 1

/** Whether `hongqiao key` is asked about keys that sign, and not about those that callers show. */
export function isCeremony([act = '', ...rest]: readonly string[]): boolean {
  const isOfSigner = rest.some((word) => /^--(?:book|witness)(?:=|$)/.test(word))
  return (
    ['ring', 'new', 'encrypt', 'rotate', 'retire'].includes(act) || (act === 'revoke' && isOfSigner)
  )
}

/** Throws StartupProblem for everything that a person can mend. */
export async function runCeremony([act = '', ...args]: readonly string[]): Promise<number> {
  const { values, positionals } = optionsOf(args)
  if (act === 'new') return makeNew(values, positionals)
  if (act === 'encrypt') return encrypt(values.from, positionals)
  if (positionals.length > 0) throw new StartupProblem(CEREMONY_USAGE)
  return act === 'ring' ? showRings(values.witness) : change(act, ringOf(values), values)
}

type Options = ReturnType<typeof optionsOf>['values']

function optionsOf(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    book: text,
    witness: text,
    name: text,
    use: text,
    next: text,
    from: text,
    id: text,
    since: text,
  }
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new StartupProblem(CEREMONY_USAGE, { cause })
  }
}

interface Ring {
  readonly path: string
  readonly kind: KeyUse
  /** A signer or witness that runs holds it. */
  readonly lock: string
}

function ringOf({ book, witness }: Options): Ring {
  if ((book === undefined) === (witness === undefined)) throw new StartupProblem(CEREMONY_USAGE)
  if (witness !== undefined) return witnessRing(witness)
  // A name, for it becomes a part of a path.
  if (!/^[a-z][a-z0-9-]*$/.test(book ?? '')) throw new StartupProblem(CEREMONY_USAGE)
  return bookRing(signerFolder(readConfig(process.env).dataFolder, book ?? ''))
}

function bookRing(folder: string): Ring {
  const { key, lock } = signerFiles(folder)
  return { path: key, kind: 'ed25519', lock }
}

function witnessRing(folder: string): Ring {
  return { path: join(folder, 'key'), kind: 'cosignature', lock: join(folder, 'lock') }
}

async function change(act: string, ring: Ring, options: Options): Promise<number> {
  const { path, kind, lock } = ring
  if (!existsSync(path)) throw new StartupProblem(`There is no key ${path}.`)
  const times = timesOf(act, options)
  const release = lockOf({ lock })
  try {
    const [name = ''] = publicRing(path, kind).verifierKey.split('+')
    const [typed] = await ask([`Type ${name} to ${act} its key: `])
    if (typed !== name) {
      note('Nothing was changed.')
      return UNDONE
    }
    if (act === 'retire') retire(path, kind, times.nowSeconds)
    else if (act === 'rotate') rotate(path, kind, configuredKeys(), options.next)
    else revoke(path, kind, configuredKeys(), { id: options.id ?? '', ...times })
  } finally {
    release()
  }
  show(ring)
  return DONE
}

/** Now, and since when a key is revoked, in seconds. Throws StartupProblem for what is no revocation. */
function timesOf(act: string, { id = '', since }: Options) {
  const nowMs = Date.now()
  const sinceMs = since === undefined ? nowMs : parseInstant(since)
  const isNamed = act !== 'revoke' || /^[0-9a-f]{8}$/.test(id)
  if (!isNamed || sinceMs === undefined || sinceMs > nowMs) {
    throw new StartupProblem(
      `An id of 8 hexadecimal digits, and an instant like ${formatInstant(nowMs)} that has passed.\n${CEREMONY_USAGE}`,
    )
  }
  return { nowSeconds: Math.floor(nowMs / 1000), sinceSeconds: Math.floor(sinceMs / 1000) }
}

/** Public things only: the output may be read aloud and written down. */
function show({ path, kind }: Ring): void {
  const files = ringFiles(path)
  for (const file of [files.key, files.old].filter((at) => existsSync(at))) {
    const how = describeKeyFile(file).isSealed ? 'under a passphrase' : 'plain'
    process.stdout.write(`signs    ${verifierKeyOf(file, kind)}  ${how}\n`)
  }
  for (const { verifierKey, untilSeconds, ending } of readEnded(files.ended).toReversed()) {
    process.stdout.write(`${ending}  ${verifierKey}  ${formatInstant(untilSeconds * 1000)}\n`)
  }
}

function showRings(witness: string | undefined): number {
  const rings = witness === undefined ? ringsOfHub() : [witnessRing(witness)]
  for (const ring of rings) {
    process.stdout.write(`${ring.path}\n`)
    show(ring)
  }
  const installation = installationKeysPath(readConfig(process.env).keysFolder)
  if (witness === undefined && existsSync(installation)) {
    const how = describeKeyFile(installation).isSealed ? 'under a passphrase' : 'plain'
    process.stdout.write(`${installation}\nwraps    ${how}\n`)
  }
  return DONE
}

/** The signers of this machine's hub, and the witnesses of its demonstration. */
function ringsOfHub(): readonly Ring[] {
  const { dataFolder } = readConfig(process.env)
  const foldersIn = (name: string) => {
    const folder = join(dataFolder, name)
    return existsSync(folder)
      ? readdirSync(folder)
          .toSorted()
          .map((one) => join(folder, one))
      : []
  }
  const rings = [...foldersIn('signer').map(bookRing), ...foldersIn('witness').map(witnessRing)]
  return rings.filter(({ path }) => existsSync(path))
}

function makeNew({ name, use }: Options, [path, ...surplus]: readonly string[]): number {
  const kind = use === 'log' ? 'ed25519' : 'cosignature'
  const isUse = use === 'log' || use === 'witness'
  if (path === undefined || surplus.length > 0 || !isUse || !isKeyName(name ?? '')) {
    throw new StartupProblem(CEREMONY_USAGE)
  }
  if (existsSync(path)) throw new StartupProblem(`${path} is there already.`)
  createKeyFile(path, name ?? '', kind, configuredKeys())
  process.stdout.write(`${verifierKeyOf(path, kind)}\n`)
  return DONE
}

/** All keys of this machine's hub, or those that are named, under the passphrase of the settings. */
function encrypt(from: string | undefined, named: readonly string[]): number {
  if (readConfig(process.env).passphraseAt === undefined) throw new StartupProblem(CEREMONY_USAGE)
  const to = configuredKeys()
  const at = from === undefined ? undefined : parsePassphraseAt(from)
  if (at === null) throw new StartupProblem(CEREMONY_USAGE)
  const before = keyFiles(at && readPassphrase(at, process.env))
  for (const path of named.length > 0 ? named : keysOfHub()) {
    const { isSealed } = describeKeyFile(path)
    if (isSealed && at === undefined) {
      note(`${path} is under a passphrase already.`)
      continue
    }
    const secret = before.read(path)
    // What is no key of a note is the installation's: there is no third kind.
    to.write(path, secret, publicSideOf(secret) ?? INSTALLATION_LABEL)
    note(`${path} is under the passphrase now.`)
  }
  return DONE
}

function keysOfHub(): readonly string[] {
  const rings = ringsOfHub().flatMap(({ path }) => [path, ringFiles(path).old])
  const installation = installationKeysPath(readConfig(process.env).keysFolder)
  return [...rings, installation].filter((path) => existsSync(path))
}
