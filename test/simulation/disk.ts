/**
 * A disk as programs see it: what was written can be read at once, and is kept over a loss of power only if it
 * was synced; of what was not, a beginning may be there, or zeros in its place.
 */
import type { AppendedFile, StateDisk } from '#platform/signer/state-disk.ts'
import type { Faults } from './faults.ts'
import { Died, type Process } from './process.ts'
import type { World } from './world.ts'

interface File {
  bytes: Uint8Array
  /** So many of the bytes outlive a loss of power for certain. */
  syncedBytes: number
}

export class DiskFailed extends Error {
  override readonly name = 'DiskFailed'
}

export class Disk {
  readonly #world: World
  readonly #faults: Faults
  readonly #files = new Map<string, File>()

  constructor(world: World, faults: Faults) {
    this.#world = world
    this.#faults = faults
  }

  has(path: string): boolean {
    return this.#files.has(path)
  }

  read(path: string): Uint8Array {
    const file = this.#files.get(path)
    if (file === undefined) throw new DiskFailed(`there is no ${path}`)
    return file.bytes
  }

  /** What is there for certain, whatever happens next. */
  synced(path: string): Uint8Array {
    const file = this.#files.get(path)
    return file?.bytes.subarray(0, file.syncedBytes) ?? new Uint8Array(0)
  }

  losePower(): void {
    for (const file of this.#files.values()) {
      const unsynced = file.bytes.length - file.syncedBytes
      if (unsynced === 0) continue
      const kept = this.#world.chance.below(unsynced + 1)
      const zeros = this.#world.chance.perMille(250) ? unsynced - kept : 0
      this.#world.count('fault disk: unsynced bytes are lost')
      file.bytes = Buffer.concat([
        file.bytes.subarray(0, file.syncedBytes + kept),
        new Uint8Array(zeros),
      ])
      file.syncedBytes = file.bytes.length
    }
  }

  /** The disk as one process uses it. */
  of(process: Process): StateDisk {
    const live = (): void => {
      if (!process.isAlive) throw new Died(`${process.name} has ended`)
    }
    return {
      read: (path) => {
        live()
        return this.read(path)
      },
      replace: (path, bytes) => {
        live()
        if (this.#faults.strikes('disk: write fails')) throw new DiskFailed(`write ${path}`)
        this.#files.set(path, { bytes: Uint8Array.from(bytes), syncedBytes: bytes.length })
        if (this.#faults.strikes('disk: sync fails')) throw new DiskFailed(`sync ${path}`)
      },
      openToAppend: (path) => this.#append(path, live),
    }
  }

  #append(path: string, live: () => void): AppendedFile {
    live()
    const file = this.#files.get(path) ?? { bytes: new Uint8Array(0), syncedBytes: 0 }
    this.#files.set(path, file)
    const write = (bytes: Uint8Array): number => {
      file.bytes = Buffer.concat([file.bytes, bytes])
      return bytes.length
    }
    return {
      write: (bytes) => {
        live()
        if (this.#faults.strikes('disk: write fails')) throw new DiskFailed(`write ${path}`)
        const isTorn = this.#faults.strikes('disk: write is torn')
        return write(isTorn ? bytes.subarray(0, this.#world.chance.below(bytes.length)) : bytes)
      },
      sync: () => {
        live()
        if (this.#faults.strikes('disk: sync fails')) throw new DiskFailed(`sync ${path}`)
        file.syncedBytes = file.bytes.length
      },
      close: () => undefined,
    }
  }
}
