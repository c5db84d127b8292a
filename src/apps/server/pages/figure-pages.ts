/** The pages of figures: the list, each claim with its receipt, indicators, areas, contradictions. */
import type pg from 'pg'
import { loadClaim, loadFigures } from '#services/observatory/api/pages.ts'
import { loadArea, loadAreas, loadIndicator } from '#services/observatory/api/area-pages.ts'
import { KeptFindings } from '#services/observatory/api/findings.ts'
import {
  areaPath,
  areasPath,
  claimPath,
  contradictionsPath,
  figuresHref,
  figuresPath,
  indicatorPath,
  indicatorsPath,
  mapPath,
} from '#services/observatory/web/paths.ts'
import { assert } from '#kernel/std/assert.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { footOf, type Heads, levelAt } from './heads.ts'
import type { PageRoute } from './page.ts'

export interface FigurePages {
  readonly pool: pg.Pool
  readonly bookNames: readonly string[]
  readonly heads: Heads
}

export function figurePages({ pool, bookNames, heads }: FigurePages): readonly PageRoute[] {
  return [
    {
      path: figuresPath,
      async load({ query }) {
        const [view, [first]] = await Promise.all([
          loadFigures(pool, bookNames, query),
          heads.all(),
        ])
        const cursor = view.isFirst ? undefined : (query.get('cursor') ?? undefined)
        return {
          name: 'figures',
          view,
          path: figuresHref(view.filter, cursor),
          foot: footOf(first),
        }
      },
    },
    {
      path: `${figuresPath}/:id`,
      async load({ params: { id = '' } }) {
        const claim = await loadClaim(pool, bookNames, id)
        if (claim === undefined) return null
        const head = await heads.find(claim.view.book)
        assert(head !== null, 'claims are read from the books of this hub')
        const { name, rootHex } = head
        return {
          name: 'claim',
          view: {
            ...claim,
            bookName: name.name,
            rootHex,
            level: levelAt(head, claim.view.entry),
          },
          path: claimPath(claim.view.id),
          foot: footOf(head),
        }
      },
    },
    ...areaPages({ pool, bookNames, heads }),
  ]
}

/** Indicators, areas and contradictions; the findings are kept between requests. */
function areaPages({ pool, bookNames, heads }: FigurePages): readonly PageRoute[] {
  const findings = new KeptFindings(pool, bookNames)
  const reading = () => ({
    pool,
    books: bookNames,
    findings,
    day: legalDayOf(Date.now()),
  })
  const foot = async () => {
    const [first] = await heads.all()
    return footOf(first)
  }
  return [
    {
      path: `${indicatorsPath}/:id`,
      async load({ params: { id = '' }, query }) {
        const view = await loadIndicator(reading(), id, query)
        if (view === undefined) return null
        const path = indicatorPath(id, query.has('area') ? view.area : undefined)
        return { name: 'indicator', view, path, foot: await foot() }
      },
    },
    {
      path: areasPath,
      async load({ query }) {
        const view = await loadAreas(reading(), query)
        const path = query.has('indicator') ? mapPath(view.indicator) : areasPath
        return { name: 'areas', view, path, foot: await foot() }
      },
    },
    {
      path: `${areasPath}/:id`,
      async load({ params: { id = '' } }) {
        const view = await loadArea(reading(), id)
        if (view === undefined) return null
        return { name: 'area', view, path: areaPath(id), foot: await foot() }
      },
    },
    {
      path: contradictionsPath,
      async load() {
        const view = await findings.load()
        return { name: 'contradictions', view, path: contradictionsPath, foot: await foot() }
      },
    },
  ]
}
