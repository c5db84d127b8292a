/**
 * Files that are whole or absent, whatever happens while they are written: a temporary file is synced,
 * then renamed, then its folder is synced. Only after that may anything rest on the file.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Windows cannot sync a folder; its file system journals names by itself. */
const syncsFolders = process.platform !== 'win32'

export function writeDurablySync(path: string, bytes: Uint8Array, mode: number): void {
  const temporary = `${path}.new`
  const file = openSync(temporary, 'w', mode)
  try {
    writeFileSync(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
  syncFolderSync(dirname(path))
}

/** As above, unless the file is there: of several who make it at once, one does, and all find the same. */
export function createOnceSync(path: string, bytes: Uint8Array, mode: number): void {
  const own = `${path}.${randomBytes(8).toString('hex')}.new`
  writeDurablySync(own, bytes, mode)
  try {
    linkSync(own, path)
    syncFolderSync(dirname(path))
  } catch (error) {
    // Another one was first; its file stands.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(own)
  }
}

export async function writeDurably(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const temporary = `${path}.new`
  await withFile(temporary, 'w', mode, async (file) => {
    await file.writeFile(bytes)
    await file.sync()
  })
  await rename(temporary, path)
  if (syncsFolders) await withFile(dirname(path), 'r', 0, (folder) => folder.sync())
}

/** After it, files that were renamed or removed in the folder stay so. */
export function syncFolderSync(path: string): void {
  if (!syncsFolders) return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

async function withFile(
  path: string,
  flags: string,
  mode: number,
  act: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, mode)
  try {
    await act(file)
  } finally {
    await file.close()
  }
}
