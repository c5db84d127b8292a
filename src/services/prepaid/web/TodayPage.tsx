/** A day of a shop: what waits for it first, then every use of the day. */
import { formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { Clock } from '#web/kit/Clock.tsx'
import { DateField } from '#web/kit/DateField.tsx'
import { Submit } from '#web/kit/Form.tsx'
import { localPath } from '#web/kit/language.ts'
import { Link } from '#web/kit/Link.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head, Section } from '#web/kit/Section.tsx'
import { Table } from '#web/kit/Table.tsx'
import { causeMessages } from './card-messages.ts'
import { contestMessages, counterMessages, reasonOf, todayMessages } from './counter-messages.ts'
import { useColumns, What, WithdrawLink, Worth } from './CounterToday.tsx'
import { Tail } from './CounterGuests.tsx'
import type { TodayLine, TodayView, UnansweredRefund } from './counter-views.ts'
import { todayPath } from './paths.ts'
import { shopRefundPath, todayOf } from './shop-paths.ts'

export function TodayPage(view: TodayView) {
  const language = useLanguage()
  const t = useMessages(todayMessages)
  const { own, day, isToday, isMalformed, contested, refunds } = view
  const title = isToday ? t.today : t.title({ day: formatDay(language, day) })
  return (
    <Page title={title} place="today" layout="work">
      <Head title={title}>
        <p className="soft">
          {own.name[language]}, {formatDay(language, day)}
        </p>
        {isMalformed && (
          <p className="err" role="alert">
            {t.dayWrong}
          </p>
        )}
      </Head>
      {own.isHead && (
        <Section id="refunds" title={t.refunds} note={<p className="fine">{t.refundsNote}</p>}>
          <Refunds refunds={refunds} />
        </Section>
      )}
      <Section id="contested" title={t.contested} note={<p className="fine">{t.contestedNote}</p>}>
        <Contested lines={contested} />
      </Section>
      <Section id="classes" title={t.classes} note={<DayLinks view={view} />}>
        <div className="flow">
          <Classes view={view} />
          <DayForm day={day} />
        </div>
      </Section>
    </Page>
  )
}

function Refunds({ refunds }: { readonly refunds: readonly UnansweredRefund[] }) {
  const language = useLanguage()
  const t = useMessages(todayMessages)
  const causes = useMessages(causeMessages)
  if (refunds.length === 0) return <Empty>{t.noneRefunds}</Empty>
  return (
    <ul className="people">
      {refunds.map(({ refund, guest, offerName, cause, answerDue, amountMinor }) => (
        <li key={refund}>
          <div>
            <b>
              {guest.name[language]} <Tail guest={guest} />
            </b>
            <span className="small">
              {offerName[language]}. {causes[cause]}.{' '}
              {t.comesBack({ amount: formatMoney(amountMinor) })}
            </span>
            {answerDue !== null && (
              <Clock days={answerDue.days} isProvisional={answerDue.isProvisional}>
                {t.answerBy({ day: formatDay(language, answerDue.day) })}
              </Clock>
            )}
          </div>
          <Link className="btn plain" href={shopRefundPath(refund)}>
            {t.look}
            <span className="vh"> {guest.name[language]}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Contested({ lines }: { readonly lines: readonly TodayLine[] }) {
  const language = useLanguage()
  const t = useMessages(todayMessages)
  const c = useMessages(counterMessages)
  const reasons = useMessages(contestMessages)
  return (
    <Table
      caption={t.contested}
      rows={lines}
      rowKey={({ use }) => use}
      empty={t.noneContested}
      columns={[
        { id: 'what', label: c.what, isHeading: true, render: (line) => <What line={line} /> },
        {
          id: 'who',
          label: c.customer,
          render: ({ guest }) => (
            <>
              {guest.name[language]} <Tail guest={guest} />
            </>
          ),
        },
        {
          id: 'when',
          label: c.time,
          render: ({ servedOn, servedAt, via }) =>
            via === 'period'
              ? formatDay(language, servedOn)
              : `${formatDay(language, servedOn)}, ${servedAt}`,
        },
        { id: 'reason', label: c.standing, render: (line) => reasons[reasonOf(line.reason)] },
        { id: 'worth', label: t.amount, isNumeric: true, render: (line) => <Worth line={line} /> },
        {
          id: 'act',
          label: c.act,
          isAtEnd: true,
          render: (line) => <WithdrawLink line={line} />,
        },
      ]}
    />
  )
}

function Classes({ view: { uses, hasMore } }: { readonly view: TodayView }) {
  const t = useMessages(todayMessages)
  const c = useMessages(counterMessages)
  const columns = useColumns()
  const amountMinor = uses.reduce((sum, use) => sum + use.amountMinor, 0n)
  const worth = {
    id: 'worth',
    label: t.amount,
    isNumeric: true,
    render: (line: TodayLine) => <Worth line={line} />,
  }
  return (
    <>
      {uses.length > 0 && (
        <p>{t.count({ count: formatCount(uses.length), amount: formatMoney(amountMinor) })}</p>
      )}
      <Table
        caption={t.classes}
        narrow="tight"
        rows={uses}
        rowKey={({ use }) => use}
        empty={t.none}
        columns={[...columns, worth]}
      />
      {hasMore && <p className="small soft">{c.cut}</p>}
    </>
  )
}

function DayLinks({ view: { before, after } }: { readonly view: TodayView }) {
  const t = useMessages(todayMessages)
  return (
    <p className="row">
      <Link href={todayOf(before)} rel="prev">
        {t.before}
      </Link>
      {after !== null && (
        <Link href={todayOf(after)} rel="next">
          {t.after}
        </Link>
      )}
    </p>
  )
}

function DayForm({ day }: { readonly day: string }) {
  const language = useLanguage()
  const t = useMessages(todayMessages)
  return (
    <form className="filter noprint" action={localPath(language, todayPath)}>
      <DateField name="day" legend={t.showDay} value={day} />
      <Submit kind="plain">{t.show}</Submit>
    </form>
  )
}
