/** The uses of a day as a shop reads them: whose, what, and where each stands. */
import { formatDay, formatInstant } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Link } from '#web/kit/Link.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { State } from '#web/kit/State.tsx'
import type { ProofState } from '#web/kit/symbols.ts'
import { type Column, Table } from '#web/kit/Table.tsx'
import type { UseState } from '../domain/rows.ts'
import { counterMessages, standingOfUseMessages } from './counter-messages.ts'
import { Tail } from './CounterGuests.tsx'
import type { TodayLine } from './counter-views.ts'
import { withdrawUsePath } from './shop-paths.ts'

const ARCHES: Readonly<Record<UseState, ProofState>> = {
  requested: 'open',
  confirmed: 'closed',
  deemed: 'closed',
  contested: 'broken',
  withdrawn: 'quoted',
  'for-shop': 'closed',
  'for-consumer': 'quoted',
}

export function CounterToday({ lines }: { readonly lines: readonly TodayLine[] }) {
  const t = useMessages(counterMessages)
  return (
    <Table
      caption={t.todayCaption}
      narrow="tight"
      rows={lines}
      rowKey={({ use }) => use}
      empty={t.noneToday}
      columns={useColumns()}
    />
  )
}

export function useColumns(): readonly Column<TodayLine>[] {
  const t = useMessages(counterMessages)
  return [
    { id: 'time', label: t.time, render: (line) => <Clock line={line} /> },
    { id: 'phone', label: t.phone, isNumeric: true, render: ({ guest }) => <Tail guest={guest} /> },
    { id: 'what', label: t.what, isHeading: true, render: (line) => <What line={line} /> },
    {
      id: 'standing',
      label: t.standing,
      isAtEnd: true,
      render: (line) => (
        <>
          <UseStanding line={line} />
          {line.mayWithdraw && (
            <>
              {' '}
              <WithdrawLink line={line} />
            </>
          )}
        </>
      ),
    },
  ]
}

function Clock({ line }: { readonly line: TodayLine }) {
  const language = useLanguage()
  return <time dateTime={line.at}>{formatInstant(language, line.at, 'clock').slice(0, 5)}</time>
}

export function WithdrawLink({ line }: { readonly line: TodayLine }) {
  const t = useMessages(counterMessages)
  const language = useLanguage()
  return (
    <Link className="small" href={withdrawUsePath(line.use)}>
      {t.withdraw}
      <span className="vh"> {whatOf(line, language, t)}</span>
    </Link>
  )
}

type CounterWords = (typeof counterMessages)['en']

export function whatOf(
  { offerName, n, usesTotal, via }: Pick<TodayLine, 'offerName' | 'n' | 'usesTotal' | 'via'>,
  language: 'en' | 'zh',
  t: CounterWords,
): string {
  const values = { offer: offerName[language], n, total: usesTotal }
  return via === 'period' ? t.month(values) : t.class(values)
}

export function What({ line }: { readonly line: TodayLine }) {
  return <>{whatOf(line, useLanguage(), useMessages(counterMessages))}</>
}

export function Worth({ line }: { readonly line: TodayLine }) {
  return <Money amountMinor={line.amountMinor} />
}

export function UseStanding({ line }: { readonly line: TodayLine }) {
  const language = useLanguage()
  const t = useMessages(standingOfUseMessages)
  const { state, answeredAt, answerBy, via } = line
  const day = formatDay(language, answerBy)
  const time = answeredAt === null ? '' : formatInstant(language, answeredAt, 'clock').slice(0, 5)
  const isOfCounter = state === 'confirmed' && via === 'counter-for-consumer'
  return (
    <State state={ARCHES[state]}>
      {isOfCounter
        ? t.answered
        : state === 'requested' || state === 'confirmed'
          ? t[state]({ day, time })
          : t[state]}
    </State>
  )
}
