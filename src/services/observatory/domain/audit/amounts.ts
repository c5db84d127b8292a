/** Relations between amounts: per area, difference, average increment, share of a whole. */
import type { Draft } from './drafts.ts'
import { endsAt, likeness, linkOf, sameArea, samePeriod } from './linker.ts'
import { minus, over, pointAt } from '#kernel/figures/arithmetic.ts'
import { both, each, rangesOf, riseWithin } from './ranges.ts'
import { isReal, LEVELS, nearest, seriesOf, statedFactor, yearsOf } from './series.ts'
import type { Claim } from './types.ts'

/** What is divided: GDP for its density, else what the density is of. */
function isDivided(amount: Claim, claim: Claim): boolean {
  if (claim.frame.indicatorId === 'gdp-per-km2') return amount.frame.indicatorId === 'gdp'
  return likeness(amount, claim) === 2
}

export function density(claim: Claim, claims: readonly Claim[]): readonly Draft[] {
  const amounts = claims.filter(
    (other) =>
      LEVELS.has(other.frame.kind) &&
      claim.frame.unit === `${other.frame.unit}/km2` &&
      isDivided(other, claim) &&
      other.frame.area === claim.frame.area &&
      samePeriod(other.frame.period, claim.frame.period),
  )
  const areas = claims.filter(
    ({ frame }) => frame.unit === 'km2' && frame.area === claim.frame.area,
  )
  const [amount, area] = [nearest(claim, amounts), nearest(claim, areas)]
  if (amount === undefined || area === undefined) {
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
      computed: each((rise) => over(rise, pointAt(BigInt(years))), rangesOf(whole)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}
