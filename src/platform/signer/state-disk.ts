/** What the signer asks of a disk. After an error nobody knows what is there. */
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { writeDurablySync } from '#platform/files/durable-file.ts'

export interface AppendedFile {
  /** How many bytes were taken; they are on disk only after a sync. */
  write(bytes: Uint8Array): number
  sync(): void
  close(): void
}

export interface StateDisk {
  read(path: string): Uint8Array
  /** The whole content is on disk when this returns; until then the old one is. */
  replace(path: string, bytes: Uint8Array): void
  openToAppend(path: string): AppendedFile
}

const PRIVATE_MODE = 0o600

export const systemDisk: StateDisk = {
  read: (path) => readFileSync(path),
  replace: (path, bytes) => writeDurablySync(path, bytes, PRIVATE_MODE),
  openToAppend(path) {
    const file = openSync(path, 'a')
    return {
      write: (bytes) => writeSync(file, bytes),
      sync: () => fdatasyncSync(file),
      close: () => closeSync(file),
    }
  },
}
