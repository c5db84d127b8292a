/**
 * A monitor of a book: the real one, over a wire, with a memory that outlives its process. It must raise no
 * alarm about a book that is sound, wherever it or the hub was interrupted.
 */
import { Alarm } from '#kernel/monitor/alarm.ts'
import { Monitor } from '#kernel/monitor/monitor.ts'
import { SourceAway, type LogSource } from '#kernel/monitor/source.ts'
import { PlaceMemory } from '#kernel/monitor/place.ts'
import { nodeTools } from '#apps/monitor/tools.ts'
import type { Registry } from '#kernel/book/registry.ts'
import type { Policy } from '#kernel/log/policy.ts'
import type { Level } from '#kernel/log/signed-checkpoint.ts'
import type { Faults } from './faults.ts'
import { Died, Process, type Machine } from './process.ts'
import { NoAnswer, type Wire } from './wire.ts'
import type { World } from './world.ts'

/** Outlives its process. */
export class MonitorMemory extends PlaceMemory {
  /** Called before anything is kept: to fail, or to end whoever keeps. */
  before: () => void = () => undefined

  override keep(...kept: Parameters<PlaceMemory['keep']>): void {
    this.before()
    super.keep(...kept)
  }
}

export interface MonitorSetting {
  readonly world: World
  readonly faults: Faults
  readonly wire: Wire
  readonly machine: Machine
  readonly name: string
  readonly registry: Registry | null
  readonly policy: Policy
  readonly level: Level
  readonly source: LogSource
  /** Which process serves the log now. */
  readonly server: () => Process | undefined
}

const LOOK_MS_MAX = 6000
const TIMEOUT_MS = 2000
const BEHIND = 4

export class SimulatedMonitor {
  readonly memory = new MonitorMemory()
  /** How far it has followed. */
  size = 0
  isOpen = true
  readonly #setting: MonitorSetting

  constructor(setting: MonitorSetting) {
    this.#setting = setting
    this.#start()
  }

  #start(): void {
    const { machine, name, world, faults } = this.#setting
    const process = new Process(machine, `monitor of ${name}`)
    this.memory.before = () => {
      if (!process.isAlive) throw new Died('the monitor has ended')
      if (faults.strikes('monitor: ends as it keeps its place')) {
        process.kill()
        throw new Died('the monitor has ended')
      }
    }
    process.onEnd(() => {
      world.after(200 + world.chance.below(2000), () => this.#start())
    })
    void this.#follow(process)
  }

  async #follow(process: Process): Promise<void> {
    const { world, registry, policy, level } = this.#setting
    const pause = (ms: number): Promise<void> =>
      new Promise((resolve) => process.later(ms, resolve))
    const monitor = new Monitor({
      ...nodeTools,
      source: this.#asked(process),
      store: this.memory,
      policies: [policy],
      level,
      registry,
      behind: { attemptsMax: BEHIND, pause: () => pause(2000) },
    })
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one look after the other.
      await pause(500 + world.chance.below(LOOK_MS_MAX))
      if (!this.isOpen) continue
      try {
        // oxlint-disable-next-line no-await-in-loop -- see above.
        const seen = await monitor.look()
        this.size = seen?.size ?? this.size
        world.count('monitor: looked')
        world.note(`monitor of ${this.#setting.name}: ${this.size}`)
      } catch (error) {
        if (error instanceof Died) return
        if (error instanceof SourceAway) world.count('monitor: the log was away')
        else this.#alarmed(error)
      }
    }
  }

  #alarmed(error: unknown): void {
    const { world, name } = this.#setting
    if (!(error instanceof Alarm)) throw error
    world.fail(`the monitor of ${name} raised a false alarm: ${error.kind}: ${error.message}`)
  }

  /** The log over a wire: what does not answer is away, which says nothing about it. */
  #asked(process: Process): LogSource {
    const { wire, server, source } = this.#setting
    const ask = async <T>(act: () => Promise<T>): Promise<T> => {
      try {
        return await wire.ask({ from: process, to: server, act, timeoutMs: TIMEOUT_MS })
      } catch (error) {
        if (error instanceof NoAnswer) throw new SourceAway('nobody answers', { cause: error })
        throw error
      }
    }
    return {
      checkpoint: () => ask(() => source.checkpoint()),
      tile: (at) => ask(() => source.tile(at)),
      bundle: (at) => ask(() => source.bundle(at)),
    }
  }
}
