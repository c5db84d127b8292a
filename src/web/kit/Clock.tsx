/** A deadline in working days: the date first, then the days as boxes, days off dotted. */
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { catalogue } from './language.ts'
import { useMessages } from './page-context.ts'

const messages = catalogue(
  {
    left: ({ count }: { count: number }) =>
      count === 1
        ? '1 working day still to come; days off do not count'
        : `${count} working days still to come; days off do not count`,
    provisional: 'Provisional: the holidays of that time are not published yet.',
  },
  {
    left: ({ count }) => `还剩 ${count} 个工作日；休息日不计`,
    provisional: '暂定：该时段的节假日安排尚未公布。',
  },
)

/** A calendar day on the way to the deadline, from today to the last day. */
export type ClockDay = {
  /** A legal day, `2026-11-20`. */
  readonly day: string
  readonly kind: 'working' | 'rest'
}

type ClockProps = {
  /** What happens when, date first: `Silence counts as yes on Tuesday 1 December`. */
  readonly children: ReactNode
  /** From today on; the first box is filled. Not drawn where there are more than a month of them. */
  readonly days: readonly ClockDay[]
  readonly isProvisional: boolean
  /** The rule that the count comes from, in small type. */
  readonly rule?: ReactNode
}

const STEP = 26
const HEIGHT = 30
const PER_LINE = 12
const DAYS_DRAWN_MAX = 36

export function Clock({ children, days, isProvisional, rule }: ClockProps) {
  const t = useMessages(messages)
  const [, ...ahead] = days
  const left = ahead.filter(({ kind }) => kind === 'working').length
  const isDrawn = days.length > 0 && days.length <= DAYS_DRAWN_MAX
  return (
    <div className="clock">
      <p className="state wait">
        <Icon name="clock" />
        {children}
      </p>
      {isDrawn && <DayBoxes days={days} label={t.left({ count: left })} />}
      {rule !== undefined && <p className="fine">{rule}</p>}
      {isProvisional && <p className="fine">{t.provisional}</p>}
    </div>
  )
}

function DayBoxes({ days, label }: { readonly days: readonly ClockDay[]; readonly label: string }) {
  const lines = Math.ceil(days.length / PER_LINE)
  const columns = Math.min(days.length, PER_LINE)
  return (
    <svg
      className={lines === 1 ? 'days' : 'days tall'}
      viewBox={`0 0 ${columns * STEP} ${lines * HEIGHT}`}
      role="img"
      aria-label={label}
    >
      {days.map(({ day, kind }, place) => (
        <DayBox
          key={day}
          x={(place % PER_LINE) * STEP}
          y={Math.floor(place / PER_LINE) * HEIGHT}
          day={Number(day.slice(-2))}
          kind={place === 0 && kind === 'working' ? 'today' : kind}
        />
      ))}
    </svg>
  )
}

type DayBoxProps = {
  readonly x: number
  readonly y: number
  readonly day: number
  readonly kind: 'today' | 'working' | 'rest'
}

function DayBox({ x, y, day, kind }: DayBoxProps) {
  return (
    <>
      {kind === 'rest' ? (
        <path className="off" d={`M${x + 2} ${y + 6}h20`} />
      ) : (
        <rect
          className={kind === 'today' ? 'd on' : 'd'}
          x={x + 1}
          y={y + 1}
          width="22"
          height="10"
        />
      )}
      <text className={kind === 'rest' ? 'dt o' : 'dt'} x={x + 12} y={y + 26}>
        {day}
      </text>
    </>
  )
}
