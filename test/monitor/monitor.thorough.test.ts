/** A monitor against a log that is sound, and against one that lies in each way that there is. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Alarm } from '#kernel/monitor/alarm.ts'
import { Monitor, type MonitorOptions } from '#kernel/monitor/monitor.ts'
import { type LogSource, SourceAway } from '#kernel/monitor/source.ts'
import { MonitorStore } from '#apps/monitor/store.ts'
import { nodeTools } from '#apps/monitor/tools.ts'
import { provesFork } from '#kernel/log/fork.ts'
import { headOfNote } from '#kernel/monitor/diagnosis.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { account } from '#kernel/money/transfer.ts'
import { bytesFromBase64 } from '#kernel/std/base64.ts'
import { canonicalText, isJsonObject, parseJson } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { textFromUtf8, utf8Of } from '#kernel/std/utf8.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { escrowLeaves, registry } from './escrow-book.ts'
import { policies, PublishedLog } from './published-log.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-monitor-'))
afterAll(() => rmSync(parent, { recursive: true }))

const hashed = Array.from({ length: 70_000 }, (_, at) => utf8Of(`entry ${at}`))
const leaves = escrowLeaves(6000, 300)

interface Rig {
  readonly store: MonitorStore
  readonly monitor: (changes?: Partial<MonitorOptions>) => Monitor
}

function rigOf(source: LogSource): Rig {
  const store = new MonitorStore(join(mkdtempSync(join(parent, 'm-')), 'monitor.sqlite'))
  const options: MonitorOptions = {
    ...nodeTools,
    source,
    store,
    policies: policies(),
    level: 'logged',
    registry: null,
    behind: { attemptsMax: 2, pause: () => Promise.resolve() },
  }
  return { store, monitor: (changes = {}) => new Monitor({ ...options, ...changes }) }
}

const ForkEvidence = z.object({
  notes: z.tuple([z.string(), z.string()]),
  otherRoot: z.string(),
  proof: z.array(z.string()),
})

async function alarmOf(look: Promise<unknown>): Promise<Alarm> {
  const error = await look.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (error instanceof Alarm) return error
  throw new Error(`no alarm but ${String(error)}`)
}

describe('a sound log', () => {
  test('is hashed anew as it grows, over the borders of tiles', async () => {
    const log = new PublishedLog(hashed)
    const { monitor } = rigOf(log.source())
    const first = monitor()
    let before = 0
    for (const size of [1, 255, 256, 257, 600, 65_535, 65_536, 70_000]) {
      log.size = size
      expect(await first.look()).toMatchObject({ size, grown: size - before })
      before = size
    }
    expect(await first.look()).toMatchObject({ grown: 0 })
    expect(log.asked).toContain('tile/1/000')
    expect(log.asked).toContain('tile/2/000.p/1')
  })

  test('is read on from where it was left, and only what is new is fetched', async () => {
    const log = new PublishedLog(hashed.slice(0, 5000))
    log.size = 3000
    const { monitor } = rigOf(log.source())
    await monitor().look()
    log.asked.length = 0
    log.size = 5000
    expect(await monitor().look()).toMatchObject({ size: 5000, grown: 2000 })
    expect(log.asked.filter((path) => path.startsWith('tile/0/'))).toHaveLength(9)
  })

  test('is replayed from its entries, money and all, in one go or in many', async () => {
    const log = new PublishedLog(leaves)
    const whole = rigOf(log.source())
    await whole.monitor({ registry }).look()
    const parts = rigOf(log.source())
    for (const size of [1, 2, 100, 256, 300, leaves.length]) {
      log.size = size
      expect(await parts.monitor({ registry }).look()).toMatchObject({ size })
    }
    const accounts = [...whole.store.rows(account)]
    expect(accounts.length).toBeGreaterThan(5)
    expect([...parts.store.rows(account)]).toEqual(accounts)
  })

  test('that is away on the way is gone on with, and nothing is folded twice', async () => {
    const log = new PublishedLog(leaves)
    let reads = 0
    const { monitor } = rigOf({
      ...log.source(),
      tile(at) {
        reads += 1
        if (reads % 3 === 0) throw new SourceAway('away')
        return log.source().tile(at)
      },
    })
    const following = monitor({ registry })
    const looks: unknown[] = []
    while (looks.length < 20 && !looks.some((look) => !(look instanceof SourceAway))) {
      looks.push(await following.look().catch((error: unknown) => error))
    }
    expect(looks.length).toBeGreaterThan(1)
    expect(looks.at(-1)).toMatchObject({ size: leaves.length })
  })
})

/** The same book but for one entry; what comes after is as it was. */
function changedLeaf(index: number, change: (fields: JsonObject) => JsonObject): Uint8Array {
  const parsed = parseJson(textFromUtf8(leaves[index]!) ?? '')
  if (!parsed.ok || !isJsonObject(parsed.value)) throw new Error('a leaf is an object')
  return utf8Of(canonicalText(change(parsed.value)))
}

