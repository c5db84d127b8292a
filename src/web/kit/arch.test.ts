import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BANDS, bandsOf, bandWeights, footAngle, halfPath, spanOf } from './arch.ts'

const ROOT = '590cf2e72e60b479db399574c027502e9a14251b33bf09ef3ae53449b3dde03c'
const hexRoot = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
})

describe('bands', () => {
  test('a weight is .16 + (byte / 255)^1.35', () => {
    expect(bandWeights(`00ff80${'00'.repeat(29)}`)[0]).toBeCloseTo(0.16)
    expect(bandWeights(`00ff80${'00'.repeat(29)}`)[1]).toBeCloseTo(1.16)
    expect(bandWeights(`00ff80${'00'.repeat(29)}`)[2]).toBeCloseTo(0.16 + (128 / 255) ** 1.35)
  })

  test('the widths of a known root, from the inside out', () => {
    const widths = bandsOf(ROOT, 700.5, 46).map(({ width }) => width.toFixed(2))
    expect(widths).toEqual(['2.83', '1.24', '7.70', '7.30', '1.83', '3.01', '5.53'])
  })

  test('seven bands fill 64 % of the thickness and touch both edges', () => {
    fc.assert(
      fc.property(hexRoot, fc.integer({ min: 10, max: 60 }), (root, thickness) => {
        const bands = bandsOf(root, 400, thickness)
        expect(bands).toHaveLength(BANDS)
        const filled = bands.reduce((sum, { width }) => sum + width, 0)
        expect(filled).toBeCloseTo(thickness * 0.64)
        const [inner] = bands
        const outer = bands.at(-1)
        expect((inner?.radius ?? 0) - (inner?.width ?? 0) / 2).toBeCloseTo(400 - thickness)
        expect((outer?.radius ?? 0) + (outer?.width ?? 0) / 2).toBeCloseTo(400)
      }),
    )
  })

  test('what is no root is refused', () => {
    expect(() => bandWeights('not hex')).toThrow('seven bytes')
    expect(() => bandWeights('590CF2E72E60B4')).toThrow('seven bytes')
  })
})

describe('the span', () => {
  const span = spanOf({ left: 0, right: 1184, top: 4 }, 330)

  test('stands on the ground with both feet and touches the top', () => {
    expect(span.centreY - span.outerRadius).toBeCloseTo(4)
    const left = halfPath(span, span.outerRadius, 'left')
    expect(left).toBe('M0 330A700.5 700.5 0 0 1 592 4')
    expect(halfPath(span, span.outerRadius, 'right')).toBe('M592 4A700.5 700.5 0 0 1 1184 330')
  })

  test('a flat arch meets the ground at a small angle', () => {
    expect(footAngle(span, span.outerRadius)).toBeGreaterThan(0)
    expect(footAngle(span, span.outerRadius)).toBeLessThan(90)
  })
})
