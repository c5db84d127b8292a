/** A finding in words and on a line: its formula with what was printed, and the two ranges. */
import { decimalText, type Interval } from '#kernel/figures/interval.ts'
import { formulaText } from '#kernel/figures/formula.ts'
import { exponentOfScale } from '#kernel/figures/printed.ts'
import type { Language } from '#web/kit/language.ts'
import type { Range } from '#web/kit/ranges.ts'
import type { Claim } from '../contract.ts'
import type { Finding } from '../domain/findings/check.ts'
import { DAYS, YEARS } from '../domain/indicators.ts'
import { titleIn } from './claim-words.ts'
import { drawnRange } from './drawn-range.ts'
import { findingMessages } from './finding-messages.ts'
import { computedWords, percentWords, unitWordsOf, valueWords } from './number-words.ts'

/** Whether the comparison is of rates of growth, whatever the claims are. */
function isOfRates({ expected }: Finding): boolean {
  return expected !== undefined
}

export function findingTitle(language: Language, { stated }: Finding): string {
  return titleIn(language, stated.claim)
}

export function arithmeticOf(language: Language, finding: Finding): string {
  const t = findingMessages[language]
  const { formula, operands, constants } = finding
  const write = (name: string): string => {
    const operand = operands.find((one) => one.name === name)
    if (operand !== undefined) return saidOf(language, operand.view.claim)
    const known = constants?.get(name)
    const constant = known === undefined ? '' : decimalText(known.low, 0)
    if (name === DAYS) return `${constant} (${t.days})`
    return name === YEARS ? `${constant} (${t.years})` : constant
  }
  return formulaText(formula, write)
}

function saidOf(language: Language, claim: Claim): string {
  return `${valueWords(claim)[language]} ${unitWordsOf(claim)[language]}`.trim()
}

export function computedIn(language: Language, finding: Finding): string {
  return intervalIn(language, finding, finding.computed)
}

export function claimedIn(language: Language, finding: Finding): string {
  return intervalIn(language, finding, finding.claimed)
}

function intervalIn(language: Language, finding: Finding, interval: Interval): string {
  const words = isOfRates(finding)
    ? percentWords(interval)
    : computedWords(interval, finding.stated.claim)
  return words[language]
}

/** In units of the printed scale. */
export function drawnRanges(finding: Finding): {
  readonly computed: Range
  readonly claimed: Range
} {
  const exponent = isOfRates(finding) ? -2 : (exponentOfScale(finding.stated.claim.scale) ?? 0)
  return {
    computed: drawnRange(finding.computed, exponent),
    claimed: drawnRange(finding.claimed, exponent),
  }
}
