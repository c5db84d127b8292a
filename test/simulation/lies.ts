/** What a log may tell that is not so: a monitor that is shown it must raise the alarm that belongs to it. */
import { Alarm, type AlarmKind } from '#kernel/monitor/alarm.ts'
import { nodeTools } from '#apps/monitor/tools.ts'
import { Monitor } from '#kernel/monitor/monitor.ts'
import type { LogSource } from '#kernel/monitor/source.ts'
import type { Registry } from '#kernel/book/registry.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { policyText, parsePolicy } from '#kernel/log/policy.ts'
import { encodeBundle, parseBundle, tileWidth } from '#kernel/log/tile.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import type { BookTables } from './book-tables.ts'
import { MonitorMemory } from './monitor.ts'
import { PlainTree } from './plain-tree.ts'
import { PublicLog } from './public-log.ts'
import { BookTables as Tables } from './book-tables.ts'
import type { SimulatedKey } from './signer.ts'
import type { World } from './world.ts'

export interface Lied {
  readonly world: World
  readonly origin: string
  readonly key: SimulatedKey
  readonly otherKey: SimulatedKey
  readonly tables: BookTables
  readonly registry: Registry
}

interface Lie {
  readonly name: string
  readonly kinds: readonly AlarmKind[]
  /** What the log shows to a monitor that has followed it up to its end, or to one that begins. */
  readonly to: 'follower' | 'newcomer'
  readonly tell: (lied: Lied) => LogSource
}

const LIES: readonly Lie[] = [
  {
    name: 'another tree of the same size',
    kinds: ['forked'],
    to: 'follower',
    tell: (lied) => shown(lied, { leaves: changedAt(lied, lied.tables.size - 1) }),
  },
  {
    name: 'fewer entries than before',
    kinds: ['truncated'],
    to: 'follower',
    tell: (lied) => shown(lied, { leaves: leavesOf(lied).slice(0, -1) }),
  },
  {
    name: 'a past that was written anew, and one entry more',
    // The entry that is added is none: it may be met first.
    kinds: ['forked', 'tile_wrong', 'entry_wrong'],
    to: 'follower',
    tell: (lied) => {
      const leaves = changedAt(lied, Math.floor(lied.tables.size / 2))
      return shown(lied, { leaves: [...leaves, utf8Of('{}')] })
    },
  },
  {
    name: 'an entry that its tile does not have',
    kinds: ['entry_wrong'],
    to: 'newcomer',
    tell: (lied) => {
      const honest = shown(lied, {})
      const place = lied.world.chance.below(Math.min(256, lied.tables.size))
      return { ...honest, bundle: (at) => changedBundle(honest, at, place) }
    },
  },
  {
    name: 'a hash that was changed in its tile',
    kinds: ['tile_wrong', 'entry_wrong'],
    to: 'newcomer',
    tell: (lied) => {
      const honest = shown(lied, {})
      return { ...honest, tile: (at) => changedTile(honest, at) }
    },
  },
  {
    // Of an entry that is left out it cannot be said that something later rested on it.
    name: 'an entry that happens twice, signed all the same',
    kinds: ['entry_wrong'],
    to: 'newcomer',
    tell: (lied) => shown(lied, { leaves: [...leavesOf(lied), ...leavesOf(lied).slice(0, 1)] }),
  },
  {
    name: 'a checkpoint that somebody else has signed',
    kinds: ['checkpoint_refused'],
    to: 'newcomer',
    tell: (lied) => shown(lied, { key: lied.otherKey }),
  },
]

/** Tells one of them, and looks whether it is found. */
export async function tellALie(lied: Lied): Promise<void> {
  const { world, tables, origin } = lied
  if (tables.size < 4) return
  const lie = LIES[world.chance.below(LIES.length)]
  if (lie === undefined) return
  const memory = new MonitorMemory()
  if (lie.to === 'follower') await look(lied, memory, shown(lied, {}))
  const alarm = await look(lied, memory, lie.tell(lied))
  if (alarm !== null && lie.kinds.includes(alarm)) world.count(`lie found: ${lie.name}`)
  else world.fail(`${origin}: ${lie.name} came to ${alarm ?? 'no alarm'}`)
}

async function look(
  { registry, key }: Lied,
  store: MonitorMemory,
  source: LogSource,
): Promise<AlarmKind | null> {
  const policy = parsePolicy(utf8Of(policyText([{ verifierKey: key.verifierKey }])), sha256)
  if (!policy.ok) throw new Error(policy.error)
  const behind = { attemptsMax: 2, pause: () => Promise.resolve() }
  const options = { ...nodeTools, source, store, policies: [policy.value], registry, behind }
  try {
    await new Monitor({ ...options, level: 'logged' }).look()
    return null
  } catch (error) {
    if (error instanceof Alarm) return error.kind
    throw error
  }
}

const leavesOf = ({ tables }: Lied): readonly Uint8Array[] => tables.entries.map(({ leaf }) => leaf)

/** The same leaf with another nonce: canonical, and not what was recorded. */
function changedAt(lied: Lied, index: number): readonly Uint8Array[] {
  const leaves = leavesOf(lied)
  const text = Buffer.from(leaves[index] ?? []).toString()
  const changed = text.replace(/"nonce":"(.)/, (_, first: string) => {
    return `"nonce":"${first === 'A' ? 'B' : 'A'}`
  })
  return leaves.with(index, utf8Of(changed))
}

/** A log of these leaves, signed whole. */
function shown(
  { origin, key, ...lied }: Lied,
  { leaves = leavesOf({ origin, key, ...lied }), key: signer = key }: Telling,
): LogSource {
  const tables = new Tables()
  const tree = new PlainTree()
  for (const [index, leaf] of leaves.entries()) {
    tables.entries.push({ index, atMs: 0, type: '', leaf, leafHash: tree.add(leaf) })
  }
  const log = new PublicLog(tables)
  const text = formatCheckpoint({ origin, size: leaves.length, root: tree.root() })
  log.publish(signer.signNote(text), leaves.length)
  return log.source()
}

interface Telling {
  readonly leaves?: readonly Uint8Array[]
  readonly key?: SimulatedKey
}

async function changedBundle(
  honest: LogSource,
  at: Parameters<LogSource['bundle']>[0],
  place: number,
): Promise<Uint8Array | null> {
  const bytes = await honest.bundle(at)
  if (bytes === null || at.index !== 0) return bytes
  const entries = parseBundle(bytes, at.width) ?? []
  return encodeBundle(entries.map((entry, n) => (n === place ? utf8Of('{}') : entry)))
}

async function changedTile(
  honest: LogSource,
  at: Parameters<LogSource['tile']>[0],
): Promise<Uint8Array | null> {
  const bytes = await honest.tile(at)
  if (bytes === null || at.level !== 0 || tileWidth(1, 0, at.index) === 0) return bytes
  const changed = Uint8Array.from(bytes)
  changed[0] = (changed[0] ?? 0) ^ 1
  return changed
}
