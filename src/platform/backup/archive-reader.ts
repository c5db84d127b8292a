/**
 * Reading a backup to its end: every file is hashed on its way, and what came is compared with what the
 * manifest at the end lists. Nothing that was read may be relied upon before this has returned.
 */
import { createHash } from 'node:crypto'
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar'
import { z } from 'zod'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import {
  type BackedUpFile,
  FORMAT,
  Head,
  HEAD_NAME,
  Manifest,
  MANIFEST_BYTES_MAX,
  MANIFEST_NAME,
} from './manifest.ts'
import { type Unlock, unsealFile } from './sealed-file.ts'

export interface ArchiveFile {
  /** Under `pg/`, `tables/` or `data/`; never leads out of them. */
  readonly path: string
  readonly sizeBytes: number
  readonly mode: number
}

/** What becomes of the files; for a check, nothing. */
export interface ArchiveSink {
  /** Told of folders, too, for some must exist and be empty. */
  folder(path: string): Promise<void>
  file(file: ArchiveFile, chunks: AsyncIterable<Uint8Array>): Promise<void>
}

export const NO_SINK: ArchiveSink = {
  folder: () => Promise.resolve(),
  async file(_file, chunks) {
    for await (const chunk of chunks) void chunk
  },
}

export interface ReadOptions {
  readonly path: string
  readonly unlock: Unlock
  readonly sink: ArchiveSink
  readonly onBytes?: (count: number) => void
}

export async function readArchive(options: ReadOptions): Promise<Manifest> {
  const content = await unsealFile(options.path, options.unlock)
  try {
    return await new ArchiveReading(options).read(
      content.pipeThrough(createTarDecoder({ strict: true })),
    )
  } catch (cause) {
    if (cause instanceof StartupProblem || isOfSystem(cause)) throw cause
    throw new StartupProblem(
      `${options.path} is damaged or cut short, and nothing in it may be relied upon: take another backup.`,
      { cause },
    )
  }
}

/** A full disk is no fault of the backup. */
function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

class ArchiveReading {
  readonly #options: ReadOptions
  readonly #files = new Map<string, BackedUpFile>()
  #manifest: Manifest | undefined
  #isBegun = false

  constructor(options: ReadOptions) {
    this.#options = options
  }

  async read(entries: ReadableStream<ParsedTarEntry>): Promise<Manifest> {
    for await (const entry of entries) {
      if (this.#manifest !== undefined) throw this.#problem('goes on after its end')
      await this.#entry(entry)
    }
    const manifest = this.#manifest
    if (manifest === undefined) throw this.#problem('has no end')
    this.#compare(manifest)
    return manifest
  }

  async #entry({ header, body }: ParsedTarEntry): Promise<void> {
    const { name, size } = header
    if (!this.#isBegun) {
      if (name !== HEAD_NAME) throw this.#problem('does not begin as a backup does')
      this.#checkHead(await textOf(body, size))
      this.#isBegun = true
    } else if (name === MANIFEST_NAME) {
      const manifest = Manifest.safeParse(jsonOf(await textOf(body, size)))
      if (!manifest.success) throw this.#problem('has a manifest that nobody understands')
      this.#manifest = manifest.data
    } else if (header.type === 'directory') {
      await body.cancel()
      await this.#options.sink.folder(safePath(name.replace(/\/$/, '')))
    } else {
      const file = { path: safePath(name), sizeBytes: size, mode: header.mode ?? 0o600 }
      await this.#file(file, body)
    }
  }

  #checkHead(text: string): void {
    const head = Head.safeParse(jsonOf(text))
    if (!head.success) throw this.#problem('does not begin as a backup does')
    const { format } = head.data
    if (format !== FORMAT) {
      throw new StartupProblem(
        `${this.#options.path} has the format ${JSON.stringify(format.slice(0, 40))}, and this release reads ${FORMAT}: restore it with the release that made it.`,
      )
    }
  }

  async #file(file: ArchiveFile, body: ReadableStream<Uint8Array>): Promise<void> {
    if (this.#files.has(file.path)) throw this.#problem(`holds ${file.path} twice`)
    const hash = createHash('sha256')
    let sizeBytes = 0
    const { onBytes = () => undefined } = this.#options
    async function* watched(): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        hash.update(chunk)
        sizeBytes += chunk.length
        onBytes(chunk.length)
        yield chunk
      }
    }
    await this.#options.sink.file(file, watched())
    const found = { path: file.path, sizeBytes, sha256: hash.digest('hex') }
    this.#files.set(file.path, found)
  }

  #compare({ files, content }: Manifest): void {
    for (const { path, sizeBytes, sha256 } of files) {
      const found = this.#files.get(path)
      if (found === undefined) throw this.#problem(`lacks ${path}`)
      if (found.sha256 !== sha256 || found.sizeBytes !== sizeBytes) {
        throw this.#problem(`holds another ${path} than it lists`)
      }
    }
    if (files.length !== this.#files.size) throw this.#problem('holds files that it does not list')
    if (content.kind !== 'cluster') return
    const missing = content.wal.segments.find((name) => !this.#files.has(`pg/pg_wal/${name}`))
    if (missing !== undefined) throw this.#problem(`lacks the write-ahead log ${missing}`)
  }

  #problem(what: string): StartupProblem {
    return new StartupProblem(`The backup ${this.#options.path} ${what}: take another one.`)
  }
}

const Path = z
  .string()
  .max(1024)
  .regex(/^(?:pg|tables|data)(?:\/[^/\0\\]+)*$/)
  .refine((path) => path.split('/').every((part) => part !== '.' && part !== '..'))

function safePath(name: string): string {
  const path = Path.safeParse(name)
  if (!path.success) throw new Error('a name in the archive leads out of it')
  return path.data
}

async function textOf(body: ReadableStream<Uint8Array>, sizeBytes: number): Promise<string> {
  if (sizeBytes > MANIFEST_BYTES_MAX) throw new Error('a text of the archive is too long')
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON has no shape, and that is what the caller asks.
    return undefined
  }
}
