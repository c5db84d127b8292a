/** One entry: what happened, its receipt, and every byte and hash that proves it. */
import type { ReactNode } from 'react'
import { Code } from '#web/kit/Code.tsx'
import { Money } from '#web/kit/Figure.tsx'
import { formatBytes, formatCount } from '#web/kit/format.ts'
import { FullHash } from '#web/kit/Hash.tsx'
import type { Words } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Crumbs, Neighbours } from '#web/kit/Nav.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { type CodeDrawing, QrCode } from '#web/kit/QrCode.tsx'
import { Receipt, type ReceiptFile, type ReceiptLevel } from '#web/kit/Receipt.tsx'
import { type Fact, Facts, Head, Section } from '#web/kit/Section.tsx'
import { Table } from '#web/kit/Table.tsx'
import { Time } from '#web/kit/Time.tsx'
import { entryMessages } from './entry-messages.ts'
import { bookMessages } from './book-messages.ts'
import { logMessages } from './log-messages.ts'
import { bookPath, booksPath } from './paths.ts'
import type { BookName, EntryFact } from './views.ts'

export type TransferLine = {
  readonly id: string
  /** From account to account; what is done to a hold names the hold instead. */
  readonly debit: string
  readonly credit: string
  /** Null where nothing moves: an account is opened, a hold is given back. */
  readonly amountMinor: bigint | null
  readonly phase: Words
}

export type MeasureLine = {
  readonly indicator: string
  readonly area: string
  readonly period: string
  /** With its sign: `+1`, `−2`. */
  readonly amount: string
}

/** Of an erased value the words say when it was. */
export type DisclosedField = { readonly name: string; readonly value: Words }

/** The way from the entry to the root of the checkpoint that the receipt carries. */
export type ProofPath = {
  readonly size: number
  readonly rootHex: string
  readonly siblingsHex: readonly string[]
}

/** What the leaf says. */
export type LeafContent = {
  /** The public facts of the event, already in words. */
  readonly facts: readonly EntryFact[]
  /** The canonical leaf, indented for reading. */
  readonly leafText: string
  readonly leafBytes: number
  readonly receipt: ReceiptFile
  /** Leads another device to the check of this receipt. */
  readonly code: CodeDrawing
  readonly transfers: readonly TransferLine[]
  readonly measures: readonly MeasureLine[]
  /** Pseudonyms: a party is recognised in its own book, and named in none. */
  readonly parties: readonly string[]
  readonly disclosed: readonly DisclosedField[]
}

export type EntryView = {
  readonly book: BookName
  readonly index: number
  readonly at: string
  readonly act: Words
  /** One sentence that says what happened. */
  readonly summary: Words
  readonly leafHashHex: string
  readonly level: ReceiptLevel
  /** Null where the reader may see the hash of the entry only. */
  readonly content: LeafContent | null
  readonly proof: ProofPath
  readonly previousHref?: string
  readonly nextHref?: string
}

export function EntryPage(view: EntryView) {
  const { book, index, act, summary, at, content } = view
  const language = useLanguage()
  const t = useMessages(entryMessages)
  const books = useMessages(bookMessages)
  const log = useMessages(logMessages)
  const number = log.entryNumber({ index: formatCount(index) })
  return (
    <Page title={`${act[language]} · ${number}`} place="book">
      <div className="row row-end">
        <Crumbs
          crumbs={[
            { name: log.books, href: booksPath },
            { name: books.bookOf({ name: book.name[language] }), href: bookPath(book.id) },
          ]}
        />
        <nav className="crumb" aria-label={t.neighbours}>
          <Neighbours previousHref={view.previousHref} nextHref={view.nextHref} />
        </nav>
      </div>
      <Head title={act[language]}>
        <p className="lead soft">{summary[language]}</p>
      </Head>
      <section className="cols cols-main entry" aria-label={t.what}>
        <div className="flow">
          <Facts
            facts={[
              { term: log.entry, value: number },
              { term: t.recorded, value: <Time at={at} format="long" /> },
              ...(content?.facts ?? []).map(({ term, value, href }) => ({
                term: term[language],
                value:
                  href === undefined ? value[language] : <Link href={href}>{value[language]}</Link>,
              })),
            ]}
          />
        </div>
        <EntryReceipt view={view} />
      </section>
      <LeafSection view={view} />
      {content !== null && <Consequences content={content} />}
      <PathSection view={view} />
    </Page>
  )
}

type Part = { readonly view: EntryView }
type ContentPart = { readonly content: LeafContent }

/** What the entry moved and measured, and whom it concerns. */
function Consequences({ content }: ContentPart) {
  const { transfers, measures } = content
  return (
    <>
      {transfers.length > 0 && <Transfers transfers={transfers} />}
      {measures.length > 0 && <Measures measures={measures} />}
      <PartiesSection content={content} />
    </>
  )
}

