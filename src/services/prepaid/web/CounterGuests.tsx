/** Who was found: the card, what is held, and the one act; the consequence stands in words before it is done. */
import { formatDay, formatMoney } from '#web/kit/format.ts'
import { DateField } from '#web/kit/DateField.tsx'
import { Field, Form } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { sentenceGap } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages, useVisit } from '#web/kit/page-context.ts'
import { State } from '#web/kit/State.tsx'
import { Strip } from '#web/kit/Strip.tsx'
import { Tick } from '#web/kit/Choice.tsx'
import { counterMessages } from './counter-messages.ts'
import type { CounterView, GuestCard, GuestName, NextClass } from './counter-views.ts'
import { counterPath } from './paths.ts'
import { recordPath } from './shop-paths.ts'

type GuestsProps = Pick<CounterView, 'q' | 'found'>

export function CounterGuests({ q, found }: GuestsProps) {
  const t = useMessages(counterMessages)
  if (found.kind === 'nobody') {
    return (
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds phrases only.
      <p className="note" role="status">
        {t.nobody}
      </p>
    )
  }
  if (found.kind !== 'cards') return null
  const { cards } = found
  const first = cards.find(({ next }) => next !== null)
  return (
    <>
      {cards.length > 1 && <p className="small">{t.several({ count: cards.length })}</p>}
      {cards.map((card) => (
        <Guest
          key={card.contract}
          card={card}
          q={q}
          // One card: Enter records. Of several somebody has to choose.
          hasFocus={cards.length === 1 && card === first}
        />
      ))}
    </>
  )
}

export function Tail({ guest }: { readonly guest: GuestName }) {
  const t = useMessages(counterMessages)
  return guest.tail === null ? null : <>{t.tail({ tail: guest.tail })}</>
}

type GuestProps = {
  readonly card: GuestCard
  readonly q: string
  readonly hasFocus: boolean
}

function Guest({ card, q, hasFocus }: GuestProps) {
  const language = useLanguage()
  const gap = sentenceGap(language)
  const t = useMessages(counterMessages)
  const { guest, offerName, kind, heldMinor, validThrough, next, why } = card
  const { usesTotal, usesCounted, usesOpen, usesContested } = card
  return (
    <div className="guest">
      <div className="row row-end">
        <h2>
          {guest.name[language]}{' '}
          <span className="soft">
            <Tail guest={guest} />
          </span>
        </h2>
        <State state="closed">
          {t.held} <Money amountMinor={heldMinor} />
        </State>
      </div>
      <p>
        <b>{t.card({ offer: offerName[language] })}</b>
        {gap}
        {kind === 'count' && (
          <>
            {t.left({
              total: usesTotal,
              given: usesCounted,
              left: usesTotal - usesCounted - usesOpen,
            })}
            {gap}
          </>
        )}
        {validThrough !== null && t.validThrough({ day: formatDay(language, validThrough) })}
      </p>
      {kind === 'count' && (
        <Strip
          given={usesCounted}
          waiting={usesOpen - usesContested}
          contested={usesContested}
          toCome={usesTotal - usesCounted - usesOpen}
        />
      )}
      {next === null ? (
        <div className="row">
          <p className="grow">
            <b>{why === null ? '' : t[why]}</b>
          </p>
          <SomeoneElse />
        </div>
      ) : (
        <Recording contract={card.contract} next={next} q={q} hasFocus={hasFocus} />
      )}
    </div>
  )
}

function SomeoneElse() {
  const t = useMessages(counterMessages)
  return (
    <Link className="btn plain" href={counterPath}>
      {t.someoneElse}
    </Link>
  )
}

type RecordingProps = {
  readonly contract: string
  readonly next: NextClass
  readonly q: string
  readonly hasFocus: boolean
}

function Recording({ contract, next, q, hasFocus }: RecordingProps) {
  const language = useLanguage()
  const t = useMessages(counterMessages)
  const { returned } = useVisit()
  const amount = formatMoney(next.amountMinor)
  const action = recordPath(contract)
  return (
    <Form action={action} query={`?q=${encodeURIComponent(q)}`}>
      <div className="row big">
        <button
          className="btn go"
          type="submit"
          data-busy={t.recording}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- whoever stands there was found: Enter records.
          autoFocus={hasFocus && returned === null}
        >
          {t.record({ n: next.n })}
          {hasFocus && <kbd>{t.enter}</kbd>}
        </button>
        <SomeoneElse />
      </div>
      <p className="small soft">
        {t.consequence({ days: next.deemedWorkingDays, amount })}
        {sentenceGap(language)}
        {t.silence({ day: formatDay(language, next.silence.day) })}
      </p>
      <details open={returned?.action === action}>
        <summary>{t.otherwise}</summary>
        <div className="flow">
          <Tick
            name="isForConsumer"
            label={
              <>
                {t.noPhone}
                <small className="soft">
                  {' '}
                  {t.noPhoneThen({ amount, day: formatDay(language, next.contestUntil) })}
                </small>
              </>
            }
          />
          <DateField
            name="servedOn"
            legend={t.servedOn}
            hint={t.servedOnHint}
            value={next.servedOn}
          />
          <Field name="servedAt" label={t.servedAt} value={next.servedAt} autoComplete="off" />
        </div>
      </details>
    </Form>
  )
}
