/**
 * A database that was restored from an older copy, beside a signer that knows better: the book is not
 * written, nothing is signed, everybody can still read, and the newer database goes on without a fork.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { parseNote } from '#kernel/log/note.ts'
import { HUB_CLAIMS_FILE } from '#services/observatory/api/seed.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { BookBody } from '#platform/http/log-routes.ts'
import { signerFiles, signerFolder } from '#platform/signer/signer.ts'
import { readJournal } from '#platform/signer/state-file.ts'
import { clear, freePort, type HubPlace, HubProcess } from './hub-process.ts'
import { checkServedTiles } from './outsider.ts'
import { get, publish, publishMany, readiness } from './requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'hongqiao-restore-'))
const database = join(folder, 'pg')
const older = join(folder, 'pg.older')
const newer = join(folder, 'pg.newer')
const hubs: HubProcess[] = []

afterAll(() => clear(folder, hubs))

/** Runs something on a started hub and stops the hub in good order. */
async function during(place: HubPlace, act: (running: HubProcess) => Promise<void>) {
  const hub = await HubProcess.start(place)
  hubs.push(hub)
  await act(hub)
  expect(await hub.stop()).toEqual({ code: 0, signal: null })
}

/** The published checkpoint, which follows the answers within a second. */
async function checkpointAt(place: HubPlace, size: number): Promise<readonly [number, string]> {
  const { status, body } = await get(place, '/book/sh/checkpoint')
  const note = parseNote(body)
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
  if (status === 200 && !checkpoint.ok) throw new Error(`${checkpoint.error}: ${body}`)
  if (checkpoint.ok && checkpoint.value.size === size)
    return [size, base64Of(checkpoint.value.root)]
  await sleep(50)
  return checkpointAt(place, size)
}

async function stateOf(place: HubPlace) {
  return BookBody.parse(JSON.parse((await get(place, '/v1/books/sh')).body))
}

function lastSigned(): readonly [number, string] {
  const { state } = signerFiles(signerFolder(folder, 'sh'))
  const read = readJournal(readFileSync(state))
  if (!read.ok) throw new Error(read.error)
  return [read.value.last.size, base64Of(read.value.last.root)]
}

/** The entry that opens the book, and the figures that come with the hub. */
const FIRST = 1 + readFileSync(HUB_CLAIMS_FILE, 'utf8').trimEnd().split('\n').length

test('an older copy of the database is not written and not signed, and there is no fork', async () => {
  const place = { folder, port: await freePort() }
  const seen: (readonly [number, string])[] = []
  await during(place, async () => {
    await publishMany(place, 0, 300)
    seen.push(await checkpointAt(place, FIRST + 300))
  })
  execFileSync('cp', ['-a', database, older])
  await during(place, async () => {
    await publishMany(place, 300, 400)
    seen.push(await checkpointAt(place, FIRST + 700))
  })
  const signed = lastSigned()
  expect(signed).toEqual(seen.at(-1))

  renameSync(database, newer)
  renameSync(older, database)
  await during(place, async (running) => {
    // The claims that come with the hub stand in the older copy too.
    await running.untilSaid('size_smaller')
    // A hub answers before each of its books is taken.
    const standing = async () => {
      const { status, books } = await readiness(place)
      return [status, books]
    }
    const expected = [503, { sh: 'stopped', js: 'writing', zj: 'writing' }]
    await expect.poll(standing, { timeout: 60_000 }).toEqual(expected)
    const refused = await publish(place, 300)
    expect(refused.status).toBe(503)
    expect(refused.body).toContain('/problems/not_writing')
    expect((await get(place, '/healthz')).status).toBe(200)
    expect((await get(place, '/v1/claims?source=crash-test')).status).toBe(200)
    expect((await get(place, '/v1/books/sh/entries/7')).status).toBe(200)
    expect(await stateOf(place)).toMatchObject({ phase: 'stopped', checkpoint: '' })
    expect(lastSigned()).toEqual(signed)
  })
  expect(lastSigned()).toEqual(signed)

  rmSync(database, { recursive: true })
  renameSync(newer, database)
  await during(place, async () => {
    await publishMany(place, 700, 100)
    seen.push(await checkpointAt(place, FIRST + 800))
    expect(
      await checkServedTiles({ roots: new Map(seen) }, { port: place.port, book: 'sh' }),
    ).toEqual([])
  })
})
