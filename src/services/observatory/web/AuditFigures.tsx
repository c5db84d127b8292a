/** Every figure with its frame: what, where, when, and of what kind. */
import type { Language } from '#web/kit/language.ts'
import { Section } from '#web/kit/Section.tsx'
import type { AuditJson, ClaimJson } from '../domain/audit/result.ts'
import { findArea } from '../domain/areas.ts'
import { FrameForm } from './AuditForms.tsx'
import { auditMessages } from './audit-messages.ts'
import { KIND_WORDS } from './audit-words.ts'

type FiguresProps = {
  readonly language: Language
  readonly audit: AuditJson
  readonly isOpen: boolean
}

export function AuditFigures({ language, audit, isOpen }: FiguresProps) {
  const t = auditMessages[language]
  return (
    <Section id="audit-figures" title={t.figures} note={<p>{t.figuresNote}</p>}>
      <table className="cards">
        <caption className="vh">{t.figures}</caption>
        <thead>
          <tr>
            <th scope="col">{t.printed}</th>
            <th scope="col" className="n">
              {t.value}
            </th>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.indicator}</th>
            <th scope="col">{t.area}</th>
            <th scope="col">{t.period}</th>
          </tr>
        </thead>
        <tbody>
          {audit.claims.map((claim) => (
            <FigureRow key={claim.id} language={language} claim={claim} isOpen={isOpen} />
          ))}
        </tbody>
      </table>
    </Section>
  )
}

type RowProps = {
  readonly language: Language
  readonly claim: ClaimJson
  readonly isOpen: boolean
}

function FigureRow({ language, claim, isOpen }: RowProps) {
  const t = auditMessages[language]
  const { id, text, value, unit, hedge, kind, indicator, area, period } = claim
  return (
    <tr id={id}>
      <th scope="row">
        {text}
        {isOpen && <FrameForm language={language} claim={claim} />}
      </th>
      <td className="n" data-l={t.value}>
        {hedge === null ? '' : `${hedge} `}
        {value} {unit}
      </td>
      <td data-l={t.kind}>{KIND_WORDS[kind]?.[language] ?? kind}</td>
      <td data-l={t.indicator}>{indicator ?? '–'}</td>
      <td data-l={t.area}>{area === null ? '–' : (findArea(area)?.[language] ?? area)}</td>
      <td data-l={t.period}>{period ?? '–'}</td>
    </tr>
  )
}
