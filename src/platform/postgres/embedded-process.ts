/**
 * The running PostgreSQL of one data folder, seen through its postmaster.pid: is there one, is it
 * really this folder's, and how it is stopped or killed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerUser } from './embedded-user.ts'

/** Larger than any process id a system gives out, so nobody will ever answer to it. */
const NOBODY_PID = 99_999_999

/** The process id of the server that runs on this folder, or undefined. */
export function findPostmaster(pgFolder: string): number | undefined {
  const pid = recordedPid(pgFolder)
  return pid !== undefined && isPostmasterOf(pid, pgFolder) ? pid : undefined
}

/**
 * A crash leaves postmaster.pid behind. PostgreSQL clears it when its process is gone, but refuses
 * to start when a stranger has since been given the same id. The file itself is kept, because
 * PostgreSQL also reads from it whether orphaned backends still hold the shared memory.
 */
export function disownStalePid(pgFolder: string): void {
  const pid = recordedPid(pgFolder)
  if (pid === undefined || isPostmasterOf(pid, pgFolder)) return
  const path = join(pgFolder, 'postmaster.pid')
  const lines = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, [String(NOBODY_PID), ...lines.slice(1)].join('\n'))
}

/** The eighth line of postmaster.pid says when the server accepts connections. */
export function isReady(pgFolder: string): boolean {
  return pidFile(pgFolder)?.[7]?.trim() === 'ready'
}

/** Where a running server listens: the fourth and fifth lines of postmaster.pid. */
export function readPlace(pgFolder: string): { port: number; socketFolder: string } {
  const lines = pidFile(pgFolder)
  return { port: Number(lines?.[3]), socketFolder: lines?.[4]?.trim() ?? '' }
}

type StopOptions = {
  readonly pgCtl: string
  readonly pgFolder: string
  readonly user: ServerUser
  readonly timeoutMs: number
}

/** Fast shutdown: open transactions are rolled back, what was committed is written out. */
export async function stopPostmaster({
  pgCtl,
  pgFolder,
  user,
  timeoutMs,
}: StopOptions): Promise<boolean> {
  const seconds = String(Math.ceil(timeoutMs / 1_000))
  const child = spawn(pgCtl, ['stop', '-D', pgFolder, '-m', 'fast', '-w', '-t', seconds], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
  })
  const status = await new Promise<number | null>((done, failed) => {
    child.once('error', failed)
    child.once('exit', done)
  })
  return status === 0
}

/** As a power cut would: the server and its backends, none of which may finish anything. */
export function killPostmaster(pid: number): void {
  const backends = childrenOf(pid)
  for (const victim of [pid, ...backends]) killIfThere(victim)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!isErrno(error, 'ESRCH')) throw error
  }
}

function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number)
}

function pidFile(pgFolder: string): readonly string[] | undefined {
  try {
    return readFileSync(join(pgFolder, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

function recordedPid(pgFolder: string): number | undefined {
  const pid = Number.parseInt(pidFile(pgFolder)?.[0] ?? '', 10)
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined
}

function isPostmasterOf(pid: number, pgFolder: string): boolean {
  if (!isAlive(pid)) return false
  const line = commandLine(pid)
  return line.includes('postgres') && line.includes(`-D ${pgFolder} `)
}

/** The arguments of a process, each followed by a blank; empty when it is gone. */
function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    } catch (error) {
      // The process ended between two looks.
      if (isErrno(error, 'ENOENT') || isErrno(error, 'ESRCH')) return ''
      throw error
    }
  }
  const listed = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  return `${listed.stdout.trim()} `
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    return isErrno(error, 'EPERM')
  }
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
