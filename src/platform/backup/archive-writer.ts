/** A tar that is written while it is read from: files are hashed on their way, and listed at the end. */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { createTarPacker } from 'modern-tar'
import { isErrno } from '#platform/postgres/embedded-process.ts'
import { FORMAT, HEAD_NAME, type BackedUpFile, type Manifest, MANIFEST_NAME } from './manifest.ts'
import type { ByteStream } from './sealed-file.ts'

const CHUNK_BYTES = 512 * 1024
const PRIVATE_MODE = 0o600
const PERMISSIONS = 0o777

export class ArchiveWriter {
  readonly content: ByteStream
  readonly #packer: ReturnType<typeof createTarPacker>
  readonly #files: BackedUpFile[] = []
  readonly #onBytes: (count: number) => void
  readonly #madeAt: Date

  constructor(madeAt: Date, onBytes: (count: number) => void) {
    this.#packer = createTarPacker()
    this.content = this.#packer.readable
    this.#onBytes = onBytes
    this.#madeAt = madeAt
  }

  async begin(): Promise<void> {
    await this.#member(HEAD_NAME, Buffer.from(`${JSON.stringify({ format: FORMAT })}\n`))
  }

  async addFolder(name: string): Promise<void> {
    const header = { name: `${name}/`, size: 0, type: 'directory', mode: 0o700 } as const
    await this.#packer.controller.add({ ...header, mtime: this.#madeAt }).close()
  }

  /**
   * The file as long as it was when it was opened: what grows meanwhile is cut, what shrinks is filled with
   * zeros, as pg_basebackup does, for recovery writes such pages anew. Answers false if it is gone.
   */
  async addFile(name: string, path: string): Promise<boolean> {
    const file = await openIfThere(path)
    if (file === null) return false
    try {
      const { size, mode } = await file.stat()
      await this.#add({ name, size, mode: mode & PERMISSIONS }, chunksOf(file, size))
    } finally {
      await file.close()
    }
    return true
  }

  async addBytes(name: string, bytes: Uint8Array): Promise<void> {
    await this.#add({ name, size: bytes.length, mode: PRIVATE_MODE }, [Uint8Array.from(bytes)])
  }

  /** After this nothing is added. */
  async finish(manifest: Omit<Manifest, 'files' | 'format'>): Promise<Manifest> {
    const whole: Manifest = { format: FORMAT, ...manifest, files: this.#files }
    await this.#member(MANIFEST_NAME, Buffer.from(`${JSON.stringify(whole, null, 1)}\n`))
    this.#packer.controller.finalize()
    return whole
  }

  fail(error: unknown): void {
    this.#packer.controller.error(error)
  }

  async #add(
    header: { readonly name: string; readonly size: number; readonly mode: number },
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    const hash = createHash('sha256')
    const member = this.#packer.controller.add({ ...header, mtime: this.#madeAt }).getWriter()
    for await (const chunk of chunks) {
      hash.update(chunk)
      await member.write(chunk)
      this.#onBytes(chunk.length)
    }
    await member.close()
    const { name: path, size: sizeBytes } = header
    this.#files.push({ path, sizeBytes, sha256: hash.digest('hex') })
  }

  async #member(name: string, bytes: Uint8Array): Promise<void> {
    const header = { name, size: bytes.length, mode: PRIVATE_MODE, mtime: this.#madeAt }
    const member = this.#packer.controller.add(header).getWriter()
    if (bytes.length > 0) await member.write(bytes)
    await member.close()
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    // A table that was dropped between the look into its folder and now.
    if (isErrno(error, 'ENOENT')) return null
    throw error
  }
}

async function* chunksOf(file: FileHandle, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes;) {
    // A new buffer each time: the ones before are still on their way.
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, sizeBytes - at))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    const chunk = bytesRead === 0 ? buffer : buffer.subarray(0, bytesRead)
    yield chunk
    at += chunk.length
  }
}
