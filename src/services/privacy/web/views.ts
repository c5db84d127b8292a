/** What the pages of one's own data are given. */
import type { Words } from '#web/kit/language.ts'
import type { KeptFor } from './words.ts'

export type ValueLine = {
  readonly entry: number
  readonly act: Words
  readonly at: string
  readonly field: string
  /** Of an erased value the words say when it was. */
  readonly value: Words
}

export type RecordLine = {
  readonly table: string
  readonly what: Words
  readonly count: number
  readonly isOutside: boolean
  readonly keptFor: KeptFor
}

/** For how long the book keeps, where that is longer than the law asks. */
export type PeriodView = {
  readonly years: number
  readonly ground: string
  readonly entry: number
}

export type DutyView =
  | { readonly kind: 'running'; readonly running: number }
  /** The last day on which records are kept. */
  | { readonly kind: 'kept'; readonly throughDay: string; readonly years: number }
  | { readonly kind: 'none' }

export type MyDataView = {
  readonly book: string
  readonly party: string
  readonly values: readonly ValueLine[]
  readonly hasMore: boolean
  readonly records: readonly RecordLine[]
  readonly duty: DutyView
  readonly period: PeriodView | null
  readonly canErase: boolean
  /** The day on which a planned erasure is due. */
  readonly plannedFor: string | null
  readonly erasedOn: string | null
}

export type ProposalLine = {
  readonly subject: string
  readonly basis: string
  readonly asked: 'now' | 'duty-ends'
  readonly at: string
  readonly entry: number
  readonly isYours: boolean
}

export type ErasuresView = {
  readonly book: string
  readonly hasOffice: boolean
  readonly period: PeriodView | null
  /** Whether the reader is the registrar who sets it. */
  readonly maySetPeriod: boolean
  readonly open: readonly ProposalLine[]
}
