/** Who cosigns the books of this hub: policies and processes put together from the configuration. */
import type { Logger } from 'pino'
import type { Clock } from '#kernel/time/clock.ts'
import type { BookPort } from '#platform/book/port.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { Config } from '#platform/config/config.ts'
import { StartupProblem } from '#platform/config/startup-problem.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { Passphrase } from '#platform/keys/passphrase.ts'
import { type BookPolicy, readBookPolicy } from '#platform/witnesses/book-policy.ts'
import { Cosigning, type CosigningOptions } from '#platform/witnesses/cosigning.ts'
import { type ForkWatch, isAlarm } from '#platform/witnesses/port.ts'
import { proofsFromTiles } from '#platform/witnesses/proofs.ts'
import { witnessedBook } from '#platform/witnesses/witnessed-book.ts'
import { startDemonstrationWitnesses } from './demonstration-witnesses.ts'

type Books = ReadonlyMap<string, BookPort>

export interface Witnessing {
  /** The books, with what their witnesses say of them. */
  readonly books: Books
  /** Begins to ask; proofs are made from what the log has, and nobody is asked of a book that forked. */
  start(log: LogReader, watch: ForkWatch): void
  /** Rejects while a witness knows another past of a book than this hub, and for ever if a book forked. */
  check(): Promise<void>
  stop(): Promise<void>
}

interface Policies {
  readonly policies: ReadonlyMap<string, BookPolicy>
  stop(): Promise<void>
}

export interface WitnessingParts {
  readonly config: Config
  readonly books: Books
  /** For the witnesses of the demonstration, whose keys are this installation's too. */
  readonly passphrase: Passphrase | undefined
  readonly clock: Clock
  readonly logger: Logger
}

export async function openWitnesses(parts: WitnessingParts): Promise<Witnessing> {
  const opened = await openPolicies(parts)
  let prove = noProof
  let watch: ForkWatch = { isForked: () => false }
  const cosignings = new Map<string, Cosigning>()
  for (const [name, policy] of opened.policies) {
    const book = parts.books.get(name)
    if (book === undefined) continue
    cosignings.set(
      name,
      cosigningOf(book, policy, parts, {
        prove: (...step) => prove(name, ...step),
        isForked: () => watch.isForked(book.origin),
      }),
    )
  }
  const books = [...parts.books].map(([name, book]) => {
    const witnesses = cosignings.get(name)
    const isForked = () => watch.isForked(book.origin)
    return [name, witnessedBook(book, { ...(witnesses && { witnesses }), isForked })] as const
  })
  return {
    books: new Map(books),
    start(log, heard) {
      watch = heard
      prove = (name, older, newer) => proofsFromTiles(log, name, nodeHashing)(older, newer)
      for (const cosigning of cosignings.values()) cosigning.start()
    },
    async check() {
      for (const { name, origin } of parts.books.values()) {
        if (watch.isForked(origin)) throw new Error(`${name} has signed two pasts`)
      }
      for (const [name, cosigning] of cosignings) {
        const alarm = cosigning.states().find(({ trouble }) => isAlarm(trouble))
        if (alarm !== undefined) throw new Error(`${alarm.name} knows another past of ${name}`)
      }
    },
    async stop() {
      for (const cosigning of cosignings.values()) cosigning.stop()
      await opened.stop()
    },
  }
}

const NOBODY: ReadonlyMap<string, BookPolicy> = new Map()

const noProof = (name: string, _older: number, _newer: number) =>
  Promise.reject<readonly Uint8Array[]>(new Error(`${name} cannot be read yet`))

async function openPolicies({
  config,
  books,
  passphrase,
  logger,
}: WitnessingParts): Promise<Policies> {
  const { witnesses, dataFolder } = config
  if (witnesses.kind === 'demonstration') {
    return startDemonstrationWitnesses({ dataFolder, books, passphrase, logger })
  }
  const policies = witnesses.kind === 'folder' ? policiesIn(witnesses.path, books) : NOBODY
  return { policies, stop: () => Promise.resolve() }
}

/** Whoever names a folder means to have books witnessed: one that asks nobody is a mistake in its name. */
function policiesIn(folder: string, books: Books): ReadonlyMap<string, BookPolicy> {
  const policies = new Map<string, BookPolicy>()
  for (const [name, book] of books) {
    const policy = readBookPolicy(folder, book)
    if (policy !== null) policies.set(name, policy)
  }
  if (policies.size > 0) return policies
  const names = [...books.keys()].map((name) => `${name}.txt`).join(', ')
  throw new StartupProblem(
    `HONGQIAO_WITNESSES is ${folder}, where no policy of a book is: none of ${names}. Set it to off to ask nobody.`,
  )
}

function cosigningOf(
  book: BookPort,
  { text, policy, logKeys, witnesses }: BookPolicy,
  { clock, logger }: WitnessingParts,
  beside: Pick<CosigningOptions, 'prove' | 'isForked'>,
): Cosigning {
  return new Cosigning({
    book,
    logKeys,
    witnesses,
    quorum: policy.quorum,
    policy: text,
    ...beside,
    clock,
    onProblem: (message, error) => logger.error({ book: book.name, err: error }, message),
  })
}
