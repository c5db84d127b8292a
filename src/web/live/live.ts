/**
 * Keeps the state of the books on a page at their newest checkpoint. One stream has the events of all
 * books, named `state`: name, size, root (base64) and instant (milliseconds).
 */
import { createElement } from 'react'
import { Arch } from '#web/kit/Arch.tsx'
import { bytesFromBase64 } from '#kernel/std/base64.ts'
import { hexOf } from '#kernel/std/hex.ts'
import { formatCount, shortHash } from '#web/kit/format.ts'
import type { Language, Words } from '#web/kit/language.ts'
import { toHtml } from '#web/kit/to-html.ts'
import { BookPanel } from '#web/pages/BookPanel.tsx'
import { homeMessages } from '#web/pages/home-messages.ts'
import type { BookState } from '#web/pages/views.ts'
import { wordsOfWitness } from '#web/pages/witness-words.ts'

export type BookNews = {
  readonly book: string
  readonly size: number
  readonly rootHex: string
  readonly at: string
  /** The names of the witnesses that have cosigned this very size; nobody yet, or nobody is asked. */
  readonly cosigners: readonly string[]
}

const HASH_BYTES = 32
/** The last instant that a date can hold. */
const INSTANT_MS_MAX = 8_640_000_000_000_000

/** One connection a page: browsers share six among all their windows. */
export const STREAM_HREF = '/v1/events'

/** One event of a stream, or null where it is not of the agreed form. */
export function parseNews(text: string): BookNews | null {
  const value = parseJson(text)
  if (!isRecord(value)) return null
  const { book, size, root, at } = value
  if (typeof book !== 'string' || typeof root !== 'string' || !isSize(size)) return null
  if (typeof at !== 'number' || !(0 <= at && at <= INSTANT_MS_MAX)) return null
  const bytes = bytesFromBase64(root)
  if (bytes?.length !== HASH_BYTES) return null
  const cosigners = cosignersOf(value['witnessed'], size)
  return { book, size, rootHex: hexOf(bytes), at: new Date(at).toISOString(), cosigners }
}

function cosignersOf(witnessed: unknown, size: number): readonly string[] {
  if (!isRecord(witnessed) || witnessed['size'] !== size) return []
  const { cosigners } = witnessed
  return Array.isArray(cosigners) ? cosigners.filter((name) => typeof name === 'string') : []
}

/** The books as the server wrote them into the page. */
export function parseBooks(value: unknown): readonly BookState[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    const state = parseState(item)
    if (state === null || !isRecord(item)) return []
    const { id, name, origin } = item
    if (typeof id !== 'string' || typeof origin !== 'string' || !isWords(name)) return []
    return [{ id, name, origin, ...state }]
  })
}

function parseState(value: unknown): Omit<BookState, 'id' | 'name' | 'origin'> | null {
  if (!isRecord(value)) return null
  const { size, rootHex, at, cosigners } = value
  if (typeof at !== 'string' || typeof rootHex !== 'string' || !isSize(size)) return null
  if (!/^[0-9a-f]{64}$/.test(rootHex)) return null
  if (!Array.isArray(cosigners) || !cosigners.every(isWords)) return null
  return { size, rootHex, at, cosigners }
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isWords(value: unknown): value is Words {
  return isRecord(value) && typeof value['en'] === 'string' && typeof value['zh'] === 'string'
}

/**
 * A book only grows: what is older than what is shown is no news, and of the same state only that more have
 * cosigned it. Whoever cosigned the state before has not cosigned the new one yet.
 */
export function applyNews(books: readonly BookState[], news: BookNews): readonly BookState[] {
  const { book: id, size, rootHex, at } = news
  return books.map((book) => {
    if (book.id !== id || size < book.size) return book
    if (size === book.size && news.cosigners.length <= book.cosigners.length) return book
    const cosigners = news.cosigners.map((name) => wordsOfWitness(name, books))
    return { ...book, size, rootHex, at, cosigners }
  })
}

/** Draws the books again where the page shows them; only what changed is touched. */
export function showBooks(page: Document, books: readonly BookState[], language: Language): void {
  const total = books.reduce((sum, { size }) => sum + size, 0)
  for (const place of page.querySelectorAll('[data-live-total]')) put(place, formatCount(total))
  for (const book of books) showBook(page, book, language)
}

function showBook(page: Document, book: BookState, language: Language): void {
  const id = CSS.escape(book.id)
  const at = (name: string) => page.querySelector(`[data-live-${name}="${id}"]`)
  draw(at('book'), toHtml(createElement(BookPanel, { book, language })))
  put(at('size'), formatCount(book.size))
  const state = book.cosigners.length > 0 ? 'closed' : 'open'
  const arches = (['broad', 'slim'] as const).map((shape) =>
    createElement(Arch, { key: shape, rootHex: book.rootHex, shape, state }),
  )
  draw(at('arch'), toHtml(arches))
  put(at('root')?.querySelector('.hash') ?? null, shortHash(book.rootHex))
  const t = homeMessages[language]
  put(at('computed'), t.computedFrom({ size: formatCount(book.size), book: book.name[language] }))
}

function put(place: Element | null, text: string): void {
  if (place !== null && place.textContent !== text) place.textContent = text
}

const drawn = new WeakMap<Element, string>()

/** The markup is written by `toHtml`, which escapes every text in it. */
function draw(place: Element | null, html: string): void {
  if (place === null || drawn.get(place) === html) return
  const isFirst = !drawn.has(place)
  drawn.set(place, html)
  if (place.innerHTML === html) return
  place.innerHTML = html
  if (!isFirst) place.classList.add('fresh')
}
