/** Once more before a use is withdrawn: what follows from it, and what if not. */
import { formatCount, formatDay, formatMoney } from '#web/kit/format.ts'
import { Form, Submit } from '#web/kit/Form.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { Page } from '#web/kit/Page.tsx'
import { Head } from '#web/kit/Section.tsx'
import { contestMessages, counterMessages, reasonOf, todayMessages } from './counter-messages.ts'
import { Tail } from './CounterGuests.tsx'
import { UseStanding, whatOf } from './CounterToday.tsx'
import type { WithdrawView } from './counter-views.ts'
import { todayPath } from './paths.ts'
import { withdrawUsePath } from './shop-paths.ts'

export function TodayWithdrawPage({ own, line }: WithdrawView) {
  const language = useLanguage()
  const t = useMessages(todayMessages)
  const c = useMessages(counterMessages)
  const reasons = useMessages(contestMessages)
  const { n, via, guest, servedOn, servedAt, amountMinor, reason, mayWithdraw, entry } = line
  const title = via === 'period' ? t.withdrawTitlePeriod({ n }) : t.withdrawTitle({ n })
  const day = formatDay(language, servedOn)
  return (
    <Page title={title} place="today" layout="phone">
      <p className="crumb">
        <Link href={todayPath}>{t.today}</Link>
      </p>
      <Head title={title}>
        <p>
          <UseStanding line={line} />
        </p>
        <p className="soft">
          {guest.name[language]} <Tail guest={guest} />. {whatOf(line, language, c)}.{' '}
          {via === 'period' ? day : `${day}, ${servedAt}`}
        </p>
        <p className="soft">{own.name[language]}</p>
      </Head>
      {line.state === 'contested' && <p className="note">{reasons[reasonOf(reason)]}.</p>}
      {mayWithdraw ? (
        <Form action={withdrawUsePath(line.use)} className="flow acts">
          <p>{t.withdrawThen({ amount: formatMoney(amountMinor) })}</p>
          <Submit kind="against" busy={t.sending}>
            {t.withdraw}
          </Submit>
          <Link className="btn plain" href={todayPath}>
            {t.keep}
          </Link>
          <p className="small soft">{t.withdrawElse}</p>
        </Form>
      ) : (
        <p className="note">{t.decided}</p>
      )}
      <p className="small">
        <Link href={`/log/${own.book}/${entry}`}>{t.entry({ index: formatCount(entry) })}</Link>
      </p>
    </Page>
  )
}
