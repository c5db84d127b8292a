/**
 * The proof drawn: the left half has one stone for each hash on the way from the entry to the root,
 * the right half one for each signature on that root. They meet at the crown, or they do not.
 */
import { footAngle, pointAt, round, type Span, spanOf } from './arch.ts'
import { HalfBands } from './Arch.tsx'

const GROUND = 420
const THICKNESS = 48
const SPAN = spanOf({ left: 155, right: 965, top: 108 }, GROUND)
const MIDDLE = SPAN.outerRadius - THICKNESS / 2
const FOOT = footAngle(SPAN, MIDDLE)
/** The last stone before the crown leaves room for the words above it. */
const LAST_STONE = 70
/** How far the signed half stands apart where the halves do not meet. */
const APART = { x: 26, y: 14 } as const

export type Signer = { readonly name: string; readonly note: string }

/** Met: both halves reach one root. Apart: they do not. Unsigned: the signed half is not to be had. */
export type ProofEnd = 'met' | 'apart' | 'unsigned'

export type ProofDrawing = {
  readonly described: string
  /** What the file leads to, and what its checkpoint says; the same where the halves meet. */
  readonly reachedHex: string
  readonly statedHex: string
  /** The hashes that were joined on the way, from the entry upwards. */
  readonly siblingsHex: readonly string[]
  readonly signers: readonly Signer[]
  readonly end: ProofEnd
  /** The words at the crown: one text where the halves meet, one over each where they do not. */
  readonly crown: string
  readonly reachedLabel: string
  readonly statedLabel: string
  readonly leftFoot: readonly [string, string, string]
  readonly rightFoot: readonly [string, string, string]
}

const endClass = { met: '', apart: ' is-broken', unsigned: ' is-unsigned' } as const

export function ProofArch({ drawing }: { readonly drawing: ProofDrawing }) {
  const { described, reachedHex, statedHex, siblingsHex, signers, end } = drawing
  const signedSpan = end === 'apart' ? shifted(SPAN) : SPAN
  return (
    <svg
      className={`proofarch${endClass[end]}`}
      viewBox="0 30 1120 490"
      role="img"
      aria-label={described}
    >
      <clipPath id="ground">
        <path d={`M0 0H1120V${GROUND}H0z`} />
      </clipPath>
      <HalfBands span={SPAN} thickness={THICKNESS} half="left" hex={reachedHex} />
      <g clipPath="url(#ground)">
        <HalfBands span={signedSpan} thickness={THICKNESS} half="right" hex={statedHex} />
      </g>
      {siblingsHex.map((hex, index) => (
        <PathStone key={hex} hex={hex} angle={stoneAngle(index, siblingsHex.length)} />
      ))}
      <SignerStones span={signedSpan} signers={signers} />
      <CrownWords drawing={drawing} />
      <path className="ground" d={`M0 ${GROUND + 1.5}H1120`} />
      <FootWords x={155} lines={drawing.leftFoot} anchor="start" />
      <FootWords x={965} lines={drawing.rightFoot} anchor="end" />
    </svg>
  )
}

function shifted(span: Span): Span {
  return {
    ...span,
    centreX: span.centreX + APART.x,
    centreY: span.centreY + APART.y,
    groundY: span.groundY + APART.y,
  }
}

/** Stones are spread over the left half; a short way has few and long ones. */
function stoneAngle(index: number, count: number): number {
  const step = Math.min((LAST_STONE - FOOT) / Math.max(count, 1), 8)
  return FOOT + step * (index + 0.5)
}

function joint(span: Span, angle: number): string {
  const [innerX, innerY] = pointAt(span, angle, span.outerRadius - THICKNESS - 1)
  const [outerX, outerY] = pointAt(span, angle, span.outerRadius + 1)
  return `M${innerX} ${innerY}L${outerX} ${outerY}`
}

function tick(span: Span, angle: number, length: number): string {
  const [startX, startY] = pointAt(span, angle, span.outerRadius + 1)
  const [endX, endY] = pointAt(span, angle, span.outerRadius + 1 + length)
  return `M${startX} ${startY}L${endX} ${endY}`
}

function PathStone({ hex, angle }: { readonly hex: string; readonly angle: number }) {
  const [x, y] = pointAt(SPAN, angle, SPAN.outerRadius + 14)
  const turned = `rotate(${round(angle)} ${x} ${y})`
  return (
    <g>
      <path className="joint" d={joint(SPAN, angle)} />
      <path className="tick" d={tick(SPAN, angle, 8)} />
      <text x={x} y={round(y + 3.5)} textAnchor="end" transform={turned}>
        {hex.slice(0, 6)}
      </text>
    </g>
  )
}

type StonesProps = { readonly span: Span; readonly signers: readonly Signer[] }

function SignerStones({ span, signers }: StonesProps) {
  const stone = (90 - FOOT) / Math.max(signers.length, 1)
  return (
    <>
      {signers.map(({ name, note }, index) => {
        const middle = 90 + stone * (index + 0.5)
        const [x, y] = pointAt(span, middle, span.outerRadius + 17)
        return (
          <g key={name}>
            {index > 0 && <path className="joint" d={joint(span, 90 + stone * index)} />}
            <path className="tick" d={tick(span, middle, 14)} />
            <text className="lab" x={x + 4} y={y}>
              {name}
            </text>
            <text className="sub" x={x + 4} y={y + 16}>
              {note}
            </text>
          </g>
        )
      })}
    </>
  )
}

function CrownWords({ drawing }: { readonly drawing: ProofDrawing }) {
  const { end, crown, reachedHex, statedHex, reachedLabel, statedLabel } = drawing
  const x = SPAN.centreX
  if (end !== 'apart') {
    return (
      <>
        <text className={end === 'met' ? 'lab' : 'lab bad'} x={x} y="66" textAnchor="middle">
          {crown}
        </text>
        <text x={x} y="86" textAnchor="middle">
          {`${reachedHex.slice(0, 16)}…`}
        </text>
        <path className="tick" d={`M${x} 92V106`} />
      </>
    )
  }
  return (
    <>
      <path className="gapline" d={`M${x + 2} 102V182M${x + APART.x - 2} 102V182`} />
      <text className="lab bad" x={x - 14} y="66" textAnchor="end">
        {reachedLabel}
      </text>
      <text className="bad" x={x - 14} y="85" textAnchor="end">
        {`${reachedHex.slice(0, 12)}…`}
      </text>
      <path className="tick" d={`M${x - 14} 91V106`} />
      <text className="lab" x={x + 40} y="66">
        {statedLabel}
      </text>
      <text x={x + 40} y="85">
        {`${statedHex.slice(0, 12)}…`}
      </text>
      <path className="tick" d={`M${x + 40} 91V120`} />
    </>
  )
}

type FootProps = {
  readonly x: number
  readonly lines: readonly [string, string, string]
  readonly anchor: 'start' | 'end'
}

function FootWords({ x, lines: [name, hash, note], anchor }: FootProps) {
  return (
    <>
      <text className="lab" x={x} y="448" textAnchor={anchor}>
        {name}
      </text>
      <text className={anchor === 'end' ? 'sub' : undefined} x={x} y="467" textAnchor={anchor}>
        {hash}
      </text>
      <text className="sub" x={x} y="486" textAnchor={anchor}>
        {note}
      </text>
    </>
  )
}
