/**
 * The audit of a book: everything that can be computed from its entries is computed anew, from one
 * snapshot, and compared with what is stored. It only reads; what it makes lies in temporary tables. Memory
 * is bounded by a page of entries and a number of rows, whatever the size of the book.
 */
import type { Registry } from '#kernel/book/registry.ts'
import { causedRow, cellRow, REPLAY_TABLES } from '#kernel/book/replay.ts'
import { successionOf } from '#kernel/book/succession.ts'
import { dueRow, RowMemory } from '#kernel/book/replay-rows.ts'
import { rootOf } from '#kernel/log/edge.ts'
import type { Hash } from '#kernel/log/hash.ts'
import type { Table } from '#kernel/rows/table.ts'
import { base64Of } from '#kernel/std/base64.ts'
import type { Erasure } from '#platform/book/erasure-log.ts'
import { nodeHashing, sealingTools } from '#platform/book/sealing-tools.ts'
import { CheckpointCheck, DisclosureCheck, NumberCheck, TileCheck } from './audit-checks.ts'
import { type CheckTools, TransferCheck } from './audit-checks.ts'
import { EntryAudit, entriesQuery } from './audit-entries.ts'
import { type CountedFinding, Findings } from './audit-findings.ts'
import { cellsOf, exactMs, type Page, type PageCheck } from './audit-page.ts'
import { Scratch } from './audit-scratch.ts'
import { currentRows, SET_QUESTIONS, STRANGE_VERSIONS, versionOrder } from './audit-sets.ts'
import type { SetQuestion } from './audit-sets.ts'
import { VersionCheck } from './audit-versions.ts'
import { sqlName } from './book-sql.ts'
import { postgresSessions, type QueryResult, type Session } from './session.ts'
import { originAt } from './successions.ts'

export interface AuditProgress {
  readonly phase: 'entries' | 'tables'
  readonly done: number
  readonly total: number
}

export interface AuditOptions {
  /** The role of the application is enough: it may read, and make temporary tables. */
  readonly url: string
  readonly book: string
  readonly registry: Registry
  /** Opens the disclosures; it is the key under which subjects' keys are wrapped. */
  readonly installationKey: Uint8Array
  /**
   * What the erasure journal of the book says: it explains what was erased by an entry that was lost since, with the
   * disk that it stood on.
   */
  readonly erasures?: readonly Erasure[]
  readonly pageEntries?: number
  /** How many replayed rows stay in memory before they are written to scratch tables. */
  readonly rowsMax?: number
  onProgress?(progress: AuditProgress): void
}

export interface AuditReport {
  readonly book: string
  readonly size: number
  /** Base64 of the root computed from the leaves. */
  readonly root: string
  readonly disclosuresOpened: number
  /** Values that an entry erased: an empty box each. */
  readonly disclosuresErased: number
  /** Of these, what the journal alone explains: the entry of the erasure is not in the book. */
  readonly erasedByJournal: number
  readonly durationMs: number
  readonly findings: readonly CountedFinding[]
}

const PAGE_ENTRIES = 1024
const ROWS_MAX = 500_000
const LOCK_MS = 10_000

export async function auditBook(options: AuditOptions): Promise<AuditReport> {
  // An audit may take hours, so no statement of it is cut off.
  const timeouts = { statementMs: 0, lockMs: LOCK_MS, idleInTransactionMs: 0 }
  const session = await postgresSessions(options.url, 'hongqiao audit', timeouts).open()
  try {
    return await new Audit(session, options).run()
  } finally {
    await session.close()
  }
}

interface BookRow {
  readonly origin: string
  readonly size: number
  readonly root: string
  readonly atMs: string
  readonly closed: readonly ClosedLog[]
}

class Audit {
  readonly #session: Session
  readonly #options: AuditOptions
  readonly #findings = new Findings()
  readonly #memory = new RowMemory()
  readonly #scratch: Scratch
  readonly #tables: readonly Table[]

  constructor(session: Session, options: AuditOptions) {
    this.#session = session
    this.#options = options
    this.#tables = options.registry.tables
    this.#scratch = new Scratch(session, options.book, [...this.#tables, ...REPLAY_TABLES])
  }

