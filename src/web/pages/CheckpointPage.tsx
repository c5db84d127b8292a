/** One checkpoint: its text as signed, its bands, who signed, and how to check it without us. */
import { Arch } from '#web/kit/Arch.tsx'
import { Code } from '#web/kit/Code.tsx'
import { formatCount } from '#web/kit/format.ts'
import { FullHash } from '#web/kit/Hash.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { Crumbs } from '#web/kit/Nav.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Facts, Head, Section } from '#web/kit/Section.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { Time } from '#web/kit/Time.tsx'
import { bookMessages } from './book-messages.ts'
import { logMessages } from './log-messages.ts'
import { bookPath, booksPath } from './paths.ts'
import type { BookState } from './views.ts'

export type SignatureLine = {
  readonly name: string
  /** The four bytes that name the key in the note, as eight hex digits. */
  readonly keyIdHex: string
  readonly kind: 'log' | 'witness'
  /** Only cosignatures carry a time. */
  readonly at?: string
}

export type CheckpointView = {
  /** The state that this checkpoint signs; `size` and `rootHex` are those of the text. */
  readonly book: BookState
  /** The signed note, byte for byte. */
  readonly note: string
  readonly signatures: readonly SignatureLine[]
  /** The address of the newest checkpoint for machines, absolute. */
  readonly rawHref: string
  /** The key of the log in the form of signed notes. */
  readonly verifierKey: string
}

export function CheckpointPage(view: CheckpointView) {
  const { book, note, rawHref } = view
  const language = useLanguage()
  const t = useMessages(bookMessages)
  const log = useMessages(logMessages)
  const size = formatCount(book.size)
  const name = book.name[language]
  return (
    <Page title={t.checkpointOf({ size })} place="book">
      <Crumbs
        crumbs={[
          { name: log.books, href: booksPath },
          { name: t.bookOf({ name }), href: bookPath(book.id) },
        ]}
      />
      <Head title={t.checkpointOf({ size })}>
        <p className="lead soft">{t.checkpointLead({ size, name })}</p>
      </Head>
      <Section id="bands" title={t.bands} note={<p>{t.bandsNote}</p>}>
        <div className="arch-figure">
          <Arch
            rootHex={book.rootHex}
            shape="receipt"
            state={book.cosigners.length > 0 ? 'closed' : 'open'}
          />
        </div>
        <Facts
          facts={[
            { term: log.origin, value: <code>{book.origin}</code> },
            { term: log.entries, value: size },
            { term: log.root, value: <FullHash hex={book.rootHex} /> },
            { term: log.signedAt, value: <Time at={book.at} format="long" /> },
          ]}
        />
      </Section>
      <Section
        id="text"
        title={t.text}
        note={
          <>
            <p>{t.textNote}</p>
            <p>
              <a className="btn plain" href={rawHref}>
                <Icon name="down" />
                {t.raw}
              </a>
            </p>
          </>
        }
      >
        <Code text={note} label={t.noteText} />
      </Section>
      <Section id="signatures" title={t.signatures}>
        <Signatures signatures={view.signatures} />
      </Section>
      <HowToCheck rawHref={rawHref} verifierKey={view.verifierKey} />
    </Page>
  )
}

function Signatures({ signatures }: { readonly signatures: readonly SignatureLine[] }) {
  const t = useMessages(bookMessages)
  const columns: readonly Column<SignatureLine>[] = [
    { id: 'name', label: t.signer, isHeading: true, render: ({ name }) => name },
    {
      id: 'kind',
      label: t.kind,
      render: ({ kind }) => (kind === 'log' ? t.asLog : t.asWitness),
    },
    { id: 'key', label: t.keyId, render: ({ keyIdHex }) => <code>{keyIdHex}</code> },
    {
      id: 'time',
      label: t.time,
      render: ({ at }) => (at === undefined ? t.noTime : <Time at={at} format="table" />),
    },
  ]
  return (
    <Table
      caption={t.signatures}
      columns={columns}
      rows={signatures}
      rowKey={({ name, keyIdHex }) => `${name} ${keyIdHex}`}
      empty=""
    />
  )
}

type HowProps = { readonly rawHref: string; readonly verifierKey: string }

function HowToCheck({ rawHref, verifierKey }: HowProps) {
  const t = useMessages(bookMessages)
  return (
    <Section id="how" title={t.how} note={<p>{t.howNote}</p>}>
      <ol className="do flow">
        <li>
          {t.how1}
          <Code text={`curl -o checkpoint.txt ${rawHref}`} label={t.how1} />
        </li>
        <li>
          {t.how2}
          <Code text={verifierKey} label={t.keyId} />
        </li>
        <li>{t.how3}</li>
      </ol>
    </Section>
  )
}
