/** A book with the test slice, written in this thread: for tests and for the bench. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answer, BookState } from '#kernel/book/answer.ts'
import { registryOf } from '#kernel/book/registry.ts'
import type { Command, Slice } from '#kernel/book/slice.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import type { Clock } from '#kernel/time/clock.ts'
import { nodeHashing, sealingTools } from '#platform/book/sealing-tools.ts'
import type { ErasureLog } from '#platform/book/erasure-log.ts'
import type { BatchMeasurement } from '#platform/book/port.ts'
import type { BookStore } from '#platform/book/store.ts'
import { Submissions } from '#platform/book/submissions.ts'
import { Writer } from '#platform/book/writer.ts'
import type { WriterLimits } from '#platform/book/writer-options.ts'
import { PostgresBookStore } from '#platform/postgres/book-store.ts'
import { ensureBook } from '#platform/postgres/book-row.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { createClient } from '#platform/postgres/pool.ts'
import { postgresSessions, type SessionSource } from '#platform/postgres/session.ts'
import { localSigner } from '#platform/signer/local.ts'
import type { SignerPort } from '#platform/signer/port.ts'
import { escrow } from './escrow.ts'

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}

export const TESTER: Principal = {
  party: 'pty_tester',
  roles: ['operator'],
  evidence: { method: 'api-key', credential: 'crd_tester' },
}

/** For tests that erase nothing. */
export const keptNowhere: ErasureLog = { keep: () => undefined }

/** The tables of the test slice, in a database that has the hub's. */
export async function makeSliceTables(urls: DatabaseUrls): Promise<void> {
  const client = createClient(urls.migrator, 'test slice')
  await client.connect()
  await client.query(readFileSync(join(import.meta.dirname, 'tables.sql'), 'utf8'))
  await client.end()
}

export interface RigOptions {
  readonly urls: DatabaseUrls
  readonly book?: string
  readonly slices?: readonly Slice[]
  readonly clock?: Clock
  /** The book's own time, where it is not the clock's. */
  readonly bookNowMs?: () => number
  readonly limits?: Partial<WriterLimits>
  readonly owner?: string
  readonly isReserve?: boolean
  readonly signerFolder?: string
  readonly secret?: Uint8Array
  /** Kept nowhere if unset. */
  readonly erasures?: ErasureLog
  readonly onBatch?: (measurement: BatchMeasurement) => void
  readonly onState?: (state: BookState) => void
  readonly onProblem?: (message: string, error: unknown) => void
  /** Tests put faulty connections or a faulty store in between. */
  readonly wrapSessions?: (source: SessionSource) => SessionSource
  readonly wrapStore?: (store: BookStore) => BookStore
  readonly wrapSigner?: (signer: SignerPort) => SignerPort
  /** The bench signs in a process of its own, as the hub does. */
  readonly openSigner?: typeof localSigner
}

export interface Rig {
  readonly writer: Writer
  readonly signer: SignerPort
  readonly signerFolder: string
  readonly origin: string
  readonly running: Promise<void>
  submit(
    commands: readonly {
      readonly command: Command
      readonly key?: string
      /** The tester if unset. */
      readonly principal?: Principal
    }[],
  ): Promise<Answer[]>
  act(command: Command, key?: string): Promise<Answer>
  stop(): Promise<void>
}

const TIMEOUTS = { statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 10_000 }

const claimOf = ({ owner = 'rig', isReserve = false }: RigOptions) => ({ owner, isReserve })

const erasuresOf = ({ erasures = keptNowhere }: RigOptions): ErasureLog => erasures

async function openSigner(
  { signerFolder, openSigner: open = localSigner, wrapSigner }: RigOptions,
  origin: string,
): Promise<Pick<Rig, 'signer' | 'signerFolder'>> {
  const folder = signerFolder ?? mkdtempSync(join(tmpdir(), 'hongqiao-signer-'))
  const opened = await open({ folder, origin, mayCreate: true })
  return { signer: wrapSigner?.(opened) ?? opened, signerFolder: folder }
}

export async function openRig(options: RigOptions): Promise<Rig> {
  const name = options.book ?? 'sh'
  const origin = `${name}.hub.example/book/1`
  await ensureBook(options.urls.app, { name, origin })
  const { signer, signerFolder } = await openSigner(options, origin)
  const secret = options.secret ?? randomBytes(32)
  const sessions = postgresSessions(options.urls.app, `hongqiao writer ${name}`, TIMEOUTS)
  const source = options.wrapSessions?.(sessions) ?? sessions
  const store = new PostgresBookStore(name, source, nodeHashing)
  const registry = registryOf(options.slices ?? [escrow])
  const writer = new Writer({
    tools: {
      book: { name, origin },
      registry,
      sealing: sealingTools(secret),
      hashing: nodeHashing,
    },
    store: options.wrapStore?.(store) ?? store,
    signer,
    erasures: erasuresOf(options),
    clock: options.clock ?? systemClock,
    ...(options.bookNowMs === undefined ? {} : { bookNowMs: options.bookNowMs }),
    ...claimOf(options),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    onState: (state) => options.onState?.(state),
    onBatch: (measurement) => options.onBatch?.(measurement),
    onProblem: (message, error) => options.onProblem?.(message, error),
  })
  const running = writer.run()
  const submissions = new Submissions(secret)
  const submit: Rig['submit'] = (commands) =>
    new Promise((resolve) => {
      const answers: Answer[] = []
      let open = commands.length
      const items = commands.flatMap(({ command, key, principal = TESTER }, i) => {
        const request = { command, principal, key: key ?? randomBytes(12).toString('hex') }
        const item = submissions.fromRequest(request, (answer) => {
          answers[i] = answer
          open -= 1
          if (open === 0) resolve(answers)
        })
        return item ?? []
      })
      writer.offer('principal', items)
    })
  return {
    writer,
    signer,
    signerFolder,
    origin,
    running,
    submit,
    async act(command, key) {
      const [answer] = await submit([{ command, ...(key === undefined ? {} : { key }) }])
      if (answer === undefined) throw new Error('an act has an answer')
      return answer
    },
    async stop() {
      writer.stop()
      await running
      await signer.close()
    },
  }
}
