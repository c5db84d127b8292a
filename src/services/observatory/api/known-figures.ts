/** The published figures that audits compare with, kept until a claim is added. */
import type pg from 'pg'
import type { KnownSet } from '../contract.ts'
import { knownSetOf } from '../domain/known.ts'
import type { BookNames } from '../store/claims.ts'
import { CLAIMS_EXAMINED_MAX, listToExamine, markOfClaims } from '../store/series.ts'

export class KeptKnown {
  readonly #pool: pg.Pool
  readonly #books: () => BookNames
  #kept: { readonly mark: string; readonly set: KnownSet } | undefined
  #reading: Promise<KnownSet> | undefined

  constructor(pool: pg.Pool, books: () => BookNames) {
    this.#pool = pool
    this.#books = books
  }

  async load(): Promise<KnownSet> {
    const books = this.#books()
    const mark = await markOfClaims(this.#pool, books)
    if (this.#kept?.mark === mark) return this.#kept.set
    // Whoever comes while it is being read waits for the same reading.
    this.#reading ??= this.#read(mark, books).finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #read(mark: string, books: BookNames): Promise<KnownSet> {
    const views = await listToExamine(this.#pool, books)
    const all = knownSetOf(views.map(({ claim }) => claim))
    const set = views.length < CLAIMS_EXAMINED_MAX ? all : { ...all, isWhole: false }
    this.#kept = { mark, set }
    return set
  }
}
