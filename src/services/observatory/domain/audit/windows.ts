/** Over which years a yearly rate is that only goes on about the levels before it. */
import type { Scene } from './scene.ts'
import { window } from './times.ts'
import type { Claim, Frame, Period } from './types.ts'
import type { FoundPeriod } from './years.ts'

/** "It can reach 200 billion by 2027, meaning 18 percent a year"; "3.4 times that of 2020. It grew by 19 percent a year". */
export function windowOfLevels(
  said: readonly Claim[],
  { day, times }: Scene,
): FoundPeriod | undefined {
  const last = said.at(-1)?.frame
  if (last === undefined) return undefined
  const isApposed = said.at(-1)?.frame.kind === 'change_pct'
  const span = times.length === 0 || isApposed ? spanOf(last) : undefined
  if (span !== undefined) return { period: span, periodFrom: 'carried' }
  const isSaid = times.some(({ period }) => (period.years ?? 1) > 1)
  const plan = isSaid ? undefined : planOf(last, said, day.year)
  return plan === undefined ? undefined : { period: plan, periodFrom: 'clause' }
}

/** From the last level of the same to the one that is planned. */
function planOf(
  { kind, unit, indicator, period }: Frame,
  said: readonly Claim[],
  now: number,
): Period | undefined {
  if (kind !== 'level' || period === undefined || period.to <= now) return undefined
  const before = said.findLast(
    ({ frame }) =>
      frame.kind === 'level' &&
      frame.indicator === indicator &&
      frame.unit === unit &&
      (frame.period?.to ?? now) < period.to,
  )
  const from = before?.frame.period
  return from === undefined ? undefined : window(from.to + 1, period.to, period.anchor)
}

const SPANNED: ReadonlySet<string> = new Set([
  'multiple_of_base',
  'change_multiple',
  'change_pct',
  'change_abs',
])

/** The years of a multiple, or of a change. */
function spanOf({ kind, period, basePeriod }: Frame): Period | undefined {
  if (!SPANNED.has(kind)) return undefined
  if (period === undefined || basePeriod === undefined) return undefined
  return period.to - basePeriod.to < 2
    ? undefined
    : window(basePeriod.to + 1, period.to, period.anchor)
}

/** "That would be 12 percent more than in 2024": of the time of the level before. */
export function timeOfThat(
  said: readonly Claim[],
  { text, times }: Scene,
): FoundPeriod | undefined {
  const period = said.at(-1)?.frame.period
  const isThat =
    /^(?:That|This) (?:would be|is|was|means|meant|represents|represented|would mean)\b/.test(text)
  const isOwn = times.some(({ isBase }) => !isBase)
  return isThat && !isOwn && period !== undefined ? { period, periodFrom: 'carried' } : undefined
}
