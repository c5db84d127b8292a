/** Two ranges on one line: computed above in malachite, stated below in azurite, the gap named. */
import { round } from './arch.ts'
import { type Axis, axisOf, gapBetween, type Range, writeTick } from './ranges.ts'

const LEFT = 20
const RIGHT = 620
const GROUND = 166

type RangesProps = {
  readonly computed: Range
  readonly stated: Range
  /** What stands beside each bar: `computed, 1.284 to 1.289`. */
  readonly computedLabel: string
  readonly statedLabel: string
  /** Stands in the gap, where there is one. */
  readonly gapLabel: string
  /** The whole finding in one sentence. */
  readonly described: string
}

export function Ranges(props: RangesProps) {
  const { computed, stated, computedLabel, statedLabel, gapLabel, described } = props
  const axis = axisOf([computed, stated])
  const at = (value: number) =>
    round(LEFT + ((value - axis.low) / (axis.high - axis.low)) * (RIGHT - LEFT))
  const gap = gapBetween(computed, stated)
  return (
    <svg className="chart ranges" viewBox="0 0 640 194" role="img" aria-label={described}>
      <AxisLines axis={axis} at={at} />
      <RangeBar range={computed} at={at} y={30} kind="c" label={computedLabel} />
      <RangeBar range={stated} at={at} y={78} kind="s" label={statedLabel} />
      {gap !== null && (
        <>
          <path
            className="gap"
            d={`M${at(gap[0])} 48V142M${at(gap[1])} 98V142M${at(gap[0])} 134H${at(gap[1])}`}
          />
          <text className="gapt" x={round((at(gap[0]) + at(gap[1])) / 2)} y="124">
            {gapLabel}
          </text>
        </>
      )}
    </svg>
  )
}

type At = (value: number) => number

function AxisLines({ axis, at }: { readonly axis: Axis; readonly at: At }) {
  return (
    <>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path className="grid" d={`M${at(tick)} 6V${GROUND}`} />
          <text className="mid" x={at(tick)} y="188">
            {writeTick(tick, axis)}
          </text>
        </g>
      ))}
      <path className="axis" d={`M${LEFT} ${GROUND}H${RIGHT}`} />
    </>
  )
}

type BarProps = {
  readonly range: Range
  readonly at: At
  readonly y: number
  readonly kind: 'c' | 's'
  readonly label: string
}

function RangeBar({ range, at, y, kind, label }: BarProps) {
  const low = at(range.low)
  const high = at(range.high)
  // The words stand where there is room: beside the bar, towards the middle of the line.
  const isLeft = (low + high) / 2 < (LEFT + RIGHT) / 2
  return (
    <g>
      <rect
        className={`bar-${kind}`}
        x={low}
        y={y - 9}
        width={round(Math.max(high - low, 1))}
        height="18"
      />
      <path className={kind} d={`M${low} ${y}H${high}`} />
      <RangeEnd x={low} y={y} kind={kind} isOpen={range.isLowOpen === true} />
      <RangeEnd x={high} y={y} kind={kind} isOpen={range.isHighOpen === true} />
      <text className={isLeft ? 'v' : 'v end'} x={isLeft ? high + 12 : low - 12} y={y + 5}>
        {label}
      </text>
    </g>
  )
}

type EndProps = {
  readonly x: number
  readonly y: number
  readonly kind: 'c' | 's'
  readonly isOpen: boolean
}

function RangeEnd({ x, y, kind, isOpen }: EndProps) {
  return isOpen ? (
    <circle className={`${kind} o`} cx={x} cy={y} r="5" />
  ) : (
    <path className={kind} d={`M${x} ${y - 13}v26`} />
  )
}
