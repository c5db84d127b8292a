/** A consumer's cards: what waits for an answer first, then each card with what is held for it. */
import { DOT, formatDay } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { Strip } from '#web/kit/Strip.tsx'
import { cardMessages, standingMessages } from './card-messages.ts'
import type { CardLine, CardsView } from './consumer-views.ts'
import { cardPath, receiptsPath, registerPath } from './paths.ts'
import { QuestionPanel } from './QuestionPanel.tsx'

export function CardsPage({ questions, cards, past, heldMinor }: CardsView) {
  const t = useMessages(cardMessages)
  return (
    <Page title={t.cards} place="cards" layout="phone">
      <Head title={t.cards}>
        <p className="soft">
          {t.heldAll} <Money amountMinor={heldMinor} />
        </p>
      </Head>
      {questions.map((question) => (
        <QuestionPanel key={question.use.use} question={question} isNamed={false} />
      ))}
      {cards.length === 0 && past.length === 0 ? (
        <Empty>{t.noCards}</Empty>
      ) : (
        cards.map((card) => <CardPanel key={card.contract} card={card} />)
      )}
      {past.length > 0 && (
        <section className="psec" aria-labelledby="past">
          <h2 id="past">{t.past}</h2>
          <ul className="plain">
            {past.map((card) => (
              <PastLine key={card.contract} card={card} />
            ))}
          </ul>
        </section>
      )}
      <p className="row">
        <Link className="btn plain" href={registerPath}>
          {t.toRegister}
        </Link>
        <Link className="btn plain" href={receiptsPath}>
          {t.allReceipts}
        </Link>
      </p>
    </Page>
  )
}

/** Closed while everything is answered; open while something waits, broken while something is contested. */
export function CardState({ card }: { readonly card: CardLine }) {
  const t = useMessages(standingMessages)
  const isWaiting = card.state === 'signed' || card.state === 'stopping' || card.usesOpen > 0
  const state = card.usesContested > 0 ? 'broken' : isWaiting ? 'open' : 'closed'
  return <State state={state}>{t[`card-${card.state}`]}</State>
}

function CardPanel({ card }: { readonly card: CardLine }) {
  const language = useLanguage()
  const t = useMessages(cardMessages)
  const { usesTotal, usesCounted, usesOpen, usesContested, validThrough } = card
  return (
    <article className="psec" aria-labelledby={card.contract}>
      <h2 id={card.contract}>
        <Link href={cardPath(card.contract)}>{card.shopName[language]}</Link>
      </h2>
      <p className="soft">
        {card.offerName[language]}
        {validThrough !== null &&
          `${DOT}${t.validThrough({ day: formatDay(language, validThrough) })}`}
      </p>
      <p className="row row-end">
        <span className="fig">
          <Money amountMinor={card.heldMinor} />
        </span>
        <CardState card={card} />
      </p>
      {card.kind === 'count' && (
        <Strip
          given={usesCounted}
          waiting={usesOpen - usesContested}
          contested={usesContested}
          toCome={usesTotal - usesCounted - usesOpen}
        />
      )}
    </article>
  )
}

function PastLine({ card }: { readonly card: CardLine }) {
  const language = useLanguage()
  return (
    <li className="row row-end">
      <Link href={cardPath(card.contract)}>
        {card.shopName[language]}, {card.offerName[language]}
      </Link>
      <CardState card={card} />
    </li>
  )
}
