/** The pages of handovers and their forms. Whoever has the permission and acts for nobody in the book sees nothing. */
import type pg from 'pg'
import type { BookPort } from '#platform/book/port.ts'
import type { FormRoute } from '#platform/http/form-route.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { listAreas } from '#services/observatory/domain/areas.ts'
import { askingOf, plainWords, type Asking, type Served } from '#services/handover/api/asking.ts'
import { loadConsignment } from '#services/handover/api/consignment-page.ts'
import { handoverForms } from '#services/handover/api/forms.ts'
import {
  loadConsignments,
  loadDrop,
  loadReconciliation,
  loadSend,
} from '#services/handover/api/pages.ts'
import {
  consignmentPath,
  consignmentsPath,
  dropPath,
  reconciliationPath,
  sendPath,
} from '#services/handover/web/paths.ts'
import { hubBooks } from '../hub.ts'
import { wordsOfWitness } from '#web/pages/witness-words.ts'
import { BOOK_NAMES, footOf, type Heads } from './heads.ts'
import { notPermitted, type PageRoute, type PrivateRequest, type Shown } from './page.ts'

export interface HandoverPages {
  readonly pool: pg.Pool
  readonly books: ReadonlyMap<string, BookPort>
  readonly log: LogReader
  readonly heads: Heads
  readonly nowMs: () => number
}

/** A page by name with its view and its address. */
type Named = Shown extends infer S
  ? S extends Shown
    ? Omit<S, 'path' | 'foot' | 'status'> & { readonly at: string }
    : never
  : never

type Load = (asking: Asking, request: PrivateRequest) => Promise<Named | undefined>

export function handoverPages(parts: HandoverPages): readonly PageRoute[] {
  const served = servedBy(parts)
  const page = (path: `/${string}`, load: Load) => pageOf(parts, served, path, load)
  return [
    page(consignmentsPath, async (asking) => ({
      name: 'consignments',
      view: await loadConsignments(asking),
      at: consignmentsPath,
    })),
    page(sendPath, async (asking) => ({
      name: 'sendConsignment',
      view: await loadSend(asking),
      at: sendPath,
    })),
    page(dropPath, async (asking) => ({
      name: 'dropReceipt',
      view: loadDrop(asking),
      at: dropPath,
    })),
    page(consignmentPath(':book', ':consignment'), async (asking, { params }) => {
      const { book = '', consignment = '' } = params
      const view = await loadConsignment(asking, book, consignment)
      return view && { name: 'consignment', view, at: consignmentPath(book, consignment) }
    }),
    {
      path: reconciliationPath,
      access: 'handover.reconcile',
      async load({ viewer }) {
        const { book } = viewer.person
        const [view, head] = await Promise.all([
          loadReconciliation(served, book),
          parts.heads.find(book),
        ])
        const foot = head && footOf(head)
        return { name: 'reconciliation', view, path: reconciliationPath, foot }
      },
    },
  ]
}

export function allHandoverForms(books: ReadonlyMap<string, BookPort>): readonly FormRoute[] {
  return handoverForms((name) => books.get(name)?.origin)
}

function pageOf(
  { heads }: HandoverPages,
  served: Served,
  path: `/${string}`,
  load: Load,
): PageRoute {
  return {
    path,
    access: 'handover.read',
    async load(request) {
      const { book } = request.viewer.person
      const [asking, head] = await Promise.all([
        askingOf(served, book, request.principal),
        heads.find(book),
      ])
      const foot = head && footOf(head)
      // A permission without an appointment is no company's: the page says so, and shows nothing.
      if (asking === undefined) return notPermitted(path, foot)
      const named = await load(asking, request)
      if (named === undefined) return null
      const { at, ...shown } = named
      return { ...shown, path: at, foot }
    },
  }
}

function servedBy({ pool, books, log, nowMs }: HandoverPages): Served {
  const areas = listAreas()
  const names = new Map(areas.map(([id, { en, zh }]) => [id, { en, zh }]))
  return {
    pool,
    books,
    log,
    nowMs,
    nameOfWitness: (name) => wordsOfWitness(name, BOOK_NAMES),
    nameOfBook: (name) => hubBooks.find((book) => book.name === name)?.words ?? plainWords(name),
    nameOfArea: (area) => names.get(area) ?? plainWords(area),
    // Where goods leave and arrive: districts, as everywhere else in the figures.
    areas: areas.flatMap(([id, { kind, en, zh }]) =>
      kind === 'district' ? [{ id, name: { en, zh } }] : [],
    ),
  }
}
