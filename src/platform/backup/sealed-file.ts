/**
 * The envelope of a backup: a tar, compressed by zstd, encrypted in the format of age (c2sp.org/age), in
 * chunks that are each authenticated and whose last one says that it is. So a backup that was cut short or
 * changed in one bit is not read to its end, and it can be opened without this program:
 *
 *     age -d FILE | zstd -d | tar x
 *
 * A file appears under its name only when it is whole and on disk.
 */
import { createReadStream, existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Duplex } from 'node:stream'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { Decrypter, Encrypter } from 'age-encryption'
import { StartupProblem } from '#platform/config/startup-problem.ts'

/** What closes a backup: a passphrase, or the public keys of those who may open it. */
export type Lock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'recipients'; readonly recipients: readonly string[] }

/** What opens a backup. */
export type Unlock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'identities'; readonly identities: readonly string[] }

export type ByteStream = ReadableStream<Uint8Array>

const PRIVATE_MODE = 0o600
/** Each chunk costs a turn of several streams, so they are large. */
const CHUNK_BYTES = 512 * 1024
/** Quick, and not much larger than what the slow levels make of pages and leaves. */
const ZSTD_LEVEL = 3
/** For what is sealed while others wait for the processor: half the work, and of the log hardly more bytes. */
export const QUICK_ZSTD_LEVEL = 1

/** The size of the file. The stream fails, or the file is whole, synced and in its place. */
export async function sealFile(
  path: string,
  lock: Lock,
  content: ByteStream,
  zstdLevel = ZSTD_LEVEL,
): Promise<number> {
  const encrypter = encrypterOf(lock)
  const draft = `${path}.part-${process.pid}`
  try {
    const file = await open(draft, 'wx', PRIVATE_MODE)
    let sizeBytes = 0
    try {
      const params = { [constants.ZSTD_c_compressionLevel]: zstdLevel }
      const compressed = content.pipeThrough(
        throughZlib(createZstdCompress({ params, chunkSize: CHUNK_BYTES })),
      )
      for await (const chunk of await encrypter.encrypt(compressed)) {
        await file.writeFile(chunk)
        sizeBytes += chunk.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
    if (existsSync(path)) throw new StartupProblem(`${path} exists: choose another name.`)
    await rename(draft, path)
    await syncFolder(dirname(path))
    return sizeBytes
  } catch (error) {
    await content.cancel(error).catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

/** The content, which fails where the file is damaged or cut short. A wrong key is a StartupProblem. */
export async function unsealFile(path: string, unlock: Unlock): Promise<ByteStream> {
  const decrypter = decrypterOf(unlock)
  if (!existsSync(path)) throw new StartupProblem(`There is no file ${path}.`)
  const sealed: ByteStream = ReadableStream.from(
    createReadStream(path, { highWaterMark: CHUNK_BYTES }),
  )
  try {
    const compressed = await decrypter.decrypt(sealed)
    return compressed.pipeThrough(throughZlib(createZstdDecompress({ chunkSize: CHUNK_BYTES })))
  } catch (cause) {
    throw new StartupProblem(whyClosed(path, unlock, cause), { cause })
  }
}

function whyClosed(path: string, unlock: Unlock, cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause)
  if (!said.includes('no identity matched')) {
    return `${path} is no backup of Hongqiao, or its beginning is damaged or missing.`
  }
  return unlock.kind === 'passphrase'
    ? `The passphrase does not open ${path}, or it was not made with a passphrase.`
    : `The identity does not open ${path}: it was made for another one, or with a passphrase.`
}

function encrypterOf(lock: Lock): Encrypter {
  const encrypter = new Encrypter()
  if (lock.kind === 'passphrase') encrypter.setPassphrase(lock.passphrase)
  else {
    for (const recipient of lock.recipients) {
      try {
        encrypter.addRecipient(recipient)
      } catch (cause) {
        throw new StartupProblem(
          'A recipient is a line that begins with age1, as "hongqiao backup key" prints it.',
          { cause },
        )
      }
    }
  }
  return encrypter
}

function decrypterOf(unlock: Unlock): Decrypter {
  const decrypter = new Decrypter()
  if (unlock.kind === 'passphrase') decrypter.addPassphrase(unlock.passphrase)
  else {
    for (const identity of unlock.identities) {
      try {
        decrypter.addIdentity(identity)
      } catch {
        // The cause would repeat the secret.
        throw new StartupProblem('The identity file holds a line that is no identity of age.')
      }
    }
  }
  return decrypter
}

type Through = ReadableWritablePair<Uint8Array, Uint8Array>

function throughZlib(duplex: Duplex): Through {
  // Node's types know neither what a duplex takes nor what it gives; these give bytes for bytes.
  return Duplex.toWeb(duplex) as Through
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot sync a folder; its file system journals names by itself.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