  async run(): Promise<AuditReport> {
    const startMs = performance.now()
    await this.#scratch.create()
    await this.#session.query({ text: 'begin isolation level repeatable read, read only' })
    const book = await this.#bookRow()
    const sealing = sealingTools(this.#options.installationKey)
    const { installationKey } = this.#options
    const at = (index: number): string => originAt(book.closed, book.origin, index)
    const tools = {
      book: this.#options.book,
      origin: book.origin,
      originAt: at,
      findings: this.#findings,
      hashing: nodeHashing,
      sealing,
      installationKey,
    }
    const disclosures = new DisclosureCheck(tools, this.#options.erasures ?? [])
    const versions = this.#history().map((table) => new VersionCheck(tools, table))
    // Disclosures come after numbers: what both leave unexplained was erased.
    const checks = [new NumberCheck(tools), disclosures, ...versions, ...otherChecks(tools)]
    const entries = this.#entryAudit(book)
    await this.#stream(book, entries, checks)
    const root = Buffer.from(rootOf(entries.edge, nodeHashing)).toString('base64')
    this.#compareBook(book, { root, atMs: entries.atMs })
    await this.#compareSets(book, versions)
    await this.#session.query({ text: 'commit' })
    return {
      book: this.#options.book,
      size: book.size,
      root,
      disclosuresOpened: disclosures.opened,
      disclosuresErased: disclosures.erased,
      erasedByJournal: disclosures.erasedByJournal,
      durationMs: performance.now() - startMs,
      findings: this.#findings.list(),
    }
  }

  #history(): readonly Table[] {
    return this.#tables.filter(({ kept }) => kept === 'history')
  }

  #entryAudit({ origin, closed }: BookRow): EntryAudit {
    return new EntryAudit({
      origin,
      originAt: (index) => originAt(closed, origin, index),
      registry: this.#options.registry,
      memory: this.#memory,
      hashing: nodeHashing,
      findings: this.#findings,
      load: (keys) => this.#scratch.load(this.#memory, keys),
    })
  }

