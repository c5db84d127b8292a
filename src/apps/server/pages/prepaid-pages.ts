/** The pages of prepaid money for consumers, and the public register of shops. */
import type pg from 'pg'
import type { Principal } from '#kernel/identity/principal.ts'
import { isPermitted } from '#kernel/identity/principal.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { findArea } from '#services/observatory/domain/areas.ts'
import {
  loadCard,
  loadCards,
  loadCheckIn,
  loadContest,
  loadRefund,
  loadRefundCard,
  type Asking,
} from '#services/prepaid/api/consumer-pages.ts'
import { loadBuy, loadRegister, loadShop } from '#services/prepaid/api/register-pages.ts'
import { CAUSES, type Words } from '#services/prepaid/contract.ts'
import { listConcerning } from '#services/prepaid/store/receipts.ts'
import { cardsPath, receiptsPath, registerPath } from '#services/prepaid/web/paths.ts'
import { actOf } from './entry-words.ts'
import { footOf, type Heads } from './heads.ts'
import type { PageRoute, PrivateRequest, Shown } from './page.ts'

export interface PrepaidPages {
  readonly pool: pg.Pool
  readonly bookNames: readonly string[]
  readonly heads: Heads
  readonly log: Pick<LogReader, 'provenEntry'>
  readonly nowMs: () => number
  /** Whether a consumer can pay by a click here: at the simulated bank. */
  readonly canPay: boolean
}

const RECEIPTS_SHOWN = 50
const BUY = 'prepaid.buy'

export function nameOfArea(id: string): Words {
  const { en, zh } = findArea(id) ?? { en: id, zh: id }
  return { en, zh }
}

export function prepaidPages(parts: PrepaidPages): readonly PageRoute[] {
  return [...registerPages(parts), ...cardPages(parts), ...receiptPages(parts)]
}

const buysIn = (viewer: { readonly principal: Principal } | null): boolean =>
  viewer !== null && isPermitted(viewer.principal, BUY)

function registerPages({ pool, bookNames, heads, nowMs }: PrepaidPages): readonly PageRoute[] {
  return [
    {
      path: registerPath,
      async load({ query }) {
        const [view, [first]] = await Promise.all([
          loadRegister(pool, bookNames, query, nameOfArea),
          heads.all(),
        ])
        const kept = new URLSearchParams(
          Object.entries(view.filter).filter(([, value]) => value !== ''),
        )
        const path = kept.size === 0 ? registerPath : `${registerPath}?${kept.toString()}`
        return { name: 'register', view, path, foot: footOf(first) }
      },
    },
    {
      path: '/prepaid/shops/:shop',
      async load({ params: { shop = '' }, viewer }) {
        const mayBuy = buysIn(viewer)
        const [view, [first]] = await Promise.all([
          loadShop(pool, bookNames, shop, {
            nameOfArea,
            mayBuy,
            offersContracts: mayBuy || viewer === null,
          }),
          heads.all(),
        ])
        if (view === undefined) return null
        const path = `/prepaid/shops/${encodeURIComponent(shop)}`
        return { name: 'shop', view, path, foot: footOf(first) }
      },
    },
    {
      path: '/prepaid/buy/:product',
      access: BUY,
      async load({ params: { product = '' }, viewer }) {
        const [view, [first]] = await Promise.all([
          loadBuy(pool, bookNames, product, { nowMs: nowMs(), mayBuyIn: viewer.person.book }),
          heads.all(),
        ])
        if (view === undefined) return null
        const path = `/prepaid/buy/${encodeURIComponent(product)}`
        return { name: 'buy', view, path, foot: footOf(first) }
      },
    },
  ]
}

/** A consumer's page: what it shows depends on who asks, and where from. */
function cardPages({ pool, heads, log, nowMs, canPay }: PrepaidPages): readonly PageRoute[] {
  const asking = ({ principal, viewer }: PrivateRequest): Asking => ({
    pool,
    book: viewer.person.book,
    log,
    principal,
    consumer: principal.party,
    nowMs: nowMs(),
    canPay,
  })
  const page = (
    path: `/${string}`,
    load: (asked: Asking, request: PrivateRequest) => Promise<Named | undefined>,
  ): PageRoute => ({
    path,
    access: BUY,
    async load(request) {
      const asked = asking(request)
      const [named, head] = await Promise.all([load(asked, request), heads.find(asked.book)])
      if (named === undefined) return null
      const { at, ...shown } = named
      return { ...shown, path: at, foot: head && footOf(head) }
    },
  })
  return [
    page(cardsPath, async (asked) => ({
      name: 'cards',
      view: await loadCards(asked),
      at: cardsPath,
    })),
    page('/prepaid/cards/:contract', async (asked, { params: { contract = '' } }) => {
      const view = await loadCard(asked, contract)
      return view && { name: 'card', view, at: `${cardsPath}/${encodeURIComponent(contract)}` }
    }),
    page('/prepaid/cards/:contract/refund', async (asked, { params, query }) => {
      const { contract = '' } = params
      const cause = CAUSES.find((each) => each === query.get('cause'))
      const view = cause && (await loadRefund(asked, contract, cause))
      const at = `${cardsPath}/${encodeURIComponent(contract)}/refund?cause=${cause ?? ''}`
      return view && { name: 'askRefund', view, at }
    }),
    page('/prepaid/refunds/:refund', async (asked, { params: { refund = '' } }) => {
      const view = await loadRefundCard(asked, refund)
      return view && { name: 'card', view, at: `/prepaid/refunds/${encodeURIComponent(refund)}` }
    }),
    page('/prepaid/uses/:use/contest', async (asked, { params: { use = '' } }) => {
      const view = await loadContest(asked, use)
      const at = `/prepaid/uses/${encodeURIComponent(use)}/contest`
      return view && { name: 'contest', view, at }
    }),
    page('/prepaid/at/:shop', async (asked, { params: { shop = '' } }) => {
      const view = await loadCheckIn(asked, shop)
      return view && { name: 'checkIn', view, at: `/prepaid/at/${encodeURIComponent(shop)}` }
    }),
  ]
}

/** A page by name with its view and its address. */
type Named = Shown extends infer S
  ? S extends Shown
    ? Omit<S, 'path' | 'foot' | 'status'> & { readonly at: string }
    : never
  : never

function receiptPages({ pool, heads }: PrepaidPages): readonly PageRoute[] {
  return [
    {
      path: receiptsPath,
      access: BUY,
      async load({ principal, viewer, query }) {
        const { book } = viewer.person
        const asked = Number(query.get('from') ?? '')
        const from = Number.isSafeInteger(asked) && asked > 0 ? asked : null
        const [{ count, entries }, head] = await Promise.all([
          listConcerning(pool, book, principal.party, { from, limit: RECEIPTS_SHOWN }),
          heads.find(book),
        ])
        const last = entries.at(-1)
        const lines = entries.map(({ number, index, type, atMs }) => ({
          number,
          index,
          type,
          at: formatInstant(atMs),
          words: actOf(type),
        }))
        const next = last === undefined || last.number <= 1 ? null : last.number - 1
        const path = from === null ? receiptsPath : `${receiptsPath}?from=${from}`
        const view = { book, count, lines, next }
        return { name: 'receipts', view, path, foot: head && footOf(head) }
      },
    },
  ]
}
