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
