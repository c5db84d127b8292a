/** Where receipts are put to be checked, and whom the check trusts: on /verify and in the file for a stick. */
import { Icon } from '#web/kit/Icon.tsx'
import type { Language, Words } from '#web/kit/language.ts'
import { Head, Section } from '#web/kit/Section.tsx'
import { bookMessages } from './book-messages.ts'
import { verifyMessages } from './verify-messages.ts'

/** Whom a check of one book's receipts trusts: a c2sp.org/tlog-policy text. */
export type DeskPolicy = {
  readonly id: string
  readonly name: Words
  readonly origin: string
  readonly policy: string
}

type WithLanguage = { readonly language: Language }
type DeskProps = WithLanguage & { readonly policies: readonly DeskPolicy[] }

export function VerifyDesk({ policies, language }: DeskProps) {
  const t = verifyMessages[language]
  return (
    <>
      <ReceiptInput language={language} />
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
      <PasteSection language={language} />
      <PolicySection policies={policies} language={language} />
    </>
  )
}

/** Every browser knows the attribute, and the types of React do not. */
const A_FOLDER = { webkitdirectory: '' }

/** Hidden until the script is there to use it. */
function ReceiptInput({ language }: WithLanguage) {
  const t = verifyMessages[language]
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
          <input
            className="vh"
            type="file"
            multiple
            accept=".json,.txt,application/json,text/plain,image/*"
            data-verify-choose=""
          />
        </label>
        <label className="btn plain">
          <span>{bookMessages[language].folder}</span>
          <input className="vh" type="file" {...A_FOLDER} data-verify-choose="" />
        </label>
        <button className="btn plain" type="button" data-verify-scan="" hidden>
          {t.scan}
        </button>
      </p>
      <div className="camera flow" data-verify-camera="" hidden>
        <video muted playsInline aria-label={t.scanView} />
        <p>
          <button className="btn plain" type="button" data-verify-scan-stop="">
            {t.scanStop}
          </button>
        </p>
      </div>
    </div>
  )
}

function PasteSection({ language }: WithLanguage) {
  const t = verifyMessages[language]
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

function PolicySection({ policies, language }: DeskProps) {
  const t = verifyMessages[language]
  return (
    <Section id="policy" title={t.policy} note={<p>{t.policyNote}</p>}>
      {policies.map(({ id, name, origin, policy }) => (
        <PolicyText key={id} id={id} label={t.policyOf({ name: name[language] })} origin={origin}>
          {policy}
        </PolicyText>
      ))}
      <div data-verify-more="" hidden>
        <PolicyText id="more" label={t.policyMore} origin="">
          {''}
        </PolicyText>
      </div>
    </Section>
  )
}

type PolicyTextProps = {
  readonly id: string
  readonly label: string
  readonly origin: string
  readonly children: string
}

function PolicyText({ id, label, origin, children }: PolicyTextProps) {
  return (
    <details>
      <summary>{label}</summary>
      <div className="field">
        <label className="small" htmlFor={`policy-${id}`}>
          {label} <code>{origin}</code>
        </label>
        <p className="err" data-verify-policy-error="" hidden />
        <textarea
          className="input mono"
          id={`policy-${id}`}
          rows={children.split('\n').length + 1}
          defaultValue={children}
          spellCheck={false}
          data-verify-policy={origin}
        />
      </div>
    </details>
  )
}
