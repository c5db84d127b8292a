/** Of what a sum is made: every use, what refunds left, what came back; the parts come to the whole. */
import { formatCount, formatDay } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Icon } from '#web/kit/Icon.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { State } from '#web/kit/State.tsx'
import { Sum, type SumLine } from '#web/kit/Sum.tsx'
import { Table } from '#web/kit/Table.tsx'
import { Day, Time } from '#web/kit/Time.tsx'
import { Tail } from './CounterGuests.tsx'
import { PAYOUT_ARCHES } from './MoneyPage.tsx'
import { moneyMessages } from './money-messages.ts'
import type { StatementView } from './money-views.ts'
import { moneyPath } from './paths.ts'
import { statementPath, turnedTo, upcomingPath } from './shop-paths.ts'

export function MoneyStatementPage(view: StatementView) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  const { own, from, through, paid, fileHref } = view
  const title = paid === null ? t.upcoming : t.statementTitle
  return (
    <Page title={title} place="money" layout="work">
      <p className="crumb">
        <Link href={moneyPath}>{t.money}</Link>
      </p>
      <Head title={title}>
        <p className="soft">
          {own.name[language]},{' '}
          {t.span({ from: formatDay(language, from), through: formatDay(language, through) })}
        </p>
        <Standing view={view} />
      </Head>
      <Section id="sum" title={t.comesTo}>
        <div className="flow">
          <Whole view={view} />
          {fileHref !== null && (
            <p className="noprint">
              <a className="btn plain" href={fileHref} download>
                <Icon name="down" />
                {t.csv}
              </a>
            </p>
          )}
        </div>
      </Section>
      <Section id="uses" title={t.usesTitle} note={<p className="fine">{t.usesNote}</p>}>
        <div className="flow">
          <Uses view={view} />
          <Turning view={view} />
        </div>
      </Section>
      {view.refunds.length > 0 && (
        <Section id="rests" title={t.rests} note={<p className="fine">{t.restsNote}</p>}>
          <Rests view={view} />
        </Section>
      )}
      {view.returned.length > 0 && (
        <Section id="returned" title={t.returned} note={<p className="fine">{t.returnedNote}</p>}>
          <Returned view={view} />
        </Section>
      )}
    </Page>
  )
}

function Standing({ view: { paid } }: { readonly view: StatementView }) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  if (paid === null) return null
  if (!('payout' in paid)) {
    return (
      <p>
        <State state="open">{t.expires({ day: formatDay(language, paid.expiresOn) })}</State>
      </p>
    )
  }
  return (
    <p className="row">
      <State state={PAYOUT_ARCHES[paid.state]}>{t[`payout-${paid.state}`]}</State>
      <Time at={paid.resolvedAt ?? paid.orderedAt} />
      <code>{paid.payout}</code>
    </p>
  )
}

function Whole({ view }: { readonly view: StatementView }) {
  const t = useMessages(moneyMessages)
  const { usesCount, usesMinor, refundsMinor, returnedMinor, otherMinor, amountMinor } = view
  const part = (label: string, minor: bigint): readonly SumLine[] =>
    minor === 0n
      ? []
      : [
          {
            label,
            sign: minor < 0n ? '−' : '+',
            value: <Money amountMinor={minor < 0n ? -minor : minor} />,
          },
        ]
  return (
    <Sum
      caption={t.comesTo}
      lines={[
        {
          label: t.usesLine({ count: formatCount(usesCount) }),
          sign: '',
          value: <Money amountMinor={usesMinor} />,
        },
        ...part(t.restsLine, refundsMinor),
        ...part(t.returnedLine, returnedMinor),
        ...part(t.otherLine, otherMinor),
      ]}
      result={{ label: t.together, value: <Money amountMinor={amountMinor} /> }}
    />
  )
}

function Uses({ view: { uses, own } }: { readonly view: StatementView }) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  return (
    <Table
      caption={t.usesTitle}
      narrow="tight"
      rows={uses}
      rowKey={({ use }) => use}
      empty={t.noUses}
      columns={[
        {
          id: 'matures',
          label: t.maturedOn,
          isWideOnly: true,
          render: ({ maturesOn }) => <Day day={maturesOn} format="table" />,
        },
        {
          id: 'what',
          label: t.what,
          isHeading: true,
          render: ({ offerName, n, isPeriod }) =>
            (isPeriod ? t.month : t.class)({ offer: offerName[language], n }),
        },
        {
          id: 'who',
          label: t.customer,
          render: ({ guest }) => (
            <>
              {guest.name[language]} <Tail guest={guest} />
            </>
          ),
        },
        {
          id: 'served',
          label: t.served,
          render: ({ servedOn, servedAt, isPeriod }) => (
            <>
              <Day day={servedOn} format="table" /> {!isPeriod && servedAt}
            </>
          ),
        },
        {
          id: 'how',
          label: t.how,
          render: ({ how, stateEntry }) => (
            <Link href={`/log/${own.book}/${stateEntry}`}>{t[`how-${how}`]}</Link>
          ),
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

/** Where the list goes on; the sum above is of all of it. */
function Turning({
  view: { uses, usesCount, isFirst, next, paid },
}: {
  readonly view: StatementView
}) {
  const t = useMessages(moneyMessages)
  if (isFirst && next === null) return null
  const path = paid === null ? upcomingPath : statementPath(paid.settlement)
  return (
    <p className="row small">
      <span>{t.shown({ shown: formatCount(uses.length), count: formatCount(usesCount) })}</span>
      {next !== null && (
        <Link href={`${turnedTo(path, next)}#uses`} rel="next">
          {t.more}
        </Link>
      )}
      {!isFirst && <Link href={`${path}#uses`}>{t.first}</Link>}
    </p>
  )
}

function Rests({ view: { refunds } }: { readonly view: StatementView }) {
  const language = useLanguage()
  const t = useMessages(moneyMessages)
  return (
    <Table
      caption={t.rests}
      rows={refunds}
      rowKey={({ refund }) => refund}
      empty=""
      columns={[
        {
          id: 'day',
          label: t.day,
          isHeading: true,
          render: ({ day }) => <Day day={day} format="table" />,
        },
        {
          id: 'who',
          label: t.customer,
          render: ({ guest }) => (
            <>
              {guest.name[language]} <Tail guest={guest} />
            </>
          ),
        },
        {
          id: 'rest',
          label: t.rest,
          isNumeric: true,
          render: ({ restMinor }) => <Money amountMinor={restMinor} />,
        },
        {
          id: 'interest',
          label: t.interest,
          isNumeric: true,
          render: ({ interestMinor }) => <Money amountMinor={-interestMinor} />,
        },
      ]}
    />
  )
}

function Returned({ view: { returned } }: { readonly view: StatementView }) {
  const t = useMessages(moneyMessages)
  return (
    <Table
      caption={t.returned}
      rows={returned}
      rowKey={({ payout }) => payout}
      empty=""
      columns={[
        {
          id: 'day',
          label: t.day,
          isHeading: true,
          render: ({ day }) => <Day day={day} format="table" />,
        },
        { id: 'payout', label: t.payout, render: ({ payout }) => <code>{payout}</code> },
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
