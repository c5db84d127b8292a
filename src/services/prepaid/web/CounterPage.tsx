/** The counter: one field with the focus, one big button, today's list, the shop's own money. By keyboard alone. */
import { formatCount } from '#web/kit/format.ts'
import { Icon } from '#web/kit/Icon.tsx'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Note } from '#web/kit/Note.tsx'
import { useLanguage, useMessages, useVisit } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { type CodeDrawing, QrCode } from '#web/kit/QrCode.tsx'
import { StateArch } from '#web/kit/State.tsx'
import { CounterGuests } from './CounterGuests.tsx'
import { counterMessages } from './counter-messages.ts'
import { CounterToday } from './CounterToday.tsx'
import { CounterPurse } from './CounterPurse.tsx'
import type { CounterView, OwnShop } from './counter-views.ts'
import { counterPath } from './paths.ts'
import { applyPath } from './shop-paths.ts'

export function CounterPage(view: CounterView) {
  const t = useMessages(counterMessages)
  const { own, q, found, code, today, hasMore, purse } = view
  // A shop that was never approved has no card to record on, and must not look like one that is supervised.
  const hasCards = own.state === 'approved' || own.state === 'suspended'
  return (
    <Page title={t.counter} place="counter" layout="counter" placesDone>
      <div className="till">
        <section className="give" aria-labelledby="who">
          <Standing own={own} />
          {hasCards ? <Search q={q} found={found} /> : <h1 id="who">{t.counter}</h1>}
          {hasCards && <CounterGuests q={q} found={found} />}
        </section>
        {hasCards && <Scan code={code} own={own} />}
        <section className="today" aria-labelledby="today">
          <h2 id="today">{t.today}</h2>
          <CounterToday lines={today} />
          {hasMore && <p className="small soft">{t.cut}</p>}
        </section>
        {purse !== null && <CounterPurse purse={purse} />}
      </div>
    </Page>
  )
}

/** Only where something keeps the counter from its work. */
function Standing({ own: { state } }: { readonly own: OwnShop }) {
  const t = useMessages(counterMessages)
  if (state === 'approved') return null
  if (state === 'suspended') {
    return (
      <Note kind="wait" lead={t.suspendedLead}>
        {t.suspended}
      </Note>
    )
  }
  return (
    <Note kind="wait" lead={t.notYetLead}>
      {t.notYet} <Link href={applyPath}>{t.toApply}</Link>
    </Note>
  )
}

type SearchProps = Pick<CounterView, 'q' | 'found'>

/** The field has the focus unless somebody was found: then the button has it, and Enter records. */
function Search({ q, found }: SearchProps) {
  const language = useLanguage()
  const t = useMessages(counterMessages)
  const { done } = useVisit()
  const isBad = found.kind === 'malformed'
  const described = [done === null ? '' : 'done', isBad ? 'code-error' : '', 'code-hint']
  return (
    <search>
      <form className={isBad ? 'field bad' : 'field'} action={localPath(language, counterPath)}>
        <h1 id="who">
          <label htmlFor="code">{t.whoIsHere}</label>
        </h1>
        <Recorded />
        {isBad && (
          <p className="err" id="code-error">
            <Icon name="alert" />
            {t.malformed}
          </p>
        )}
        <div className="row big">
          <input
            className="input huge"
            id="code"
            name="q"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={q}
            aria-invalid={isBad ? true : undefined}
            aria-describedby={described.filter((id) => id !== '').join(' ')}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- at a counter the page is the one field, and everything is done by keyboard.
            autoFocus={found.kind !== 'cards'}
          />
          <button className="btn plain" type="submit">
            <Icon name="search" />
            {t.find}
          </button>
        </div>
        <p className="hint" id="code-hint">
          {t.findHint}
        </p>
      </form>
    </search>
  )
}

/** In one line, heard with the field: the focus stays where the next customer is entered. */
function Recorded() {
  const language = useLanguage()
  const { done } = useVisit()
  const t = useMessages(counterMessages)
  if (done === null) return null
  const { act, book, index, receipt } = done
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds phrases only, and this is a line with links.
    <p className="state proof" id="done" role="status">
      <StateArch state="open" />
      <span>
        {t.done} {act[language]}:{' '}
        <Link href={`/log/${book}/${index}`}>{t.receipt({ index: formatCount(index) })}</Link>,{' '}
        <a href={receipt.href} download={receipt.name}>
          {t.save}
        </a>
      </span>
    </p>
  )
}

function Scan({ code, own }: { readonly code: CodeDrawing; readonly own: OwnShop }) {
  const language = useLanguage()
  const t = useMessages(counterMessages)
  const note = own.state === 'suspended' ? t.codeNoteSuspended : t.codeNote
  return (
    <section className="scan" aria-labelledby="scan">
      <h2 id="scan">{t.orScan}</h2>
      <QrCode code={code} label={t.codeName({ href: code.href })} />
      <p className="fine">{note({ shop: own.name[language] })}</p>
    </section>
  )
}
