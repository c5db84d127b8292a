/** Publishing: every file once and right, bounded work, and a full stop when something differs. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { BookState } from '#kernel/book/answer.ts'
import { append } from '#kernel/log/append.ts'
import { EMPTY_EDGE } from '#kernel/log/edge.ts'
import { encodeBundle, tilePath } from '#kernel/log/tile.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import { tilesEndingWith } from '#platform/postgres/publication-store.ts'
import { PublishedFiles } from './published-files.ts'
import { type PublicationStore, TilePublisher } from './tile-publisher.ts'

const parent = mkdtempSync(join(tmpdir(), 'hongqiao-published-'))
afterAll(() => rmSync(parent, { recursive: true }))

const leaves = Array.from({ length: 66_000 }, (_, index) => Buffer.from(`entry ${index}`))
const hashes = leaves.map((leaf) => nodeHashing.leaf(leaf))
const tiles = new Map(
  append(EMPTY_EDGE, hashes, nodeHashing).tiles.map(({ level, index, bytes }) => [
    tilePath({ level, index, width: 256 }),
    bytes,
  ]),
)

/** A book whose writer is the test, and a database in memory. */
class Rig {
  readonly name = 'sh'
  readonly folder = mkdtempSync(join(parent, 'data-'))
  readonly published: string[] = []
  readonly read: number[] = []
  readonly problems: string[] = []
  readonly alarms: string[] = []
  entries = leaves
  size = 0
  /** How often reading fails before it works. */
  failures = 0
  #listeners = new Set<(state: BookState) => void>()

  readonly store: PublicationStore = {
    publishCheckpoint: async (_, note) => {
      this.published.push(note)
    },
    readGroup: async (_, index) => {
      this.read.push(index)
      this.failures -= 1
      if (this.failures >= 0) throw new Error('the database is away')
      return {
        index,
        leaves: this.entries.slice(256 * index, 256 * (index + 1)),
        tiles: tilesEndingWith(index).map((at) => ({ at, bytes: tiles.get(tilePath(at))! })),
      }
    },
  }

  state(): BookState {
    const { name: book, size } = this
    const checkpoint = size === 0 ? '' : `checkpoint ${size}`
    const rest = { origin: '', phase: 'writing', reason: '', root: '', atMs: 0, queued: 0 } as const
    return { book, size, checkpoint, timersWait: false, ...rest }
  }

