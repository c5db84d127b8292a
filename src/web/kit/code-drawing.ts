/** An address as a QR code (ISO/IEC 18004), drawn as one path of squares. */
import { encodeQR } from 'qr'
import type { CodeDrawing } from './QrCode.tsx'

/** Quiet around it: four squares, as the standard asks. */
const QUIET = 4

export function drawCode(href: string): CodeDrawing {
  const rows = encodeQR(href, 'raw', { ecc: 'medium', border: QUIET })
  return { href, size: rows.length, d: rows.map(pathOfRow).join('') }
}

/** Neighbours in a row are one rectangle. */
function pathOfRow(row: readonly boolean[], y: number): string {
  let d = ''
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue
    const from = x
    while (row[x + 1] === true) x += 1
    const length = x + 1 - from
    d += `M${from} ${y}h${length}v1h-${length}z`
  }
  return d
}
