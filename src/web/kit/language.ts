/**
 * The two languages. Catalogues are checked by the compiler: a key or an argument that is missing in
 * one language does not build. Pure, so that the server, the browser and the printer share it.
 */

export type Language = 'en' | 'zh'
export const languages: readonly Language[] = ['en', 'zh']

/** A text that the data itself brings in both languages, such as the name of an area. */
export type Words = Readonly<Record<Language, string>>

type Message = string | ((values: never) => string)
type Catalogue = Record<string, Message>
type Widened<M> = M extends (values: infer V) => string ? (values: V) => string : string
export type Translation<C> = { readonly [K in keyof C]: Widened<C[K]> }
export type Messages<C> = Readonly<Record<Language, Translation<C>>>

export function catalogue<const C extends Catalogue>(
  en: C & Translation<C>,
  zh: Translation<NoInfer<C>>,
): Messages<C> {
  return { en, zh }
}

/** Between a sentence and the next: Chinese stops carry their own space. */
export function sentenceGap(language: Language): string {
  return language === 'en' ? ' ' : ''
}

export function otherLanguage(language: Language): Language {
  return language === 'en' ? 'zh' : 'en'
}

/** Pages live at `/…` in English and at `/zh/…` in Chinese; everything else has one address. */
export function localPath(language: Language, path: string): string {
  if (language === 'en' || !path.startsWith('/')) return path
  return path === '/' ? '/zh' : `/zh${path}`
}

/** The inverse: which language an address asks for, and the page without its prefix. */
export function splitPath(path: string): { readonly language: Language; readonly path: string } {
  if (path === '/zh' || path === '/zh/') return { language: 'zh', path: '/' }
  if (path.startsWith('/zh/')) return { language: 'zh', path: path.slice('/zh'.length) }
  return { language: 'en', path }
}
