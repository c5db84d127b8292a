/**
 * What a client wrote down: which claims it sent, before it sent them, and what it was answered. Lines of
 * JSON, synced to disk in groups, so that the journal never knows less than the client relied on.
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const JournalLine = z.discriminatedUnion('kind', [
  /** The claims from `from` to before `to` may be recorded from now on. */
  z.strictObject({ kind: z.literal('sent'), from: z.int(), to: z.int() }),
  z.strictObject({
    kind: z.literal('recorded'),
    n: z.int(),
    repeated: z.boolean(),
    receipt: z.string(),
  }),
  /** A checkpoint that was read from the log's own address. */
  z.strictObject({ kind: z.literal('checkpoint'), note: z.string() }),
])
export type JournalLine = z.infer<typeof JournalLine>

export class Journal {
  readonly #file: FileHandle
  #waiting: string[] = []
  #writing: Promise<void> | undefined

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(path: string): Promise<Journal> {
    return new Journal(await open(path, 'a'))
  }

  /** Resolves once the lines are on disk. */
  async write(lines: readonly JournalLine[]): Promise<void> {
    for (const line of lines) this.#waiting.push(`${JSON.stringify(line)}\n`)
    // Those that come while a group is being synced share the next one.
    while (this.#waiting.length > 0) {
      this.#writing ??= this.#flush()
      await this.#writing
    }
    await this.#writing
  }

  async close(): Promise<void> {
    await this.#writing
    await this.#file.close()
  }

  async #flush(): Promise<void> {
    const text = this.#waiting.join('')
    this.#waiting = []
    await this.#file.write(text)
    await this.#file.datasync()
    this.#writing = undefined
  }
}

export async function* readJournal(path: string): AsyncGenerator<JournalLine> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    yield JournalLine.parse(JSON.parse(line))
  }
}
