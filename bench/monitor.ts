/**
 * A monitor over a log in memory: how many entries a second are hashed from their bundles up to the root,
 * followed by hashes alone, and followed with replay. Per processor second too, for machines are shared.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { registryOf } from '#kernel/book/registry.ts'
import { append } from '#kernel/log/append.ts'
import { EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import { parseBundle } from '#kernel/log/tile.ts'
import { Monitor } from '#kernel/monitor/monitor.ts'
import { nodeTools } from '#apps/monitor/tools.ts'
import { MonitorStore } from '#apps/monitor/store.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { LiveBook } from '#test/book/live.ts'
import type { Act } from '#test/book/history.ts'
import { policies, PublishedLog } from '#test/monitor/published-log.ts'
import type { EscrowCommand } from '#test/slice/commands.ts'
import { escrow } from '#test/slice/escrow.ts'
import type { Bench } from './bench.ts'
import { median } from './figures.ts'

const CONTRACTS = 400
const USES_EACH = 80
const BATCH_ACTS = 400
const STRETCH_GROUPS = 16
const DAY_MS = 86_400_000

const registry = registryOf([escrow])

/** Uses of classes, as they are recorded most; money moves in each. */
function leavesOfUses(): readonly Uint8Array[] {
  const book = new LiveBook()
  const act = (command: EscrowCommand): Act => ({ command, afterMs: 1 })
  const expiresAtMs = Date.UTC(2026, 9, 30) + 80 * DAY_MS
  book.batch(registry, [
    act({ type: 'escrow.found' }),
    act({ type: 'escrow.admit-school', school: 'go' }),
  ])
  const contracts = Array.from({ length: CONTRACTS }, (_, n) => `c${n}`)
  const opened = contracts.map((contract) =>
    act({
      type: 'escrow.open',
      contract,
      school: 'go',
      consumer: `p${contract}`,
      priceMinor: '900000',
      entries: USES_EACH,
      expiresAtMs,
    }),
  )
  const uses = Array.from({ length: USES_EACH }, (_, n) =>
    contracts.map((contract) =>
      act({
        type: 'escrow.confirm',
        classUse: `${contract}-${n}`,
        contract,
        amountMinor: '9000',
        feeMinor: '100',
      }),
    ),
  ).flat()
  const acts = [...opened, ...uses]
  for (let at = 0; at < acts.length; at += BATCH_ACTS) {
    book.batch(registry, acts.slice(at, at + BATCH_ACTS))
  }
  return book.leaves
}

interface Run {
  readonly perSecond: number
  readonly perProcessorSecond: number
}

async function timed(entries: number, work: () => Promise<unknown>): Promise<Run> {
  const startMs = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startMs) / 1000
  return { perSecond: entries / seconds, perProcessorSecond: entries / ((user + system) / 1e6) }
}

interface Bundle {
  readonly bytes: Uint8Array
  readonly width: number
}

async function bundlesOf(log: PublishedLog): Promise<readonly Bundle[]> {
  const bundles: Bundle[] = []
  for (let at = 0; at < log.size; at += 256) {
    const width = Math.min(256, log.size - at)
    // oxlint-disable-next-line no-await-in-loop -- from memory.
    const bytes = await log.source().bundle({ index: at / 256, width })
    if (bytes !== null) bundles.push({ bytes, width })
  }
  return bundles
}

/** From the bytes of the bundles to the root, and nothing else. */
function rehash(bundles: readonly Bundle[], note: string): void {
  let edge = EMPTY_EDGE
  for (let at = 0; at < bundles.length; at += STRETCH_GROUPS) {
    const stretch = bundles.slice(at, at + STRETCH_GROUPS)
    const hashes = stretch.flatMap(({ bytes, width }) =>
      (parseBundle(bytes, width) ?? []).map(nodeHashing.leaf),
    )
    ;({ edge } = append(edge, hashes, nodeHashing))
  }
  const [, , root = ''] = note.split('\n')
  const computed = Buffer.from(rootOf(edge, nodeHashing)).toString('base64')
  if (computed !== root) throw new Error('a sound log is hashed to its root')
}

async function follow(log: PublishedLog, isReplaying: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-bench-'))
  const store = new MonitorStore(join(folder, 'monitor.sqlite'))
  try {
    await new Monitor({
      ...nodeTools,
      source: log.source(),
      store,
      policies: policies(),
      level: 'logged',
      registry: isReplaying ? registry : null,
      behind: { attemptsMax: 1, pause: () => Promise.resolve() },
    }).look()
  } finally {
    store.close()
    rmSync(folder, { recursive: true })
  }
}

export async function measureMonitor(bench: Bench, name: string): Promise<void> {
  const log = new PublishedLog(leavesOfUses())
  // What is served is made before it is timed.
  await follow(log, false)
  const bundles = await bundlesOf(log)
  const note = log.checkpoint()
  const sizeBytes = bundles.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const about = `${log.size} entries of ${Math.round(sizeBytes / log.size)} bytes`
  const works = [
    ['rehash', () => Promise.resolve(rehash(bundles, note))],
    ['follow', () => follow(log, false)],
    ['replay', () => follow(log, true)],
  ] as const
  for (const [part, work] of works) {
    // The first run is the one in which the program is compiled.
    await work()
    const runs: Run[] = []
    for (let i = 0; i < bench.options.runs; i += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each run has the machine for itself.
      runs.push(await timed(log.size, work))
    }
    const middle = median(runs, ({ perProcessorSecond }) => perProcessorSecond)
    bench.report(`${name}/${part}`, middle.perSecond, 'entries/s', about)
    bench.report(`${name}/${part}/processor`, middle.perProcessorSecond, 'entries/s')
  }
}
