/** One claim: what was printed, where, what its digits allow, its receipt, and what others say. */
import { Figure } from '#web/kit/Figure.tsx'
import { DOT, formatCount } from '#web/kit/format.ts'
import type { Words } from '#web/kit/language.ts'
import { Crumbs } from '#web/kit/Nav.tsx'
import { Note } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Receipt, type ReceiptLevel } from '#web/kit/Receipt.tsx'
import { type Fact, Facts, Head, Section } from '#web/kit/Section.tsx'
import { Time } from '#web/kit/Time.tsx'
import { logMessages } from '#web/pages/log-messages.ts'
import { receiptFile } from '#web/pages/paths.ts'
import { movedBy } from '#kernel/figures/interval.ts'
import { exponentOfScale } from '#kernel/figures/printed.ts'
import type { ClaimInSeries, ClaimView } from '../contract.ts'
import { sameFact, sharedInterval } from '../domain/facts.ts'
import { AllowedRange } from './AllowedRange.tsx'
import { ClaimTable, Printed, Published } from './ClaimTable.tsx'
import { nameOfIndicator, noteMessages, titleIn } from './claim-words.ts'
import { intervalText, printedText, rangeWords, unitWordsOf, valueWords } from './number-words.ts'
import { observatoryMessages } from './observatory-messages.ts'
import { figuresPath, indicatorPath } from './paths.ts'

export type ClaimPageView = ClaimInSeries & {
  readonly bookName: Words
  /** The root of the checkpoint to which the receipt leads. */
  readonly rootHex: string
  readonly level: ReceiptLevel
}

export function ClaimPage(page: ClaimPageView) {
  const language = useLanguage()
  const t = useMessages(observatoryMessages)
  const { view, series } = page
  const { claim } = view
  const title = titleIn(language, claim)
  const fact = sameFact(claim, series)
  return (
    <Page title={title} place="figures">
      <Crumbs
        crumbs={[
          { name: t.figures, href: figuresPath },
          {
            name: nameOfIndicator(language, claim.indicator),
            href: indicatorPath(claim.indicator, claim.area),
          },
        ]}
      />
      <Head title={title}>
        <Figure
          value={valueWords(claim)[language]}
          unit={unitWordsOf(claim)[language]}
          state="quoted"
        >
          {claim.publisher}
          {DOT}
          <Published date={claim.date} />
        </Figure>
        {claim.unconfirmed === true && (
          <Note kind="wait" lead={t.unconfirmedLead}>
            {t.unconfirmed}
          </Note>
        )}
      </Head>
      <section className="cols cols-main entry" aria-label={t.said}>
        <div className="flow">
          <Facts facts={useFacts(view)} />
          <Notes view={view} />
        </div>
        <ClaimReceipt page={page} />
      </section>
      <Section id="allowed" title={t.allowed} note={<p>{t.allowedNote}</p>}>
        <figure className="flow">
          <AllowedRange view={view} fact={fact} />
          <figcaption className="small">
            <Agreement view={view} fact={fact} />
          </figcaption>
        </figure>
      </Section>
      <Section id="beside" title={t.beside} note={<p>{t.besideNote}</p>}>
        <ClaimTable caption={t.beside} claims={series} empty={t.alone} currentId={view.id} />
      </Section>
    </Page>
  )
}

function useFacts({ claim, id }: ClaimView): readonly Fact[] {
  const language = useLanguage()
  const t = useMessages(observatoryMessages)
  const range = `${rangeWords(claim)[language]} ${unitWordsOf(claim)[language]}`
  const basis: readonly Fact[] =
    claim.basis === undefined ? [] : [{ term: t.basis, value: t[claim.basis] }]
  return [
    { term: t.printed, value: <Printed view={claim} /> },
    { term: t.range, value: range.trim() },
    ...basis,
    { term: t.publisher, value: claim.publisher },
    { term: t.published, value: <Published date={claim.date} /> },
    { term: t.reference, value: <span lang="en">{claim.source.reference}</span> },
    { term: t.locator, value: <span lang="en">{claim.source.locator}</span> },
    { term: t.vintage, value: String(claim.vintage ?? 1) },
    { term: t.id, value: <span className="hash">{id}</span> },
  ]
}

function Notes({ view: { claim } }: { readonly view: ClaimView }) {
  const t = useMessages(observatoryMessages)
  const words = useMessages(noteMessages)
  const { notes = [] } = claim
  return (
    <>
      <h2 className="h3">{t.know}</h2>
      {notes.length === 0 ? (
        <p className="small">{t.noNotes}</p>
      ) : (
        <ul>
          {notes.map((note) => (
            <li key={note}>{words[note]}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function ClaimReceipt({
  page: { view, bookName, rootHex, level },
}: {
  readonly page: ClaimPageView
}) {
  const language = useLanguage()
  const t = useMessages(observatoryMessages)
  const log = useMessages(logMessages)
  const { book, entry, recordedAt, claim } = view
  const facts: readonly Fact[] = [
    { term: t.book, value: bookName[language] },
    { term: log.entry, value: formatCount(entry) },
    { term: t.recorded, value: <Time at={recordedAt} format="table" /> },
    { term: t.publisher, value: claim.publisher },
  ]
  return (
    <div className="flow">
      <Receipt
        id="receipt"
        rootHex={rootHex}
        title={t.receipt}
        figure={printedText(claim)}
        facts={facts}
        level={level}
        file={receiptFile(book, entry)}
      />
      <p className="fine">{t.proves}</p>
    </div>
  )
}

/** Whether the claims on the same fact can hold together. */
function Agreement({
  view,
  fact,
}: {
  readonly view: ClaimView
  readonly fact: readonly ClaimView[]
}) {
  const language = useLanguage()
  const t = useMessages(observatoryMessages)
  if (fact.length < 2) return t.alone
  const count = formatCount(fact.length)
  const shared = sharedInterval(fact)
  if (shared === undefined) return t.parts({ count })
  const inScale = movedBy(shared, -(exponentOfScale(view.claim.scale) ?? 0))
  return t.meets({ count, range: intervalText(language, inScale) })
}
