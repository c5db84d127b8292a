/**
 * The state of one book: its bands, its size, its root, who signed. It reads no context, because the
 * live island draws it again when the book grows.
 */
import { Arch } from '#web/kit/Arch.tsx'
import { formatCount, formatInstant, formatList } from '#web/kit/format.ts'
import { Hash } from '#web/kit/Hash.tsx'
import type { Language } from '#web/kit/language.ts'
import { Facts } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { logMessages } from './log-messages.ts'
import type { BookState } from './views.ts'

type BookPanelProps = { readonly book: BookState; readonly language: Language }

export function BookPanel({ book, language }: BookPanelProps) {
  const t = logMessages[language]
  const isWitnessed = book.cosigners.length > 0
  const names = formatList(
    language,
    book.cosigners.map((name) => name[language]),
  )
  const signedAt = <time dateTime={book.at}>{formatInstant(language, book.at, 'table')}</time>
  // Before the first checkpoint nothing was signed, at no time.
  const signing = book.size === 0 ? [] : [{ term: t.signedAt, value: signedAt }]
  return (
    <>
      <Arch rootHex={book.rootHex} shape="tile" state={isWitnessed ? 'closed' : 'open'} />
      <p>
        <State state={isWitnessed ? 'closed' : 'open'}>
          {isWitnessed ? t.witnessedBy({ names }) : t.ownKeyOnly}
        </State>
      </p>
      <Facts
        facts={[
          {
            term: t.entries,
            value: <data value={String(book.size)}>{formatCount(book.size)}</data>,
          },
          { term: t.root, value: <Hash hex={book.rootHex} /> },
          ...signing,
        ]}
      />
    </>
  )
}
