/** How instants and bytes are read as text that needs no time zone or escape to be understood. */

/** An expression for whole milliseconds since 1970. */
export function msOf(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::int8`
}

export function bytesOfHex(hex: string | null | undefined): Uint8Array {
  return Uint8Array.from(Buffer.from(hex ?? '', 'hex'))
}
