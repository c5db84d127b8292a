/** The digest of the text that a consumer of a book in memory reads before signing. */
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { textIn } from '#kernel/std/facts.ts'
import { partyTable } from '#kernel/parties/party.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { rulesInForce } from '#services/prepaid/domain/caps.ts'
import { contractTextSha256 } from '#services/prepaid/domain/contract-text.ts'
import { industryOf } from '#services/prepaid/domain/products.ts'
import {
  DEPOSITARY,
  depositaryTable,
  productTable,
  shopTable,
} from '#services/prepaid/domain/rows.ts'
import { offerOf, termsOf } from '#services/prepaid/domain/signed.ts'
import type { World } from './rig.ts'

function nameOf(book: World, party: string) {
  const name = book.get(partyTable, party)?.name
  if (name === undefined || name === null || !isJsonObject(name)) throw new Error('no name')
  return { en: textIn(name, 'en'), zh: textIn(name, 'zh') }
}

export function textOfProduct(book: World, name: string): string {
  const product = book.get(productTable, name)
  const shop = product && book.get(shopTable, product.shop)
  const depositary = book.get(depositaryTable, DEPOSITARY)
  if (product === undefined || shop === undefined || depositary === undefined) return '0'.repeat(64)
  const industry = industryOf(shop.industry)
  return contractTextSha256({
    shopName: nameOf(book, shop.shop),
    officeName: nameOf(book, depositary.office),
    offer: offerOf(product.offer),
    terms: termsOf(depositary.terms),
    industry,
    leaseEndsOn: shop.leaseEndsOn,
    rules: rulesInForce({ industry, day: legalDayOf(book.nowMs) }),
  })
}
