/** Where you are, and where the list goes on. */
import { Icon } from './Icon.tsx'
import { catalogue } from './language.ts'
import { Link } from './Link.tsx'
import { useMessages } from './page-context.ts'

export type Crumb = { readonly name: string; readonly href: string }

const messages = catalogue(
  {
    where: 'Where you are',
    pages: 'Pages of this list',
    newer: 'Newer',
    older: 'Older',
    previous: 'Previous',
    next: 'Next',
    newest: 'Newest',
  },
  {
    where: '当前位置',
    pages: '列表翻页',
    newer: '较新',
    older: '较早',
    previous: '上一条',
    next: '下一条',
    newest: '最新',
  },
)

export function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  const t = useMessages(messages)
  return (
    <nav className="crumb" aria-label={t.where}>
      {crumbs.map(({ name, href }, place) => (
        <span key={href}>
          {place > 0 && ' / '}
          <Link href={href}>{name}</Link>
        </span>
      ))}
    </nav>
  )
}

export type PagerLinks = {
  readonly newestHref?: string
  readonly newerHref?: string
  readonly olderHref?: string
}

/** By cursor, newest first: page numbers would shift while one reads. */
export function Pager({ newestHref, newerHref, olderHref }: PagerLinks) {
  const t = useMessages(messages)
  if (newestHref === undefined && newerHref === undefined && olderHref === undefined) return null
  return (
    <nav className="pager row" aria-label={t.pages}>
      {newestHref !== undefined && <Link href={newestHref}>{t.newest}</Link>}
      {newerHref !== undefined && (
        <Link href={newerHref} rel="prev" className="btn plain">
          <Icon name="left" />
          {t.newer}
        </Link>
      )}
      {olderHref !== undefined && (
        <Link href={olderHref} rel="next" className="btn plain">
          {t.older}
          <Icon name="right" />
        </Link>
      )}
    </nav>
  )
}

/** From one matter to its neighbours. */
export function Neighbours({
  previousHref,
  nextHref,
}: {
  readonly previousHref?: string | undefined
  readonly nextHref?: string | undefined
}) {
  const t = useMessages(messages)
  return (
    <span className="row">
      {previousHref !== undefined && (
        <Link href={previousHref} rel="prev">
          {t.previous}
        </Link>
      )}
      {nextHref !== undefined && (
        <Link href={nextHref} rel="next">
          {t.next}
        </Link>
      )}
    </span>
  )
}
