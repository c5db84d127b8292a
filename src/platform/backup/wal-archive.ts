/**
 * The archive of the write-ahead log: a folder, best on another machine's disk, that makes a backup as new as
 * the last segment in it. Segments are closed like backups, for recipients whose private keys this machine does
 * not have, and open without this program (`age -d FILE | zstd -d`):
 *
 *     FOLDER/<id>/<segment>.<tag>.age
 *
 * `id` names one life of one database: who restores begins another, so nobody ever writes into an archive
 * that somebody else may have to read. `tag` is a MAC of id, name and content: a segment that is there already is
 * known without opening it, another content under its name is refused, and a restore finds out what was not
 * written by this hub, for whoever knows the recipient can seal files.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { type Lock, QUICK_ZSTD_LEVEL, sealFile, type Unlock, unsealFile } from './sealed-file.ts'

const FILE = /^([0-9A-F]{24})\.([0-9a-f]{64})\.age$/
const DRAFT = /\.part-[0-9]+$/

export interface ArchivePlace {
  /** Of all archives of this hub. */
  readonly folder: string
  readonly id: string
}

export interface ListedSegment {
  readonly segment: string
  readonly tag: string
  /** More is not read. */
  readonly bytesMax: number
}

/** From the secret of the installation, which every backup holds. */
export function archiveKey(macKey: Uint8Array): Uint8Array {
  return createHmac('sha256', macKey).update('hongqiao write-ahead log archive').digest()
}

export class WalArchive {
  readonly folder: string
  readonly #id: string
  readonly #key: Uint8Array

  constructor({ folder, id }: ArchivePlace, key: Uint8Array) {
    this.folder = join(folder, id)
    this.#id = id
    this.#key = key
  }

  /**
   * Tags by segment, in the order of names. A StartupProblem if the archive is away, or if two files claim to be one
   * segment. It is made once, so that the empty place of a disk that is away is not written to.
   */
  list(): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const file of this.#files()) {
      const [, segment = '', tag = ''] = FILE.exec(file) ?? []
      if (segment === '') continue
      if (found.has(segment)) throw this.#twice(segment)
      found.set(segment, tag)
    }
    return found
  }

  /** Durable when it resolves. Kept again, nothing happens; another content under the same name is refused. */
  async keep(segment: string, content: Uint8Array, lock: Lock): Promise<void> {
    const tag = this.#tagOf(segment, content)
    const known = this.list().get(segment)
    if (known === tag) return
    if (known !== undefined) throw this.#twice(segment)
    const stream = ReadableStream.from([content])
    await sealFile(this.#path(segment, tag), lock, stream, QUICK_ZSTD_LEVEL)
  }

  /** The content of a segment that is listed; a StartupProblem if it is not what was kept. */
  async read({ segment, tag, bytesMax }: ListedSegment, unlock: Unlock): Promise<Uint8Array> {
    const path = this.#path(segment, tag)
    const chunks: Uint8Array[] = []
    let sizeBytes = 0
    try {
      for await (const chunk of await unsealFile(path, unlock)) {
        sizeBytes += chunk.length
        if (sizeBytes > bytesMax) throw new StartupProblem(`${path} is longer than a segment.`)
        chunks.push(chunk)
      }
    } catch (cause) {
      if (cause instanceof StartupProblem) throw cause
      throw new StartupProblem(`${path} is damaged or cut short.`, { cause })
    }
    const content = Buffer.concat(chunks)
    if (timingSafeEqual(Buffer.from(this.#tagOf(segment, content)), Buffer.from(tag)))
      return content
    throw new StartupProblem(`${path} was not written by this hub, or was given another name.`)
  }

  /** What a process that was killed left half written; nobody else writes here. */
  clear(): void {
    for (const file of this.#files()) {
      if (DRAFT.test(file)) rmSync(join(this.folder, file), { force: true })
    }
  }

  #files(): readonly string[] {
    try {
      return readdirSync(this.folder).toSorted()
    } catch (cause) {
      throw new StartupProblem(`The archive ${this.folder} is not there: is its disk mounted?`, {
        cause,
      })
    }
  }

  #path(segment: string, tag: string): string {
    return join(this.folder, `${segment}.${tag}.age`)
  }

  #tagOf(segment: string, content: Uint8Array): string {
    const mac = createHmac('sha256', this.#key)
    return mac.update(`${this.#id} ${segment}\n`).update(content).digest('hex')
  }

  #twice(segment: string): StartupProblem {
    return new StartupProblem(
      `${this.folder} holds another ${segment} than this database wrote: nothing is written over it. See docs/runbooks/recovery.md.`,
    )
  }
}
