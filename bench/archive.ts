/**
 * What archiving costs a writer: the same load on one book, by turns with the write-ahead log archived and without,
 * so that a machine that is busy is so for both. The archiver is in a thread of its own, as in a hub. The archive is in
 * memory where the system has such a folder, for in a hub it is on another machine's disk, and not on the database's.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { openArchiving } from '#platform/backup/archiving.ts'
import type { Bench } from './bench.ts'
import { confirmRate } from './confirm.ts'
import { median } from './figures.ts'
import type { Founded } from './stage.ts'
import { openWritingRig } from './writing-rig.ts'

const IN_FLIGHT = 1024
const MB = 1e6
const IN_MEMORY = '/dev/shm'

interface Pair {
  readonly without: number
  readonly archived: number
}

export async function measureArchive(bench: Bench, name: string): Promise<void> {
  const founded = await bench.stage.founded()
  const folder = mkdtempSync(join(existsSync(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'hongqiao-bench-'))
  const pairs: Pair[] = []
  try {
    for (let i = 0; i < bench.options.runs; i += 1) {
      const place = join(folder, `run-${i}`)
      // By turns first and second, for what runs second finds caches and files as the first one left them.
      const first = await rateOf(bench, founded, i % 2 === 0 ? undefined : place)
      const second = await rateOf(bench, founded, i % 2 === 0 ? place : undefined)
      const [without, archived] = i % 2 === 0 ? [first, second] : [second, first]
      pairs.push({ without, archived })
    }
    const middle = (of: (pair: Pair) => number): number => of(median(pairs, of))
    bench.report(
      `${name}/without`,
      middle(({ without }) => without),
      'commands/s',
    )
    bench.report(
      `${name}/with`,
      middle(({ archived }) => archived),
      'commands/s',
    )
    bench.report(
      `${name}/share`,
      middle((pair) => pair.archived / pair.without),
      'times',
    )
    bench.report(`${name}/files`, sizeOf(folder) / MB, 'MB')
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await bench.stage.drop(founded.urls)
  }
}

/** Commands a second, archived into this folder if there is one. */
async function rateOf(
  { forMs, warmUpMs }: Bench,
  founded: Founded,
  folder: string | undefined,
): Promise<number> {
  if (folder !== undefined) mkdirSync(folder)
  const recipients = [await identityToRecipient(await generateX25519Identity())]
  const archiving = await openArchiving({
    choice: folder === undefined ? undefined : { folder, recipients, seconds: 60 },
    ownerUrl: founded.urls.owner,
    macKey: founded.secret,
    onProblem: (message, reason) => {
      throw new Error(`${message}: ${reason}`)
    },
  })
  const rig = await openWritingRig(founded)
  const { perSecond } = await confirmRate(rig, { inFlight: IN_FLIGHT, warmUpMs, forMs })
  await rig.stop()
  await archiving?.stop()
  // The next folder is of another archive.
  await openArchiving({
    choice: undefined,
    ownerUrl: founded.urls.owner,
    macKey: founded.secret,
    onProblem: () => undefined,
  })
  return perSecond
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}
