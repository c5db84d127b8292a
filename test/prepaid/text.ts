/** The text that a consumer of a book in memory reads before signing, and its digest. */
import { partyTable } from '#kernel/parties/party.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { contractTextSha256 } from '#services/prepaid/domain/contract-text.ts'
import type { ContractMatter } from '#services/prepaid/domain/contract-words.ts'
import {
  DEPOSITARY,
  depositaryTable,
  productTable,
  shopTable,
} from '#services/prepaid/domain/rows.ts'
import { matterOf } from '#services/prepaid/domain/sign.ts'
import type { World } from './rig.ts'

/** Undefined for a product that nobody listed. */
export function matterOfProduct(book: World, name: string): ContractMatter | undefined {
  const product = book.get(productTable, name)
  const shop = product && book.get(shopTable, product.shop)
  const depositary = book.get(depositaryTable, DEPOSITARY)
  if (product === undefined || shop === undefined || depositary === undefined) return undefined
  return matterOf(
    { product, shop },
    {
      terms: depositary.terms,
      shopName: book.get(partyTable, shop.shop)?.name ?? null,
      officeName: book.get(partyTable, depositary.office)?.name ?? null,
      day: legalDayOf(book.nowMs),
    },
  )
}

export function textOfProduct(book: World, product: string): string {
  const matter = matterOfProduct(book, product)
  return matter === undefined ? '0'.repeat(64) : contractTextSha256(matter)
}