  onChange(listener: (state: BookState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  grow(size: number): void {
    this.size = size
    for (const listener of this.#listeners) listener(this.state())
  }

  async open(checkpoint = () => this.state().checkpoint) {
    const files = new PublishedFiles(this.folder, 'sh')
    await files.open()
    const publisher = new TilePublisher({
      book: this,
      store: this.store,
      files,
      hashing: nodeHashing,
      checkpoint,
      intervalMs: 5,
      onProblem: (message) => this.problems.push(message),
      onAlarm: ({ message }) => this.alarms.push(message),
    })
    publisher.start()
    return { files, publisher }
  }
}

const pathOf = (rig: Rig, path: string): string => join(rig.folder, path)

/** As if all before had been published: the first level-1 tile is the one of interest. */
const MARKED = 65_024

describe('what is published', () => {
  test('is each full tile and bundle, once, and nothing else is served', async () => {
    const rig = new Rig()
    await (await rig.open()).publisher.stop()
    writeFileSync(pathOf(rig, 'private/sh/published'), `{"entries":${MARKED}}`)
    const { files, publisher } = await rig.open()
    rig.grow(65_900)
    await expect.poll(() => files.entries).toBe(65_792)
    await publisher.stop()
    for (const path of ['tile/0/254', 'tile/0/255', 'tile/1/000', 'tile/0/256']) {
      const file = readFileSync(pathOf(rig, `public/sh/${path}`))
      expect([path, file.equals(tiles.get(path)!)]).toEqual([path, true])
    }
    const bundle = await files.bundle({ index: 256, width: 256 })
    expect(Buffer.from(encodeBundle(leaves.slice(65_536, 65_792))).equals(bundle!)).toBe(true)
    expect(await files.tile({ level: 1, index: 0, width: 256 })).toHaveLength(8192)
    expect(await files.tile({ level: 0, index: 256, width: 255 })).toBeNull()
    expect(await files.tile({ level: 0, index: 257, width: 256 })).toBeNull()
    expect(await files.tile({ level: 1, index: 1, width: 256 })).toBeNull()
    expect(await files.bundle({ index: 257, width: 256 })).toBeNull()
    expect(rig.read).toEqual([254, 255, 256])
    expect(rig.problems).toEqual([])
  })

  test('is the checkpoint that witnesses have seen, and tiles without waiting for them', async () => {
    const rig = new Rig()
    let witnessed = ''
    const { files, publisher } = await rig.open(() => witnessed)
    rig.grow(300)
    await expect.poll(() => files.entries).toBe(256)
    expect(rig.published).toEqual([])
    witnessed = 'checkpoint 300, cosigned'
    rig.grow(301)
    await expect.poll(() => rig.published).toEqual(['checkpoint 300, cosigned'])
    await publisher.stop()
  })

  test('is hidden from everybody but its owner where it holds entries', async () => {
    const rig = new Rig()
    const { files, publisher } = await rig.open()
    rig.grow(256)
    await expect.poll(() => files.entries).toBe(256)
    await publisher.stop()
    expect(statSync(pathOf(rig, 'private/sh')).mode & 0o777).toBe(0o700)
    expect(statSync(pathOf(rig, 'private/sh/tile/entries/000')).mode & 0o777).toBe(0o600)
    expect(statSync(pathOf(rig, 'public/sh/tile/0/000')).mode & 0o777).toBe(0o644)
  })

  test('is the last checkpoint of many, not each', async () => {
    const rig = new Rig()
    const { publisher } = await rig.open()
    for (let size = 1; size <= 200; size += 1) rig.grow(size)
    await expect.poll(() => rig.published.at(-1)).toBe('checkpoint 200')
    await publisher.stop()
    expect(rig.published.length).toBeLessThanOrEqual(2)
  })
})

describe('a publisher', () => {
  test('goes on after a restart where it was, and over files that it had not marked yet', async () => {
    const rig = new Rig()
    const first = await rig.open()
    rig.grow(600)
    await expect.poll(() => first.files.entries).toBe(512)
    await first.publisher.stop()
    writeFileSync(pathOf(rig, 'private/sh/published'), '{"entries":256}')
    const again = await rig.open()
    expect(again.files.entries).toBe(256)
    await expect.poll(() => again.files.entries).toBe(512)
    await again.publisher.stop()
    expect(rig.read).toEqual([0, 1, 1])
    expect(rig.alarms).toEqual([])
  })

  test('tries again after the database failed', async () => {
    const rig = new Rig()
    const { files, publisher } = await rig.open()
    rig.failures = 2
    rig.grow(256)
    await expect.poll(() => files.entries).toBe(256)
    await publisher.stop()
    expect(rig.problems).toEqual(['publish sh', 'publish sh'])
    expect(rig.published).toEqual(['checkpoint 256'])
  })
})

async function alarmOf(rig: Rig): Promise<string> {
  const { files, publisher } = await rig.open()
  rig.grow(600)
  await expect.poll(() => rig.alarms).toHaveLength(1)
  rig.grow(900)
  await publisher.stop()
  expect(await files.tile({ level: 0, index: 0, width: 256 })).toBeNull()
  expect(rig.published).not.toContain('checkpoint 900')
  return rig.alarms.join()
}

async function published(): Promise<Rig> {
  const rig = new Rig()
  const { files, publisher } = await rig.open()
  rig.grow(512)
  await expect.poll(() => files.entries).toBe(512)
  await publisher.stop()
  return rig
}

describe('a publisher stops, and serves nothing from files, when', () => {
  test('a file that is there differs from the database', async () => {
    const rig = await published()
    writeFileSync(pathOf(rig, 'private/sh/published'), '{"entries":0}')
    const tile = pathOf(rig, 'public/sh/tile/0/001')
    const bytes = readFileSync(tile)
    bytes[8191]! ^= 1
    writeFileSync(tile, bytes)
    expect(await alarmOf(rig)).toBe(`${tile} differs from the database`)
  })

  test('the entries of the database are not those of its tile', async () => {
    const rig = new Rig()
    rig.entries = leaves.with(300, Buffer.from('entry 301'))
    expect(await alarmOf(rig)).toBe('entries 256 on of sh are not their tile')
  })

  test('there are files of more entries than the book has', async () => {
    const rig = await published()
    writeFileSync(pathOf(rig, 'private/sh/published'), '{"entries":1024}')
    expect(await alarmOf(rig)).toBe('sh has files of 1024 entries, not 600')
  })

  test('nobody can tell what was published', async () => {
    const rig = await published()
    writeFileSync(pathOf(rig, 'private/sh/published'), '{"entries":100}')
    await expect(rig.open()).rejects.toThrow('does not say how many entries were published')
  })
})