const moves = leaves.findLastIndex((leaf) =>
  (textFromUtf8(leaf) ?? '').includes('escrow.confirmed'),
)

describe('an alarm is raised, with evidence, for', () => {
  test('another tree of the same size', async () => {
    const log = new PublishedLog(hashed.slice(0, 700))
    const { monitor } = rigOf(log.source())
    await monitor().look()
    const note = log.checkpoint()
    log.replace(300, utf8Of('another entry'))
    const alarm = await alarmOf(monitor().look())
    expect(alarm.kind).toBe('forked')
    expect(alarm.evidence['notes']).toEqual([note, log.checkpoint()])
  })

  test('a larger tree that does not begin with the one that was signed', async () => {
    const log = new PublishedLog(hashed.slice(0, 1500))
    log.size = 700
    const { monitor } = rigOf(log.source())
    await monitor().look()
    log.replace(300, utf8Of('another entry'))
    log.size = 1500
    const { kind, evidence } = await alarmOf(monitor().look())
    expect(kind).toBe('forked')
    const { notes, otherRoot, proof } = ForkEvidence.parse(evidence)
    const [older, newer] = notes
    const fork = {
      otherRoot: bytesFromBase64(otherRoot)!,
      proof: proof.map((hash) => bytesFromBase64(hash)!),
    }
    expect(
      provesFork(headOfNote(older, nodeHashing), headOfNote(newer, nodeHashing), fork, nodeHashing),
    ).toBe(true)
    // It is found again: nothing of the fork was taken over.
    expect((await alarmOf(monitor().look())).kind).toBe('forked')
  })

  test('a tree that has become smaller', async () => {
    const log = new PublishedLog(hashed.slice(0, 700))
    const { monitor } = rigOf(log.source())
    await monitor().look()
    const notes = [log.checkpoint(700), log.checkpoint(699)]
    log.size = 699
    const alarm = await alarmOf(monitor().look())
    expect(alarm).toMatchObject({ kind: 'truncated', evidence: { notes } })
  })

  test('a signature by another key, a changed note, and another log', async () => {
    const log = new PublishedLog(hashed.slice(0, 10))
    const { monitor } = rigOf(log.source())
    await monitor().look()
    log.signingSecret = new Uint8Array(32).fill(12)
    const reason = async () => (await alarmOf(monitor().look())).evidence['reason']
    expect(await reason()).toBe('log_signature_wrong')
    log.changed.set('checkpoint', utf8Of('nothing'))
    expect(await reason()).toBe('note_malformed')
    log.changed.set('checkpoint', utf8Of(log.checkpoint().replaceAll('test.hub', 'other.hub')))
    expect(await reason()).toBe('origin_unknown')
  })

  test('witnesses that were asked for and are not there', async () => {
    const { monitor } = rigOf(new PublishedLog(hashed.slice(0, 10)).source())
    expect((await alarmOf(monitor({ level: 'witnessed' }).look())).kind).toBe('not_witnessed')
  })
})

