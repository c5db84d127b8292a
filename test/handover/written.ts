/**
 * Two books on the real writer, signer and database, js and sh, that believe each other's log: a shipper in the
 * one, a warehouse in the other.
 */
import type pg from 'pg'
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import { policyText } from '#kernel/log/policy.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { nodeHashing } from '#platform/book/sealing-tools.ts'
import type { DatabaseUrls } from '#platform/postgres/embedded.ts'
import { disclosuresFrom } from '#platform/postgres/log-reader-disclosures.ts'
import { PostgresLogReader } from '#platform/postgres/log-reader.ts'
import { fetchReceipt } from '#services/handover/api/checked.ts'
import type { CommandName, Fields } from '#services/handover/contract.ts'
import { handover } from '#services/handover/index.ts'
import { parties } from '#services/parties/index.ts'
import { FakeBook } from '#test/http/fake-book.ts'
import { readingPool } from '#test/pages/paged-hub.ts'
import { freshDatabase } from '#test/pg/database.ts'
import { asking } from '#test/prepaid/rig.ts'
import { openRig, type Rig, systemClock } from '#test/slice/rig.ts'

export const SECRET = new Uint8Array(32).fill(7)
export const SLICES = [parties, handover]
export const REGISTRAR = 'pty_registrar'
export const SENDER = 'pty_sender'
export const KEEPER = 'pty_keeper'
export const JS = 'js.hub.example/book/1'
export const SH = 'sh.hub.example/book/1'
export const DAY_MS = 86_400_000

/** A book as the courier, the comparison and the door see it. */
export class WrittenBook extends FakeBook {
  readonly rig: Rig

  constructor(name: string, rig: Rig) {
    super(name)
    this.rig = rig
  }

  override submit(requests: Parameters<FakeBook['submit']>[0]): Promise<readonly Answer[]> {
    return this.rig.submit(requests)
  }
}

export interface Written {
  readonly urls: DatabaseUrls
  readonly pool: pg.Pool
  readonly js: WrittenBook
  readonly sh: WrittenBook
  readonly books: ReadonlyMap<string, WrittenBook>
  readonly log: PostgresLogReader
  /** Moves the time of both books on. */
  later(ms: number): void
  /** Sends from js to sh; answers the entry. */
  send(consignment: string, packages: number): Promise<number>
  receiptOf(book: WrittenBook, index: number, sharedBy: string | null): Promise<string>
  /** How many entries of a type a book has. */
  count(book: string, type: string): Promise<number>
  stop(): Promise<void>
}

export async function openWritten(): Promise<Written> {
  const urls = await freshDatabase()
  const pool = readingPool(urls.app)
  let aheadMs = 0
  const bookNowMs = () => systemClock.nowMs() + aheadMs
  const open = (name: string) => opened(urls, name, bookNowMs)
  const [js, sh] = await Promise.all([open('js'), open('sh')])
  const books = new Map([js, sh].map((book) => [book.name, book]))
  const log = new PostgresLogReader({
    pool,
    hashing: nodeHashing,
    signedCheckpoint: (book) => books.get(book)?.rig.writer.state.checkpoint ?? '',
    witnessedCheckpoint: () => '',
    disclosuresOf: disclosuresFrom(pool, SECRET),
  })
  for (const book of [js, sh]) await tell(book, 'found', { registry: 'pty_registry' })
  await company(js, 'pty_shipper', SENDER)
  await company(sh, 'pty_warehouse', KEEPER)
  await act(js, REGISTRAR, adopting(sh))
  await act(sh, REGISTRAR, adopting(js))
  return {
    urls,
    pool,
    js,
    sh,
    books,
    log,
    later: (ms) => {
      aheadMs += ms
    },
    send: (consignment, packages) => act(js, SENDER, ask('send', sending(consignment, packages))),
    async receiptOf(book, index, sharedBy) {
      const receipt = await fetchReceipt({ log }, { book: book.name, index }, sharedBy)
      if (receipt === null) throw new Error('what is signed has a receipt')
      return receipt
    },
    async count(book, type) {
      const { rows } = await pool.query<{ n: number }>(
        'select count(*)::int as n from entry where book = $1 and type = $2',
        [book, type],
      )
      return rows[0]?.n ?? 0
    },
    async stop() {
      await Promise.all([js.rig.stop(), sh.rig.stop()])
      await pool.end()
    },
  }
}

async function opened(
  urls: DatabaseUrls,
  name: string,
  bookNowMs: () => number,
): Promise<WrittenBook> {
  const writing = Promise.withResolvers<void>()
  const rig = await openRig({
    urls,
    book: name,
    slices: SLICES,
    secret: SECRET,
    bookNowMs,
    onState: ({ phase }) => phase === 'writing' && writing.resolve(),
  })
  await writing.promise
  return new WrittenBook(name, rig)
}

/** What must be recorded; answers its entry. */
export async function act(book: WrittenBook, actor: string, command: Command): Promise<number> {
  const principal = {
    party: actor,
    roles: [],
    evidence: { method: 'api-key', credential: 'crd_test' },
  } as const
  const [answer] = await book.rig.submit([{ command, principal }])
  if (answer?.kind !== 'recorded') throw new Error(`${command.type}: ${JSON.stringify(answer)}`)
  return answer.entries[0].index
}

export const ask = <N extends CommandName>(name: N, fields: Fields<N>): Command => ({
  type: `handover.${name}`,
  ...fields,
})

const tell = (book: WrittenBook, name: string, fields: JsonObject) =>
  act(book, REGISTRAR, asking(`parties.${name}`, fields))

async function company(book: WrittenBook, organisation: string, person: string): Promise<void> {
  const registry = 'pty_registry'
  const name = { en: organisation, zh: organisation }
  await tell(book, 'register-organisation', { registry, organisation, kind: 'company', name })
  await tell(book, 'register-person', { by: registry, person, name: 'A Person' })
  await tell(book, 'appoint', { organisation, person, role: 'head', by: registry })
}

export const adoption = (other: WrittenBook): Fields<'adopt-policy'> => ({
  registry: 'pty_registry',
  origin: other.origin,
  policy: policyText([{ verifierKey: other.rig.signer.verifierKey }]),
  level: 'logged',
  maxAgeHours: 24,
})
export const adopting = (other: WrittenBook) => ask('adopt-policy', adoption(other))

export const sending = (consignment: string, packages: number): Fields<'send'> => ({
  consignment,
  consignor: 'pty_shipper',
  to: { book: SH, consignee: 'pty_warehouse' },
  placeOfDispatch: 'KUNSHAN',
  placeOfReceipt: 'QINGPU',
  packages,
  grossWeightGrams: 1000,
  receiveBy: formatInstant(Date.now() + DAY_MS),
  goods: 'Velocipedes',
  seal: 'SEAL-4711',
})
