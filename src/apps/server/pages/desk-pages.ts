/** The pages of the notary's desk. Whoever has the permission and is no notary of the office sees nothing. */
import type pg from 'pg'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { Persons } from '#platform/postgres/persons.ts'
import { type CaseAsking } from '#services/prepaid/api/desk-cases.ts'
import { type Chosen, loadDeskPage } from '#services/prepaid/api/desk-pages.ts'
import { namesOfNotaries } from '#services/prepaid/api/notary-names.ts'
import { viewerOf } from '#services/prepaid/api/viewer.ts'
import {
  CASE_KINDS,
  caseHref,
  filterIn,
  listPath,
  settlePath,
  settleThroughPath,
  shopsPath,
  substitutePath,
} from '#services/prepaid/web/desk-paths.ts'
import { deskPath } from '#services/prepaid/web/paths.ts'
import { footOf, type Heads } from './heads.ts'
import type { PageRoute, PrivateRequest, Shown } from './page.ts'

export interface DeskPages {
  readonly pool: pg.Pool
  readonly heads: Heads
  readonly log: Pick<LogReader, 'entry' | 'provenEntry'>
  readonly persons: Persons
  readonly nowMs: () => number
}

export function deskPages(parts: DeskPages): readonly PageRoute[] {
  const page = (
    path: `/${string}`,
    choose: (request: PrivateRequest) => { readonly chosen: Chosen; readonly at: string },
  ): PageRoute => ({
    path,
    access: 'prepaid.notarise',
    load: (request) => loadFor(parts, request, choose(request)),
  })
  return [
    page(deskPath, ({ query }) => ({ chosen: null, at: listPath(filterIn(query)) })),
    page(settlePath, ({ query }) => {
      const through = query.get('through')
      const at = through === null ? settlePath : settleThroughPath(encodeURIComponent(through))
      return { chosen: { act: 'settle', through }, at }
    }),
    page(substitutePath, () => ({ chosen: { act: 'substitute' }, at: substitutePath })),
    page(shopsPath, () => ({ chosen: { act: 'shops' }, at: shopsPath })),
    ...CASE_KINDS.map((kind) =>
      page(`${deskPath}/${kind}/:id`, ({ params: { id = '' }, query }) => ({
        chosen: { kind, id },
        at: caseHref(kind, id, filterIn(query)),
      })),
    ),
  ]
}

async function loadFor(
  { pool, heads, log, persons, nowMs }: DeskPages,
  { viewer, principal, query }: PrivateRequest,
  { chosen, at }: { readonly chosen: Chosen; readonly at: string },
): Promise<Shown | null> {
  const { book } = viewer.person
  const [{ isNotary }, head] = await Promise.all([
    viewerOf(pool, book, principal),
    heads.find(book),
  ])
  if (!isNotary || head === null) return null
  const asking: CaseAsking = {
    pool,
    book,
    notary: principal.party,
    principal,
    log,
    names: await namesOfNotaries(pool, book, persons),
    nowMs: nowMs(),
  }
  const view = await loadDeskPage(asking, filterIn(query), chosen)
  return view === undefined ? null : { name: 'desk', view, path: at, foot: footOf(head) }
}
