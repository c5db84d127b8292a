/**
 * What a person put right: a field of a frame, a link, or a price basis. Each correction is an event with
 * author and reason; taking one back is an event as well, so the list only grows.
 */
import { type Correction, Kind, Period as PeriodCode } from '../../contract.ts'
import { keyOf } from './drafts.ts'
import type { Check, Claim, Frame, Period } from './types.ts'

type Standing = Exclude<Correction, { readonly type: 'undo' }>

/** The corrections that nobody took back, in their order. */
export function standing(corrections: readonly Correction[]): readonly Standing[] {
  const undone = new Set(corrections.flatMap((one) => (one.type === 'undo' ? [one.of] : [])))
  return corrections.flatMap((one, at) => (one.type === 'undo' || undone.has(at) ? [] : [one]))
}

export function corrected(
  claims: readonly Claim[],
  corrections: readonly Correction[],
): readonly Claim[] {
  const changes = standing(corrections)
  if (changes.length === 0) return claims
  return claims.map((claim) => {
    const own = changes.filter((change) => change.type !== 'link' && change.claim === claim.id)
    return own.reduce((one, change) => ({ ...one, frame: changed(one.frame, change) }), claim)
  })
}

function changed(frame: Frame, change: Standing): Frame {
  if (change.type === 'link') return frame
  if (change.type === 'basis') return { ...frame, priceBasis: change.basis }
  const { field, value } = change
  switch (field) {
    case 'indicator': {
      const { indicatorId: _, ...rest } = frame
      return { ...rest, indicator: value, indicatorFrom: 'clause' }
    }
    case 'area':
      return { ...frame, area: value, areaFrom: 'clause' }
    case 'period': {
      const period = periodOf(value)
      return period === undefined ? frame : { ...frame, period, periodFrom: 'clause' }
    }
    default: {
      const kind = Kind.safeParse(value)
      return kind.success ? { ...frame, kind: kind.data } : frame
    }
  }
}

function periodOf(code: string): Period | undefined {
  if (!PeriodCode.safeParse(code).success) return undefined
  const years = [...code.matchAll(/(?<!-)\b\d{4}/g)].map(([year]) => Number(year))
  const [from = 0, to = from] = years
  const span = to - from + 1
  return { from, to, code, anchor: 'written', ...(span > 1 && { years: span }) }
}

/** What people said of links, by the key of the check. */
export function linksOf(
  corrections: readonly Correction[],
): ReadonlyMap<string, 'confirmed' | 'rejected'> {
  return new Map(
    standing(corrections).flatMap((one) =>
      one.type === 'link' ? [[one.check, one.state] as const] : [],
    ),
  )
}

export function isRejected(
  check: Check,
  links: ReadonlyMap<string, 'confirmed' | 'rejected'>,
): boolean {
  return links.get(keyOf(check)) === 'rejected'
}
