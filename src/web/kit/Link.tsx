/** A link to a page of ours keeps the reader's language; files and other sites have one address. */
import type { ReactNode } from 'react'
import { localPath } from './language.ts'
import { useLanguage } from './page-context.ts'

type LinkProps = {
  /** Without the language prefix: `/log/sh/12`. */
  readonly href: string
  readonly children: ReactNode
  readonly className?: string
  readonly rel?: string
  readonly isCurrent?: boolean
}

export function Link({ href, children, className, rel, isCurrent = false }: LinkProps) {
  return (
    <a
      href={localPath(useLanguage(), href)}
      className={className}
      rel={rel}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {children}
    </a>
  )
}
