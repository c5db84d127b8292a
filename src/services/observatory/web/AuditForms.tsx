/** What a person knows better: a field, a link, a price basis. The island reads these forms. */
import type { Language } from '#web/kit/language.ts'
import type { Correction } from '../contract.ts'
import { standing } from '../domain/audit/corrections.ts'
import type { CheckJson, ClaimJson } from '../domain/audit/result.ts'
import { auditMessages } from './audit-messages.ts'

export function LinkForm({
  language,
  check,
}: {
  readonly language: Language
  readonly check: CheckJson
}) {
  const t = auditMessages[language]
  const name = `${check.relation}: ${check.formula}`
  return (
    <details>
      <summary className="fine">{t.correct}</summary>
      <form className="flow" data-correct="link" data-check={name}>
        <fieldset>
          <legend>{t.correctLegend}</legend>
          <label className="choice">
            <input type="radio" name="state" value="confirmed" required />
            <span>{t.confirm}</span>
          </label>
          <label className="choice">
            <input type="radio" name="state" value="rejected" />
            <span>{t.reject}</span>
          </label>
        </fieldset>
        <Said language={language} id={check.id} />
      </form>
    </details>
  )
}

export function FrameForm({
  language,
  claim,
}: {
  readonly language: Language
  readonly claim: ClaimJson
}) {
  const t = auditMessages[language]
  const { id } = claim
  return (
    <details>
      <summary className="fine">{t.correct}</summary>
      <form className="flow" data-correct="frame" data-claim={id}>
        <div className="field">
          <label htmlFor={`${id}-field`}>{t.field}</label>
          <select className="input" id={`${id}-field`} name="field">
            <option value="indicator">{t.indicator}</option>
            <option value="area">{t.area}</option>
            <option value="period">{t.period}</option>
            <option value="kind">{t.kind}</option>
            <option value="nominal">{`${t.basisLegend}: ${t.nominal}`}</option>
            <option value="real">{`${t.basisLegend}: ${t.real}`}</option>
          </select>
        </div>
        <div className="field">
          <label htmlFor={`${id}-value`}>{t.newValue}</label>
          <input className="input" id={`${id}-value`} name="value" type="text" />
        </div>
        <Said language={language} id={id} />
      </form>
    </details>
  )
}

function Said({ language, id }: { readonly language: Language; readonly id: string }) {
  const t = auditMessages[language]
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-author`}>{t.author}</label>
        <input className="input" id={`${id}-author`} name="author" type="text" required />
      </div>
      <div className="field">
        <label htmlFor={`${id}-reason`}>{t.reason}</label>
        <input className="input" id={`${id}-reason`} name="reason" type="text" required />
      </div>
      <p className="row">
        <button className="btn plain" type="submit">
          {t.save}
        </button>
        <span className="fine">{t.correctNote}</span>
      </p>
    </>
  )
}

export function CorrectionList({
  language,
  corrections,
}: {
  readonly language: Language
  readonly corrections: readonly Correction[]
}) {
  const t = auditMessages[language]
  if (corrections.length === 0) return null
  const kept = new Set<Correction>(standing(corrections))
  return (
    <section aria-labelledby="audit-corrections">
      <h2 id="audit-corrections">{t.corrections}</h2>
      <ol>
        {corrections.map((one, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list only grows, and its places are names.
          <li key={at}>
            {told(one)} · {one.author}: {one.reason}{' '}
            {one.type !== 'undo' && !kept.has(one) && <span className="soft">{t.undone}</span>}
            {kept.has(one) && (
              <button className="btn plain" type="button" data-undo={at}>
                {t.undo}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function told(one: Correction): string {
  switch (one.type) {
    case 'field':
      return `${one.claim}.${one.field} = ${one.value}`
    case 'link':
      return `${one.check}: ${one.state}`
    case 'basis':
      return `${one.claim}: ${one.basis}`
    default:
      return `undo ${one.of + 1}`
  }
}
