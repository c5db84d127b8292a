/** Tomorrow's money and why: what waits, what matures on which day, what was proposed, and what was paid. */
import { formatCount, formatDay } from '#web/kit/format.ts'
import { Figure, Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { Table } from '#web/kit/Table.tsx'
import { Day, Time } from '#web/kit/Time.tsx'
import { PurseTable } from './CounterPurse.tsx'
import { moneyMessages } from './money-messages.ts'
import type { MoneyView, OpenLine, PaidLine } from './money-views.ts'
import { statementPath, upcomingPath } from './shop-paths.ts'

export function MoneyPage(view: MoneyView) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  const { own, purse, open, settledThrough } = view
  return (
    <Page title={t.money} place="money" layout="work">
      <Head title={t.money}>
        <p className="soft">{own.name[language]}</p>
        <Figure value={<Money amountMinor={purse.ownMinor} />} state="closed">
          {t.ownNote}
        </Figure>
      </Head>
      <Section id="whose" title={t.whose} note={<p className="fine">{t.whoseNote}</p>}>
        <PurseTable purse={purse} />
      </Section>
      <Section id="days" title={t.days} note={<p className="fine">{t.daysNote}</p>}>
        <div className="flow">
          <Days view={view} />
          {settledThrough !== null && (
            <p>
              <Link href={upcomingPath}>{t.ofWhat}</Link>
            </p>
          )}
        </div>
      </Section>
      {open !== null && (
        <Section id="open" title={t.open} note={<p className="fine">{t.openNote}</p>}>
          <Open open={open} />
        </Section>
      )}
      <Section id="paid" title={t.paid} note={<p className="fine">{t.paidNote}</p>}>
        <div className="flow">
          <Paid view={view} />
          {view.hasMorePaid && <p className="small soft">{t.morePaid}</p>}
        </div>
      </Section>
    </Page>
  )
}

function Days({ view: { days } }: { readonly view: MoneyView }) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  return (
    <Table
      caption={t.days}
      narrow="tight"
      rows={days}
      rowKey={({ day }) => day}
      empty={t.noDays}
      columns={[
        {
          id: 'day',
          label: t.day,
          isHeading: true,
          render: ({ day }) => <time dateTime={day}>{formatDay(language, day)}</time>,
        },
        {
          id: 'state',
          label: t.state,
          render: ({ isOver }) => (
            <State state={isOver ? 'closed' : 'open'}>{isOver ? t.ready : t.contestable}</State>
          ),
        },
        {
          id: 'uses',
          label: t.uses,
          isNumeric: true,
          isWideOnly: true,
          render: ({ uses }) => formatCount(uses),
        },
        {
          id: 'amount',
          label: t.amount,
          isNumeric: true,
          render: ({ amountMinor }) => <Money amountMinor={amountMinor} />,
        },
      ]}
    />
  )
}

function Open({ open }: { readonly open: OpenLine }) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  const { settlement, from, through, amountMinor, uses, expiresOn } = open
  return (
    <div className="flow">
      <Figure value={<Money amountMinor={amountMinor} />} state="open">
        {t.openLine({
          uses: formatCount(uses),
          from: formatDay(language, from),
          through: formatDay(language, through),
        })}
      </Figure>
      <p>{t.expires({ day: formatDay(language, expiresOn) })}</p>
      <p>
        <Link href={statementPath(settlement)}>{t.statement}</Link>
      </p>
    </div>
  )
}

export const PAYOUT_ARCHES = {
  ordered: 'open',
  paid: 'closed',
  returned: 'broken',
  resent: 'open',
} as const

function Paid({ view: { paid } }: { readonly view: MoneyView }) {
  const t = useMessages(moneyMessages)
  return (
    <Table<PaidLine>
      caption={t.paid}
      narrow="tight"
      rows={paid}
      rowKey={({ payout }) => payout}
      empty={t.noPaid}
      columns={[
        {
          id: 'days',
          label: t.forDays,
          isHeading: true,
          render: ({ settlement, from, through }) => (
            <Link href={statementPath(settlement)}>
              <Day day={from} format="table" /> – <Day day={through} format="table" />
            </Link>
          ),
        },
        {
          id: 'state',
          label: t.state,
          render: ({ state, resolvedAt, orderedAt }) => (
            <>
              <State state={PAYOUT_ARCHES[state]}>{t[`payout-${state}`]}</State>{' '}
              <Time at={resolvedAt ?? orderedAt} format="table" />
            </>
          ),
        },
        {
          id: 'uses',
          label: t.uses,
          isNumeric: true,
          isWideOnly: true,
          render: ({ uses }) => formatCount(uses),
        },
        {
          id: 'amount',
          label: t.amount,
          isNumeric: true,
          render: ({ amountMinor }) => <Money amountMinor={amountMinor} />,
        },
      ]}
    />
  )
}
