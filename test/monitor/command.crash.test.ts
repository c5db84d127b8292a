/** `hongqiao monitor` as a process: killed and started again, with a mirror, and its alarms and exit codes. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { MonitorStore } from '#apps/monitor/store.ts'
import { parseTilePath } from '#kernel/log/tile.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { POLICY_TEXT, PublishedLog } from './published-log.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-monitor-'))
afterAll(() => rmSync(parent, { recursive: true }))

const MAIN = join(process.cwd(), 'src/apps/cli/main.ts')
const policy = join(parent, 'policy.txt')
writeFileSync(policy, POLICY_TEXT)

const entries = Array.from({ length: 70_000 }, (_, at) => utf8Of(`entry ${at}`))

interface Ended {
  readonly code: number | null
  readonly output: string
}

function start(args: readonly string[]): { readonly ended: Promise<Ended>; kill(): void } {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => (output += part.toString()))
  }
  return {
    ended: new Promise((done) => child.once('close', (code) => done({ code, output }))),
    kill: () => child.kill('SIGKILL'),
  }
}

function monitor(url: string, folder: string, ...more: readonly string[]) {
  return start(['monitor', url, '--folder', folder, '--policy', policy, '--once', ...more])
}

const Line = z.looseObject({ event: z.string() })
const linesOf = ({ output }: Ended) =>
  output
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)))

test('a monitor that is killed goes on where it was, and its mirror verifies without a network', async () => {
  const log = new PublishedLog(entries)
  const slow = await log.listen(20)
  const folder = join(parent, 'killed')
  const mirror = join(parent, 'mirror')
  const first = monitor(slow.url, folder, '--mirror', mirror)
  await expect.poll(() => log.asked.includes('tile/0/150'), { timeout: 60_000 }).toBe(true)
  first.kill()
  expect((await first.ended).code).toBeNull()
  const store = new MonitorStore(join(folder, 'monitor.sqlite'))
  const { size = 0, verified } = store.findPlace() ?? {}
  store.close()
  expect([size > 0, size < entries.length, verified]).toEqual([true, true, ''])

  log.asked.length = 0
  const second = await monitor(slow.url, folder, '--mirror', mirror).ended
  expect(second.code).toBe(0)
  expect(linesOf(second)).toMatchObject([{ event: 'checkpoint', size: 70_000, level: 'logged' }])
  // Nothing that was hashed and kept is fetched again.
  const asked = log.asked.map(parseTilePath).filter((at) => at?.kind === 'tile' && at.level === 0)
  expect(Math.min(...asked.map((at) => at?.index ?? 0))).toBe(Math.floor(size / 256))
  await slow.close()

  const verify = ['verify', '--book', mirror, '--policy', policy]
  const sound = await start(verify).ended
  expect([sound.code, sound.output]).toEqual([0, expect.stringContaining('70000 entries, logged')])
  const tile = join(mirror, 'tile/0/100')
  const bytes = readFileSync(tile)
  bytes[99] = (bytes[99] ?? 0) ^ 1
  writeFileSync(tile, bytes)
  const spoilt = await start(verify).ended
  expect([spoilt.code, spoilt.output]).toEqual([1, expect.stringContaining('tile_wrong')])
  rmSync(tile)
  expect((await start(verify).ended).code).toBe(2)
})

test('an alarm is a line, an exit code and a file of evidence; a log that is away is neither', async () => {
  const log = new PublishedLog(entries.slice(0, 600))
  const served = await log.listen()
  const folder = join(parent, 'alarmed')
  expect((await monitor(served.url, folder).ended).code).toBe(0)
  log.replace(5, utf8Of('another entry'))
  const alarmed = await monitor(served.url, folder).ended
  const [line] = linesOf(alarmed)
  expect([alarmed.code, line]).toEqual([
    1,
    expect.objectContaining({ event: 'alarm', kind: 'forked' }),
  ])
  const evidence = z
    .looseObject({ format: z.string(), kind: z.string(), notes: z.array(z.string()) })
    .parse(JSON.parse(readFileSync(String(line?.['evidence']), 'utf8')))
  expect(evidence).toMatchObject({ format: 'hongqiao-evidence/1', kind: 'forked' })
  expect(new Set(evidence.notes).size).toBe(2)
  await served.close()
  const away = await monitor(served.url, folder).ended
  expect([away.code, linesOf(away)]).toEqual([3, [expect.objectContaining({ event: 'away' })]])
})
