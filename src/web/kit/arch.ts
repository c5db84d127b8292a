/**
 * The seven bands: an arch whose band widths come from the first seven bytes of a root. Same root,
 * same pattern, wherever it is drawn. It helps to recognise, it proves nothing: the check does.
 */
import { assert } from '#kernel/std/assert.ts'

export const BANDS = 7
/** Of the thickness; the rest is six equal gaps. */
const FILLED = 0.64

/** What a band weighs against the others; the smallest byte still gives a line that can be seen. */
export function bandWeights(rootHex: string): readonly number[] {
  assert(/^[0-9a-f]{14}/.test(rootHex), 'a root has at least seven bytes in lower-case hex')
  return Array.from({ length: BANDS }, (_, band) => {
    const byte = Number.parseInt(rootHex.slice(band * 2, band * 2 + 2), 16)
    return 0.16 + (byte / 255) ** 1.35
  })
}

export type Band = { readonly radius: number; readonly width: number }

/** Middle radius and width of each band, from the inside out. */
export function bandsOf(rootHex: string, outerRadius: number, thickness: number): readonly Band[] {
  const weights = bandWeights(rootHex)
  const unit = (thickness * FILLED) / weights.reduce((sum, weight) => sum + weight, 0)
  const gap = (thickness * (1 - FILLED)) / (BANDS - 1)
  let edge = outerRadius - thickness
  return weights.map((weight) => {
    const width = weight * unit
    const radius = edge + width / 2
    edge += width + gap
    return { radius, width }
  })
}

/** A circle that stands on the ground line with both feet and touches the top. */
export type Span = {
  readonly centreX: number
  readonly centreY: number
  readonly groundY: number
  readonly outerRadius: number
}

export type SpanBox = { readonly left: number; readonly right: number; readonly top: number }

export function spanOf({ left, right, top }: SpanBox, groundY: number): Span {
  const half = (right - left) / 2
  const rise = groundY - top
  const outerRadius = (half * half + rise * rise) / (2 * rise)
  return { centreX: (left + right) / 2, centreY: top + outerRadius, groundY, outerRadius }
}

export type Half = 'left' | 'right'

/** The path of one band's half, from its foot to the crown or from the crown to its foot. */
export function halfPath(span: Span, radius: number, half: Half): string {
  const drop = span.centreY - span.groundY
  const reach = Math.sqrt(Math.max(0, radius * radius - drop * drop))
  const crown = `${round(span.centreX)} ${round(span.centreY - radius)}`
  const arc = `A${round(radius)} ${round(radius)} 0 0 1`
  return half === 'left'
    ? `M${round(span.centreX - reach)} ${round(span.groundY)}${arc} ${crown}`
    : `M${crown}${arc} ${round(span.centreX + reach)} ${round(span.groundY)}`
}

/** A point at an angle from the left horizon (0°) over the crown (90°) to the right one (180°). */
export function pointAt(
  span: Span,
  angleDegrees: number,
  radius: number,
): readonly [number, number] {
  const angle = (angleDegrees * Math.PI) / 180
  return [
    round(span.centreX - radius * Math.cos(angle)),
    round(span.centreY - radius * Math.sin(angle)),
  ]
}

/** Where the arch meets the ground, as an angle from the left horizon. */
export function footAngle(span: Span, radius: number): number {
  return (Math.asin((span.centreY - span.groundY) / radius) * 180) / Math.PI
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}

export function hundredths(value: number): string {
  return value.toFixed(2)
}
