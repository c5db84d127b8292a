/** What an island reads from the page that it enhances. */
import type { Language } from '#web/kit/language.ts'

export function readLanguage(page: Document): Language {
  return page.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
}

/** A data block that the server wrote; the page is broken without it. */
export function readJson(page: Document, id: string): unknown {
  const text = page.getElementById(id)?.textContent
  if (text === undefined) throw new Error(`this page carries no ${id}`)
  return JSON.parse(text)
}
