/** The checks of an audit, what must be looked at first: each opens with its arithmetic. */
import { type Language, localPath } from '#web/kit/language.ts'
import { Ranges } from '#web/kit/Ranges.tsx'
import type { Range } from '#web/kit/ranges.ts'
import { State } from '#web/kit/State.tsx'
import type { AuditJson, CheckJson, RangeJson } from '../domain/audit/result.ts'
import { LinkForm } from './AuditForms.tsx'
import { auditMessages } from './audit-messages.ts'
import {
  amountWords,
  LINK_WORDS,
  noteWords,
  relationWords,
  scaleOf,
  VERDICT_ORDER,
  VERDICT_STATES,
  VERDICT_WORDS,
} from './audit-words.ts'
import { claimPath } from './paths.ts'

type ChecksProps = {
  readonly language: Language
  readonly audit: AuditJson
  readonly isOpen: boolean
}

export function AuditChecks({ language, audit, isOpen }: ChecksProps) {
  const t = auditMessages[language]
  const rank = ({ verdict }: CheckJson): number => VERDICT_ORDER.indexOf(verdict)
  const sorted = audit.checks.toSorted((left, right) => rank(left) - rank(right))
  return (
    <section className="open" aria-labelledby="audit-checks">
      <h2 id="audit-checks">{t.checks}</h2>
      {sorted.length === 0 && <p className="soft">{t.noChecks}</p>}
      {sorted.map((check, at) => (
        <CheckPanel
          key={check.id}
          language={language}
          check={check}
          audit={audit}
          isFirst={at === 0}
          isOpen={isOpen}
        />
      ))}
    </section>
  )
}

type PanelProps = {
  readonly language: Language
  readonly check: CheckJson
  readonly audit: AuditJson
  readonly isFirst: boolean
  readonly isOpen: boolean
}

function CheckPanel({ language, check, audit, isFirst, isOpen }: PanelProps) {
  const t = auditMessages[language]
  const { verdict, relation, link, possible, note, rules } = check
  return (
    <details open={isFirst}>
      <summary>
        <span className="soft">{check.id.slice(1)}</span>{' '}
        <State state={VERDICT_STATES[verdict]}>{VERDICT_WORDS[verdict][language]}</State>{' '}
        {relationWords(language, relation)}
      </summary>
      <div className="flow" id={check.id}>
        <CheckRanges language={language} check={check} />
        <Arithmetic language={language} check={check} audit={audit} />
        <Sources language={language} check={check} audit={audit} />
        <p>{noteWords(language, note, rules)}</p>
        {possible !== null && (
          <p>{t.possible({ verdict: VERDICT_WORDS[possible][language].toLowerCase() })}</p>
        )}
        <p className="fine">
          {t.link}: {LINK_WORDS[link][language]}. {t.rule}: <code>{rules.join(', ')}</code>
        </p>
        {isOpen && <LinkForm language={language} check={check} />}
      </div>
    </details>
  )
}

function CheckRanges({
  language,
  check: { computed, stated },
}: Pick<PanelProps, 'language' | 'check'>) {
  if (computed === null || stated === null) return null
  const t = auditMessages[language]
  const ends = [computed.strict, stated.strict].flatMap(({ low, high }) => [low, high])
  const scale = scaleOf(language, ends)
  const words = ({ low, high }: RangeJson) => ({
    low: amountWords(low, scale),
    high: amountWords(high, scale),
  })
  const [one, other] = [words(computed.strict), words(stated.strict)]
  const [left, right] = [drawn(computed.strict, scale[0]), drawn(stated.strict, scale[0])]
  const isApart = left.high < right.low || right.high < left.low
  const labels = { computed: t.computedLabel(one), stated: t.statedLabel(other) }
  return (
    <Ranges
      computed={left}
      stated={right}
      computedLabel={labels.computed}
      statedLabel={labels.stated}
      gapLabel={t.gap}
      described={`${labels.computed}; ${labels.stated}. ${isApart ? t.apart : t.meet}`}
    />
  )
}

/** For drawing only: the verdict was found on exact numbers. */
function drawn({ low, high, closed }: RangeJson, size: number): Range {
  return {
    low: Number(low) / size,
    high: Number(high) / size,
    isLowOpen: closed.startsWith('('),
    isHighOpen: closed.endsWith(')'),
  }
}

function Arithmetic({ language, check, audit }: Omit<PanelProps, 'isFirst' | 'isOpen'>) {
  const t = auditMessages[language]
  const { formula, computed, stated } = check
  const range = (one: RangeJson): string => {
    const scale = scaleOf(language, [one.low, one.high])
    const [low, high] = [amountWords(one.low, scale), amountWords(one.high, scale)]
    return t.range({ low, high })
  }
  return (
    <table className="sum steps-sum">
      <caption className="vh">{t.rule}</caption>
      <tbody>
        <tr>
          <th scope="row">{substituted(formula, audit)}</th>
          <td className="n soft">{formula}</td>
        </tr>
        {computed !== null && (
          <tr>
            <th scope="row">{t.computed}</th>
            <td className="n">{range(computed.strict)}</td>
          </tr>
        )}
        {stated !== null && (
          <tr>
            <th scope="row">{t.stated}</th>
            <td className="n">{range(stated.strict)}</td>
          </tr>
        )}
        {stated !== null && (
          <tr>
            <th scope="row">{t.loosely}</th>
            <td className="n">{range(stated.loose)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

/** Where the figures of others that a check uses were published. */
function Sources({ language, check, audit }: Omit<PanelProps, 'isFirst' | 'isOpen'>) {
  const t = auditMessages[language]
  return audit.known.figures
    .filter(({ id }) => check.operands.includes(id))
    .map(({ id, publisher, date }) => (
      <p key={id} className="fine">
        <a href={localPath(language, claimPath(id))}>{t.source({ publisher, date })}</a>
      </p>
    ))
}

/** The formula with what is printed in the place of names. */
function substituted(formula: string, { claims, known }: AuditJson): string {
  return formula.replaceAll(/\bc\d+\b|\bclm_[\w-]{22}(?![\w-])/g, (id) => {
    const claim = claims.find((one) => one.id === id)
    const figure = known.figures.find((one) => one.id === id)
    if (figure !== undefined) return `${figure.value} ${figure.unit}`
    return claim === undefined ? id : `“${claim.text}”`
  })
}
