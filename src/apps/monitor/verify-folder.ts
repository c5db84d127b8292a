/** A whole book in a folder, checked at once and with no memory of another time: `hongqiao verify --book`. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registryOf } from '#kernel/book/registry.ts'
import type { Slice } from '#kernel/book/slice.ts'
import type { Policy } from '#kernel/log/policy.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import { Alarm } from './alarm.ts'
import { Monitor } from './monitor.ts'
import { folderSource, SourceAway } from './source.ts'
import { MonitorStore } from './store.ts'

export interface FolderCall {
  /** With `checkpoint`, `tile/…` and, if entries are to be checked, `tile/entries/…`. */
  readonly folder: string
  readonly policies: readonly Policy[]
  readonly level: Level
  readonly slices: readonly Slice[]
  readonly say: (sentence: string) => void
}

/** 0: sound. 1: not. 2: it could not be read. */
export async function verifyFolder(call: FolderCall): Promise<number> {
  const { folder, policies, level, slices, say } = call
  const place = mkdtempSync(join(tmpdir(), 'hongqiao-book-'))
  const store = new MonitorStore(join(place, 'rows.sqlite'))
  const hasEntries = existsSync(join(folder, 'tile', 'entries'))
  try {
    const monitor = new Monitor({
      source: folderSource(folder),
      store,
      policies,
      level,
      registry: hasEntries ? registryOf(slices) : null,
      behind: { attemptsMax: 1, pause: () => Promise.resolve() },
    })
    const look = await monitor.look()
    if (look === null) throw new Error('nobody stops this look')
    const { origin, size } = look
    say(`${origin}: ${size} entries, ${look.level}. Every hash leads to the signed root.`)
    say(hasEntries ? ENTRIES_READ : NO_ENTRIES)
    return 0
  } catch (error) {
    if (error instanceof SourceAway) {
      say(`The book in ${folder} cannot be read: ${error.message}.`)
      return 2
    }
    if (!(error instanceof Alarm)) throw error
    say(`NOT SOUND (${error.kind}): ${error.message}.`)
    return 1
  } finally {
    store.close()
    rmSync(place, { recursive: true })
  }
}

const ENTRIES_READ =
  'Every entry was read and replayed: money is conserved and no account is overdrawn.'
const NO_ENTRIES = 'There are no entries in this folder, so hashes alone were checked.'
