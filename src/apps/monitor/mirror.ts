/**
 * A copy of what a monitor reads, in a folder with the paths of c2sp.org/tlog-tiles, so that the book outlives
 * its hub and `hongqiao verify --book` can check it anywhere. The checkpoint is written last, when all that it
 * stands for was verified.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { utf8Of } from '#kernel/std/utf8.ts'
import { writeDurably } from '#platform/files/durable-file.ts'
import type { ReadPath } from '#kernel/monitor/source.ts'

/** Bundles hold entries, which are not for everybody on this machine. */
const MODE = 0o600

export class Mirror {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Reads as before, and keeps every tile and bundle. */
  keeping(read: ReadPath): ReadPath {
    return async (path, bytesMax) => {
      const bytes = await read(path, bytesMax)
      if (bytes !== null && path.startsWith('tile/')) await this.#write(path, bytes)
      return bytes
    }
  }

  async keepCheckpoint(note: string): Promise<void> {
    const path = join(this.#folder, 'checkpoint')
    await mkdir(this.#folder, { recursive: true })
    await writeDurably(path, utf8Of(note), MODE)
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const place = join(this.#folder, path)
    await mkdir(dirname(place), { recursive: true })
    // Whole or absent; what a crash takes is fetched again or found missing.
    await writeFile(`${place}.new`, bytes, { mode: MODE })
    await rename(`${place}.new`, place)
  }
}
