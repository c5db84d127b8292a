/** Three drawings of prepaid money, each with its sentence and its table: lines, bars, dots with ranges. */
import type { ReactNode } from 'react'
import { round } from '#web/kit/arch.ts'
import { formatCount, formatList } from '#web/kit/format.ts'
import { Money } from '#web/kit/Figure.tsx'
import { Empty } from '#web/kit/Note.tsx'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import type { Axis } from '#web/kit/ranges.ts'
import { type Column, Table } from '#web/kit/Table.tsx'
import { REFUND_DAYS_MAX } from '../figures.ts'
import { figuresMessages } from './figures-messages.ts'
import { axisFromZero } from './figures-scale.ts'
import type { MonthLine, WaitingBand } from './figures-views.ts'

const LEFT = 44
const RIGHT = 294
const TOP = 18
const GROUND = 182
/** A phone shows so many; the table has them all. */
const MONTHS_DRAWN = 12

type ChartProps = {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly children: ReactNode
}

function Chart({ id, title, note, children }: ChartProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="fine">{note}</p>
      {children}
    </section>
  )
}

function Behind({ children }: { readonly children: ReactNode }) {
  const t = useMessages(figuresMessages)
  return (
    <details>
      <summary>{t.table}</summary>
      {children}
    </details>
  )
}

/** Thousands of yuan: exact enough to be drawn. */
const thousands = (minor: bigint): number => Number(minor / 1000n) / 100

export function HeldChart({ months }: { readonly months: readonly MonthLine[] }) {
  const t = useMessages(figuresMessages)
  const columns: readonly Column<MonthLine>[] = [
    { id: 'month', label: t.month, isHeading: true, render: ({ month }) => month },
    {
      id: 'held',
      label: t.held,
      isNumeric: true,
      render: ({ heldMinor }) => <Money amountMinor={heldMinor} />,
    },
    {
      id: 'released',
      label: t.released,
      isNumeric: true,
      render: ({ sums }) => <Money amountMinor={sums.released} />,
    },
  ]
  return (
    <Chart id="held" title={t.heldReleased} note={t.heldReleasedNote}>
      {months.length === 0 ? (
        <Empty>{t.noMonths}</Empty>
      ) : (
        <>
          <HeldLines months={months.slice(-MONTHS_DRAWN)} />
          <Behind>
            <Table
              caption={t.heldReleased}
              columns={columns}
              rows={months}
              rowKey={({ month }) => month}
              empty={t.noMonths}
            />
          </Behind>
        </>
      )}
    </Chart>
  )
}

function HeldLines({ months }: { readonly months: readonly MonthLine[] }) {
  const t = useMessages(figuresMessages)
  const held = months.map(({ heldMinor }) => thousands(heldMinor))
  const released = months.map(({ sums }) => thousands(sums.released))
  const axis = axisFromZero([...held, ...released])
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return null
  const y = (value: number) =>
    round(GROUND - ((value - axis.low) / (axis.high - axis.low)) * (GROUND - TOP))
  const x = (place: number) =>
    round(
      months.length === 1
        ? (LEFT + RIGHT) / 2
        : LEFT + ((RIGHT - LEFT) * place) / (months.length - 1),
    )
  const points = (values: readonly number[]) =>
    values.map((value, place) => `${x(place)},${y(value)}`).join(' ')
  const [heldAt, releasedAt] = labelPlaces(y(held.at(-1) ?? 0), y(released.at(-1) ?? 0))
  const described = t.drawnMonths({
    first: first.month,
    last: last.month,
    from: formatCount(first.heldMinor / 100n),
    to: formatCount(last.heldMinor / 100n),
  })
  return (
    <svg className="chart" viewBox="0 8 400 204" role="img" aria-label={described}>
      <Grid axis={axis} y={y} />
      <MonthLabels months={months} x={x} />
      <path className="axis" d={`M${LEFT} ${y(0)}H${RIGHT}`} />
      <polyline className="own" points={points(held)} />
      <polyline className="own2" points={points(released)} />
      {months.length === 1 && <circle className="bar" cx={x(0)} cy={y(held[0] ?? 0)} r="4" />}
      <text className="v" x="302" y={heldAt}>
        {t.heldLine({ value: formatCount(Math.round(held.at(-1) ?? 0)) })}
      </text>
      <text className="v" x="302" y={releasedAt}>
        {t.releasedLine({ value: formatCount(Math.round(released.at(-1) ?? 0)) })}
      </text>
    </svg>
  )
}

const LABEL_ROOM = 18

/** Two labels at the ends of their lines, apart enough to be read. */
function labelPlaces(held: number, released: number): readonly [number, number] {
  const apart = released - held
  if (Math.abs(apart) >= LABEL_ROOM) return [round(held + 4), round(released + 4)]
  const middle = (held + released) / 2
  const half = (apart < 0 ? -LABEL_ROOM : LABEL_ROOM) / 2
  return [round(middle - half + 4), round(middle + half + 4)]
}

function Grid({ axis, y }: { readonly axis: Axis; readonly y: (value: number) => number }) {
  return axis.ticks.map((tick) => (
    <g key={tick}>
      <path className="grid" d={`M${LEFT} ${y(tick)}H${RIGHT}`} />
      <text className="end" x={LEFT - 6} y={round(y(tick) + 4.5)}>
        {formatCount(tick)}
      </text>
    </g>
  ))
}

const MONTH_LABELS = 6

function MonthLabels({
  months,
  x,
}: {
  readonly months: readonly MonthLine[]
  readonly x: (place: number) => number
}) {
  const every = Math.ceil(months.length / MONTH_LABELS)
  return months.map(({ month }, place) =>
    (months.length - 1 - place) % every === 0 ? (
      <text key={month} className="mid" x={x(place)} y="202">
        {month.slice(2)}
      </text>
    ) : null,
  )
}

