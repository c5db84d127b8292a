/**
 * The audit on texts that are changed a little: one unit of the last digit, a scale, a unit, the order of
 * sentences, a sentence less. What may change is known beforehand; an accusation out of nothing never may.
 */
import { describe, expect, test } from 'vitest'
import { auditText } from '#services/observatory/domain/audit/audit.ts'
import type { AuditJson, CheckJson } from '#services/observatory/domain/audit/result.ts'
import type { GoldText } from '#tools/gold.ts'
import { readOwnGold } from '#tools/own-gold.ts'

const ACCUSES: ReadonlySet<string> = new Set(['inconsistent', 'scale-slip'])
const AGREES: ReadonlySet<string> = new Set(['consistent', 'edge', 'no-power'])
const REJECTS: ReadonlySet<string> = new Set([
  ...ACCUSES,
  'consistent-if-rounded',
  'basis-differs',
  'ambiguous',
])
const texts = readOwnGold()
const read = ({ text, date }: Pick<GoldText, 'text' | 'date'>): AuditJson => auditText(text, date)
const accusations = ({ checks }: AuditJson): readonly CheckJson[] =>
  checks.filter(({ verdict }) => ACCUSES.has(verdict))

interface Edge {
  readonly value: number
  readonly isClosed: boolean
}

const low = ({ low: value, closed }: { low: string; closed: string }): Edge => ({
  value: Number(value),
  isClosed: closed.startsWith('['),
})
const high = ({ high: value, closed }: { high: string; closed: string }): Edge => ({
  value: Number(value),
  isClosed: closed.endsWith(']'),
})

/** Whether the ends that are printed with six places leave no doubt. */
function isClear(check: CheckJson): 'meet' | 'apart' | 'close' {
  if (check.computed === null || check.stated === null) return 'close'
  const [one, other] = [check.computed.strict, check.stated.strict]
  const slack = 1e-5 * Math.max(Math.abs(low(one).value), Math.abs(high(other).value), 1e-3)
  const from = Math.max(low(one).value, low(other).value)
  const to = Math.min(high(one).value, high(other).value)
  if (from + slack < to) return 'meet'
  return from > to + slack ? 'apart' : 'close'
}

/** Every printed number of digits, changed by one unit of its last digit, up and down in turn. */
function changesOf({ text }: GoldText): readonly string[] {
  return [...text.matchAll(/\d+(?:\.\d+)?(?= (?:billion|million|percent|times|yuan))/g)].map(
    ({ index, 0: digits }, at) => {
      const places = digits.split('.')[1]?.length ?? 0
      const unit = at % 2 === 0 ? 1 : -1
      const changed = (Number(digits) + unit * 10 ** -places).toFixed(places)
      return text.slice(0, index) + changed + text.slice(index + digits.length)
    },
  )
}

describe('one unit of the last digit', () => {
  test('a verdict is of the two ranges, wherever they come to stand, and accuses only where they part', () => {
    let judged = 0
    for (const gold of texts) {
      for (const text of changesOf(gold)) {
        for (const check of auditText(text, gold.date).checks) {
          const clear = isClear(check)
          expect(clear === 'meet' && ACCUSES.has(check.verdict)).toBe(false)
          if (clear === 'close' || check.relation === 'currency restatement') continue
          judged += 1
          // Whether trailing zeros are rounding is the one reading in which apart may still agree.
          const allowed = clear === 'meet' ? AGREES : REJECTS
          expect(allowed).toContain(check.verdict)
        }
      }
    }
    expect(judged).toBeGreaterThan(150)
  })
})

const SCALED = texts.find(({ name }) => name === 'wrong-growth')?.text ?? ''

test.each([
  ['46.8 billion', '50.92 billion', 'consistent'],
  ['46.8 billion', '509.2 billion', 'scale-slip'],
  ['46.8 billion', '50,920 billion', 'scale-slip'],
  ['46.8 billion', '50.92 million', 'scale-slip'],
])('%s as %s is %s', (from, to, verdict) => {
  const { checks } = auditText(SCALED.replace(from, to), '2025-02-11')
  const growth = checks.find(({ relation, stated }) => relation === 'growth' && stated !== null)
  expect(growth?.verdict).toBe(verdict)
})

test('a unit that is swapped takes the check away and accuses nobody', () => {
  for (const gold of texts) {
    const before = accusations(read(gold)).length
    const swapped = gold.text.replace(' billion yuan', ' billion dollars')
    expect(accusations(auditText(swapped, gold.date)).length).toBeLessThanOrEqual(before)
  }
})

const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[a-z%)]\.)\s+(?=[A-Z])/)

test('another order of the sentences accuses nobody anew', () => {
  for (const gold of texts) {
    const before = accusations(read(gold)).length
    const turned = sentencesOf(gold.text).toReversed().join(' ')
    expect(accusations(auditText(turned, gold.date)).length).toBeLessThanOrEqual(before)
  }
})

test('a text with a sentence less accuses nobody anew', () => {
  for (const gold of texts) {
    const before = accusations(read(gold)).length
    const sentences = sentencesOf(gold.text)
    for (const at of sentences.keys()) {
      const rest = sentences.filter((_, other) => other !== at).join(' ')
      expect(accusations(auditText(rest, gold.date)).length).toBeLessThanOrEqual(before)
    }
  }
})

test('two texts one after the other accuse nobody anew', () => {
  for (const [at, gold] of texts.entries()) {
    const other = texts[(at + 1) % texts.length]
    if (other === undefined) continue
    const apart =
      accusations(read(gold)).length +
      accusations(read({ ...other, ...(gold.date !== undefined && { date: gold.date }) })).length
    const joined = auditText(`${gold.text}\n\n${other.text}`, gold.date)
    expect(accusations(joined).length).toBeLessThanOrEqual(apart)
  }
})
