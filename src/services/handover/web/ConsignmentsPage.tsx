/** What arrives and what was sent, whatever waits for the reader first. */
import { formatCount } from '#web/kit/format.ts'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { Time } from '#web/kit/Time.tsx'
import { handoverMessages } from './handover-messages.ts'
import { consignmentPath, dropPath, sendPath } from './paths.ts'
import { StandingState } from './Standing.tsx'
import type { ConsignmentLine, ConsignmentsView } from './views.ts'

export function ConsignmentsPage({ ownName, bookName, arriving, sent }: ConsignmentsView) {
  const language = useLanguage()
  const t = useMessages(handoverMessages)
  return (
    <Page title={t.title} place="handover" layout="work">
      <Head title={t.title}>
        <p className="soft">
          {ownName[language]} · {bookName[language]}
        </p>
        <p className="soft">{t.lead}</p>
        <p className="row noprint">
          <Link className="btn" href={sendPath}>
            {t.send}
          </Link>
          <Link className="btn plain" href={dropPath}>
            {t.drop}
          </Link>
        </p>
      </Head>
      <Section id="arriving" title={t.arriving} note={<p className="fine">{t.arrivingNote}</p>}>
        <Lines lines={arriving} none={t.noneArriving} />
      </Section>
      <Section id="sent" title={t.sent} note={<p className="fine">{t.sentNote}</p>}>
        <Lines lines={sent} none={t.noneSent} />
      </Section>
    </Page>
  )
}

type LinesProps = { readonly lines: readonly ConsignmentLine[]; readonly none: string }

function Lines({ lines, none }: LinesProps) {
  if (lines.length === 0) return <Empty>{none}</Empty>
  return (
    <div className="flow">
      {lines.map((line) => (
        <Line key={`${line.book} ${line.consignment}`} line={line} />
      ))}
    </div>
  )
}

function Line({ line }: { readonly line: ConsignmentLine }) {
  const language = useLanguage()
  const t = useMessages(handoverMessages)
  const { book, consignment, otherName, placeOfDispatch, placeOfReceipt } = line
  const from = placeOfDispatch[language]
  const to = placeOfReceipt[language]
  return (
    <article className="offer">
      <div className="row row-end">
        <h3>
          <Link href={consignmentPath(book, consignment)}>{otherName[language]}</Link>
        </h3>
        <span>{t.packages({ count: formatCount(line.packages) })}</span>
      </div>
      <p className="row">
        <StandingState standing={line.standing} />
        {line.awaitsUs && <State state="open">{t.yours}</State>}
      </p>
      <p className="small soft">
        {t.fromTo({ from, to })} · {t.by} <Time at={line.receiveBy} /> · <code>{consignment}</code>
      </p>
    </article>
  )
}
