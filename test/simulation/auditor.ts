/**
 * Looks over a book's shoulder: from its leaves alone it grows the tree, counts the money and the running
 * numbers, and folds the rows, and holds all of it against what the database has and what the signer signed.
 */
import { factOf, Replay } from '#kernel/book/replay.ts'
import { dueRow, RowMemory } from '#kernel/book/replay-rows.ts'
import type { Registry } from '#kernel/book/registry.ts'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { type Leaf, readLeaf } from '#kernel/log/leaf.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { equalBytes } from '#kernel/std/bytes.ts'
import type { BookTables } from './book-tables.ts'
import { Ledger } from './ledger.ts'
import { PlainTree } from './plain-tree.ts'
import type { World } from './world.ts'

export interface Seen {
  readonly index: number
  readonly leaf: Leaf
  readonly text: string
}

/** The clocks of server and database may part by two seconds, and an answer is a while on its way. */
const AHEAD_MS_MAX = 2500

/** What the hub does without a cause and without a due: its courier brings it, and that ends a wait before its time. */
const CARRIED: ReadonlySet<string> = new Set([
  'handover.acknowledged',
  'handover.return-acknowledged',
  'handover.return-closed',
])

export interface Audited {
  readonly world: World
  readonly origin: string
  readonly registry: Registry
  readonly tables: BookTables
  /** The root of every size that was signed, in base64. */
  readonly signed: ReadonlyMap<number, string>
  /** The same of every witness that follows it. */
  readonly cosigned: readonly (() => ReadonlyMap<number, string> | undefined)[]
  /** The latest instant that the database's clock has shown. */
  readonly latestMs: () => number
  /** Called for each row that an entry of a slice changes. */
  readonly onChange?: (change: {
    readonly leaf: Leaf
    readonly table: Table
    readonly before: AnyRow | undefined
    readonly after: AnyRow
  }) => void
}

export class Auditor {
  readonly seen: Seen[] = []
  readonly ledger: Ledger
  /** The rows that follow from the leaves. */
  readonly memory = new WatchedRows()
  readonly #audited: Audited
  readonly #replay: Replay
  readonly #tree = new PlainTree()
  readonly #roots: string[] = [base64Of(new PlainTree().root())]
  #atMs = 0

  constructor(audited: Audited) {
    this.#audited = audited
    this.#replay = new Replay(audited.registry, this.memory)
    this.ledger = new Ledger((sentence) => this.#wrong(sentence))
  }

  /** Whatever is new since the last look. */
  look(): void {
    const { tables, signed } = this.#audited
    for (let at = this.seen.length; at < tables.entries.length; at += 1) this.#entry(at)
    if (tables.size !== tables.entries.length) {
      this.#wrong(`the book says ${tables.size} entries and has ${tables.entries.length}`)
    }
    if (base64Of(tables.root) !== this.#roots[tables.size]) {
      this.#wrong('the stored root is not that of the entries')
    }
    this.#compare('signed', signed)
    for (const cosigned of this.#audited.cosigned)
      this.#compare('cosigned', cosigned() ?? new Map())
  }

  #compare(how: string, roots: ReadonlyMap<number, string>): void {
    for (const [size, root] of roots) {
      if (this.#roots[size] !== root) this.#wrong(`what was ${how} at ${size} is not this book`)
    }
  }

  /** The root at a size, or undefined beyond the book. */
  rootAt(size: number): string | undefined {
    return this.#roots[size]
  }

  #entry(index: number): void {
    const { tables, registry, origin } = this.#audited
    const entry = tables.entries[index]
    if (entry?.index !== index) return this.#wrong(`there is no entry ${index}`)
    const hash = this.#tree.add(entry.leaf)
    this.#roots.push(base64Of(this.#tree.root()))
    if (!equalBytes(hash, entry.leafHash)) this.#wrong(`entry ${index} has another leaf hash`)
    const leaf = readLeaf(entry.leaf)
    if (!leaf.ok) return this.#wrong(`entry ${index}: ${leaf.error}`)
    this.seen.push({ index, leaf: leaf.value, text: Buffer.from(entry.leaf).toString() })
    if (leaf.value.book !== origin) this.#wrong(`entry ${index} is of ${leaf.value.book}`)
    if (leaf.value.atMs !== entry.atMs) this.#wrong(`entry ${index} has another time than its leaf`)
    this.#time(index, leaf.value)
    this.ledger.entry(index, leaf.value)
    const fact = factOf(registry, index, leaf.value)
    if (!fact.ok) return this.#wrong(`entry ${index}: ${fact.error}`)
    this.memory.begin()
    const folded = this.#replay.add(fact.value)
    this.#replay.rows.keep()
    if (!folded.ok) return this.#wrong(`entry ${index} cannot have happened: ${folded.error}`)
    this.#changes(index, leaf.value)
  }

  #time(index: number, { atMs }: Leaf): void {
    if (atMs < this.#atMs) this.#wrong(`time runs backwards at entry ${index}`)
    this.#atMs = atMs
    const aheadMs = atMs - this.#audited.latestMs()
    if (aheadMs > AHEAD_MS_MAX) {
      this.#wrong(`entry ${index} is ${aheadMs} ms ahead of the database's clock`)
    }
  }

  #changes(index: number, leaf: Leaf): void {
    const { onChange } = this.#audited
    const changes = [...this.memory.changes()]
    for (const { table, before, after } of changes) {
      if (table !== dueRow) onChange?.({ leaf, table, before: before ?? undefined, after })
    }
    if (leaf.actor !== SYSTEM_PARTY || leaf.cause !== undefined || CARRIED.has(leaf.type)) return
    const dues = changes.flatMap(({ table, before }) => {
      const dueAt = table === dueRow ? before?.['dueAt'] : undefined
      return typeof dueAt === 'number' ? [dueAt] : []
    })
    if (dues.length === 0) return
    this.#audited.world.count('timers: lapsed')
    // What the clock does by itself it does for something that was due by then.
    if (dues.every((dueAt) => dueAt > leaf.atMs)) {
      this.#wrong(`entry ${index} (${leaf.type}) lapses before it is due`)
    }
  }

  #wrong(sentence: string): void {
    this.#audited.world.fail(`${this.#audited.origin}: ${sentence}`)
  }
}

interface Changed {
  readonly table: Table
  readonly before: AnyRow | null
  readonly after: AnyRow
}

/** Rows that tell what one entry did to them, from before its first change to after its last. */
class WatchedRows extends RowMemory {
  readonly #changed = new Map<string, Changed>()

  begin(): void {
    this.#changed.clear()
  }

  changes(): Iterable<Changed> {
    return this.#changed.values()
  }

  override set(table: Table, key: string, row: AnyRow | null): void {
    const name = `${table.name} ${key}`
    const first = this.#changed.get(name)
    const before = first === undefined ? (this.find(table, key) ?? null) : first.before
    if (row !== null) this.#changed.set(name, { table, before, after: row })
    super.set(table, key, row)
  }
}
