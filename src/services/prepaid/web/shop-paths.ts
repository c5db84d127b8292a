/** Where the pages of a shop live that no other page leads to, without the language prefix. */
import { counterPath, moneyPath, productsPath, todayPath } from './paths.ts'

export const applyPath = '/prepaid/apply'
export const staffPath = '/prepaid/staff'
export const upcomingPath = `${moneyPath}/upcoming` as const
export const newCountPath = `${productsPath}/new-classes` as const
export const newPeriodPath = `${productsPath}/new-days` as const

const at = encodeURIComponent

/** The counter with whom it looked for. */
export const counterSearch = (q: string): string =>
  q === '' ? counterPath : `${counterPath}?q=${at(q)}`
export const recordPath = (contract: string): string => `${counterPath}/${at(contract)}/record`
export const todayOf = (day: string): string => `${todayPath}?day=${at(day)}`
export const withdrawUsePath = (use: string): string => `/prepaid/uses/${at(use)}/withdraw`
export const shopRefundPath = (refund: string): string => `/prepaid/shop-refunds/${at(refund)}`
export const statementPath = (settlement: string): string =>
  `${moneyPath}/settlements/${at(settlement)}`
/** A statement from a place of its list on. */
export const turnedTo = (path: string, cursor: string | undefined): string =>
  cursor === undefined ? path : `${path}?cursor=${at(cursor)}`
export const statementFile = (book: string, shop: string, settlement: string): string =>
  `/v1/books/${at(book)}/prepaid/shops/${at(shop)}/settlements/${at(settlement)}/statement.csv`
export const withdrawProductPath = (product: string): string =>
  `${productsPath}/${at(product)}/withdraw`
export const dismissPath = (person: string): string => `${staffPath}/${at(person)}/dismiss`