function EntryReceipt({ view }: Part) {
  const language = useLanguage()
  const t = useMessages(entryMessages)
  const log = useMessages(logMessages)
  const facts: readonly Fact[] = [
    { term: log.book, value: view.book.name[language] },
    { term: log.entry, value: formatCount(view.index) },
    { term: t.recorded, value: <Time at={view.at} format="table" /> },
    { term: log.checkpoint, value: formatCount(view.proof.size) },
  ]
  return (
    <div className="flow">
      <Receipt
        id="receipt"
        rootHex={view.proof.rootHex}
        title={t.receipt}
        facts={facts}
        level={view.level}
        file={view.content?.receipt ?? null}
      />
      {view.content !== null && (
        <figure className="checkcode">
          <QrCode code={view.content.code} label={t.codeName} />
          <figcaption className="fine">{t.codeNote}</figcaption>
        </figure>
      )}
    </div>
  )
}

function LeafSection({ view: { content, leafHashHex } }: Part) {
  const language = useLanguage()
  const t = useMessages(entryMessages)
  const note =
    content === null ? undefined : (
      <p>{t.leafNote({ size: formatBytes(language, content.leafBytes) })}</p>
    )
  return (
    <Section id="leaf" title={t.leaf} note={note}>
      {content === null ? (
        <Empty>{t.leafHidden}</Empty>
      ) : (
        <Code text={content.leafText} label={t.leafText} />
      )}
      <Facts facts={[{ term: t.fingerprint, value: <FullHash hex={leafHashHex} /> }]} />
    </Section>
  )
}

function Transfers({ transfers }: { readonly transfers: readonly TransferLine[] }) {
  const language = useLanguage()
  const t = useMessages(entryMessages)
  return (
    <Section id="transfers" title={t.transfers} note={<p>{t.transfersNote}</p>}>
      <Table
        caption={t.transfers}
        columns={[
          { id: 'debit', label: t.debit, isHeading: true, render: ({ debit }) => debit },
          { id: 'credit', label: t.credit, render: ({ credit }) => credit },
          { id: 'phase', label: t.phase, render: ({ phase }) => phase[language] },
          {
            id: 'amount',
            label: t.amount,
            isNumeric: true,
            render: ({ amountMinor }) =>
              amountMinor === null ? '' : <Money amountMinor={amountMinor} />,
          },
        ]}
        rows={transfers}
        rowKey={({ id }) => id}
        empty=""
      />
    </Section>
  )
}

function Measures({ measures }: { readonly measures: readonly MeasureLine[] }) {
  const t = useMessages(entryMessages)
  return (
    <Section id="measures" title={t.measures} note={<p>{t.measuresNote}</p>}>
      <Table
        caption={t.measures}
        columns={[
          {
            id: 'indicator',
            label: t.indicator,
            isHeading: true,
            render: ({ indicator }) => <code>{indicator}</code>,
          },
          { id: 'area', label: t.area, render: ({ area }) => area },
          { id: 'period', label: t.period, render: ({ period }) => period },
          { id: 'amount', label: t.change, isNumeric: true, render: ({ amount }) => amount },
        ]}
        rows={measures}
        rowKey={({ indicator, area, period }) => `${indicator} ${area} ${period}`}
        empty=""
      />
    </Section>
  )
}

function PartiesSection({ content: { parties, disclosed } }: ContentPart) {
  const t = useMessages(entryMessages)
  const language = useLanguage()
  const facts: readonly Fact[] = [
    { term: t.parties, value: <Names names={parties} none={t.noParties} /> },
    ...disclosed.map(({ name, value }): Fact => ({ term: name, value: value[language] })),
  ]
  return (
    <Section id="parties" title={t.privacy} note={<p>{t.privacyNote}</p>}>
      <Facts facts={facts} />
    </Section>
  )
}

function Names({ names, none }: { readonly names: readonly string[]; readonly none: string }) {
  if (names.length === 0) return none
  return names.map((name, place): ReactNode => (
    <span key={name}>
      {place > 0 && ', '}
      <code>{name}</code>
    </span>
  ))
}

function PathSection({ view }: Part) {
  const t = useMessages(entryMessages)
  const { size: checkpointSize, rootHex, siblingsHex } = view.proof
  const count = siblingsHex.length
  const size = formatCount(checkpointSize)
  const several = count === 1 ? t.pathOne({ size }) : t.pathNote({ count, size })
  const note = count === 0 ? t.pathNone : several
  return (
    <Section id="path" title={t.path} note={<p>{note}</p>}>
      <ol className="path">
        <li>
          <b>{t.fingerprint}</b> <FullHash hex={view.leafHashHex} />
        </li>
        {siblingsHex.map((hex) => (
          <li key={hex}>
            <span className="soft">{t.joined}</span> <FullHash hex={hex} />
          </li>
        ))}
        <li>
          <b>{t.root}</b> <FullHash hex={rootHex} />
        </li>
      </ol>
    </Section>
  )
}
