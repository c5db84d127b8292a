/** A whole book in a folder: `hongqiao verify --book`. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registryOf } from '#kernel/book/registry.ts'
import type { Slice } from '#kernel/book/slice.ts'
import type { Policy } from '#kernel/log/policy.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import type { BookVerdict } from '#kernel/monitor/book-verdict.ts'
import { verifyBook } from '#kernel/monitor/verify-book.ts'
import { folderReader } from './folder-reader.ts'
import { MonitorStore } from './store.ts'
import { nodeTools } from './tools.ts'

export interface FolderCall {
  /** With `checkpoint`, `tile/…` and, if entries are to be checked, `tile/entries/…`. */
  readonly folder: string
  readonly policies: readonly Policy[]
  readonly level: Level
  readonly slices: readonly Slice[]
}

/** With a memory on disk, so that no book is too large. */
export async function verifyFolder(call: FolderCall): Promise<BookVerdict> {
  const { folder, policies, level, slices } = call
  const place = mkdtempSync(join(tmpdir(), 'hongqiao-book-'))
  const store = new MonitorStore(join(place, 'rows.sqlite'))
  const hasEntries = existsSync(join(folder, 'tile', 'entries'))
  try {
    return await verifyBook({
      ...nodeTools,
      read: folderReader(folder),
      store,
      policies,
      level,
      registry: hasEntries ? registryOf(slices) : null,
    })
  } finally {
    store.close()
    rmSync(place, { recursive: true })
  }
}
