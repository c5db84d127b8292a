/** The figure audit: a text goes in, and the same page shows what was found. It works without a script. */
import { localPath } from '#web/kit/language.ts'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Link } from '#web/kit/Link.tsx'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { AUDIT_TEXT_CHARS_MAX } from '../contract.ts'
import type { AuditJson } from '../domain/audit/result.ts'
import { auditMessages } from './audit-messages.ts'
import { AuditResult } from './AuditResult.tsx'
import { auditExamplePath, auditPath, auditSignPath } from './audit-paths.ts'

export type AuditPageView = {
  readonly text: string
  readonly date: string
  readonly audit: AuditJson | null
  /** Whether what was sent is no text that can be audited. */
  readonly isRefused: boolean
}

export function AuditPage({ text, date, audit, isRefused }: AuditPageView) {
  const language = useLanguage()
  const t = useMessages(auditMessages)
  return (
    <Page title={t.title} place="figures" islands={['audit']} layout="work">
      <Head title={t.title}>
        <p className="lead soft">{t.lead}</p>
        <p className="row push" data-audit-acts="" hidden>
          <button className="btn plain" type="button" data-audit-print="">
            {t.print}
          </button>
          <button className="btn plain" type="button" data-audit-json="">
            {t.exportJson}
          </button>
          <button className="btn plain" type="button" data-audit-html="">
            {t.exportHtml}
          </button>
          <a className="btn" href={localPath(language, auditSignPath)} data-audit-sign="">
            {t.sign}
          </a>
        </p>
      </Head>
      {isRefused && (
        <div className="note bad" role="alert">
          <p>{t.empty}</p>
        </div>
      )}
      <div id="audit-result" tabIndex={-1} data-audited={audit !== null}>
        {audit !== null && <AuditResult language={language} text={text} audit={audit} />}
      </div>
      <AskSection text={text} date={date} />
    </Page>
  )
}

function AskSection({ text, date }: Pick<AuditPageView, 'text' | 'date'>) {
  const language = useLanguage()
  const t = useMessages(auditMessages)
  return (
    <Section id="ask" title={t.ask} note={<p>{t.textHint}</p>}>
      <form
        className="flow"
        method="post"
        action={localPath(language, auditPath)}
        data-audit-ask=""
      >
        <div className="field">
          <label htmlFor="audit-words">{t.textLabel}</label>
          <textarea
            className="input"
            id="audit-words"
            name="text"
            rows={12}
            maxLength={AUDIT_TEXT_CHARS_MAX}
            defaultValue={text}
            required
          />
        </div>
        <div className="field">
          <label htmlFor="audit-date">{t.dateLabel}</label>
          <p className="hint" id="audit-date-hint">
            {t.dateHint}
          </p>
          <input
            className="input"
            id="audit-date"
            name="date"
            type="text"
            inputMode="numeric"
            pattern="\d{4}-\d\d-\d\d"
            defaultValue={date}
            aria-describedby="audit-date-hint"
          />
        </div>
        <p className="row">
          <button className="btn" type="submit">
            {t.audit}
          </button>
          <label className="btn plain" data-audit-drop="" hidden>
            <span>{t.choose}</span>
            <input
              className="vh"
              type="file"
              accept=".txt,.md,.html,.htm,text/*"
              data-audit-file=""
            />
          </label>
          {text === '' && <Link href={auditExamplePath(language)}>{t.example}</Link>}
        </p>
      </form>
    </Section>
  )
}
