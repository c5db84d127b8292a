/**
 * The files of a data folder that are not the database's: keys, what was signed, policies, published tiles
 * and bundles, journals. Whatever lies there belongs to the backup unless it is named here with its reason.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Top-level names that no backup holds. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  // The cluster has a procedure of its own, and its log speaks of the machine it ran on.
  'pg',
  'pg.log',
  'pg.log.1',
  // A witness that is put back to an older record would cosign a second history: a new one takes its place.
  'witness',
])

/**
 * What must never be older than the database: it is copied after the database's last moment, all else
 * before. A published file for an entry that the database lacks would stop publishing.
 */
const AHEAD: ReadonlySet<string> = new Set(['erasures'])

export interface HubFiles {
  /** Copied before the database's copy ends, so they are never ahead of it. */
  readonly behind: readonly string[]
  /** Copied after it has ended. */
  readonly ahead: readonly string[]
}

/** Paths relative to the folder. */
export function listHubFiles(folder: string): HubFiles {
  const found = { behind: [] as string[], ahead: [] as string[] }
  if (!existsSync(folder)) return found
  for (const name of readdirSync(folder)) {
    if (LEFT_OUT.has(name) || isPassing(name)) continue
    walk(folder, name, AHEAD.has(name) ? found.ahead : found.behind)
  }
  return found
}

function walk(folder: string, path: string, into: string[]): void {
  const entries = childrenOf(join(folder, path))
  if (entries === null) {
    into.push(path)
    return
  }
  for (const name of entries) if (!isPassing(name)) walk(folder, `${path}/${name}`, into)
}

function childrenOf(path: string): readonly string[] | null {
  try {
    return readdirSync(path)
  } catch (error) {
    // It is a file, or it went away meanwhile, which copying will find out.
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return null
    }
    throw error
  }
}

/** Locks, probes and what is being written: of the running process, not of the installation. */
function isPassing(name: string): boolean {
  return name === 'lock' || name.endsWith('.new') || /^\.probe-|\.init-|\.part-/.test(name)
}
