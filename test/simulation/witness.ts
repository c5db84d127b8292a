/**
 * A witness: the real decisions over a record on a simulated disk, in a process that ends and comes back. Every
 * cosignature that leaves is looked at: its record is on disk, and no tree is smaller than the one before it.
 */
import { z } from 'zod'
import { cosignedMessage, encodeCosignature } from '#kernel/log/cosignature.ts'
import type { TreeHead } from '#kernel/log/consistency.ts'
import { signatureLine } from '#kernel/log/note.ts'
import type { NoteKey } from '#kernel/log/vkey.ts'
import { originHash } from '#kernel/log/witness.ts'
import { base64Of, bytesFromBase64 } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import type { StateDisk } from '#platform/signer/state-disk.ts'
import { NotAnswered, type Post, type WireAnswer } from '#platform/witnesses/exchange.ts'
import type { Cosigned } from '#apps/witness/store.ts'
import { Witness, type WitnessParts } from '#apps/witness/witness.ts'
import type { Disk } from './disk.ts'
import type { Faults } from './faults.ts'
import { Process, type Machine } from './process.ts'
import { simulatedKey, type SimulatedKey } from './signer.ts'
import { NoAnswer, type Wire } from './wire.ts'
import type { World } from './world.ts'

const RESTART_MS_MAX = 3000

/** The record of a witness, as lines that are only ever added: what ends in a newline was written to its end. */
class CosignedLines {
  readonly #disk: StateDisk
  readonly #path: string
  #known = new Map<string, Cosigned>()
  #added: string[] | undefined

