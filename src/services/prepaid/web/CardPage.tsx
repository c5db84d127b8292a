/** One card: the question first, then what is held, what comes back, every class, and what to keep. */
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { DOT, formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Facts } from '#web/kit/Section.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Clock } from '#web/kit/Clock.tsx'
import { ProofLine } from '#web/kit/State.tsx'
import { Strip } from '#web/kit/Strip.tsx'
import { cardMessages, causeMessages } from './card-messages.ts'
import { CardState } from './CardsPage.tsx'
import type { CardView, OpenPreview } from './consumer-views.ts'
import { cardsPath, payPath, receiptsPath, refundPath } from './paths.ts'
import { QuestionPanel } from './QuestionPanel.tsx'
import { RefundPanel } from './RefundPanel.tsx'
import { IfNotGiven, RefundSum } from './RefundSum.tsx'
import { UseTrail } from './UseTrail.tsx'

export function CardPage(view: CardView) {
  const language = useLanguage()
  const t = useMessages(cardMessages)
  const { card, questions, payment, refund, previews } = view
  const day = formatDay(language, legalDayOf(Date.parse(card.signedAt)))
  return (
    <Page
      title={`${card.shopName[language]}, ${card.offerName[language]}`}
      place="cards"
      layout="phone"
    >
      <p className="crumb">
        <Link href={cardsPath}>{t.cards}</Link>
      </p>
      <div className="head">
        <h1>{card.shopName[language]}</h1>
        <p className="soft">{t.boughtOn({ offer: card.offerName[language], day })}</p>
      </div>
      {questions.map((question) => (
        <QuestionPanel key={question.use.use} question={question} isNamed />
      ))}
      {payment !== null && <Payment view={view} payment={payment} />}
      {payment === null && <Held view={view} />}
      {refund !== null && (
        <RefundPanel refund={refund} words={view.refundWords} unanswered={questions.length} />
      )}
      {previews.length > 0 && <Stopping view={view} />}
      <section className="psec" aria-labelledby="uses">
        <h2 id="uses">{card.kind === 'period' ? t.everyMonth : t.every}</h2>
        <UseTrail book={view.book} uses={view.uses} />
        {view.hasMoreUses && <p className="small soft">{t.more}</p>}
      </section>
      <Keep view={view} />
    </Page>
  )
}

function Held({ view }: { readonly view: CardView }) {
  const language = useLanguage()
  const t = useMessages(cardMessages)
  const { card, book, paidEntry, entry, sevenDaysUntil } = view
  const { usesTotal, usesCounted, usesOpen, usesContested, validThrough } = card
  const index = paidEntry ?? entry
  return (
    <section className="psec" aria-labelledby="bal">
      <h2 id="bal">{t.heldForYou}</h2>
      <p className="fig big">
        <Money amountMinor={card.heldMinor} />
      </p>
      <ProofLine state="closed">
        {t.computed}
        {DOT}
        <Link href={`/log/${book}/${index}`}>{t.entry({ index: formatCount(index) })}</Link>
      </ProofLine>
      {card.kind === 'count' && (
        <Strip
          given={usesCounted}
          waiting={usesOpen - usesContested}
          contested={usesContested}
          toCome={usesTotal - usesCounted - usesOpen}
        />
      )}
      <p className="row row-end">
        <CardState card={card} />
        {validThrough !== null && (
          <span className="small soft">
            {t.validThrough({ day: formatDay(language, validThrough) })}
          </span>
        )}
      </p>
      {sevenDaysUntil !== null && (
        <Clock
          days={sevenDaysUntil.days}
          isProvisional={sevenDaysUntil.isProvisional}
          rule={t.sevenDaysRule}
        >
          {t.sevenDays}. {t.sevenDaysUntil({ day: formatDay(language, sevenDaysUntil.day) })}
        </Clock>
      )}
    </section>
  )
}

function Payment({
  view: { card, priceMinor },
  payment,
}: {
  readonly view: CardView
  readonly payment: NonNullable<CardView['payment']>
}) {
  const language = useLanguage()
  const t = useMessages(cardMessages)
  return (
    <section className="ask" aria-labelledby="pay">
      <h2 id="pay">{t.pay}</h2>
      <p>{t.payTo({ office: payment.officeName[language] })}</p>
      <p className="fig big">
        <Money amountMinor={priceMinor} />
      </p>
      <Facts facts={[{ term: t.payReference, value: <code>{card.contract}</code> }]} />
      <p className="small">{t.payBy({ day: formatDay(language, payment.dueDay) })}</p>
      <p className="small soft">{t.paidAlready}</p>
      {payment.canPayHere && (
        <Form action={payPath(card.contract)}>
          <Submit busy={t.sending}>{t.payHere({ amount: formatMoney(priceMinor) })}</Submit>
          <p className="fine">{t.payNote}</p>
        </Form>
      )}
    </section>
  )
}

function Stopping({ view: { card, previews } }: { readonly view: CardView }) {
  const t = useMessages(cardMessages)
  const unanswered = card.usesOpen - card.usesContested
  return (
    <section className="psec" aria-labelledby="stop">
      <h2 id="stop">{t.ifYouStop}</h2>
      <p>{t.dependsOnCause}</p>
      {card.usesOpen > 0 && <p className="small">{t.openCounted({ count: card.usesOpen })}</p>}
      {unanswered > 0 && <p className="small">{t.answerAnyTime({ count: unanswered })}</p>}
      {previews.map((preview) => (
        <Ending key={preview.cause} contract={card.contract} preview={preview} />
      ))}
    </section>
  )
}

/** Without a script a cause opens to its arithmetic, and leads on to the page that asks once more. */
function Ending({
  contract,
  preview,
}: {
  readonly contract: string
  readonly preview: OpenPreview
}) {
  const t = useMessages(cardMessages)
  const causes = useMessages(causeMessages)
  return (
    <details className="why">
      <summary className="row row-end">
        <span>
          <b>{causes[preview.cause]}</b>
          <small>{causes[`${preview.cause}Hint`]}</small>
        </span>
        <Money amountMinor={preview.refundMinor} />
      </summary>
      <RefundSum {...preview} />
      <IfNotGiven preview={preview} />
      <p>
        <Link className="btn plain" href={refundPath(contract, preview.cause)}>
          {t.ask}
        </Link>
      </p>
    </details>
  )
}

function Keep({ view: { book, entry, paidEntry } }: { readonly view: CardView }) {
  const t = useMessages(cardMessages)
  return (
    <section className="psec" aria-labelledby="keep">
      <h2 id="keep">{t.keep}</h2>
      <p className="row">
        <Link className="btn plain" href={`/log/${book}/${entry}`}>
          <Icon name="file" />
          {t.contractEntry}
        </Link>
        {paidEntry !== null && (
          <Link className="btn plain" href={`/log/${book}/${paidEntry}`}>
            <Icon name="file" />
            {t.paymentEntry}
          </Link>
        )}
        <Link className="btn plain" href={receiptsPath}>
          {t.allReceipts}
        </Link>
      </p>
      <p className="small soft">{t.anyone}</p>
    </section>
  )
}
