/**
 * What proves to anybody that a log of this witness lied: two notes of it that no single tree can have. Each is
 * a file of its own, on disk before anybody is answered, and is shown to whoever asks.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Checkpoint } from '#kernel/log/checkpoint.ts'
import { forkId, forkText, parseFork, type SignedFork } from '#kernel/log/fork.ts'
import { originHash } from '#kernel/log/witness.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'

/** One fork proves as much as a thousand; a few show how it went on. */
const FORKS_PER_LOG_MAX = 16
const EVIDENCE_MODE = 0o644
const FILE_NAME = /^([0-9a-f]{64})-[0-9a-f]{32}\.json$/

export class Evidence {
  readonly #folder: string
  /** The texts, by the hash that the origin is known by at the monitoring prefix. */
  readonly #kept = new Map<string, string[]>()

  /** Reads what is there. Throws StartupProblem for a file that is no evidence. */
  constructor(folder: string) {
    this.#folder = folder
    if (!existsSync(folder)) return
    for (const name of readdirSync(folder)) {
      const [, hashHex] = FILE_NAME.exec(name) ?? []
      if (hashHex === undefined) continue
      const text = readFileSync(join(folder, name), 'utf8')
      if (parseFork(text) === null) {
        throw new StartupProblem(`${join(folder, name)} is damaged: move it away and look at it.`)
      }
      this.#add(hashHex, text)
    }
  }

  isForked(origin: string): boolean {
    return this.#kept.has(originHash(origin, sha256))
  }

  /** JSON of what is known against a log, empty if that is nothing. */
  of(hashHex: string): string {
    return `{"forks":[${(this.#kept.get(hashHex) ?? []).join(',')}]}\n`
  }

  /** Keeps it once. `odd` is the side of it by which it is known; whether it was new and is on disk now. */
  keep(odd: Checkpoint, fork: SignedFork): boolean {
    const hashHex = originHash(odd.origin, sha256)
    const path = join(this.#folder, `${hashHex}-${forkId(odd, sha256)}.json`)
    const isFull = (this.#kept.get(hashHex)?.length ?? 0) >= FORKS_PER_LOG_MAX
    if (isFull || existsSync(path)) return false
    mkdirSync(this.#folder, { recursive: true })
    const text = forkText(fork)
    writeDurablySync(path, utf8Of(text), EVIDENCE_MODE)
    this.#add(hashHex, text)
    return true
  }

  #add(hashHex: string, text: string): void {
    this.#kept.set(hashHex, [...(this.#kept.get(hashHex) ?? []), text])
  }
}
