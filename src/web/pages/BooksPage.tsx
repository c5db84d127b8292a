/** All books beside one another, and what was written last. */
import { Link } from '#web/kit/Link.tsx'
import { useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { BookPanels } from './BookPanels.tsx'
import { bookMessages } from './book-messages.ts'
import { EntryTable } from './EntryTable.tsx'
import { LivePause } from './LivePause.tsx'
import { logMessages } from './log-messages.ts'
import { evidencePath } from './paths.ts'
import type { BookState, EntryLine } from './views.ts'

export type BooksView = {
  readonly books: readonly BookState[]
  readonly latest: readonly EntryLine[]
}

export function BooksPage({ books, latest }: BooksView) {
  const t = useMessages(bookMessages)
  const log = useMessages(logMessages)
  return (
    <Page title={log.books} place="book" islands={['live']}>
      <Head title={log.books}>
        <p className="lead soft">{t.booksLead}</p>
      </Head>
      <Section
        id="state"
        title={t.state}
        note={
          <>
            <p>{t.stateNote}</p>
            <LivePause />
          </>
        }
      >
        <BookPanels books={books} />
        <p className="small">
          <Link href={evidencePath}>{t.evidence}</Link>
        </p>
      </Section>
      <Section id="latest" title={log.latest} note={<p>{t.latestNote}</p>}>
        <EntryTable caption={log.latest} entries={latest} hasBook />
      </Section>
    </Page>
  )
}