  constructor(disk: StateDisk, path: string, isThere: boolean) {
    this.#disk = disk
    this.#path = path
    const text = isThere ? Buffer.from(disk.read(path)).toString() : ''
    for (const line of text.split('\n').slice(0, -1)) {
      const [origin, cosigned] = fromLine(line)
      this.#known.set(origin, cosigned)
    }
    // What a crash left unfinished goes, so that nothing is written behind it.
    const whole = [...this.#known].map(([origin, cosigned]) => toLine(origin, cosigned)).join('')
    disk.replace(path, utf8Of(whole))
  }

  find(origin: string): Cosigned | null {
    return this.#known.get(origin) ?? null
  }

  findByHash(hashHex: string): Cosigned | null {
    const found = [...this.#known].find(([origin]) => originHash(origin, sha256) === hashHex)
    return found?.[1] ?? null
  }

  keep(origin: string, before: TreeHead | null, cosigned: Cosigned): void {
    const held = this.#known.get(origin)
    const isSame =
      held === undefined || before === null
        ? held === undefined && before === null
        : held.size === before.size && equalBytes(held.root, before.root)
    const isBack = held !== undefined && cosigned.size < held.size
    if (!isSame || isBack) throw new Error(`the record of ${origin} is not what was decided upon`)
    if (this.#added === undefined) throw new Error('what is kept is kept in a transaction')
    this.#known.set(origin, cosigned)
    this.#added.push(toLine(origin, cosigned))
  }

  atomically<T>(act: () => T): T {
    const before = new Map(this.#known)
    this.#added = []
    try {
      const done = act()
      const bytes = utf8Of(this.#added.join(''))
      if (bytes.length > 0) this.#append(bytes)
      return done
    } catch (error) {
      this.#known = before
      throw error
    } finally {
      this.#added = undefined
    }
  }

  #append(bytes: Uint8Array): void {
    const file = this.#disk.openToAppend(this.#path)
    if (file.write(bytes) !== bytes.length) throw new Error('only a part was written')
    file.sync()
    file.close()
  }
}

function toLine(origin: string, { size, root, seconds, note }: Cosigned): string {
  return `${JSON.stringify([origin, size, base64Of(root), seconds, note])}\n`
}

/** Origin, size, root in base64, seconds, note. */
const Line = z.tuple([z.string(), z.int(), z.string(), z.int(), z.string()])

function fromLine(line: string): [string, Cosigned] {
  const [origin, size, root, seconds, note] = Line.parse(JSON.parse(line))
  const bytes = bytesFromBase64(root)
  if (bytes === null) throw new Error('a witness reads what it wrote')
  return [origin, { size, root: bytes, seconds, note }]
}

export interface WitnessSetting {
  readonly world: World
  readonly faults: Faults
  readonly wire: Wire
  readonly disk: Disk
  readonly machine: Machine
  readonly name: string
  /** The logs that it follows, with their keys. */
  readonly logs: ReadonlyMap<string, readonly NoteKey[]>
}

export class SimulatedWitness {
  readonly name: string
  readonly key: SimulatedKey
  /** The root, in base64, of every size of a log that it cosigned. */
  readonly cosigned = new Map<string, Map<number, string>>()
  readonly #setting: WitnessSetting
  #process: Process
  #witness: Witness | undefined

  constructor(setting: WitnessSetting) {
    this.#setting = setting
    this.name = setting.name
    this.key = simulatedKey(setting.world, `${setting.name}.example/w`, 'cosignature')
    this.#process = this.#start()
  }

  get machine(): Machine {
    return this.#setting.machine
  }

  get url(): string {
    return `sim://${this.name}`
  }

  crash(): void {
    this.#process.kill()
    this.#setting.disk.losePower()
    this.#again()
  }

  /** As a process sends a submission to it. */
  async post(from: Process, body: string, timeoutMs: number): Promise<WireAnswer> {
    const { wire } = this.#setting
    try {
      return await wire.ask({
        from,
        to: () => this.#process,
        act: () => this.#answer(utf8Of(body)),
        timeoutMs,
      })
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      throw new NotAnswered(error.isLate ? 'late' : 'unreachable', error)
    }
  }

  #start(): Process {
    const { world, machine, disk, name } = this.#setting
    const process = new Process(machine, `witness ${name}`)
    try {
      const store = new CosignedLines(disk.of(process), this.#path, disk.has(this.#path))
      this.#witness = new Witness(this.#parts(process, store))
      world.count('witness: started')
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'DiskFailed') throw error
      process.kill()
      this.#again()
    }
    return process
  }

  get #path(): string {
    return `witness/${this.name}`
  }

  #parts(process: Process, store: CosignedLines): WitnessParts {
    const { world, machine, logs } = this.#setting
    const cosign = (text: string, seconds: bigint): string => {
      const signature = this.key.cosign(cosignedMessage(text, seconds))
      return signatureLine(this.key.key, encodeCosignature({ seconds, signature }))
    }
    return {
      key: { name: this.key.name, verifierKey: this.key.verifierKey, earlierKeys: [], cosign },
      store,
      logs,
      growthPerSecond: 20,
      refreshPerSecond: 1,
      clock: machine.clock,
      soon: (act) => void process.later(0, act),
      evidence: {
        isForked: () => false,
        of: () => '{"forks":[]}\n',
        keep: ({ origin }) => {
          world.fail(`${this.name} was shown two pasts of ${origin}`)
          return true
        },
      },
      stopOnFork: true,
      onFork: () => undefined,
    }
  }

  async #answer(body: Uint8Array): Promise<WireAnswer> {
    const { world } = this.#setting
    const witness = this.#witness
    if (witness === undefined) throw new NoAnswer(false)
    try {
      const { status, body: said, mediaType, retryAfterMs } = await witness.addCheckpoint(body)
      world.count(`witness: answers ${status}`)
      if (status === 200) this.#released(Buffer.from(body).toString())
      const retryAfter = retryAfterMs === undefined ? null : String(Math.ceil(retryAfterMs / 1000))
      return { status, body: said, mediaType, retryAfter }
    } catch (error) {
      // Its record could not be kept: it ends, and reads from its disk what is there.
      world.count('witness: ended for its disk')
      world.note(`witness ${this.name}: ${String(error)}`)
      this.#process.kill()
      this.#again()
      return { status: 500, body: null, mediaType: null, retryAfter: null }
    }
  }

  #released(submission: string): void {
    const { world, disk } = this.#setting
    const [origin = '', size = '', root = ''] = submission
      .slice(submission.indexOf('\n\n') + 2)
      .split('\n')
    const trees = this.cosigned.get(origin) ?? new Map<number, string>()
    this.cosigned.set(origin, trees)
    const largest = Math.max(0, ...trees.keys())
    if (Number(size) < largest) world.fail(`${this.name} cosigned ${size} after ${largest}`)
    const before = trees.get(Number(size))
    if (before !== undefined && before !== root) world.fail(`${this.name} cosigned two trees`)
    world.count(before === undefined ? 'witness: cosigns a new tree' : 'witness: cosigns again')
    trees.set(Number(size), root)
    const kept = Buffer.from(disk.synced(this.#path)).toString()
    if (!kept.includes(`"${origin}",${size},"${root}"`)) {
      world.fail(`${this.name} cosigned ${size} before its record was on disk`)
    }
  }

  #again(): void {
    const { world } = this.#setting
    world.after(100 + world.chance.below(RESTART_MS_MAX), () => {
      if (!this.#process.isAlive) this.#process = this.#start()
    })
  }
}

/** Of several, the one at the address. */
export function postTo(witnesses: readonly SimulatedWitness[], from: Process): Post {
  return async (url, body, deadlineMs) => {
    const witness = witnesses.find((each) => url.startsWith(`${each.url}/`))
    if (witness === undefined) throw new NotAnswered('unreachable')
    return witness.post(from, body, deadlineMs)
  }
}
