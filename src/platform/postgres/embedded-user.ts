/**
 * Who runs the embedded PostgreSQL. It refuses to run as root, so root lends it a system user of
 * its own, which must then be able to reach the binaries and the data folder. Everybody else runs
 * it as themselves.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chownSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { Binaries } from './embedded-binaries.ts'

/** Undefined: the user of this process. */
export type ServerUser = { readonly uid: number; readonly gid: number } | undefined

/** Where root keeps what its system user cannot reach inside the repository. */
export const SYSTEM_FOLDER = '/var/lib/hongqiao'

const USER_NAME = 'hongqiao-pg'

export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return undefined
  const existing = findUser()
  if (existing) return existing
  const shell = '/usr/sbin/nologin'
  const made = spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    shell,
    USER_NAME,
  ])
  // Another start may have made it in the meantime, so what counts is whether it is there now.
  const user = findUser()
  if (user) return user
  throw new StartupProblem(
    `PostgreSQL does not run as root and the system user ${USER_NAME} cannot be created (${made.stderr?.toString().trim() || made.error?.message}): start as an ordinary user, or set DATABASE_URL.`,
  )
}

function findUser(): ServerUser {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${USER_NAME}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid !== undefined && gid !== undefined ? { uid: Number(uid), gid: Number(gid) } : undefined
}

/** Asks the system rather than computing from modes, which would miss access lists and mounts. */
export function canReach(user: ServerUser, path: string): boolean {
  if (user === undefined) return true
  const test = spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', path], {
    ...user,
    cwd: '/',
  })
  return test.status === 0
}

/** The data folder itself may be private: its group then lets the server's user pass through. */
export function letThrough(user: ServerUser, folder: string): void {
  if (user === undefined) return
  const { uid, mode } = statSync(folder)
  if (canTraverse(user, folder) || uid !== process.getuid?.()) return
  chownSync(folder, uid, user.gid)
  chmodSync(folder, (mode & 0o777) | 0o010)
}

export function canTraverse(user: ServerUser, folder: string): boolean {
  if (user === undefined) return true
  return (
    spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0
  )
}

/** A repository under /root is closed to the server's user: it then gets a copy of the binaries. */
export function reachableBinaries(user: ServerUser, binaries: Binaries): Binaries {
  const isReachable =
    canReach(user, join(binaries.folder, 'bin', 'postgres')) &&
    canReach(user, join(binaries.folder, 'share'))
  if (isReachable) return binaries
  const folder = join(SYSTEM_FOLDER, `postgresql-${binaries.version}`)
  if (!existsSync(folder)) {
    mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 })
    const draft = `${folder}.${randomUUID()}`
    cpSync(binaries.folder, draft, { recursive: true, verbatimSymlinks: true })
    openToAll(draft)
    renameSync(draft, folder)
  }
  return { ...binaries, folder }
}

/** A checkout under a strict umask leaves files that only root may read. */
function openToAll(folder: string): void {
  const { status } = spawnSync('chmod', ['-R', 'a+rX', folder])
  if (status !== 0) throw new Error(`open ${folder} to the server's user`)
}
