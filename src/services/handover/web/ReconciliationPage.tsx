/** What is open between this book and the others, and why the two sides differ where they do. */
import { formatCount } from '#web/kit/format.ts'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { type Column, Table } from '#web/kit/Table.tsx'
import { reconciliationMessages, standingMessages } from './handover-messages.ts'
import { StandingState } from './Standing.tsx'
import type { ReconciliationView } from './views.ts'

type Line = ReconciliationView['lines'][number]
type CourierLine = ReconciliationView['couriers'][number]

const countOr = (count: number | null) => (count === null ? '–' : formatCount(count))

export function ReconciliationPage({ bookName, lines, openCount, couriers }: ReconciliationView) {
  const language = useLanguage()
  const t = useMessages(reconciliationMessages)
  const title = t.title({ book: bookName[language] })
  return (
    <Page title={title} place="reconciliation" layout="work">
      <Head title={title}>
        <p className="soft">{t.lead({ count: openCount })}</p>
      </Head>
      <Section id="lines" title={t.lines} note={<p className="fine">{t.linesNote}</p>}>
        <Table
          caption={t.lines}
          columns={useColumns()}
          rows={lines}
          rowKey={({ fromBook, consignment }) => `${fromBook} ${consignment}`}
          empty={t.none}
        />
      </Section>
      <Section id="couriers" title={t.couriers} note={<p className="fine">{t.couriersNote}</p>}>
        <Table
          caption={t.couriers}
          columns={useCourierColumns()}
          rows={couriers}
          rowKey={({ from, to }) => `${from.en} ${to.en}`}
          empty={t.noCouriers}
        />
      </Section>
    </Page>
  )
}

function useColumns(): readonly Column<Line>[] {
  const language = useLanguage()
  const t = useMessages(reconciliationMessages)
  const why = useMessages(standingMessages)
  return [
    {
      id: 'consignment',
      label: t.consignment,
      isHeading: true,
      render: ({ consignment, fromBook, entry, toBook, arrivalEntry }) => (
        <>
          <code className="small">{consignment}</code>
          <br />
          <span className="small">
            {entry !== null && (
              <Link href={`/log/${fromBook}/${entry}`}>{`${fromBook} ${entry}`}</Link>
            )}{' '}
            {arrivalEntry !== null && (
              <Link href={`/log/${toBook}/${arrivalEntry}`}>{`${toBook} ${arrivalEntry}`}</Link>
            )}
          </span>
        </>
      ),
    },
    {
      id: 'way',
      label: t.way,
      render: ({ from, to }) => `${from[language]} → ${to[language]}`,
    },
    {
      id: 'standing',
      label: t.standing,
      render: ({ standing }) => (
        <>
          <StandingState standing={standing} />
          <p className="fine">{why[`${standing}Why`]}</p>
        </>
      ),
    },
    { id: 'sent', label: t.sent, isNumeric: true, render: ({ sent }) => countOr(sent) },
    { id: 'arrived', label: t.arrived, isNumeric: true, render: ({ arrived }) => countOr(arrived) },
    {
      id: 'returned',
      label: t.returned,
      isNumeric: true,
      render: ({ returned }) => countOr(returned),
    },
    {
      id: 'takenBack',
      label: t.takenBack,
      isNumeric: true,
      render: ({ takenBack }) => countOr(takenBack),
    },
  ]
}

function useCourierColumns(): readonly Column<CourierLine>[] {
  const language = useLanguage()
  const t = useMessages(reconciliationMessages)
  return [
    {
      id: 'way',
      label: t.way,
      isHeading: true,
      render: ({ from, to }) => `${from[language]} → ${to[language]}`,
    },
    {
      id: 'upTo',
      label: t.upTo,
      isNumeric: true,
      render: ({ nextEntry }) => formatCount(nextEntry),
    },
    {
      id: 'state',
      label: t.state,
      render: ({ waitsFor, parked }) => (
        <>
          {waitsFor === null ? t.goesOn : t.waits({ why: waitsFor })}
          {parked > 0 && `; ${t.parked({ count: parked })}`}
        </>
      ),
    },
  ]
}
