/** The books beside one another; the live island keeps them at their newest checkpoint. */
import { Link } from '#web/kit/Link.tsx'
import { useLanguage } from '#web/kit/page-context.ts'
import { jsonForScript } from '#web/kit/to-html.ts'
import { BookPanel } from './BookPanel.tsx'
import { bookPath } from './paths.ts'
import type { BookState } from './views.ts'

export function BookPanels({ books }: { readonly books: readonly BookState[] }) {
  const language = useLanguage()
  return (
    <>
      <ul className="books">
        {books.map((book) => (
          <li key={book.id}>
            <h3>
              <Link href={bookPath(book.id)}>{book.name[language]}</Link>
            </h3>
            <div className="book" data-live-book={book.id}>
              <BookPanel book={book} language={language} />
            </div>
          </li>
        ))}
      </ul>
      <script
        type="application/json"
        id="books"
        dangerouslySetInnerHTML={{ __html: jsonForScript(books) }}
      />
    </>
  )
}
