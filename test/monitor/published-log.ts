/** A log as its operator publishes it: entries, tiles, bundles and a signed checkpoint, by path. */
import { createServer, type ServerResponse } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ed25519 } from '@noble/curves/ed25519.js'
import { append } from '#kernel/log/append.ts'
import { formatCheckpoint } from '#kernel/log/checkpoint.ts'
import { EMPTY_EDGE, rootOf } from '#kernel/log/edge.ts'
import { pairUp } from '#kernel/log/fold.ts'
import { formatNote, signatureLine } from '#kernel/log/note.ts'
import { parsePolicy, type Policy } from '#kernel/log/policy.ts'
import { bundlePath, encodeBundle, parseTilePath, tilePath, tileWidth } from '#kernel/log/tile.ts'
import { formatVkey, noteKey } from '#kernel/log/vkey.ts'
import { concatBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { type ReadPath, sourceOf } from '#kernel/monitor/source.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'

export const ORIGIN = 'test.hub.example/book/1'

const secret = new Uint8Array(32).fill(11)

export const LOG_KEY = noteKey(
  { name: ORIGIN, kind: 'ed25519', publicKey: ed25519.getPublicKey(secret) },
  sha256,
)
export const POLICY_TEXT = `log ${formatVkey(LOG_KEY)}\nquorum none\n`

export function policies(): readonly Policy[] {
  const policy = parsePolicy(utf8Of(POLICY_TEXT), sha256)
  if (!policy.ok) throw new Error(policy.error)
  return [policy.value]
}

export class PublishedLog {
  #leaves: readonly Uint8Array[]
  readonly #known = new Map<number, readonly (readonly Uint8Array[])[]>()
  /** What is served other than it is, by path. */
  readonly changed = new Map<string, Uint8Array>()
  /** Paths that were asked for. */
  readonly asked: string[] = []
  signingSecret = secret
  size: number

  constructor(leaves: readonly Uint8Array[]) {
    this.#leaves = leaves
    this.size = leaves.length
  }

  /** From now on it lies: another entry stands there, and all that is served follows from it. */
  replace(index: number, leaf: Uint8Array): void {
    this.#leaves = this.#leaves.with(index, leaf)
    this.#known.clear()
  }

  /** Hashes of every level up to the first `size` entries. */
  #levels(size: number): readonly (readonly Uint8Array[])[] {
    const known = this.#known.get(size)
    if (known !== undefined) return known
    const levels = [this.#leaves.slice(0, size).map((leaf) => nodeHashing.leaf(leaf))]
    for (let below = levels[0] ?? []; below.length > 1; below = levels.at(-1) ?? []) {
      levels.push(pairUp(below, Math.floor(below.length / 2), nodeHashing))
    }
    this.#known.set(size, levels)
    return levels
  }

  checkpoint(size = this.size): string {
    const [leaves = []] = this.#levels(size)
    const root = rootOf(append(EMPTY_EDGE, leaves, nodeHashing).edge, nodeHashing)
    const text = formatCheckpoint({ origin: ORIGIN, size, root })
    return formatNote(text, [
      signatureLine(LOG_KEY, ed25519.sign(utf8Of(text), this.signingSecret)),
    ])
  }

  read: ReadPath = (path) => {
    this.asked.push(path)
    return Promise.resolve(this.changed.get(path) ?? this.#served(path))
  }

  source() {
    return sourceOf(this.read)
  }

  #served(path: string): Uint8Array | null {
    if (path === 'checkpoint') return utf8Of(this.checkpoint())
    const at = parseTilePath(path)
    if (at === null) return null
    const level = at.kind === 'tile' ? at.level : 0
    if (tileWidth(this.size, level, at.index) < at.width) return null
    const first = at.index * 256
    if (at.kind === 'bundle') return encodeBundle(this.#leaves.slice(first, first + at.width))
    const hashes = this.#levels(this.size)[8 * level] ?? []
    return concatBytes(...hashes.slice(first, first + at.width))
  }

  /** Writes everything of the present size into a folder, as a mirror would. */
  writeTo(folder: string): void {
    const write = (path: string): void => {
      const bytes = this.changed.get(path) ?? this.#served(path)
      if (bytes === null) throw new Error(`no ${path}`)
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), bytes)
    }
    write('checkpoint')
    for (let level = 0; tileWidth(this.size, level, 0) > 0; level += 1) {
      for (let index = 0; tileWidth(this.size, level, index) > 0; index += 1) {
        const width = tileWidth(this.size, level, index)
        write(tilePath({ level, index, width }))
        if (level === 0) write(bundlePath({ index, width }))
      }
    }
  }

  async #answer(url: string, response: ServerResponse): Promise<void> {
    const bytes = await this.read(url.replace('/book/sh/', ''), 0)
    response.writeHead(bytes === null ? 404 : 200)
    response.end(bytes === null ? '' : Buffer.from(bytes))
  }

  /** On a port of this machine; `delayMs` for each answer. */
  async listen(delayMs = 0): Promise<{ readonly url: string; close(): Promise<void> }> {
    const server = createServer((request, response) => {
      setTimeout(() => void this.#answer(request.url ?? '', response), delayMs)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const at = server.address()
    if (at === null || typeof at === 'string') throw new Error('a server has a port')
    return {
      url: `http://127.0.0.1:${at.port}/book/sh`,
      close: () =>
        new Promise((done) => {
          server.close(() => done())
          server.closeAllConnections()
        }),
    }
  }
}
