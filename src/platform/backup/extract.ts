/**
 * A backup as a data folder again. Everything goes into a draft beside the place, which gets its name only
 * after the whole backup was read and compared with its manifest, so a damaged backup leaves nothing behind.
 *
 * What a signer signed last is not put back. The backup knows what was signed when it was taken, and a signer
 * that forgot what came after would sign a second history; who may say what was signed is in
 * docs/runbooks/recovery.md.
 */
import { chownSync, existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { findBinaries, majorOf } from '#platform/postgres/embedded-binaries.ts'
import { openFolder } from '#platform/postgres/embedded-place.ts'
import {
  canTraverse,
  letThrough,
  serverUser,
  type ServerUser,
} from '#platform/postgres/embedded-user.ts'
import { MIGRATIONS_FOLDER, readMigrations } from '#platform/postgres/migrate.ts'
import { type ArchiveFile, type ArchiveSink, readArchive } from './archive-reader.ts'
import type { Manifest } from './manifest.ts'
import type { Unlock } from './sealed-file.ts'

export interface ExtractOptions {
  readonly path: string
  readonly unlock: Unlock
  /** An empty folder, or one that does not exist. */
  readonly to: string
  readonly onBytes?: (count: number) => void
}

export interface Draft {
  readonly manifest: Manifest
  readonly folder: string
  /** Gives the draft its name. */
  settle(): Promise<void>
  discard(): void
}

const SIGNED_STATE = /^signer\/[^/]+\/state$/

export async function extractBackup(options: ExtractOptions): Promise<Draft> {
  const to = resolve(options.to)
  refuseOccupied(to)
  const folder = openFolder(`${to}.restoring-${process.pid}`)
  const discard = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const user = serverUser()
    letThrough(user, folder)
    if (!canTraverse(user, folder)) {
      throw new StartupProblem(
        `PostgreSQL does not run as root, and its own user cannot reach ${dirname(to)}: choose a folder whose parents everybody may enter.`,
      )
    }
    const sink = new FolderSink(folder, user)
    const manifest = await readArchive({ ...options, sink })
    refuseStrange(manifest)
    return { manifest, folder, settle: () => settle(folder, to), discard }
  } catch (error) {
    discard()
    throw error
  }
}

function refuseOccupied(to: string): void {
  if (!existsSync(to) || readdirSync(to).length === 0) return
  throw new StartupProblem(
    `${to} is not empty, and a restore never writes over anything: choose a new folder.`,
  )
}

async function settle(folder: string, to: string): Promise<void> {
  refuseOccupied(to)
  if (existsSync(to)) rmdirSync(to)
  await rename(folder, to)
}

/** What this release cannot bring up is said before anything is tried. */
function refuseStrange({ postgres, migrations, content }: Manifest): void {
  const known = readMigrations(MIGRATIONS_FOLDER)
  const strange = migrations.find(({ name, sha256 }, at) => {
    const ours = known[at]
    return ours?.name !== name || ours.sha256 !== sha256
  })
  if (strange !== undefined) {
    throw new StartupProblem(
      `The backup was made by another release of Hongqiao (it has the migration ${strange.name}, which is not in migrations/ as it was): restore it with that release.`,
    )
  }
  if (content.kind !== 'cluster') return
  const ours = majorOf(findBinaries())
  const theirs = Number.parseInt(postgres, 10)
  if (theirs !== ours) {
    throw new StartupProblem(
      `The backup holds the files of PostgreSQL ${postgres}, and this release brings PostgreSQL ${ours}: restore it with the release that made it. A backup with --tables fits every version.`,
    )
  }
}

class FolderSink implements ArchiveSink {
  readonly #folder: string
  readonly #user: ServerUser

  constructor(folder: string, user: ServerUser) {
    this.#folder = folder
    this.#user = user
  }

  folder(path: string): Promise<void> {
    const place = placeOf(path)
    if (place !== null) this.#makeFolder(place)
    return Promise.resolve()
  }

  async file({ path, mode }: ArchiveFile, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const place = placeOf(path)
    if (place === null) {
      for await (const chunk of chunks) void chunk
      return
    }
    const at = join(this.#folder, place)
    this.#makeFolder(dirname(place))
    const file = await open(at, 'wx', mode & 0o777)
    try {
      for await (const chunk of chunks) await file.writeFile(chunk)
      // Recovery syncs the whole cluster before it begins; nobody does it for the others.
      if (!isOfCluster(place)) await file.sync()
    } finally {
      await file.close()
    }
    if (isOfCluster(place)) this.#giveAway(at)
  }

  #makeFolder(place: string): void {
    const at = join(this.#folder, place)
    if (place === '.' || existsSync(at)) return
    this.#makeFolder(dirname(place))
    mkdirSync(at, { mode: place.startsWith('public') ? 0o755 : 0o700 })
    if (isOfCluster(place)) this.#giveAway(at)
  }

  #giveAway(at: string): void {
    if (this.#user !== undefined) chownSync(at, this.#user.uid, this.#user.gid)
  }
}

function isOfCluster(place: string): boolean {
  return place === 'pg' || place.startsWith('pg/')
}

/** Where a file of the archive goes in a data folder; null for what is not put back. */
function placeOf(path: string): string | null {
  if (path.startsWith('pg/')) return path
  if (path.startsWith('tables/')) return path
  const place = path.slice('data/'.length)
  return SIGNED_STATE.test(place) || place === '' ? null : place
}
