/** What the pages are given: plain values that the server fills from rows, never from guesses. */
import type { Words } from '#web/kit/language.ts'
import type { ReceiptLevel } from '#web/kit/Receipt.tsx'
import type { ProofState } from '#web/kit/symbols.ts'

export type BookName = { readonly id: string; readonly name: Words }

/** A book at its newest checkpoint. Roots are 64 lower-case hex digits, instants RFC 3339 in UTC. */
export type BookState = BookName & {
  readonly origin: string
  readonly size: number
  readonly rootHex: string
  readonly at: string
  readonly cosigners: readonly Words[]
}

/** An entry in a list. */
export type EntryLine = {
  readonly book: BookName
  readonly index: number
  readonly at: string
  /** What happened, in words: “Claim recorded”. */
  readonly act: Words
  /** Whom or what it concerns, as far as it is public. */
  readonly subject: Words
  readonly level: ReceiptLevel
}

/** A public fact of an entry; `href` leads to the page of what it names. */
export type EntryFact = { readonly term: Words; readonly value: Words; readonly href?: string }

export type Source = {
  readonly name: Words
  /** The day of publication, where it is known. */
  readonly day?: string
  /** The page that tells more: a page of ours without prefix, or an address elsewhere. */
  readonly href: string
}

/** A figure on its line. The value is what was printed, or what was computed, never rounded here. */
export type FigureLine = {
  readonly id: string
  readonly title: Words
  readonly value: Words
  readonly unit: Words
  readonly state: ProofState
  readonly source: Source
  /** The check in words: “as printed: 3.15 to 3.25”. */
  readonly note?: Words
  /** The figure's own page. */
  readonly href: string
  /** The entry that recorded it, where its receipt is kept. */
  readonly entryHref: string
}
