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

export type Signer = { readonly name: string; readonly note: string; readonly isPresent: boolean }

export type ProofDrawing = {
  readonly described: string
  /** What the file leads to, and what was signed; null while the way did not get that far. */
  readonly reachedHex: string
  readonly signedHex: string | null
  /** The hashes that were joined on the way, from the entry upwards. */
  readonly siblingsHex: readonly string[]
  readonly signers: readonly Signer[]
  readonly isMet: boolean
  /** The words at the crown: one text where the halves meet, one over each where they do not. */
  readonly crown: string
  readonly reachedLabel: string
  readonly signedLabel: string
  readonly leftFoot: readonly [string, string, string]
  readonly rightFoot: readonly [string, string, string]
}

export function ProofArch({ drawing }: { readonly drawing: ProofDrawing }) {
  const { described, reachedHex, signedHex, siblingsHex, signers, isMet } = drawing
  const shifted = isMet
    ? SPAN
    : {
        ...SPAN,
        centreX: SPAN.centreX + APART.x,
        centreY: SPAN.centreY + APART.y,
        groundY: GROUND + APART.y,
      }
  return (
    <svg
      className={isMet ? 'proofarch' : 'proofarch is-broken'}
      viewBox="0 30 1120 490"
      role="img"
      aria-label={described}
    >
      <clipPath id="ground">
        <path d={`M0 0H1120V${GROUND}H0z`} />
      </clipPath>
      <HalfBands span={SPAN} thickness={THICKNESS} half="left" hex={reachedHex} />
      {signedHex !== null && (
        <g clipPath="url(#ground)">
          <HalfBands span={shifted} thickness={THICKNESS} half="right" hex={signedHex} />
        </g>
      )}
      {siblingsHex.map((hex, index) => (
        <PathStone key={hex} hex={hex} angle={stoneAngle(index, siblingsHex.length)} />
      ))}
      {signedHex !== null && <SignerStones span={shifted} signers={signers} />}
      <CrownWords drawing={drawing} />
      <path className="ground" d={`M0 ${GROUND + 1.5}H1120`} />
      <FootWords x={155} lines={drawing.leftFoot} anchor="start" />
      <FootWords x={965} lines={drawing.rightFoot} anchor="end" />
    </svg>
  )
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
      {signers.map(({ name, note, isPresent }, index) => {
        const middle = 90 + stone * (index + 0.5)
        const [x, y] = pointAt(span, middle, span.outerRadius + 17)
        return (
          <g key={name} className={isPresent ? 'signer' : 'signer absent'}>
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
  const { isMet, crown, reachedHex, signedHex, reachedLabel, signedLabel } = drawing
  const x = SPAN.centreX
  if (isMet) {
    return (
      <>
        <text className="lab" x={x} y="66" textAnchor="middle">
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
      {signedHex !== null && (
        <>
          <text className="lab" x={x + 40} y="66">
            {signedLabel}
          </text>
          <text x={x + 40} y="85">
            {`${signedHex.slice(0, 12)}…`}
          </text>
          <path className="tick" d={`M${x + 40} 91V120`} />
        </>
      )}
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
