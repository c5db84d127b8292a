/**
 * A backup of a cluster with a book of some sixty thousand entries, and what it takes to have it back: reading,
 * hashing and writing the files, and the server's own recovery. The audit that a restore ends with is measured
 * by its own row.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { NO_SINK, readArchive } from '#platform/backup/archive-reader.ts'
import { extractBackup } from '#platform/backup/extract.ts'
import { takeBackup } from '#platform/backup/take.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { openWritingRig } from './writing-rig.ts'
import { writeUses } from './audit.ts'
import type { Bench } from './bench.ts'
import { median } from './figures.ts'

const WINDOW_MS_MAX = 2000
const GB = 1e9

interface Drill {
  readonly contentBytes: number
  readonly sizeBytes: number
  readonly takeMs: number
  readonly checkMs: number
  readonly extractMs: number
  readonly recoverMs: number
  /** Of this process while it read the files; machines are shared, and this is what stays. */
  readonly processorMs: number
}

export async function measureBackup(bench: Bench, name: string): Promise<void> {
  const founded = await bench.stage.founded()
  const folder = mkdtempSync(join(tmpdir(), 'hongqiao-bench-'))
  // PostgreSQL's own user, where there is one, must be able to enter.
  chmodSync(folder, 0o755)
  try {
    const rig = await openWritingRig(founded)
    await writeUses(rig, Math.min(bench.forMs, WINDOW_MS_MAX))
    await rig.stop()
    const hub = join(folder, 'hub')
    mkdirSync(join(hub, 'keys'), { recursive: true })
    writeFileSync(join(hub, 'keys', 'installation.key'), founded.secret)
    const drills: Drill[] = []
    for (let i = 0; i < bench.options.runs; i += 1) {
      await bench.stage.settle()
      drills.push(await drill(join(folder, `run-${i}`), hub, founded.urls.owner))
    }
    report(bench, name, drills)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await bench.stage.drop(founded.urls)
  }
}

function report(bench: Bench, name: string, drills: readonly Drill[]): void {
  const middle = (of: (drill: Drill) => number): number => median(drills.map(of), (value) => value)
  const perGb = (ms: (drill: Drill) => number): number =>
    middle((one) => ms(one) / 1000 / (one.contentBytes / GB))
  bench.report(
    `${name}/content`,
    middle(({ contentBytes }) => contentBytes / 1e6),
    'MB',
  )
  bench.report(
    `${name}/file`,
    middle(({ sizeBytes }) => sizeBytes / 1e6),
    'MB',
  )
  bench.report(
    `${name}/take`,
    perGb(({ takeMs }) => takeMs),
    's/GB',
  )
  bench.report(
    `${name}/check`,
    perGb(({ checkMs }) => checkMs),
    's/GB',
  )
  bench.report(
    `${name}/restore`,
    perGb(({ extractMs, recoverMs }) => extractMs + recoverMs),
    's/GB',
  )
  bench.report(
    `${name}/restore/processor`,
    perGb(({ processorMs }) => processorMs),
    's/GB',
  )
  bench.report(
    `${name}/restore/recovery`,
    perGb(({ recoverMs }) => recoverMs),
    's/GB',
  )
}

async function drill(at: string, dataFolder: string, ownerUrl: string): Promise<Drill> {
  const identity = await generateX25519Identity()
  const unlock = { kind: 'identities', identities: [identity] } as const
  const path = `${at}.backup`
  const [takeMs, { sizeBytes, contentBytes }] = await timed(async () =>
    takeBackup({
      path,
      kind: 'cluster',
      lock: { kind: 'recipients', recipients: [await identityToRecipient(identity)] },
      dataFolder,
      keysFolder: join(dataFolder, 'keys'),
      ownerUrl,
      madeAtMs: Date.now(),
    }),
  )
  const [checkMs] = await timed(() => readArchive({ path, unlock, sink: NO_SINK }))
  const before = process.cpuUsage()
  const [extractMs, draft] = await timed(() => extractBackup({ path, unlock, to: at }))
  const { user, system } = process.cpuUsage(before)
  const processorMs = (user + system) / 1000
  const [recoverMs, embedded] = await timed(() =>
    startEmbedded({ folder: draft.folder, isFolderChosen: true }),
  )
  await embedded.kill()
  draft.discard()
  rmSync(path)
  return { contentBytes, sizeBytes, takeMs, checkMs, extractMs, recoverMs, processorMs }
}

async function timed<T>(act: () => Promise<T>): Promise<readonly [number, T]> {
  const startMs = performance.now()
  const done = await act()
  return [performance.now() - startMs, done]
}
