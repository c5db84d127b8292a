/** Relations between amounts: per area, difference, average increment, share of a whole. */
import type { Draft } from './drafts.ts'
import { endsAt, likeness, linkOf, sameArea, samePeriod } from './linker.ts'
import { both, each, minus, over, pointAt, rangesOf, riseWithin } from './ranges.ts'
import { isReal, LEVELS, nearest, seriesOf, statedFactor, yearsOf } from './series.ts'
import type { Claim } from './types.ts'

export function density(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const amounts = claims.filter(
    ({ frame }) =>
      LEVELS.has(frame.kind) &&
      frame.unit === 'CNY' &&
      frame.indicatorId === 'gdp' &&
      frame.area === claim.frame.area &&
      samePeriod(frame.period, claim.frame.period),
  )
  const areas = claims.filter(
    ({ frame }) => frame.unit === 'km2' && frame.area === claim.frame.area,
  )
  const [amount, area] = [nearest(claim, amounts), nearest(claim, areas)]
  if (claim.frame.indicatorId !== 'gdp-per-km2' || amount === undefined || area === undefined) {
    const missing = area === undefined ? 'the area' : 'the amount'
    return [{ relation: 'per', operands: [claim], link: 'proposed', missing, formula: claim.id }]
  }
  return [
    {
      relation: 'per',
      operands: [amount, area],
      stated: claim,
      link: linkOf([claim, amount, area], amounts.length === 1 && areas.length === 1),
      formula: `${amount.id} / ${area.id} = ${claim.id}`,
      computed: both(over, rangesOf(amount), rangesOf(area)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

export function difference(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const { now, base, link } = seriesOf(
    claim,
    claims.filter(({ frame }) => frame.unit === claim.frame.unit),
  )
  const stated = rangesOf(claim)
  if (now === undefined)
    return [
      { relation: 'difference', operands: [claim], link, missing: 'the level', formula: claim.id },
    ]
  if (base !== undefined) {
    const computed = both(minus, rangesOf(now), rangesOf(base))
    return [
      {
        relation: 'difference',
        operands: [now, base],
        stated: claim,
        link,
        formula: `${now.id} - ${base.id} = ${claim.id}`,
        computed,
        statedRange: stated,
        canSlip: true,
      },
    ]
  }
  const implied: Draft = {
    relation: 'implied base',
    operands: [now, claim],
    link,
    formula: `${now.id} - ${claim.id}`,
    computed: both(minus, rangesOf(now), stated),
  }
  return [...risesOf(claim, now, claims), implied]
}

/** level × (1 − 1 / (1 + g)^n): the level is used once, so the range does not widen. */
function risesOf(claim: Claim, now: Claim, claims: readonly Claim[]): readonly Draft[] {
  const rates = claims.filter(
    (other) =>
      (other.frame.kind === 'avg_growth' || other.frame.kind === 'change_pct') &&
      sameArea(claim, other) &&
      likeness(claim, other) > 0 &&
      endsAt(other) === endsAt(claim) &&
      yearsOf(other) === yearsOf(claim),
  )
  return rates.map((rate) => {
    const factor = statedFactor(rate)
    return {
      relation: 'difference by growth',
      operands: [now, rate],
      stated: claim,
      link: linkOf(
        [claim, now, rate],
        rates.length === 1 &&
          now.sentence === claim.sentence &&
          likeness(claim, rate) === 2 &&
          likeness(claim, now) === 2,
      ),
      formula: `${now.id} x (1 - 1 / (1 + ${rate.id})^${yearsOf(rate) ?? 1}) = ${claim.id}`,
      computed: factor === undefined ? undefined : both(riseWithin, rangesOf(now), factor),
      statedRange: rangesOf(claim),
      canSlip: !isReal(claim),
      // The rise of a real rate and that of nominal levels differ by prices; no bound is declared for it.
      isLoose: isReal(claim),
    }
  })
}

export function increment(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const years = claim.frame.period?.years
  const wholes = claims.filter(
    (other) =>
      other.frame.kind === 'change_abs' &&
      other.frame.unit === claim.frame.unit &&
      sameArea(claim, other) &&
      likeness(claim, other) > 0 &&
      endsAt(other) === endsAt(claim),
  )
  const whole = nearest(claim, wholes)
  if (whole === undefined || years === undefined) {
    return [
      {
        relation: 'average increment',
        operands: [claim],
        link: 'proposed',
        missing: 'the whole rise',
        formula: claim.id,
      },
    ]
  }
  return [
    {
      relation: 'average increment',
      operands: [whole],
      stated: claim,
      link: linkOf([claim, whole], wholes.length === 1 && yearsOf(whole) === years),
      formula: `${whole.id} / ${years} = ${claim.id}`,
      computed: each((rise) => over(rise, pointAt(years)), rangesOf(whole)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

export function share(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  // A share that only follows other figures may be of anything.
  const isOwn = claim.frame.indicatorFrom !== 'carried'
  const parts = claims.filter(
    (other) =>
      isOwn &&
      LEVELS.has(other.frame.kind) &&
      other.frame.unit !== 'USD' &&
      sameArea(claim, other) &&
      likeness(claim, other) === 2 &&
      other.sentence === claim.sentence,
  )
  const part = nearest(claim, parts)
  const whole = part === undefined ? undefined : wholeOf(claim, part, claims)
  const link = linkOf([claim], true)
  if (part === undefined)
    return [{ relation: 'share', operands: [claim], link, missing: 'the whole', formula: claim.id }]
  if (whole === undefined) {
    const computed = both(over, rangesOf(part), rangesOf(claim))
    return [
      {
        relation: 'implied whole',
        operands: [part, claim],
        link,
        formula: `${part.id} / ${claim.id}`,
        computed,
      },
    ]
  }
  return [
    {
      relation: 'share',
      operands: [part, whole],
      stated: claim,
      // Which whole a share is of is told by words alone, so the link is never sure.
      link: 'proposed',
      formula: `${part.id} / ${whole.id} = ${claim.id}`,
      computed: both(over, rangesOf(part), rangesOf(whole)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

/** The whole is named behind "of": a figure of the same thing, larger, close by. */
function wholeOf(claim: Claim, part: Claim, claims: readonly Claim[]): Claim | undefined {
  const words = (claim.frame.base ?? '').toLowerCase()
  return claims.find(
    (other) =>
      other !== part &&
      LEVELS.has(other.frame.kind) &&
      other.frame.unit === part.frame.unit &&
      Math.abs(other.sentence - claim.sentence) <= 1 &&
      words !== '' &&
      words.includes((other.frame.indicator ?? '?').toLowerCase()),
  )
}
