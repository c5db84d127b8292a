/** What printed digits allow, drawn: one line a claim, quoted figures in azurite. */
import { intervalInUnit, type Reading } from '#kernel/figures/interval.ts'
import { exponentOfScale } from '#kernel/figures/printed.ts'
import { round } from '#web/kit/arch.ts'
import { axisOf, type Range, writeTick } from '#web/kit/ranges.ts'
import { useLanguage, useMessages } from '#web/kit/page-context.ts'
import type { Claim, ClaimView } from '../contract.ts'
import { isCounted } from '../domain/readings.ts'
import { titleIn } from './claim-words.ts'
import { drawnRange } from './drawn-range.ts'
import { printedText, rangeWords } from './number-words.ts'
import { observatoryMessages } from './observatory-messages.ts'

const LEFT = 20
const RIGHT = 620
const ROW = 46

type Line = { readonly id: string; readonly label: string; readonly range: Range }

type AllowedRangeProps = {
  readonly view: ClaimView
  /** The claims on the same fact; this one among them. */
  readonly fact: readonly ClaimView[]
}

export function AllowedRange({ view, fact }: AllowedRangeProps) {
  const language = useLanguage()
  const t = useMessages(observatoryMessages)
  const { claim } = view
  const lines = linesOf(view, fact, { strict: t.strict, loose: t.loose })
  const axis = axisOf(lines.map(({ range }) => range))
  const at = (value: number) =>
    round(LEFT + ((value - axis.low) / (axis.high - axis.low)) * (RIGHT - LEFT))
  const ground = lines.length * ROW + 14
  const described = t.drawn({
    title: titleIn(language, claim),
    range: rangeWords(claim)[language],
  })
  return (
    <svg
      className="chart ranges"
      viewBox={`0 0 640 ${ground + 28}`}
      role="img"
      aria-label={described}
    >
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <path className="grid" d={`M${at(tick)} 6V${ground}`} />
          <text className="mid" x={at(tick)} y={ground + 22}>
            {writeTick(tick, axis)}
          </text>
        </g>
      ))}
      <path className="axis" d={`M${LEFT} ${ground}H${RIGHT}`} />
      {lines.map((line, place) => (
        <RangeLine key={line.id} line={line} at={at} y={place * ROW + 40} />
      ))}
    </svg>
  )
}

type RangeLineProps = {
  readonly line: Line
  readonly at: (value: number) => number
  readonly y: number
}

function RangeLine({ line: { label, range }, at, y }: RangeLineProps) {
  const low = at(range.low)
  const high = at(range.high)
  const isLeft = (low + high) / 2 < (LEFT + RIGHT) / 2
  return (
    <g>
      <path className="s" d={`M${low} ${y}H${high}`} />
      <RangeEnd x={low} y={y} isOpen={range.isLowOpen === true} />
      <RangeEnd x={high} y={y} isOpen={range.isHighOpen === true} />
      <text className={isLeft ? 'v' : 'v end'} x={isLeft ? low : high} y={y - 17}>
        {label}
      </text>
    </g>
  )
}

type RangeEndProps = { readonly x: number; readonly y: number; readonly isOpen: boolean }

function RangeEnd({ x, y, isOpen }: RangeEndProps) {
  return isOpen ? (
    <circle className="s o" cx={x} cy={y} r="5" />
  ) : (
    <path className="s" d={`M${x} ${y - 9}v18`} />
  )
}

/** One line a claim; a claim that stands alone shows both readings of its zeros, where they differ. */
function linesOf(
  { id, claim }: ClaimView,
  fact: readonly ClaimView[],
  words: Readonly<Record<Reading, string>>,
): readonly Line[] {
  const exponent = exponentOfScale(claim.scale) ?? 0
  const rangeOf = (of: Claim, reading: Reading) =>
    drawnRange(intervalInUnit({ ...of, isCount: isCounted(of) }, reading), exponent)
  if (fact.length > 1) {
    return fact.map((other) => ({
      id: other.id + other.book,
      label: `${printedText(other.claim)}, ${other.claim.publisher}`,
      range: rangeOf(other.claim, 'strict'),
    }))
  }
  const strict = rangeOf(claim, 'strict')
  const loose = rangeOf(claim, 'loose')
  const line: Line = { id, label: `${printedText(claim)}, ${words.strict}`, range: strict }
  if (strict.low === loose.low && strict.high === loose.high) return [line]
  return [line, { id: `${id} loose`, label: words.loose, range: loose }]
}