type WaitingProps = { readonly bands: readonly WaitingBand[]; readonly contested: number }
type Bar = { readonly label: string; readonly uses: number; readonly isContested: boolean }

export function WaitingChart({ bands, contested }: WaitingProps) {
  const language = useLanguage()
  const t = useMessages(figuresMessages)
  const bars: readonly Bar[] = [
    ...bands.map(({ from, to, uses }) => ({
      label: to === null ? t.bandOver({ from }) : t.band({ from, to }),
      uses,
      isContested: false,
    })),
    { label: t.contested, uses: contested, isContested: true },
  ]
  const count = bands.reduce((sum, { uses }) => sum + uses, 0)
  const columns: readonly Column<Bar>[] = [
    { id: 'band', label: t.waitingNote, isHeading: true, render: ({ label }) => label },
    {
      id: 'uses',
      label: t.classes,
      isNumeric: true,
      render: ({ uses }) => formatCount(uses),
    },
  ]
  const list = formatList(
    language,
    bars.map(({ label, uses }) => `${label} ${formatCount(uses)}`),
  )
  return (
    <Chart id="waiting" title={t.waiting({ count })} note={t.waitingNote}>
      <Bars bars={bars} described={t.drawnWaiting({ list })} />
      <Behind>
        <Table
          caption={t.waitingNote}
          columns={columns}
          rows={bars}
          rowKey={({ label }) => label}
          empty={t.noMonths}
        />
      </Behind>
    </Chart>
  )
}

const BAR_LEFT = 150
const BAR_ROOM = 190
const BAR_STEP = 38

function Bars({ bars, described }: { readonly bars: readonly Bar[]; readonly described: string }) {
  const most = Math.max(1, ...bars.map(({ uses }) => uses))
  return (
    <svg className="chart" viewBox="0 8 400 204" role="img" aria-label={described}>
      {bars.map(({ label, uses, isContested }, place) => {
        const y = 13 + place * BAR_STEP
        const width = round((uses / most) * BAR_ROOM)
        return (
          <g key={label}>
            <text x="0" y={y + 16}>
              {label}
            </text>
            <rect
              className={isContested ? 'bar3' : 'bar'}
              x={BAR_LEFT}
              y={y}
              width={width}
              height="22"
            />
            <text className="v" x={round(BAR_LEFT + width + 8)} y={y + 16}>
              {formatCount(uses)}
            </text>
          </g>
        )
      })}
      <path className="axis" d={`M${BAR_LEFT} 8V204`} />
    </svg>
  )
}

type RefundMonth = MonthLine & { readonly refundDays: NonNullable<MonthLine['refundDays']> }

export function RefundDaysChart({ months }: { readonly months: readonly MonthLine[] }) {
  const t = useMessages(figuresMessages)
  const paid = months.flatMap((line): readonly RefundMonth[] =>
    line.refundDays === null ? [] : [{ ...line, refundDays: line.refundDays }],
  )
  const days = (count: number): string => (count >= REFUND_DAYS_MAX ? t.more : String(count))
  const columns: readonly Column<RefundMonth>[] = [
    { id: 'month', label: t.month, isHeading: true, render: ({ month }) => month },
    {
      id: 'median',
      label: t.median,
      isNumeric: true,
      render: ({ refundDays }) => days(refundDays.median),
    },
    {
      id: 'p95',
      label: t.p95,
      isNumeric: true,
      render: ({ refundDays }) => days(refundDays.p95),
    },
  ]
  return (
    <Chart id="refunds" title={t.refundDays} note={t.refundDaysNote}>
      {paid.length === 0 ? (
        <Empty>{t.noRefunds}</Empty>
      ) : (
        <>
          <RefundDots months={paid.slice(-DOTS_MAX)} />
          <Behind>
            <Table
              caption={t.refundDays}
              columns={columns}
              rows={paid}
              rowKey={({ month }) => month}
              empty={t.noRefunds}
            />
          </Behind>
        </>
      )}
    </Chart>
  )
}

const DOTS_MAX = 6
const DOT_LEFT = 64
const DOT_RIGHT = 384
const DOT_STEP = 27

function RefundDots({ months }: { readonly months: readonly RefundMonth[] }) {
  const t = useMessages(figuresMessages)
  const last = months.at(-1)
  const axis = axisFromZero([4, ...months.map(({ refundDays }) => refundDays.p95)])
  const x = (days: number) =>
    round(DOT_LEFT + ((days - axis.low) / (axis.high - axis.low)) * (DOT_RIGHT - DOT_LEFT))
  if (last === undefined) return null
  const described = t.drawnRefunds({
    month: last.month,
    median: String(last.refundDays.median),
    p95: String(last.refundDays.p95),
  })
  return (
    <svg className="chart" viewBox="0 8 400 204" role="img" aria-label={described}>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path className="grid" d={`M${x(tick)} 10V182`} />
          <text className="mid" x={x(tick)} y="202">
            {formatCount(tick)}
          </text>
        </g>
      ))}
      {months.map(({ month, refundDays: { median, p95 } }, place) => {
        const y = 24 + place * DOT_STEP
        return (
          <g key={month}>
            <text x="0" y={y + 5}>
              {month.slice(2)}
            </text>
            <path className="own" d={`M${x(median)} ${y}H${x(p95)}M${x(p95)} ${y - 6}v12`} />
            <circle className="bar" cx={x(median)} cy={y} r="5" />
          </g>
        )
      })}
    </svg>
  )
}
