/** One book: its newest checkpoint, then its entries, newest first. */
import { formatCount } from '#web/kit/format.ts'
import { Link } from '#web/kit/Link.tsx'
import { Crumbs, Pager, type PagerLinks } from '#web/kit/Nav.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Note } from '#web/kit/Note.tsx'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { BookPanel } from './BookPanel.tsx'
import { bookMessages } from './book-messages.ts'
import { EntryTable } from './EntryTable.tsx'
import { logMessages } from './log-messages.ts'
import { booksPath, checkpointPath, evidencePath } from './paths.ts'
import type { BookState, EntryLine } from './views.ts'
import { type WitnessLine, witnessMessages, WitnessTable } from './WitnessTable.tsx'

export type BookView = {
  readonly book: BookState
  readonly entries: readonly EntryLine[]
  readonly pager: PagerLinks
  /** None if nobody is asked to cosign the book. */
  readonly witnesses: readonly WitnessLine[]
  /** Whether it is known to have signed two pasts. */
  readonly isForked: boolean
}

export function BookPage({ book, entries, pager, witnesses, isForked }: BookView) {
  const language = useLanguage()
  const t = useMessages(bookMessages)
  const log = useMessages(logMessages)
  const w = useMessages(witnessMessages)
  const title = t.bookOf({ name: book.name[language] })
  return (
    <Page title={title} place="book">
      <Crumbs crumbs={[{ name: log.books, href: booksPath }]} />
      <Head title={title}>
        <p className="lead soft">
          <code>{book.origin}</code>
        </p>
        {isForked && (
          <Note kind="broken" lead={t.forked}>
            {t.forkedText} <Link href={evidencePath}>{t.forkedLink}</Link>
          </Note>
        )}
      </Head>
      <Section
        id="checkpoint"
        title={t.newestCheckpoint}
        note={
          <>
            <p>{t.checkpointNote}</p>
            <p>
              <Link href={checkpointPath(book.id)}>{t.checkpointText}</Link>
            </p>
          </>
        }
      >
        <div className="book one">
          <BookPanel book={book} language={language} />
        </div>
      </Section>
      {witnesses.length > 0 && (
        <Section id="witnesses" title={w.witnesses} note={<p>{w.note}</p>}>
          <WitnessTable witnesses={witnesses} />
        </Section>
      )}
      <Section
        id="entries"
        title={log.entries}
        note={<p>{t.entriesNote({ size: formatCount(book.size) })}</p>}
      >
        <EntryTable caption={title} entries={entries} hasBook={false} />
        <Pager {...pager} />
      </Section>
    </Page>
  )
}
