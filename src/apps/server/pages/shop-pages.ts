/** The pages of a shop and its forms. Whoever has the permission and is not appointed there now sees nothing. */
import type pg from 'pg'
import type { Permission } from '#kernel/identity/principal.ts'
import type { FormRoute } from '#platform/http/form-route.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import type { Persons } from '#platform/postgres/persons.ts'
import { listAreas } from '#services/observatory/domain/areas.ts'
import { refusalsOf } from '#services/parties/api/refusals.ts'
import { counterForms } from '#services/prepaid/api/counter-forms.ts'
import { loadCounter } from '#services/prepaid/api/counter-pages.ts'
import { loadMoney } from '#services/prepaid/api/money-pages.ts'
import {
  loadApply,
  loadNewProduct,
  loadProducts,
  loadStaff,
} from '#services/prepaid/api/products-pages.ts'
import { shopAskingOf, type ShopReading } from '#services/prepaid/api/shop-asking.ts'
import { shopForms } from '#services/prepaid/api/shop-forms.ts'
import { loadStatement, loadUpcoming } from '#services/prepaid/api/statement-pages.ts'
import { loadShopRefund, loadToday, loadWithdraw } from '#services/prepaid/api/today-pages.ts'
import { counterPath, moneyPath, productsPath, todayPath } from '#services/prepaid/web/paths.ts'
import {
  applyPath,
  counterSearch,
  newCountPath,
  newPeriodPath,
  shopRefundPath,
  staffPath,
  statementPath,
  todayOf,
  turnedTo,
  upcomingPath,
  withdrawUsePath,
} from '#services/prepaid/web/shop-paths.ts'
import { footOf, type Heads } from './heads.ts'
import {
  malformedQuery,
  notPermitted,
  type PageRoute,
  type PrivateRequest,
  type Shown,
} from './page.ts'

export interface ShopPages {
  readonly pool: pg.Pool
  readonly heads: Heads
  readonly log: Pick<LogReader, 'provenEntry'>
  readonly persons: Persons
  readonly nowMs: () => number
}

/** A page by name with its view and its address. */
type Named = Shown extends infer S
  ? S extends Shown
    ? Omit<S, 'path' | 'foot' | 'status'> & { readonly at: string }
    : never
  : never

/** A page whose address has a place that its list does not have. */
interface Turned {
  readonly name: 'unknown_cursor'
  readonly at: string
}

type Load = (asking: ShopReading, request: PrivateRequest) => Promise<Named | Turned | undefined>

export function shopPages(parts: ShopPages): readonly PageRoute[] {
  return [...counterPages(parts), ...moneyPages(parts), ...headPages(parts)]
}

export function allShopForms(): readonly FormRoute[] {
  const staff = { appoint: refusalsOf('appoint'), dismiss: refusalsOf('dismiss') }
  return [...counterForms(), ...shopForms(staff)]
}

function pageOf(
  { pool, heads, log, persons, nowMs }: ShopPages,
  access: Permission,
  path: `/${string}`,
  load: Load,
): PageRoute {
  return {
    path,
    access,
    async load(request) {
      const { book } = request.viewer.person
      const reading = { pool, book, log, persons, origin: request.origin, nowMs: nowMs() }
      const [asking, head] = await Promise.all([
        shopAskingOf(reading, request.principal),
        heads.find(book),
      ])
      const foot = head && footOf(head)
      // A permission without an appointment is no shop's: the page says so, and shows nothing.
      if (asking === undefined) return notPermitted(path, foot)
      if (access === 'prepaid.shop' && !asking.isHead) return notPermitted(path, foot)
      const named = await load(asking, request)
      if (named === undefined) return null
      if (named.name === 'unknown_cursor') return malformedQuery(named.at, foot)
      const { at, ...shown } = named
      return { ...shown, path: at, foot }
    },
  }
}

function counterPages(parts: ShopPages): readonly PageRoute[] {
  const page = (path: `/${string}`, load: Load) => pageOf(parts, 'prepaid.counter', path, load)
  return [
    page(counterPath, async (asking, { query }) => {
      const view = await loadCounter(asking, query.get('q') ?? '')
      return { name: 'counter', view, at: counterSearch(view.q) }
    }),
    page(todayPath, async (asking, { query }) => {
      const view = await loadToday(asking, query)
      return { name: 'today', view, at: view.isToday ? todayPath : todayOf(view.day) }
    }),
    page('/prepaid/uses/:use/withdraw', async (asking, { params: { use = '' } }) => {
      const view = await loadWithdraw(asking, use)
      return view && { name: 'withdrawUse', view, at: withdrawUsePath(use) }
    }),
    page(applyPath, async (asking) => {
      const view = await loadApply(asking, districts())
      return { name: 'apply', view, at: applyPath }
    }),
  ]
}

function moneyPages(parts: ShopPages): readonly PageRoute[] {
  const page = (path: `/${string}`, load: Load) => pageOf(parts, 'prepaid.shop', path, load)
  return [
    page(moneyPath, async (asking) => ({
      name: 'money',
      view: await loadMoney(asking),
      at: moneyPath,
    })),
    page(upcomingPath, async (asking, { query }) => {
      const cursor = query.get('cursor') ?? undefined
      return statementPage(await loadUpcoming(asking, cursor), upcomingPath, cursor)
    }),
    page(`${moneyPath}/settlements/:settlement`, async (asking, { params, query }) => {
      const { settlement = '' } = params
      const cursor = query.get('cursor') ?? undefined
      const view = await loadStatement(asking, settlement, cursor)
      return statementPage(view, statementPath(settlement), cursor)
    }),
    page('/prepaid/shop-refunds/:refund', async (asking, { params: { refund = '' } }) => {
      const view = await loadShopRefund(asking, refund)
      return view && { name: 'shopRefund', view, at: shopRefundPath(refund) }
    }),
  ]
}

function statementPage(
  view: Awaited<ReturnType<typeof loadStatement>>,
  path: string,
  cursor: string | undefined,
): Named | Turned | undefined {
  if (view === 'unknown_cursor') return { name: view, at: path }
  return view && { name: 'moneyStatement', view, at: turnedTo(path, cursor) }
}

function headPages(parts: ShopPages): readonly PageRoute[] {
  const page = (path: `/${string}`, load: Load) => pageOf(parts, 'prepaid.shop', path, load)
  const newProduct = (kind: 'count' | 'period', path: `/${string}`) =>
    page(path, async (asking, { query }) => {
      const view = await loadNewProduct(asking, kind, query)
      const typed = new URLSearchParams(Object.entries(view?.values ?? {}))
      return (
        view && {
          name: 'newProduct',
          view,
          at: typed.size === 0 ? path : `${path}?${typed.toString()}`,
        }
      )
    })
  return [
    page(productsPath, async (asking) => ({
      name: 'products',
      view: await loadProducts(asking),
      at: productsPath,
    })),
    newProduct('count', newCountPath),
    newProduct('period', newPeriodPath),
    page(staffPath, async (asking, { principal }) => ({
      name: 'staff',
      view: await loadStaff(asking, principal.party),
      at: staffPath,
    })),
  ]
}

/** Where a shop can be. */
function districts() {
  return listAreas().flatMap(([id, { kind, en, zh }]) =>
    kind === 'district' ? [{ id, name: { en, zh } }] : [],
  )
}
