/** Check a receipt in the browser, with no network. Without a script the page says how else. */
import { Icon } from '#web/kit/Icon.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { verifyMessages } from '#web/verify/verify-messages.ts'
import { aboutPath } from './paths.ts'
import type { BookName } from './views.ts'

/** Whom a check of one book's receipts trusts: a c2sp.org/tlog-policy text. */
export type BookPolicy = BookName & { readonly origin: string; readonly policy: string }

export type VerifyView = { readonly policies: readonly BookPolicy[] }

export function VerifyPage({ policies }: VerifyView) {
  const t = useMessages(verifyMessages)
  return (
    <Page title={t.title} place="verify" islands={['verify']}>
      <ReceiptInput />
      <div id="verdict" tabIndex={-1} />
      <div data-verify-idle="">
        <Head title={t.title}>
          <p className="lead soft">{t.lead}</p>
        </Head>
        <noscript>
          <div className="note wait">
            <p>
              <strong>{t.noScript}</strong> {t.noScriptDo} <code>hongqiao verify receipt.json</code>
            </p>
          </div>
        </noscript>
      </div>
      <PasteSection />
      <PolicySection policies={policies} />
      <div data-verify-idle="">
        <Section id="limits" title={t.limits}>
          <p>{t.limitsText}</p>
          <p className="small">
            <Link href={`${aboutPath}#proves`}>{t.limitsMore}</Link>
          </p>
        </Section>
      </div>
    </Page>
  )
}

/** Hidden until the island is there to use it. */
function ReceiptInput() {
  const t = useMessages(verifyMessages)
  return (
    <div className="drop row row-end" data-verify-drop="" hidden>
      <p>
        <Icon name="file" />
        <span data-verify-file="" aria-live="polite">
          {t.drop}
        </span>
      </p>
      <p className="row">
        <label className="btn">
          <Icon name="up" />
          <span>{t.choose}</span>
          <input className="vh" type="file" accept=".json,application/json" data-verify-choose="" />
        </label>
      </p>
    </div>
  )
}

function PasteSection() {
  const t = useMessages(verifyMessages)
  return (
    <Section id="paste" title={t.paste} note={<p>{t.pasteNote}</p>}>
      <form className="flow" data-verify-paste="" hidden>
        <div className="field">
          <label htmlFor="receipt-text">{t.pasteLabel}</label>
          <textarea className="input mono" id="receipt-text" rows={5} spellCheck={false} />
        </div>
        <p>
          <button className="btn plain" type="submit">
            {t.pasteDo}
          </button>
        </p>
      </form>
      <p className="small">
        {t.command} <code>hongqiao verify receipt.json</code>
      </p>
    </Section>
  )
}

function PolicySection({ policies }: VerifyView) {
  const language = useLanguage()
  const t = useMessages(verifyMessages)
  return (
    <Section id="policy" title={t.policy} note={<p>{t.policyNote}</p>}>
      {policies.map(({ id, name, origin, policy }) => (
        <details key={id}>
          <summary>{t.policyOf({ name: name[language] })}</summary>
          <div className="field">
            <label className="small" htmlFor={`policy-${id}`}>
              {t.policyLabel} <code>{origin}</code>
            </label>
            <p className="err" data-verify-policy-error="" hidden />
            <textarea
              className="input mono"
              id={`policy-${id}`}
              rows={policy.split('\n').length + 1}
              defaultValue={policy}
              spellCheck={false}
              data-verify-policy={origin}
            />
          </div>
        </details>
      ))}
    </Section>
  )
}
