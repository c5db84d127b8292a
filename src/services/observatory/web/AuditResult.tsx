/**
 * An audit to look at: the text with each figure marked, each check with its arithmetic and two ranges on
 * one line, and the frame of each figure. Plain parts: the server and the island draw the same.
 */
import type { Language } from '#web/kit/language.ts'
import { NOTHING_KNOWN } from '../contract.ts'
import type { AuditJson, CheckJson, ClaimJson } from '../domain/audit/result.ts'
import { AuditChecks } from './AuditChecks.tsx'
import { AuditFigures } from './AuditFigures.tsx'
import { auditMessages } from './audit-messages.ts'
import { VERDICT_MARKS, VERDICT_ORDER, VERDICT_WORDS } from './audit-words.ts'

export type AuditResultProps = {
  readonly language: Language
  readonly text: string
  readonly audit: AuditJson
  /** Whether corrections can be made here; without a script they cannot. */
  readonly isOpen?: boolean
}

export function AuditResult({ language, text, audit, isOpen = false }: AuditResultProps) {
  const t = auditMessages[language]
  const { claims, checks, published, isCut, isTruncated, engine, known } = audit
  return (
    <>
      <p className="soft">{t.summary({ claims: claims.length, checks: checks.length })}</p>
      <div className="audit">
        <section aria-labelledby="audit-text">
          <h2 id="audit-text">{t.theText}</h2>
          <p className="fine">{dayWords(language, published)}</p>
          {isCut && <p className="fine">{t.isCut}</p>}
          {isTruncated && <p className="fine">{t.isTruncated}</p>}
          <div className="press">
            <PressText language={language} text={text} audit={audit} />
          </div>
          <Legend language={language} />
        </section>
        <AuditChecks language={language} audit={audit} isOpen={isOpen} />
      </div>
      <AuditFigures language={language} audit={audit} isOpen={isOpen} />
      <p className="fine">
        {t.engine({ engine })} {knownWords(language, known)}
      </p>
    </>
  )
}

/** What the text was compared with besides itself. */
function knownWords(language: Language, { version, isWhole }: AuditJson['known']): string {
  const t = auditMessages[language]
  if (version === NOTHING_KNOWN.version) return t.knownNothing
  return isWhole ? t.knownAll({ version }) : t.knownLatest({ version })
}

function dayWords(language: Language, published: string | null): string {
  const t = auditMessages[language]
  if (published === null) return t.unpublished
  const day = published.replace(' (inferred)', '')
  return published === day ? t.published({ day }) : t.inferred({ day })
}

type PressProps = Pick<AuditResultProps, 'language' | 'text' | 'audit'>

/** The text as it was given, its lines as paragraphs, so that every offset is where it was. */
function PressText({ language, text, audit }: PressProps) {
  return linesOf(text)
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, from }) => {
      const to = from + line.length
      const own = audit.claims.filter((claim) => claim.start >= from && claim.end <= to)
      const props = { language, line, from, claims: own, checks: audit.checks }
      return (
        <p key={from}>
          <MarkedLine {...props} />
        </p>
      )
    })
}

function linesOf(text: string): readonly { readonly line: string; readonly from: number }[] {
  return [...text.matchAll(/[^\n]+/g)].map(({ 0: line, index }) => ({ line, from: index }))
}

type LineProps = {
  readonly language: Language
  readonly line: string
  readonly from: number
  readonly claims: readonly ClaimJson[]
  readonly checks: readonly CheckJson[]
}

function MarkedLine({ language, line, from, claims, checks }: LineProps) {
  const ends = claims.map(({ end }) => end - from)
  return (
    <>
      {claims.map((claim, at) => (
        <span key={claim.id}>
          {line.slice(ends[at - 1] ?? 0, claim.start - from)}
          <Mark
            language={language}
            claim={claim}
            words={line.slice(claim.start - from, claim.end - from)}
            checks={checks}
          />
        </span>
      ))}
      {line.slice(ends.at(-1) ?? 0)}
    </>
  )
}

type MarkProps = {
  readonly language: Language
  readonly claim: ClaimJson
  readonly words: string
  readonly checks: readonly CheckJson[]
}

/** A figure leads to the check that most needs looking at, or to its own row. */
function Mark({ language, claim, words, checks }: MarkProps) {
  const t = auditMessages[language]
  const check = worstOf(claim, checks)
  if (check === undefined) {
    return (
      <a className="m na" href={`#${claim.id}`}>
        {words}
        <span className="vh"> ({t.figureOf({ at: Number(claim.id.slice(1)) })})</span>
      </a>
    )
  }
  const at = Number(check.id.slice(1))
  const verdict = VERDICT_WORDS[check.verdict][language].toLowerCase()
  return (
    <a className={`m ${VERDICT_MARKS[check.verdict]}`} href={`#${check.id}`}>
      {words}
      <sup aria-hidden="true">{at}</sup>
      <span className="vh"> ({t.checkOf({ at, verdict })})</span>
    </a>
  )
}

function worstOf({ id }: ClaimJson, checks: readonly CheckJson[]): CheckJson | undefined {
  const own = checks.filter(
    ({ operands, statedClaim }) => operands.includes(id) || statedClaim === id,
  )
  const rank = ({ verdict }: CheckJson): number => VERDICT_ORDER.indexOf(verdict)
  return own.toSorted((left, right) => rank(left) - rank(right))[0]
}

function Legend({ language }: { readonly language: Language }) {
  const t = auditMessages[language]
  return (
    <ul className="legend fine" aria-label={t.marks}>
      <li>
        <span className="m ok">{t.markOk}</span>
      </li>
      <li>
        <span className="m edge">{t.markEdge}</span>
      </li>
      <li>
        <span className="m no">{t.markNo}</span>
      </li>
      <li>
        <span className="m basis">{t.markBasis}</span>
      </li>
      <li>
        <span className="m na">{t.markNone}</span>
      </li>
    </ul>
  )
}