describe('what is served is held against what was signed:', () => {
  test.each(['tile/0/000', 'tile/0/001', 'tile/1/000.p/2', 'tile/0/002.p/88'])(
    'a changed hash in %s',
    async (path) => {
      const log = new PublishedLog(hashed.slice(0, 600))
      const bytes = Buffer.from((await log.read(path, 0))!)
      bytes[40]! ^= 1
      log.changed.set(path, bytes)
      const { monitor } = rigOf(log.source())
      expect((await alarmOf(monitor().look())).kind).toBe('tile_wrong')
    },
  )

  test('an old hash that was changed in a tile that is read again', async () => {
    const log = new PublishedLog(hashed.slice(0, 200))
    log.size = 100
    const { monitor } = rigOf(log.source())
    await monitor().look()
    const path = 'tile/0/000.p/200'
    log.size = 200
    const bytes = Buffer.from((await log.read(path, 0))!)
    bytes[0]! ^= 1
    log.changed.set(path, bytes)
    const alarm = await alarmOf(monitor().look())
    expect(alarm).toMatchObject({ kind: 'tile_wrong', evidence: { index: 0 } })
  })

  test('an entry that is not the one that was hashed', async () => {
    const log = new PublishedLog(leaves)
    const changed = leaves.slice(0, 256).with(7, utf8Of('{}'))
    const other = new PublishedLog(changed)
    log.changed.set('tile/entries/000', (await other.read('tile/entries/000', 0))!)
    const { monitor } = rigOf(log.source())
    const alarm = await alarmOf(monitor({ registry }).look())
    expect(alarm).toMatchObject({ kind: 'entry_wrong', evidence: { index: 7 } })
    // Only who reads the entries can find that: the hashes are right.
    expect(await rigOf(log.source()).monitor().look()).toMatchObject({ size: leaves.length })
  })
})

const wrong: readonly (readonly [string, number, (fields: JsonObject) => JsonObject])[] = [
  ['written for', 5, (fields) => ({ ...fields, book: 'other.example/book/1' })],
  ['event_unknown', 6, (fields) => ({ ...fields, type: 'escrow.unheard' })],
  ['time runs backwards', 9, (fields) => ({ ...fields, at: '2020-01-01T00:00:00.000Z' })],
  ['running number', 3, (fields) => ({ ...fields, parties: ['pty_x'], sd: [] })],
  ['named twice', 3, (fields) => ({ ...fields, parties: ['pty_x', 'pty_x'] })],
  [
    'balance_insufficient',
    moves,
    (fields) => ({
      ...fields,
      transfers: Array.isArray(fields['transfers'])
        ? fields['transfers'].map((transfer) => ({
            ...(typeof transfer === 'object' ? transfer : {}),
            amountMinor: '999999999999',
          }))
        : [],
    }),
  ],
]
describe('an entry that is signed and cannot be', () => {
  test.each(wrong)('%s', async (why, index, change) => {
    const log = new PublishedLog(leaves)
    log.replace(index, changedLeaf(index, change))
    const { monitor } = rigOf(log.source())
    const alarm = await alarmOf(monitor({ registry }).look())
    expect(alarm).toMatchObject({ kind: 'entry_wrong', evidence: { index } })
    expect(alarm.message).toContain(why)
    expect(alarm.evidence['proof']).toContain(`index ${index}\n`)
  })
})

test('accounts that do not sum up are found, whoever changed them', async () => {
  const { store, monitor } = rigOf(new PublishedLog(leaves).source())
  await monitor({ registry }).look()
  const place = store.findPlace()!
  const row = store.findRow(account, 'fees')
  const changed = { ...row!, creditsPosted: 1n + BigInt(String(row!['creditsPosted'])) }
  store.keep(place, [{ table: account, key: 'fees', row: changed }])
  expect((await alarmOf(monitor({ registry }).look())).message).toContain('part by -1 ')
})

test('a running number that a party was given is the count of the entries that name it', async () => {
  const log = new PublishedLog(leaves)
  const at = leaves.findLastIndex((leaf) => (textFromUtf8(leaf) ?? '').includes('escrow.opened'))
  const parsed = readLeaf(leaves[at]!)
  const [party = ''] = parsed.ok ? parsed.value.parties : []
  const names = (leaf: Uint8Array) => {
    const each = readLeaf(leaf)
    return each.ok && each.value.parties.includes(party)
  }
  const count = leaves.slice(0, at + 1).filter(names).length
  const given = (number: number) => (_: string, index: number) =>
    index === at ? [{ party, number }] : []
  const follow = (number: number) =>
    rigOf(log.source())
      .monitor({ registry, numbersAt: given(number) })
      .look()
  expect(await follow(count)).toMatchObject({ size: leaves.length })
  expect(await alarmOf(follow(count + 1))).toMatchObject({
    kind: 'entry_wrong',
    evidence: { index: at },
  })
})
