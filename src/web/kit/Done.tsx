/** What the reader has just done, with its receipt. It stays until the next page; there are no toasts. */
import type { ReactNode } from 'react'
import { DOT, formatCount } from './format.ts'
import { Icon } from './Icon.tsx'
import { catalogue, sentenceGap } from './language.ts'
import { Link } from './Link.tsx'
import { useLanguage, useMessages, useVisit } from './page-context.ts'
import { StateArch } from './State.tsx'
import { Time } from './Time.tsx'

const messages = catalogue(
  {
    recorded: 'Recorded:',
    entry: ({ index }: { index: string }) => `entry ${index}`,
    save: 'Save the receipt',
    check: 'Check it',
  },
  {
    recorded: '已记录：',
    entry: ({ index }) => `条目 ${index}`,
    save: '保存回执',
    check: '验证',
  },
)

/** Nothing where nothing was just done. `children`: what follows from the act, in words. */
export function Done({ children }: { readonly children?: ReactNode }) {
  const language = useLanguage()
  const { done } = useVisit()
  const t = useMessages(messages)
  if (done === null) return null
  const { book, index, at, act, receipt } = done
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds phrases only, and this holds paragraphs.
    <div className="note proof done flow" role="status" tabIndex={-1} data-done="">
      <p>
        <StateArch state="open" />
        <strong>{t.recorded}</strong>
        {sentenceGap(language)}
        {act[language]}
        {DOT}
        <Link href={`/log/${book}/${index}`}>{t.entry({ index: formatCount(index) })}</Link>
        {DOT}
        <Time at={at} />
      </p>
      {children !== undefined && <p>{children}</p>}
      <p className="row">
        <a className="btn plain" href={receipt.href} download={receipt.name}>
          <Icon name="down" />
          {t.save}
        </a>
        <Link className="btn plain" href={`/verify?receipt=${encodeURIComponent(receipt.href)}`}>
          {t.check}
        </Link>
      </p>
    </div>
  )
}
