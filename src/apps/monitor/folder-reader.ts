/** A log in a folder, under the paths that it would have at its address. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReadPath, SourceAway } from '#kernel/monitor/source.ts'

export function folderReader(folder: string): ReadPath {
  return async (path, bytesMax) => {
    const file = await open(join(folder, path), 'r').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null
      throw new SourceAway(`${path} cannot be read`, { cause })
    })
    if (file === null) return null
    try {
      const { size } = await file.stat()
      if (size > bytesMax) throw new SourceAway(`${path} is longer than it can be`)
      return await file.readFile()
    } finally {
      await file.close()
    }
  }
}
