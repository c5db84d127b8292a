/** Where the embedded PostgreSQL keeps its files and where it listens. */
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  rmdirSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { canTraverse, type ServerUser } from './embedded-user.ts'

export type Place = { readonly socketFolder: string; readonly port: number }

/** Makes the folder if need be; anything that keeps the hub from writing into it is named. */
export function openFolder(folder: string): string {
  try {
    makeFolder(folder)
    // Written and removed at once: only a write shows whether the file system lets us.
    const probe = join(folder, `.probe-${process.pid}`)
    mkdirSync(probe)
    rmdirSync(probe)
    return realpathSync(folder)
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new StartupProblem(
      `The data folder ${folder} cannot be written to (${why}): make it writable, or set HONGQIAO_DATA to another folder.`,
      { cause },
    )
  }
}

/** Not Node's recursive mkdir, which never returns where a file system refuses with ENOENT. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another start may have made it between the two looks.
    if (!existsSync(folder)) throw error
  }
}

/** Short, because the path of a socket may not be longer than about a hundred bytes. */
export async function choosePlace(pgFolder: string, user: ServerUser): Promise<Place> {
  if (process.platform === 'win32') return { socketFolder: '', port: await freePort() }
  const own = tmpdir()
  const base = own.length <= 60 && canTraverse(user, own) ? own : '/tmp'
  const name = createHash('sha256').update(pgFolder).digest('hex').slice(0, 12)
  const socketFolder = join(base, `hongqiao-${name}`)
  if (!existsSync(socketFolder)) {
    mkdirSync(socketFolder, { mode: 0o700 })
    if (user) chownSync(socketFolder, user.uid, user.gid)
  }
  // Anybody may write to the folder for temporary files, so the name could have been taken.
  const found = lstatSync(socketFolder)
  if (!found.isDirectory() || found.uid !== (user?.uid ?? process.getuid?.())) {
    throw new StartupProblem(
      `${socketFolder} belongs to somebody else: remove it, or set TMPDIR to another folder.`,
    )
  }
  chmodSync(socketFolder, 0o700)
  return { socketFolder, port: 5432 }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  return new Promise((done, failed) => {
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
