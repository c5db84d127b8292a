/** Renders a page to a complete document. Node loads this as one bundle, built from all pages. */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { PageContext, type PageSetting } from '#web/kit/page-context.ts'
import { spriteFor, type SymbolId } from '#web/kit/symbols.ts'
import { pages, type PageViews } from './pages.tsx'

/** Symbols that an island may draw later, beside those that the page itself shows. */
const islandSymbols: Readonly<Record<string, readonly SymbolId[]>> = {
  audit: ['a-closed', 'a-open', 'a-quoted', 'a-broken'],
  live: ['a-closed', 'a-open'],
  verify: ['i-check', 'i-cross', 'i-dash', 'i-pause', 'i-alert'],
}

/** The same pages, each name paired with its own view for the compiler. */
const byName: { readonly [Name in keyof PageViews]: (view: PageViews[Name]) => ReactNode } = pages

export function renderPage<Name extends keyof PageViews>(
  name: Name,
  view: PageViews[Name],
  setting: PageSetting,
): string {
  const page = byName[name]
  const Named = () => page(view)
  const html = renderToStaticMarkup(
    <PageContext value={setting}>
      <Named />
    </PageContext>,
  )
  const islands = Object.entries(setting.assets.islands).filter(([, href]) => html.includes(href))
  const extra = islands.flatMap(([island]) => islandSymbols[island] ?? [])
  return `<!doctype html>${html.replace('<body>', `<body>${spriteFor(html, extra)}`)}`
}
