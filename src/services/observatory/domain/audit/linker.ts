/** Which figures belong together: the same indicator, area and period, and how sure that is. */
import type { Claim, LinkState, Period } from './types.ts'

const STEM = /(?:ies|s)$/
const SMALL = new Set(['the', 'total', 'its', 'of', 'and', 'value', 'for', 'in', 'a', 'level'])

export function wordsOf(name: string): ReadonlySet<string> {
  const words =
    withoutAside(name)
      .toLowerCase()
      .match(/[\p{L}\p{N}&]+/gu) ?? []
  return new Set(words.filter((word) => !SMALL.has(word)).map((word) => word.replace(STEM, '')))
}

/** The printed words stand in brackets behind the name of the lexicon. */
function withoutAside(name: string): string {
  return name.replace(/ \([^)]*\)$/, '')
}

/** 2 where the indicator is the same for certain, 1 where the words are alike, else 0. */
export function likeness(left: Claim, right: Claim): 0 | 1 | 2 {
  const [one, other] = [left.frame, right.frame]
  const [name, otherName] = [one.indicator ?? '', other.indicator ?? '']
  if (one.indicatorId !== undefined || other.indicatorId !== undefined) {
    if (one.indicatorId !== other.indicatorId) return 0
    return withoutAside(name) === withoutAside(otherName) ? 2 : 1
  }
  return likenessOf(name, otherName)
}

function likenessOf(name: string, otherName: string): 0 | 1 | 2 {
  if (name === '' || otherName === '') return 0
  const [these, those] = [wordsOf(name), wordsOf(otherName)]
  const shared = [...these].filter((word) => those.has(word)).length
  const all = these.size + those.size - shared
  if (all > 0 && shared === all) return 2
  return all > 0 && shared / all >= 0.6 ? 1 : 0
}

export function sameArea(left: Claim, right: Claim): boolean {
  if (left.frame.area !== right.frame.area) return false
  // Where no area is named, one sentence is still about one.
  return left.frame.area !== undefined || left.sentence === right.sentence
}

/** The moment that a level stands at, or that a change ends with. */
export function endsAt(claim: Claim): number | undefined {
  return claim.frame.period?.to
}

/** Finer periods than years are compared by their code. */
export function samePeriod(left: Period | undefined, right: Period | undefined): boolean {
  if (left === undefined || right === undefined || left.to !== right.to) return false
  return grainOf(left) === grainOf(right)
}

function grainOf({ code, to }: Period): string {
  const fine = /^\d{4}-(H[12]|Q[1-4]|M\d\d|M01\.\.M\d\d|\d\d)/.exec(code)
  return fine === null ? String(to) : code
}

/** A field that was taken from far away makes any link through it a proposal. */
function isGuessed({ frame }: Claim, isOneSentence: boolean): boolean {
  return (
    (!isOneSentence && frame.areaFrom === 'topic') ||
    frame.periodFrom === 'topic' ||
    frame.indicator === undefined ||
    frame.indicatorFrom === 'topic' ||
    frame.isQualified === true ||
    frame.period?.anchor === 'inferred' ||
    frame.basePeriod?.anchor === 'inferred'
  )
}

/** A size without time, such as an area, needs no period. */
const TIMELESS: ReadonlySet<string> = new Set(['km2', 'm2', 'ha', 'mu'])

export function linkOf(claims: readonly Claim[], isUnique: boolean): LinkState {
  const isOneSentence = new Set(claims.map(({ sentence }) => sentence)).size < 2
  const timed = claims.filter(({ quantity }) => !TIMELESS.has(quantity.unit))
  const arealess = claims.filter(({ quantity }) => TIMELESS.has(quantity.unit))
  const isSure =
    isUnique &&
    !timed.some((claim) => isGuessed(claim, isOneSentence)) &&
    !arealess.some(({ frame }) => frame.areaFrom === 'topic')
  return isSure ? 'automatic' : 'proposed'
}
