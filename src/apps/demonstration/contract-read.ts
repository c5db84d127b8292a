/** What a consumer of the story reads before signing, made as the pages make it. */
import type { LegalDay } from '#kernel/time/legal-day.ts'
import { rulesInForce } from '#services/prepaid/domain/caps.ts'
import { contractTextSha256 } from '#services/prepaid/domain/contract-text.ts'
import { OFFICE, TERMS, type Shop } from './cast.ts'

export function textRead(
  { name, industry, area, leaseEndsOn, products }: Shop,
  product: string,
  day: LegalDay,
): string {
  const offer = products.find(({ id }) => id === product)?.offer
  if (offer === undefined) throw new Error('a shop sells what it lists')
  return contractTextSha256({
    shopName: name,
    officeName: OFFICE.name,
    offer,
    terms: TERMS,
    industry,
    leaseEndsOn,
    rules: rulesInForce({ industry, area, day }),
  })
}
