/** A QR code. Black on white in either theme and on paper: cameras read it. */

/** One path of squares, `size` on a side. */
export type CodeDrawing = { readonly href: string; readonly d: string; readonly size: number }

type QrCodeProps = {
  readonly code: CodeDrawing
  /** For those who do not see it: where it leads. */
  readonly label: string
}

export function QrCode({ code: { d, size }, label }: QrCodeProps) {
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path className="qrb" d={`M0 0h${size}v${size}h-${size}z`} />
      <path className="qrf" d={d} />
    </svg>
  )
}
