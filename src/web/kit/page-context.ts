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

export type PageSetting = {
  readonly language: Language
  /** Without the language prefix, with the query: `/log/sh?before=40`. */
  readonly path: string
  readonly places: readonly Place[]
  readonly assets: Assets
  /** Whether invented people and sums may be on the pages: the notice then stands on each. */
  readonly demonstration: boolean
  readonly checkpoint: FootCheckpoint | null
}

const none: PageSetting = {
  language: 'en',
  path: '/',
  places: [],
  assets: { styles: [], islands: {} },
  demonstration: false,
  checkpoint: null,
}

export const PageContext = createContext<PageSetting>(none)

export function usePage(): PageSetting {
  return use(PageContext)
}

export function useLanguage(): Language {
  return use(PageContext).language
}

export function useMessages<C>(messages: Messages<C>): Translation<C> {
  return messages[useLanguage()]
}
