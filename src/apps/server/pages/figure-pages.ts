/** The pages of figures: the list with its filter, and each claim with its receipt. */
import type pg from 'pg'
import { loadClaim, loadFigures } from '#services/observatory/api/pages.ts'
import { claimPath, figuresHref, figuresPath } from '#services/observatory/web/paths.ts'
import { assert } from '#kernel/std/assert.ts'
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
  ]
}