  async #bookRow(): Promise<BookRow> {
    const { rows } = await this.#session.query({
      text: `select origin, size, encode(root, 'base64'), ${exactMs('at')} from book where book = $1`,
      values: [this.#options.book],
    })
    const [origin, size, root, atMs] = rows[0] ?? []
    if (origin === undefined) throw new Error(`there is no book ${this.#options.book}`)
    const facts = { origin: origin ?? '', size: Number(size), root: root ?? '', atMs: atMs ?? '' }
    return { ...facts, closed: await closedLogs(this.#session, this.#options.book) }
  }

  /**
   * While a page is hashed and folded here, PostgreSQL answers the questions about the page before it
   * and reads the next one.
   */
  async #stream(
    { size, closed }: BookRow,
    audit: EntryAudit,
    checks: readonly PageCheck[],
  ): Promise<void> {
    const width = this.#options.pageEntries ?? PAGE_ENTRIES
    // A page ends where a closed log does, for the tree of that size is compared.
    const ends = pageEnds(size, width, closed)
    const fetch = (from: number, to: number): Promise<QueryResult> =>
      this.#session.query(entriesQuery(this.#options.book, from, to))
    let from = 0
    let fetching = fetch(0, ends[0] ?? 0)
    let asked: (() => Promise<void>) | undefined
    for (const [place, to] of ends.entries()) {
      const fetched = await fetching
      fetching = fetch(to, ends[place + 1] ?? to)
      const treeBefore = rootOf(audit.edge, nodeHashing)
      const page = await audit.page(fetched, from, to)
      this.#compareSuccession(page, closed, treeBefore)
      from = to
      await asked?.()
      asked = this.#ask(page, checks)
      if (this.#memory.count > (this.#options.rowsMax ?? ROWS_MAX)) {
        await this.#scratch.flush(this.#memory)
        this.#memory.spill()
      }
      this.#options.onProgress?.({ phase: 'entries', done: page.to, total: size })
    }
    await fetching
    await asked?.()
  }

  /** The first entry after those of a closed log says whose they were, and what their tree was. */
  #compareSuccession({ from, entries }: Page, closed: readonly ClosedLog[], tree: Hash): void {
    const log = closed.find(({ size }) => size === from)
    if (log === undefined) return
    const first = entries.get(from)?.fact.recorded
    const said = first === undefined ? null : successionOf(first.type, first.body)
    const expected = [log.origin, log.successor, from, base64Of(tree)].join(' ')
    const found =
      said === null
        ? 'no succession'
        : [said.predecessor.origin, said.origin, said.continued.size, said.continued.root].join(' ')
    if (found === expected) return
    this.#findings.add({
      table: 'succession',
      problem: 'differs',
      key: `${log.successor} ${from}`,
      stored: expected,
      computed: found,
    })
  }

  #ask(page: Page, checks: readonly PageCheck[]): () => Promise<void> {
    const answers = Promise.all(
      checks.map(async (check) => {
        const query = check.ask(page)
        return query === null ? [] : cellsOf(await this.#session.query(query))
      }),
    )
    // Awaited a page later; a failure until then is kept, not lost.
    answers.catch(() => undefined)
    return async () => {
      for (const [place, rows] of (await answers).entries()) checks[place]?.compare(page, rows)
    }
  }

  #compareBook(book: BookRow, computed: { readonly root: string; readonly atMs: number }): void {
    const add = (problem: string, stored: string, expected: string): void =>
      this.#findings.add({ table: 'book', problem, key: book.origin, stored, computed: expected })
    if (book.root !== computed.root) add('root_differs', book.root, computed.root)
    if (book.atMs !== String(computed.atMs)) add('at_differs', book.atMs, String(computed.atMs))
  }

  async #compareSets(book: BookRow, versions: readonly VersionCheck[]): Promise<void> {
    await this.#scratch.flush(this.#memory)
    this.#memory.spill()
    // From here on whole tables are read, for which the plans of look-ups are wrong.
    await this.#session.query({ text: RESET_PLANS })
    for (const table of [...this.#tables, ...REPLAY_TABLES]) {
      await this.#session.query({ text: `analyze ${sqlName(`audit_${table.name}`)}` })
    }
    const current = this.#tables.filter(({ kept }) => kept === 'current')
    const questions = [
      ...SET_QUESTIONS,
      ...this.#history().map(versionOrder),
      ...[...current, cellRow, causedRow].map((table) => currentRows(table)),
      currentRows(dueRow, 'due_at is not null'),
      ...(await this.#strangeVersions(versions)),
    ]
    for (const [done, question] of questions.entries()) {
      this.#options.onProgress?.({ phase: 'tables', done, total: questions.length })
      await this.#compareSet(book, question)
    }
  }

  async #compareSet({ origin, size }: BookRow, { table, text }: SetQuestion): Promise<void> {
    const { rows } = await this.#session.query({ text, values: [this.#options.book, size] })
    for (const [key, problem, stored, computed, count] of rows) {
      const texts = { stored: stored ?? '', computed: computed ?? '' }
      const finding = { table, problem: problem ?? '', key: `${origin} ${key}`, ...texts }
      this.#findings.add(finding, Number(count))
    }
  }

  /** Versions that no page came across stand at entries that do not touch their row. */
  async #strangeVersions(versions: readonly VersionCheck[]): Promise<readonly SetQuestion[]> {
    const questions: SetQuestion[] = []
    for (const { table, seen } of versions) {
      const { rows } = await this.#session.query({
        text: `select count(*) from ${sqlName(table.name)} where book = $1`,
        values: [this.#options.book],
      })
      const count = Number(rows[0]?.[0])
      if (count === seen) continue
      const name = sqlName(table.name)
      const finding = { table: name, problem: 'count_differs', key: this.#options.book }
      this.#findings.add({ ...finding, stored: `${count} versions`, computed: `${seen} versions` })
      if (name === 'account') questions.push(STRANGE_VERSIONS)
    }
    return questions
  }
}

function otherChecks(tools: CheckTools): readonly PageCheck[] {
  return [new TransferCheck(tools), new TileCheck(tools), new CheckpointCheck(tools)]
}

interface ClosedLog {
  readonly origin: string
  readonly successor: string
  /** Entries before this index are its. */
  readonly size: number
}

async function closedLogs(session: Session, book: string): Promise<readonly ClosedLog[]> {
  const { rows } = await session.query({
    text: 'select origin, successor, size from succession where book = $1 order by size',
    values: [book],
  })
  return rows.map(([origin, successor, size]) => ({
    origin: origin ?? '',
    successor: successor ?? '',
    size: Number(size),
  }))
}

function pageEnds(size: number, width: number, closed: readonly ClosedLog[]): readonly number[] {
  const ends: number[] = []
  for (let from = 0; from < size; from = ends.at(-1) ?? size) {
    const next = closed.find((log) => log.size > from)?.size ?? size
    ends.push(Math.min(size, from + width, next))
  }
  return ends
}

const RESET_PLANS = `reset enable_seqscan; reset enable_hashjoin; reset enable_mergejoin;
  reset enable_bitmapscan; reset plan_cache_mode; set work_mem = '64MB'`
