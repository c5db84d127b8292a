/** Of which days a text reports, and when a sentence only looks back. */
import type { Layout } from './layout.ts'
import { type PublicationDay, timesOf } from './times.ts'
import type { Claim } from './types.ts'

/** "The fair closed on Monday with deals worth 80 billion": a lead that dates its figures by a day. */
export function isReportOfEvent({ sentences }: Layout, day: PublicationDay): boolean {
  const lead = sentences.filter(({ text }) => text.length > LEAD_CHARS)[0]?.text
  return (
    lead !== undefined &&
    EVENT.test(lead) &&
    timesOf(lead, day).every(({ isBase, period }) => isBase || period.to === day.year)
  )
}

const LEAD_CHARS = 60
const EVENT =
  /\b(?:closed|concluded|ended|opened|kicked off|wrapped up|drew to a close|came to an end)\b[^;]{0,60}\b(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)\b/

/** "Last year there were 3,500 of them": what was said before is of a later time, and goes on after it. */
export function isLookingBack(claims: readonly Claim[], first: number, paragraph: number): boolean {
  const head = claims[first]?.frame
  const to = head?.period?.to
  if (head === undefined || to === undefined || head.indicator === undefined) return false
  return claims
    .slice(0, first)
    .some(
      (claim) =>
        claim.paragraph === paragraph &&
        claim.frame.kind === head.kind &&
        claim.frame.unit === head.unit &&
        claim.frame.indicator === head.indicator &&
        (claim.frame.period?.to ?? to) > to,
    )
}
