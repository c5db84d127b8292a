/**
 * A whole book, checked at once and with no memory of another time: at the command line, on /verify and in the file
 * for a stick. It is one look of a monitor at files with the paths of c2sp.org/tlog-tiles.
 */
import type { Registry } from '#kernel/book/registry.ts'
import type { Policy } from '#kernel/log/policy.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import { Alarm } from './alarm.ts'
import type { BookVerdict } from './book-verdict.ts'
import { Monitor, type MonitorTools } from './monitor.ts'
import type { PlaceStore } from './place.ts'
import { type ReadPath, SourceAway, sourceOf } from './source.ts'

export interface BookCall extends MonitorTools {
  /** `checkpoint`, `tile/…` and, if entries are to be checked, `tile/entries/…`. */
  readonly read: ReadPath
  readonly store: PlaceStore
  readonly policies: readonly Policy[]
  /** The least that the checkpoint must be. */
  readonly level: Level
  /** Null where there are no entries, and hashes alone are checked. */
  readonly registry: Registry | null
  readonly onProgress?: (size: number, of: number) => void
}

export async function verifyBook({ read, registry, ...call }: BookCall): Promise<BookVerdict> {
  const monitor = new Monitor({
    ...call,
    registry,
    source: sourceOf(read),
    behind: { attemptsMax: 1, pause: () => Promise.resolve() },
  })
  try {
    const look = await monitor.look()
    if (look === null) throw new Error('nobody stops this look')
    const { origin, size, level, cosigners } = look
    return { kind: 'sound', origin, size, level, cosigners, areEntriesRead: registry !== null }
  } catch (error) {
    if (error instanceof SourceAway) return { kind: 'unreadable', sentence: error.message }
    if (!(error instanceof Alarm)) throw error
    return { kind: 'unsound', alarm: error.kind, sentence: error.message }
  }
}
