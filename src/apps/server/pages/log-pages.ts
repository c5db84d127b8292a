/** The pages of the log: all books, one book, one entry, one checkpoint. */
import { parseCosignature } from '#kernel/log/cosignature.ts'
import { isPermitted } from '#kernel/identity/principal.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { Viewer } from '#platform/sessions/session.ts'
import type { SignatureLine } from '#web/pages/CheckpointPage.tsx'
import type { PagerLinks } from '#web/kit/Nav.tsx'
import { bookPath, booksPath, checkpointPath, entryPath } from '#web/pages/paths.ts'
import { type EntryListing, listEntries } from './entry-lines.ts'
import { entryView } from './entry-view.ts'
import { footOf, type Head, type Heads, openNote, stateOf, witnessesOf } from './heads.ts'
import { malformedQuery, type PageRoute, type Shown } from './page.ts'

export interface LogPages {
  readonly log: LogReader
  readonly heads: Heads
  readonly listing: EntryListing
}

const LATEST_ENTRIES = 20
const PAGE_ENTRIES = 50

export function logPages(parts: LogPages): readonly PageRoute[] {
  const { heads, listing } = parts
  return [
    {
      path: booksPath,
      async load() {
        const at = await heads.all()
        const latest = await listEntries(listing, at, { limit: LATEST_ENTRIES })
        return {
          name: 'books',
          view: { books: at.map(stateOf), latest },
          path: booksPath,
          foot: footOf(at[0]),
        }
      },
    },
    {
      path: `${booksPath}/:book`,
      async load({ params: { book = '' }, query }) {
        const head = await heads.find(book)
        return head === null ? null : showBook(head, query.get('before'), listing)
      },
    },
    {
      path: `${booksPath}/:book/checkpoint`,
      async load({ params: { book = '' }, origin }) {
        const head = await heads.find(book)
        return head === null || head.note === '' ? null : showCheckpoint(head, origin)
      },
    },
    {
      path: `${booksPath}/:book/:index`,
      async load({ params: { book = '', index = '' }, viewer, origin }) {
        const head = await heads.find(book)
        const at = wholeFromDecimal(index)
        return head === null || at === null ? null : showEntry(head, at, { viewer, origin }, parts)
      },
    },
  ]
}

/** By index, not by page: what is read does not shift while the book grows. */
async function showBook(head: Head, asked: string | null, listing: EntryListing): Promise<Shown> {
  const { name, size } = head
  const path = bookPath(name.id)
  const foot = footOf(head)
  const before = asked === null ? size : wholeFromDecimal(asked)
  if (before === null || (before === 0 && asked !== null)) return malformedQuery(path, foot)
  const isNewest = before >= size
  const entries = await listEntries(listing, [head], { before, limit: PAGE_ENTRIES })
  return {
    name: 'book',
    view: {
      book: stateOf(head),
      entries,
      pager: pagerOf(head, Math.min(before, size)),
      witnesses: witnessesOf(head),
      isForked: head.port.isForked?.() ?? false,
    },
    path: isNewest ? path : `${path}?before=${before}`,
    foot,
  }
}

function pagerOf({ name, size }: Head, before: number): PagerLinks {
  const path = bookPath(name.id)
  const newer = before + PAGE_ENTRIES
  const older = before - PAGE_ENTRIES
  return {
    ...(before < size ? { newestHref: path } : {}),
    ...(before < size && newer < size ? { newerHref: `${path}?before=${newer}` } : {}),
    ...(older > 0 ? { olderHref: `${path}?before=${older}` } : {}),
  }
}

async function showEntry(
  head: Head,
  index: number,
  { viewer, origin }: { readonly viewer: Viewer | null; readonly origin: string },
  { log, listing }: LogPages,
): Promise<Shown | null> {
  const { id } = head.name
  const principal = viewer?.principal ?? null
  const proven = await log.provenEntry(id, index, principal)
  if (proven === null) return null
  const { type, entry } = proven
  const isShown =
    listing.publicTypes.has(type) ||
    (principal !== null && isPermitted(principal, 'entries.read')) ||
    (await log.concerns(id, principal, entry.leaf))
  const view = entryView(head, proven, { isShown, origin })
  return { name: 'entry', view, path: entryPath(id, index), foot: footOf(head) }
}

function showCheckpoint(head: Head, origin: string): Shown {
  const { port, name, note } = head
  return {
    name: 'checkpoint',
    view: {
      book: stateOf(head),
      note,
      signatures: signaturesOf(note, port.origin),
      rawHref: `${origin}/book/${name.id}/checkpoint`,
      verifierKey: port.verifierKey,
    },
    path: checkpointPath(name.id),
    foot: footOf(head),
  }
}

function signaturesOf(note: string, origin: string): readonly SignatureLine[] {
  return openNote(note).signatures.map(({ name, keyId, payload }): SignatureLine => {
    const keyIdHex = keyId.toString(16).padStart(8, '0')
    if (name === origin) return { name, keyIdHex, kind: 'log' }
    const cosignature = parseCosignature(payload)
    if (cosignature === null) return { name, keyIdHex, kind: 'witness' }
    const at = formatInstant(Number(cosignature.seconds) * 1000)
    return { name, keyIdHex, kind: 'witness', at }
  })
}
