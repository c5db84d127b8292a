/**
 * Figures that look as if one must hold the other, and are of two bases: what was added and what there is,
 * sizes of industries and their output, all taxes and the share that a district keeps.
 */
import { over, pointAt, times } from '#kernel/figures/arithmetic.ts'
import { checkOf, type Draft, judged } from './drafts.ts'
import type { Layout } from './layout.ts'
import { endsAt, sameArea } from './linker.ts'
import { both, rangesOf } from './ranges.ts'
import type { Check, Claim, Readings } from './types.ts'
import type { AuditOptions } from './verdicts.ts'

export function basisChecks(
  claims: readonly Claim[],
  { sentences }: Layout,
  options: AuditOptions,
): readonly Check[] {
  return [
    ...claims.flatMap((claim, at) =>
      addedOf(claim, claims[at + 1], sentences[claim.sentence]?.text ?? '').map((draft) =>
        checkOf(draft, options),
      ),
    ),
    ...claims.flatMap((claim, at) => sizesAgainstOutput(claim, claims[at + 1], claims)),
    ...claims.flatMap((claim) => taxAgainstRevenue(claim, claims)),
  ]
}

const TO_TOTAL =
  /\b(?:bringing|taking|raising|lifting|with|to reach) (?:the |its )?(?:total|overall) [^.;]{0,80}$/

/** "adding 22 headquarters, with the total number of all kinds reaching 153": a part of what there is. */
function addedOf(claim: Claim, next: Claim | undefined, sentence: string): readonly Draft[] {
  const [one, other] = [claim.frame, next?.frame]
  if (one.kind !== 'count' || other?.kind !== 'count') return []
  if (next?.sentence !== claim.sentence) return []
  if (!TO_TOTAL.test(sentence.slice(claim.quantity.end, next.quantity.start))) return []
  const whole = { ...pointAt(1n), low: pointAt(0n).low }
  return [
    {
      relation: 'part of whole',
      operands: [claim, next],
      stated: next,
      link: 'proposed',
      formula: `${claim.id} <= ${next.id}`,
      computed: both(over, rangesOf(claim), rangesOf(next)),
      statedRange: { strict: whole, loose: whole },
    },
  ]
}

/** "four hundred-billion-yuan clusters": turnover, which may be more than the value that an economy adds. */
function sizesAgainstOutput(
  count: Claim,
  size: Claim | undefined,
  claims: readonly Claim[],
): readonly Check[] {
  if (size?.quantity.form !== 'size' || count.frame.kind !== 'count') return []
  if (count.sentence !== size.sentence || count.quantity.end + 1 !== size.quantity.start) return []
  const output = claims.find(
    (other) =>
      other.frame.indicatorId === 'gdp' && other.frame.kind === 'level' && sameArea(other, size),
  )
  if (output === undefined || output.frame.unit !== size.frame.unit) return []
  const all = both(times, rangesOf(count), rangesOf(size))
  return moreThan([count, size, output], {
    left: all,
    right: rangesOf(output),
    relation: 'sizes against output',
    formula: `${count.id} x ${size.id} > ${output.id}`,
    note: 'sizes of industries are turnover, and output is value added: the one may be more than the other',
    rule: 'basis.turnover',
  })
}

/** All that is paid in taxes is more than the part that a district keeps. */
function taxAgainstRevenue(tax: Claim, claims: readonly Claim[]): readonly Check[] {
  const { kind, unit, indicator = '', indicatorId } = tax.frame
  const isAmount = kind === 'level' || kind === 'change_abs'
  if (!isAmount || indicatorId === 'district-revenue' || !/\btax/i.test(indicator)) return []
  const kept = claims.find(
    (other) =>
      other.frame.indicatorId === 'district-revenue' &&
      other.frame.kind === kind &&
      other.frame.unit === unit &&
      sameArea(other, tax) &&
      endsAt(other) === endsAt(tax),
  )
  if (kept === undefined) return []
  return moreThan([tax, kept], {
    left: rangesOf(tax),
    right: rangesOf(kept),
    relation: 'taxes against revenue kept',
    formula: `${tax.id} > ${kept.id}`,
    note: 'all taxes are more than the share of them that the budget of a district keeps',
    rule: 'basis.tax-share',
  })
}

interface Compared {
  readonly left: Readings | undefined
  readonly right: Readings
  readonly relation: string
  readonly formula: string
  readonly note: string
  readonly rule: string
}

function moreThan(
  operands: readonly Claim[],
  { left, right, relation, formula, note, rule }: Compared,
): readonly Check[] {
  const isMore = left !== undefined && left.strict.low.compare(right.loose.high) > 0
  if (!isMore) return []
  const draft: Draft = { relation, operands, link: 'proposed', formula, computed: left }
  return [judged(draft, { verdict: 'basis-differs', note, rule })]
}
