/** Where the figures of supervision live, without the language prefix; files have one address. */
import { figuresPath } from './paths.ts'

const at = encodeURIComponent

export const areaFiguresPath = (area: string): string => `${figuresPath}/areas/${at(area)}`
export const shopFiguresPath = (shop: string): string => `${figuresPath}/shops/${at(shop)}`
export const contractFiguresPath = (contract: string): string =>
  `${figuresPath}/contracts/${at(contract)}`

export type FiguresFile = 'months' | 'areas' | 'shops'
export const figuresFile = (book: string, file: FiguresFile): string =>
  `/v1/books/${at(book)}/prepaid/figures/${file}.csv`

/** With what was typed into the calculator, and where in the list of contracts; it is kept nowhere else. */
export function shopFiguresHref(
  shop: string,
  typed: {
    readonly revenue: string
    readonly isYoung: boolean
    readonly cursor: string | undefined
  },
): string {
  const query = new URLSearchParams()
  if (typed.revenue !== '') query.set('revenue', typed.revenue)
  if (typed.isYoung) query.set('young', 'on')
  if (typed.cursor !== undefined) query.set('cursor', typed.cursor)
  const text = query.toString()
  return text === '' ? shopFiguresPath(shop) : `${shopFiguresPath(shop)}?${text}`
}
