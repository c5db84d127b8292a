/** The pages of supervision, and what the bank sees. Whoever has the permission and no appointment sees nothing. */
import type pg from 'pg'
import { loadBank } from '#services/prepaid/api/bank-pages.ts'
import {
  type FiguresAsking,
  loadAreaFigures,
  loadContractFigures,
  loadOverview,
  loadShopFigures,
} from '#services/prepaid/api/figures-pages.ts'
import { viewerOf, type Viewer } from '#services/prepaid/api/viewer.ts'
import { bankPath } from '#services/prepaid/web/desk-paths.ts'
import {
  areaFiguresPath,
  contractFiguresPath,
  shopFiguresHref,
} from '#services/prepaid/web/figures-paths.ts'
import { figuresPath } from '#services/prepaid/web/paths.ts'
import { footOf, type Head, type Heads } from './heads.ts'
import { malformedQuery, type PageRoute, type PrivateRequest, type Shown } from './page.ts'

export interface SupervisionPages {
  readonly pool: pg.Pool
  readonly heads: Heads
  readonly nowMs: () => number
}

interface At extends FiguresAsking {
  readonly head: Head
}

type Load = (at: At, request: PrivateRequest) => Promise<Shown | null>

export function supervisionPages(parts: SupervisionPages): readonly PageRoute[] {
  const inspected = (path: `/${string}`, load: Load): PageRoute => ({
    path,
    access: 'prepaid.inspect',
    load: (request) => loadFor(parts, request, { sees: ({ isInspector }) => isInspector, load }),
  })
  return [
    inspected(figuresPath, overview),
    inspected(`${figuresPath}/areas/:area`, area),
    inspected(`${figuresPath}/shops/:shop`, shop),
    inspected(`${figuresPath}/contracts/:contract`, contract),
    {
      path: bankPath,
      access: 'prepaid.bank',
      load: (request) => loadFor(parts, request, { sees: ({ isTeller }) => isTeller, load: bank }),
    },
  ]
}

async function loadFor(
  { pool, heads, nowMs }: SupervisionPages,
  request: PrivateRequest,
  { sees, load }: { readonly sees: (viewer: Viewer) => boolean; readonly load: Load },
): Promise<Shown | null> {
  const { book } = request.viewer.person
  const [viewer, head] = await Promise.all([
    viewerOf(pool, book, request.principal),
    heads.find(book),
  ])
  if (!sees(viewer) || head === null) return null
  return load({ pool, book, nowMs: nowMs(), head }, request)
}

const overview: Load = async ({ head, ...asking }) => {
  const view = await loadOverview(asking)
  const { size, at, name } = head
  return {
    name: 'prepaidFigures',
    view: { ...view, bookName: name.name, at, size },
    path: figuresPath,
    foot: footOf(head),
  }
}

const area: Load = async ({ head, ...asking }, { params: { area: id = '' } }) => {
  const view = await loadAreaFigures(asking, id)
  if (view === undefined) return null
  return {
    name: 'prepaidArea',
    view: { ...view, size: head.size },
    path: areaFiguresPath(id),
    foot: footOf(head),
  }
}

const REVENUE_CHARS_MAX = 24

const shop: Load = async ({ head, ...asking }, { params: { shop: id = '' }, query }) => {
  const typed = {
    revenue: (query.get('revenue') ?? '').trim().slice(0, REVENUE_CHARS_MAX),
    isYoung: query.get('young') === 'on',
    cursor: query.get('cursor') ?? undefined,
  }
  const view = await loadShopFigures(asking, id, typed)
  if (view === undefined) return null
  if (view === 'unknown_cursor') return malformedQuery(shopFiguresHref(id, typed), footOf(head))
  return {
    name: 'prepaidShop',
    view: { ...view, size: head.size },
    path: shopFiguresHref(id, typed),
    foot: footOf(head),
  }
}

const contract: Load = async ({ head, ...asking }, { params: { contract: id = '' } }) => {
  const view = await loadContractFigures(asking, id)
  if (view === undefined) return null
  return {
    name: 'prepaidContract',
    view: { ...view, size: head.size },
    path: contractFiguresPath(id),
    foot: footOf(head),
  }
}

const bank: Load = async ({ head, pool, book }) => ({
  name: 'prepaidBank',
  view: await loadBank(pool, book),
  path: bankPath,
  foot: footOf(head),
})
