/**
 * One holder of a folder at a time. The lock is the operating system's own lock of a file, which it gives
 * up when the process ends, however it ends; of what Node brings along, only SQLite can take one.
 */
import { DatabaseSync } from 'node:sqlite'

/** The way to give the lock up, or null if somebody else holds it. */
export function takeLock(path: string): (() => void) | null {
  const file = new DatabaseSync(path)
  try {
    // Nothing is ever written, so there is nothing that a journal could restore.
    file.exec('pragma journal_mode = off; begin exclusive')
  } catch (error) {
    file.close()
    if (isBusy(error)) return null
    throw error
  }
  return () => file.close()
}

const SQLITE_BUSY = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
