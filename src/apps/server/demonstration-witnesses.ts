/**
 * The four witnesses of the demonstration: one of each region and one from outside, each a process with a key
 * and a record of its own. A region's witness follows the books of the other two. That they run on one
 * machine, under one person, shows how it works and proves nothing: witnesses of a real hub are run by others.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { utf8Of } from '#kernel/std/utf8.ts'
import type { BookPort } from '#platform/book/port.ts'
import type { Passphrase } from '#platform/keys/passphrase.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import { writeDurablySync } from '#platform/files/durable-file.ts'
import { type BookPolicy, bookPolicy } from '#platform/witnesses/book-policy.ts'
import { startWitness, VERIFIER_KEY_FILE, type WitnessChild } from '#platform/witnesses/child.ts'
import type { WitnessConfigFile } from '#apps/witness/config.ts'

export interface DemonstrationWitnesses {
  readonly policies: ReadonlyMap<string, BookPolicy>
  stop(): Promise<void>
}

type Books = ReadonlyMap<string, BookPort>

export interface DemonstrationParts {
  readonly dataFolder: string
  readonly books: Books
  /** Under which the keys of the witnesses lie as well. */
  readonly passphrase: Passphrase | undefined
  readonly logger: Logger
}

const OUTSIDE = 'outside'
const RESTART_MS = 1_000
const PUBLIC_MODE = 0o644

/** With more than one region there is always another one's witness. */
export async function startDemonstrationWitnesses({
  dataFolder,
  books,
  passphrase,
  logger,
}: DemonstrationParts): Promise<DemonstrationWitnesses> {
  const names = [...books.keys(), OUTSIDE]
  const keepers = names.map((name) => {
    const followed = [...books.values()].filter((book) => book.name !== name)
    const folder = join(dataFolder, 'witness', name)
    return new Keeper({ folder, name, books: followed, passphrase, logger })
  })
  const stop = async (): Promise<void> => {
    await Promise.all(keepers.map((keeper) => keeper.stop()))
  }
  const keys = await keysOf(keepers, stop)
  const addressOf = (name: string) => keepers[names.indexOf(name)]?.address ?? ''
  const lines = names.map((name, place) => ({ name, line: `witness ${name} ${keys[place]}\n` }))
  const policies = new Map(
    [...books.values()].map((book) => {
      const others = [...books.keys()].filter((name) => name !== book.name)
      const asked = lines.filter(({ name }) => name !== book.name).map(({ line }) => line)
      const text = `${asked.join('')}group regions any ${others.join(' ')}
group final all regions ${OUTSIDE}
quorum final
`
      return [book.name, bookPolicy(text, book, 'of the demonstration', addressOf)] as const
    }),
  )
  return { policies, stop }
}

async function keysOf(
  keepers: readonly Keeper[],
  stop: () => Promise<void>,
): Promise<readonly string[]> {
  try {
    return await Promise.all(keepers.map((keeper) => keeper.start()))
  } catch (cause) {
    await stop()
    throw new StartupProblem(
      'A witness of the demonstration did not start: set HONGQIAO_WITNESSES=off to go without.',
      { cause },
    )
  }
}

function keyName(name: string): string {
  return name === OUTSIDE ? 'witness.example/1' : `${name}.hub.example/witness/1`
}

interface KeeperParts extends Pick<DemonstrationParts, 'passphrase' | 'logger'> {
  readonly folder: string
  readonly name: string
  /** Those that it follows. */
  readonly books: readonly BookPort[]
}

/** Keeps one witness process alive. */
class Keeper {
  readonly #parts: KeeperParts
  #child: Promise<WitnessChild> | undefined
  #timer: NodeJS.Timeout | undefined
  #isStopped = false
  /** Where it listens; empty while it does not. */
  address = ''

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** Its verifier key, which is known before the process runs if it ever ran before. */
  async start(): Promise<string> {
    mkdirSync(this.#parts.folder, { recursive: true })
    const configPath = join(this.#parts.folder, 'witness.json')
    const config: WitnessConfigFile = {
      name: keyName(this.#parts.name),
      folder: '.',
      port: 0,
      stopOnFork: true,
      logs: this.#parts.books.map(({ origin, verifierKey, earlierKeys = [] }) => {
        const overlapping = earlierKeys.filter(({ untilSeconds }) => untilSeconds === null)
        return { origin, keys: [verifierKey, ...overlapping.map((key) => key.verifierKey)] }
      }),
    }
    writeDurablySync(configPath, utf8Of(`${JSON.stringify(config, null, 2)}\n`), PUBLIC_MODE)
    const started = this.#run(configPath)
    const keyPath = join(this.#parts.folder, VERIFIER_KEY_FILE)
    if (existsSync(keyPath)) return firstLineOf(readFileSync(keyPath, 'utf8'))
    return (await started).verifierKey
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    // One that did not start has said so.
    const child = await this.#child?.catch(() => undefined)
    await child?.stop()
  }

  #run(configPath: string): Promise<WitnessChild> {
    const child = startWitness(configPath, this.#parts.passphrase)
    this.#child = child
    void this.#watch(child, configPath)
    return child
  }

  async #watch(starting: Promise<WitnessChild>, configPath: string): Promise<void> {
    try {
      const child = await starting
      this.address = child.address
      await child.ended
    } catch (error) {
      this.#parts.logger.error({ witness: this.#parts.name, err: error }, 'a witness did not start')
    }
    this.address = ''
    if (this.#isStopped) return
    this.#parts.logger.warn(
      { witness: this.#parts.name },
      'a witness has ended and is started again',
    )
    this.#timer = setTimeout(() => {
      if (!this.#isStopped) void this.#run(configPath)
    }, RESTART_MS)
  }
}

/** The newest of its keys. */
function firstLineOf(text: string): string {
  const [first = ''] = text.split('\n')
  return first
}
