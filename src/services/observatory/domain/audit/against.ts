/**
 * The text against figures that were published elsewhere. They join the same relations as the text's own
 * claims; every link to them is a proposal, since another publication may mean another scope or vintage.
 */
import { minus, over } from '#kernel/figures/arithmetic.ts'
import type { KnownFigure } from '../../contract.ts'
import { listIndicators } from '../indicators.ts'
import { checkOf, type Draft } from './drafts.ts'
import { likeness, samePeriod, wordsOf } from './linker.ts'
import { both, rangesOf } from './ranges.ts'
import { LEVELS, statedFactor, yearsOf } from './series.ts'
import type { Check, Claim, ClaimKind, Period } from './types.ts'
import type { AuditOptions } from './verdicts.ts'

export function knownChecks(
  claims: readonly Claim[],
  known: readonly KnownFigure[],
  options: AuditOptions,
): readonly Check[] {
  if (known.length === 0) return []
  const published = new Published(known)
  const drafts = claims.flatMap((claim) => [
    ...published.of(claim).flatMap((other) => sameFact(claim, other)),
    ...change(claim, claims, published),
    ...densityOf(claim, claims, published),
  ])
  return drafts.map((draft) => checkOf(draft, options))
}

/** Published figures by what they are about, so that no claim is compared with all of them. */
class Published {
  readonly #byFact = new Map<string, Claim[]>()

  constructor(known: readonly KnownFigure[]) {
    for (const figure of known) {
      const key = `${figure.indicator} ${figure.area}`
      const others = this.#byFact.get(key)
      if (others === undefined) this.#byFact.set(key, [claimOf(figure)])
      else others.push(claimOf(figure))
    }
  }

  /** Of the same indicator and area, in the same unit. */
  of(claim: Claim): readonly Claim[] {
    const { unit } = claim.frame
    return this.about(indicatorOf(claim), claim.frame.area).filter(
      ({ frame }) => frame.unit === unit,
    )
  }

  about(indicator: string | undefined, area: string | undefined): readonly Claim[] {
    return this.#byFact.get(`${indicator ?? ''} ${area ?? ''}`) ?? []
  }
}

function claimOf(figure: KnownFigure): Claim {
  const { id, indicator, indicatorName, area, kind, unit, digits, exponent, hedge } = figure
  return {
    id,
    sentence: -1,
    paragraph: -1,
    quantity: {
      start: 0,
      end: 0,
      unit,
      numeral: { digits, exponent, isWord: false },
      ...(hedge && { hedge }),
    },
    frame: {
      kind,
      unit,
      indicator: indicatorName,
      indicatorId: indicator,
      indicatorFrom: 'clause',
      area,
      areaFrom: 'clause',
      period: periodOf(figure.period),
      periodFrom: 'clause',
      isFall: false,
    },
  }
}

function periodOf(code: string): Period {
  const years = [...code.matchAll(/(?:19|20|21)\d\d(?=-|$|\.)/g)].map(([year]) => Number(year))
  const [from = 0] = years
  return { from, to: years.at(-1) ?? from, code, anchor: 'written' }
}

/** The names and other names of the catalogue, by the words that they are made of. */
const NAMES: ReadonlyMap<string, string> = new Map(
  listIndicators().flatMap(([id, { en, aliases = [] }]) =>
    [en, ...aliases].map((name) => [keyOfWords(name), id] as const),
  ),
)

function keyOfWords(name: string): string {
  return [...wordsOf(name)].toSorted().join(' ')
}

/** The id that the reader gave, or that of the catalogue's indicator of these very words. */
function indicatorOf({ frame }: Claim): string | undefined {
  return frame.indicatorId ?? NAMES.get(keyOfWords(frame.indicator ?? ''))
}

function sameFact(claim: Claim, other: Claim): readonly Draft[] {
  const isKind = claim.frame.kind === other.frame.kind
  const isTimed = claim.frame.unit === 'km2' || samePeriod(claim.frame.period, other.frame.period)
  if (!isKind || !isTimed || claim.quantity.numeral.fraction !== undefined) return []
  return [
    {
      relation: 'published elsewhere',
      operands: [other],
      stated: claim,
      link: 'proposed',
      formula: `${other.id} = ${claim.id}`,
      computed: rangesOf(other),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}

const CHANGES: Partial<Record<ClaimKind, string>> = {
  change_abs: 'difference',
  multiple_of_base: 'multiple of base',
  change_pct: 'growth',
  avg_growth: 'cagr',
}

/** A change whose level is in the text and whose base was published elsewhere. */
function change(claim: Claim, claims: readonly Claim[], published: Published): readonly Draft[] {
  const relation = CHANGES[claim.frame.kind]
  const { basePeriod } = claim.frame
  const now = levelOf(claim, claims)
  const stated = claim.frame.kind === 'change_abs' ? rangesOf(claim) : statedFactor(claim)
  if (relation === undefined || now === undefined || stated === undefined) return []
  const bases = published
    .of(now)
    .filter(({ frame }) => LEVELS.has(frame.kind) && samePeriod(frame.period, basePeriod))
  return bases.map((base) => ({
    relation,
    operands: [now, base],
    stated: claim,
    link: 'proposed',
    formula: formulaOf(relation, { now, base, claim }),
    computed: both(relation === 'difference' ? minus : over, rangesOf(now), rangesOf(base)),
    statedRange: stated,
    canSlip: true,
    ...(relation === 'growth' || relation === 'cagr' ? { priceYears: yearsOf(claim) ?? 1 } : {}),
  }))
}

function formulaOf(
  relation: string,
  { now, base, claim }: { readonly now: Claim; readonly base: Claim; readonly claim: Claim },
): string {
  switch (relation) {
    case 'difference':
      return `${now.id} - ${base.id} = ${claim.id}`
    case 'growth':
      return `${now.id} / ${base.id} = 1 + ${claim.id}`
    case 'cagr':
      return `${now.id} / ${base.id} = (1 + ${claim.id})^${yearsOf(claim) ?? 1}`
    default:
      return `${now.id} / ${base.id} = ${claim.id}`
  }
}

/** The level that a change leads to, in the text. */
function levelOf(claim: Claim, claims: readonly Claim[]): Claim | undefined {
  return claims.find(
    (other) =>
      LEVELS.has(other.frame.kind) &&
      other.frame.area === claim.frame.area &&
      likeness(claim, other) === 2 &&
      samePeriod(other.frame.period, claim.frame.period),
  )
}

/** A density whose amount is in the text, over the area that was published elsewhere. */
function densityOf(claim: Claim, claims: readonly Claim[], published: Published): readonly Draft[] {
  const { kind, area, period } = claim.frame
  if (kind !== 'density' || indicatorOf(claim) !== 'gdp-per-km2') return []
  // With the area in the text itself there is a check already.
  if (claims.some(({ frame }) => frame.unit === 'km2' && frame.area === area)) return []
  const amount = claims.find(
    ({ frame }) =>
      LEVELS.has(frame.kind) &&
      frame.indicatorId === 'gdp' &&
      frame.unit === 'CNY' &&
      frame.area === area &&
      samePeriod(frame.period, period),
  )
  const [land] = published.about('land-area', area).filter(({ frame }) => frame.unit === 'km2')
  if (amount === undefined || land === undefined) return []
  return [
    {
      relation: 'per',
      operands: [amount, land],
      stated: claim,
      link: 'proposed',
      formula: `${amount.id} / ${land.id} = ${claim.id}`,
      computed: both(over, rangesOf(amount), rangesOf(land)),
      statedRange: rangesOf(claim),
      canSlip: true,
    },
  ]
}
