/** What every part of one page knows: its language, its address, the state that it was made at. */
import { createContext, use } from 'react'
import type { Language, Messages, Translation, Words } from './language.ts'

/** A checkpoint as the foot shows it. */
export type FootCheckpoint = {
  readonly bookName: Words
  readonly size: number
  readonly rootHex: string
  readonly at: string
  /** Who signed beside the book's own key; empty while nobody has. */
  readonly cosigners: readonly Words[]
  readonly href: string
}

/** One of the main places in the mast. */
export type Place = { readonly id: string; readonly name: Words; readonly href: string }

/** The addresses of the built files, by the name of their source. */
export type Assets = {
  readonly styles: readonly string[]
  readonly islands: Readonly<Record<string, string>>
}

/** Who is signed in. */
export type Person = {
  readonly name: Words
  /** What they are, e.g. `Consumer in Changning`. */
  readonly what: Words
  /** What the organisation is called that they act for; null for somebody who acts alone. */
  readonly organisation: Words | null
}

/** A form that came back: the page is shown again with what was typed and what to put right. */
export type ReturnedForm = {
  /** The path that it was sent to, without language and query. */
  readonly action: string
  readonly values: Readonly<Record<string, string>>
  /** By the name of the field: what would do. */
  readonly errors: readonly { readonly name: string; readonly sentence: Words }[]
  /** Why it was not done, or that nobody knows; null where only fields are to be put right. */
  readonly answer: {
    readonly kind: 'refused' | 'busy' | 'unknown' | 'failed'
    /** Stable, e.g. `contract_closed`. */
    readonly code: string
    readonly sentence: Words
  } | null
}

/** An act of the reader that was just recorded, with its receipt. */
export type DoneAct = {
  readonly book: string
  readonly index: number
  readonly at: string
  readonly act: Words
  readonly receipt: { readonly href: string; readonly name: string }
}

/** What a page knows of its reader. */
export type Visit = {
  readonly person: Person | null
  /** Whether people can sign in here at all. */
  readonly hasSignIn: boolean
  /** Made for this showing of a private page: forms carry it, so that sending twice is one act. */
  readonly formKey: string
  readonly returned: ReturnedForm | null
  readonly done: DoneAct | null
}

/** Somebody who only reads. */
export const NOBODY: Visit = {
  person: null,
  hasSignIn: false,
  formKey: '',
  returned: null,
  done: null,
}

export type PageSetting = {
  readonly language: Language
  /** Without the language prefix, with the query: `/log/sh?before=40`. */
  readonly path: string
  readonly places: readonly Place[]
  readonly assets: Assets
  /** Whether invented people and sums may be on the pages: the notice then stands on each. */
  readonly demonstration: boolean
  readonly checkpoint: FootCheckpoint | null
  readonly visit: Visit
}

const none: PageSetting = {
  language: 'en',
  path: '/',
  places: [],
  assets: { styles: [], islands: {} },
  demonstration: false,
  checkpoint: null,
  visit: NOBODY,
}

export const PageContext = createContext<PageSetting>(none)

export function usePage(): PageSetting {
  return use(PageContext)
}

export function useVisit(): Visit {
  return use(PageContext).visit
}

export function useLanguage(): Language {
  return use(PageContext).language
}

export function useMessages<C>(messages: Messages<C>): Translation<C> {
  return messages[useLanguage()]
}
