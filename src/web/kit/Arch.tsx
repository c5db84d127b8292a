/** The bands drawn: hero (broad and slim), receipt, small, and the two sides of one matter. */
import { bandsOf, type Half, halfPath, hundredths, type Span, spanOf } from './arch.ts'

/** The box of each use; thickness and margin follow the size at which it is seen. */
const shapes = {
  broad: { width: 1184, height: 330, thickness: 46, margin: 4 },
  slim: { width: 360, height: 168, thickness: 20, margin: 3 },
  receipt: { width: 360, height: 96, thickness: 24, margin: 2 },
  tile: { width: 180, height: 76, thickness: 30, margin: 1 },
  seal: { width: 120, height: 46, thickness: 22, margin: 1 },
} as const

export type ArchShape = keyof typeof shapes
/** Closed: both halves meet. Open: the right one is awaited. Unsigned: it is not valid. Broken: they do not meet. */
export type ArchState = 'closed' | 'open' | 'unsigned' | 'broken'

type ArchProps = {
  readonly rootHex: string
  readonly shape: ArchShape
  readonly state: ArchState
  /** What the right half was signed for, where it differs from what the left half computed. */
  readonly signedHex?: string
}

const stateClass = {
  closed: '',
  open: ' is-open',
  unsigned: ' is-unsigned',
  broken: ' is-broken',
} as const

/** Decorative: the words beside it say the same, so it is hidden from screen readers. */
export function Arch({ rootHex, shape, state, signedHex = rootHex }: ArchProps) {
  const { width, height, thickness, margin } = shapes[shape]
  const shift = state === 'broken' ? Math.round(width / 30) : 0
  const span = spanOf({ left: 0, right: width, top: margin }, height)
  return (
    <svg
      className={`bands ${shape}${stateClass[state]}`}
      viewBox={`0 0 ${width + shift} ${height + Math.round(shift / 2)}`}
      aria-hidden="true"
    >
      <HalfBands span={span} thickness={thickness} half="left" hex={rootHex} />
      <HalfBands
        span={{
          ...span,
          centreX: span.centreX + shift,
          centreY: span.centreY + Math.round(shift / 2),
          groundY: span.groundY + Math.round(shift / 2),
        }}
        thickness={thickness}
        half="right"
        hex={signedHex}
      />
    </svg>
  )
}

type HalfProps = {
  readonly span: Span
  readonly thickness: number
  readonly half: Half
  readonly hex: string
}

export function HalfBands({ span, thickness, half, hex }: HalfProps) {
  return (
    <g className={half === 'left' ? 'l' : 'r'}>
      {bandsOf(hex, span.outerRadius, thickness).map((band) => (
        <path
          key={band.radius}
          d={halfPath(span, band.radius, half)}
          strokeWidth={hundredths(band.width)}
        />
      ))}
    </g>
  )
}
