/**
 * The signer of a book: the real decisions and the real state file on a simulated disk, in a process that ends
 * and comes back. Whoever asks it while it is away hears an error. Every signature that leaves is looked at.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { formatNote, parseNote, signatureLine } from '#kernel/log/note.ts'
import { formatVkey, noteKey, type NoteKey } from '#kernel/log/vkey.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { nodeHashing, sha256 } from '#platform/book/sealing-tools.ts'
import { SignerRefused, type SignerPort } from '#platform/signer/port.ts'
import { Signer } from '#platform/signer/signer.ts'
import type { SigningKey } from '#platform/signer/signing-key.ts'
import { StateFile } from '#platform/signer/state-file.ts'
import type { Disk } from './disk.ts'
import type { Faults } from './faults.ts'
import { never, Process, type Machine } from './process.ts'
import type { World } from './world.ts'

/** RFC 8410 §7: what stands before the seed in a PKCS #8 private key. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const STATE = 'state'
const RESTART_MS_MAX = 1500

export interface SimulatedKey extends SigningKey {
  readonly key: NoteKey
  cosign(message: Uint8Array): Uint8Array
}

/** A key from the chance of the world. */
export function simulatedKey(
  world: World,
  name: string,
  kind: 'ed25519' | 'cosignature',
): SimulatedKey {
  const der = Buffer.concat([PKCS8_PREFIX, world.bytes(32)])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' })
  const key = noteKey({ name, kind, publicKey: Uint8Array.from(spki.subarray(-32)) }, sha256)
  return {
    key,
    name,
    verifierKey: formatVkey(key),
    earlierKeys: [],
    signNote: (text) => formatNote(text, [signatureLine(key, sign(null, utf8Of(text), secret))]),
    cosign: (message) => sign(null, message, secret),
  }
}

export interface SignerParts {
  readonly world: World
  readonly faults: Faults
  readonly machine: Machine
  readonly disk: Disk
  readonly origin: string
}

export class SimulatedSigner {
  readonly key: SimulatedKey
  /** The root, in base64, of every size that was ever signed. */
  readonly signed = new Map<number, string>()
  readonly #parts: SignerParts
  #process: Process
  #signer: Signer | undefined

  constructor(parts: SignerParts) {
    this.#parts = parts
    this.key = simulatedKey(parts.world, parts.origin, 'ed25519')
    this.#process = this.#start()
  }

  /** The machine lost its power: it comes back with what its disk has kept. */
  crash(): void {
    this.#process.kill()
    this.#parts.disk.losePower()
    this.#again()
  }

  /** What a thread of the book has in its hands. Closing it ends nothing: the signer is another process. */
  port(thread: Process): SignerPort {
    return {
      verifierKey: this.key.verifierKey,
      last: () => this.#ask(thread, (signer) => signer.last()),
      sign: (to) =>
        this.#ask(thread, (signer) => {
          const note = signer.sign(to)
          this.#released(note)
          return note
        }),
      close: async () => undefined,
    }
  }

  #start(): Process {
    const { machine, disk, origin, world } = this.#parts
    const process = new Process(machine, `signer of ${origin}`)
    const path = `${origin}/${STATE}`
    try {
      const onDisk = disk.of(process)
      const state = disk.has(path)
        ? StateFile.open(path, origin, onDisk)
        : StateFile.create(path, { origin, size: 0, root: nodeHashing.empty }, onDisk)
      this.#signer = new Signer(this.key, state, () => undefined)
      world.count('signer: started')
    } catch (error) {
      if (!isOfDisk(error)) throw error
      world.count('signer: could not start for its disk')
      process.kill()
      world.after(100 + world.chance.below(RESTART_MS_MAX), () => this.#restart())
    }
    return process
  }

  #restart(): void {
    if (!this.#process.isAlive) this.#process = this.#start()
  }

  #again(): void {
    const { world } = this.#parts
    world.after(50 + world.chance.below(RESTART_MS_MAX), () => this.#restart())
  }

  async #ask<T>(thread: Process, act: (signer: Signer) => T): Promise<T> {
    const { world, faults } = this.#parts
    if (!thread.isAlive) return never()
    await pause(thread, world)
    const signer = this.#signer
    if (!this.#process.isAlive || signer === undefined) throw new Error('the signer has ended')
    if (faults.strikes('signer: ends at a call')) {
      if (world.chance.perMille(500)) this.#tried(() => act(signer))
      this.#process.kill()
      this.#again()
      throw new Error('the signer has ended')
    }
    const answer = this.#tried(() => act(signer))
    await pause(thread, world)
    return answer
  }

  #tried<T>(act: () => T): T {
    const { world } = this.#parts
    try {
      return act()
    } catch (error) {
      if (error instanceof SignerRefused) {
        world.count(`signer: refuses ${error.reason}`)
        throw error
      }
      // After a failure of its disk nobody knows what is there: the process ends, and reads it anew.
      world.count('signer: ended for its disk')
      this.#process.kill()
      this.#again()
      throw error
    }
  }

  /** One root a size, for ever; and the state is on disk before the signature leaves. */
  #released(note: string): void {
    const { world, disk, origin } = this.#parts
    const parsed = parseNote(note)
    const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed
    if (!checkpoint.ok) throw new Error('a signer signs checkpoints')
    const { size, root } = checkpoint.value
    const text = base64Of(root)
    const before = this.signed.get(size)
    if (before !== undefined && before !== text) world.fail(`${origin} forked at size ${size}`)
    const largest = Math.max(0, ...this.signed.keys())
    if (size < largest) world.fail(`${origin} was signed at ${size} after ${largest}`)
    const onDisk = Buffer.from(disk.synced(`${origin}/${STATE}`)).toString()
    if (size > 0 && !onDisk.includes(`"size":${size},"root":"${text}"`)) {
      world.fail(`${origin} was signed at ${size} before its state was on disk`)
    }
    world.count(before === undefined ? 'signer: signs a new tree' : 'signer: signs a tree again')
    this.signed.set(size, text)
  }
}

function pause(process: Process, world: World): Promise<void> {
  return new Promise((resolve) => process.later(world.chance.below(3), resolve))
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && (error.name === 'DiskFailed' || error.name === 'Died')
}
