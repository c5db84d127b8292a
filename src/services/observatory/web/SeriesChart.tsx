/** Every claim of a group as the range that its digits allow, by period; wide, and narrow for phones. */
import { round } from '#web/kit/arch.ts'
import { formatCount } from '#web/kit/format.ts'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import { type Axis, writeTick } from '#web/kit/ranges.ts'
import { kindIn, periodIn } from './claim-words.ts'
import { printedText, rangeWords, valueWords } from './number-words.ts'
import { type AxisScale, axisScale } from './scale.ts'
import {
  axisOfColumns,
  type Column,
  columnsOf,
  greatestOf,
  type Mark,
  type SeriesGroup,
  shortPeriod,
} from './series-columns.ts'
import { seriesMessages } from './series-messages.ts'

type SeriesChartProps = {
  readonly title: string
  readonly group: SeriesGroup
  /** Periods before which the basis may have changed. */
  readonly breaks: ReadonlySet<string>
}

export function SeriesChart({ title, group, breaks }: SeriesChartProps) {
  const language = useLanguage()
  const [first] = group.views
  if (first === undefined) return null
  const claims = group.views.map(({ claim }) => claim)
  const scale = axisScale(language, first.claim.unit, greatestOf(claims))
  const columns = columnsOf(group.views, scale.exponent)
  const shared = { title, columns, axis: axisOfColumns(columns), scale, breaks }
  return (
    <>
      <Plot {...shared} frame={columns.length === 1 ? lowered(BROAD) : BROAD} />
      <Plot {...shared} frame={columns.length === 1 ? lowered(SLIM) : SLIM} />
    </>
  )
}

interface Frame {
  readonly className: string
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly ground: number
  readonly labelsMax: number
}

const BROAD: Frame = {
  className: 'chart broadc',
  width: 900,
  height: 430,
  left: 74,
  right: 880,
  top: 44,
  ground: 366,
  labelsMax: 9,
}
const SLIM: Frame = {
  className: 'chart slimc',
  width: 380,
  height: 400,
  left: 52,
  right: 376,
  top: 52,
  ground: 340,
  labelsMax: 4,
}

/** One column needs no height to be compared in. */
function lowered(frame: Frame): Frame {
  return { ...frame, ground: 186, height: 250 }
}

type PlotProps = {
  readonly title: string
  readonly columns: readonly Column[]
  readonly axis: Axis
  readonly scale: AxisScale
  readonly breaks: ReadonlySet<string>
  readonly frame: Frame
}

function Plot({ title, columns, axis, scale, breaks, frame }: PlotProps) {
  const t = useMessages(seriesMessages)
  const { left, right, top, ground, width, height } = frame
  const count = formatCount(columns.reduce((sum, { marks }) => sum + marks.length, 0))
  const step = (right - left) / columns.length
  const x = (place: number) => left + (place + 0.5) * step
  const y = (value: number) =>
    round(ground - ((value - axis.low) / (axis.high - axis.low)) * (ground - top))
  const isFromZero = axis.low <= 0
  return (
    <svg
      className={frame.className}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t.drawn({ title, count })}
    >
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path className="grid" d={`M${left} ${y(tick)}H${right}`} />
          <text className="end" x={left - 8} y={round(y(tick) + 4.5)}>
            {writeTick(tick, axis)}
          </text>
        </g>
      ))}
      <path className="axis" d={`M${left} ${ground}H${right}`} />
      {columns.map((column, place) => (
        <ColumnMarks
          key={column.period}
          column={column}
          at={round(x(place))}
          room={step}
          y={y}
          isLabelled={columns.length <= frame.labelsMax}
        />
      ))}
      <PeriodLabels columns={columns} x={x} frame={frame} />
      <Breaks columns={columns} breaks={breaks} x={x} frame={frame} />
      <text x="0" y="16">
        {scale.words}
      </text>
      {!isFromZero && (
        <text className="end" x={right} y={height - 14}>
          {t.axisFrom({ low: writeTick(axis.low, axis) })}
        </text>
      )}
    </svg>
  )
}

type ColumnMarksProps = {
  readonly column: Column
  readonly at: number
  /** How wide the column may be. */
  readonly room: number
  readonly y: (value: number) => number
  readonly isLabelled: boolean
}

const MARKS_APART = 26

function ColumnMarks({ column: { period, marks }, at, room, y, isLabelled }: ColumnMarksProps) {
  const language = useLanguage()
  const t = useMessages(seriesMessages)
  const apart = Math.min(MARKS_APART, (room * 0.8) / marks.length)
  const [last] = marks.slice(-1)
  return (
    <>
      {marks.map((mark, place) => {
        const { claim, id, book } = mark.view
        const said = t.mark({
          period: periodIn(language, period),
          printed: [printedText(claim), kindIn(language, claim)]
            .filter((part) => part !== '')
            .join(', '),
          range: rangeWords(claim)[language],
        })
        const x = round(at + (place - (marks.length - 1) / 2) * apart)
        return <RangeMark key={id + book} mark={mark} x={x} y={y} said={said} />
      })}
      {isLabelled && last !== undefined && (
        <text className="v mid" x={at} y={round(y(last.range.high) - 12)}>
          {valueWords(last.view.claim)[language]}
        </text>
      )}
    </>
  )
}

type RangeMarkProps = {
  readonly mark: Mark
  readonly x: number
  readonly y: (value: number) => number
  readonly said: string
}

function RangeMark({ mark: { range, value, view }, x, y, said }: RangeMarkProps) {
  const [low, high] = [y(range.low), y(range.high)]
  const caps = [
    range.isLowOpen === true ? '' : `M${x - 7} ${low}h14`,
    range.isHighOpen === true ? '' : `M${x - 7} ${high}h14`,
  ].join('')
  return (
    <g>
      <title>{said}</title>
      <path className="strict" d={`M${x} ${low}V${high}`} />
      <path className="cap" d={`M${x} ${low}V${high}${caps}`} />
      <circle
        className={view.claim.hedge === undefined ? 'pt' : 'pt hollow'}
        cx={x}
        cy={y(value)}
        r="4.5"
      />
    </g>
  )
}

type AcrossProps = {
  readonly columns: readonly Column[]
  readonly x: (place: number) => number
  readonly frame: Frame
}

/** As many as there is room for, the last one always. */
function PeriodLabels({ columns, x, frame: { ground, labelsMax } }: AcrossProps) {
  const every = Math.ceil(columns.length / labelsMax)
  return columns.map(({ period }, place) =>
    (columns.length - 1 - place) % every === 0 ? (
      <text key={period} className="mid" x={round(x(place))} y={ground + 22}>
        {shortPeriod(period)}
      </text>
    ) : null,
  )
}

function Breaks({
  columns,
  breaks,
  x,
  frame: { top, ground },
}: AcrossProps & { readonly breaks: ReadonlySet<string> }) {
  const t = useMessages(seriesMessages)
  return columns.map(({ period }, place) => {
    if (place === 0 || !breaks.has(period)) return null
    const at = round((x(place - 1) + x(place)) / 2)
    return (
      <g key={period}>
        <path
          className="brk"
          d={`M${at - 5} ${top}V${ground}M${at + 5} ${top}V${ground}`}
          strokeDasharray="5 4"
        />
        <text className="brkt mid" x={at} y={top - 12}>
          {t.brk}
        </text>
      </g>
    )
  })
}
