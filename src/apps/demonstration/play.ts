/**
 * Plays the story on a stage: a book that records its acts, a bank, and clocks that lapse what falls due. The
 * story cannot know everything (what a shop's money comes to, or when silence counted), so a few refusals are
 * ordinary outcomes; any other ends the play, because then the story tells of something that cannot be.
 */
import type { PartyId } from '#kernel/identity/principal.ts'
import { legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import { isWorkingDay } from '#kernel/time/working-days.ts'
import { prepaid, type Act } from './acts.ts'
import { NOTARIES } from './cast.ts'
import type { Payment } from './plot.ts'
import type { Chapter } from './story.ts'

/** What became of an act: recorded, or the type of its refusal. */
export type Outcome = 'recorded' | { readonly refused: string }

export interface Stage {
  /** Whatever falls due until the instant lapses, as the hub's timers do it. */
  passUntil(atMs: number): Promise<void>
  /** In order, at the instant or shortly after it. */
  act(acts: readonly Act[]): Promise<readonly Outcome[]>
  /** Payments reach the bank, payouts are booked, and the bank's entries reach the book. */
  bank(payments: readonly Payment[]): Promise<void>
  /** The bank's statement of a day reaches the book. */
  statement(day: LegalDay): Promise<void>
  /** Shops with money that matured up to and including the day and is not settled. */
  matured(through: LegalDay): Promise<readonly PartyId[]>
}

/** Refusals of acts that the story cannot foresee: it goes on without them. */
const ORDINARY: ReadonlySet<string> = new Set([
  // Nothing had matured in the week, so nothing was proposed.
  'settlement_unknown',
])

export interface Played {
  readonly chapters: number
  readonly acts: number
  readonly refusals: Readonly<Record<string, number>>
}

export async function play(
  story: Iterable<Chapter>,
  stage: Stage,
  onProgress: (played: Played, day: LegalDay) => void = () => undefined,
): Promise<Played> {
  const refusals: Record<string, number> = {}
  let acts = 0
  let chapters = 0
  let day: LegalDay | undefined
  for (const chapter of story) {
    const today = legalDayOf(chapter.atMs)
    await stage.passUntil(chapter.atMs)
    if (day !== undefined && day !== today && isWorkingDay(day)) await stage.statement(day)
    day = today
    const all = [...chapter.acts, ...(await proposal(chapter, stage))]
    for (const [i, outcome] of (await stage.act(all)).entries()) {
      if (outcome === 'recorded') continue
      if (!ORDINARY.has(outcome.refused)) {
        throw new Error(`the story asks for ${all[i]?.command.type}, refused: ${outcome.refused}`)
      }
      refusals[outcome.refused] = (refusals[outcome.refused] ?? 0) + 1
    }
    await stage.bank(chapter.payments)
    acts += all.length
    chapters += 1
    onProgress({ chapters, acts, refusals }, today)
  }
  return { chapters, acts, refusals }
}

async function proposal({ proposes }: Chapter, stage: Stage): Promise<readonly Act[]> {
  if (proposes === undefined) return []
  const shops = await stage.matured(proposes.through)
  if (shops.length === 0) return []
  const { shen, qiu } = NOTARIES
  return [
    prepaid(shen.party, 'propose-settlement', {
      ...proposes,
      shops: [...shops],
      approver: qiu.party,
    }),
  ]
}
