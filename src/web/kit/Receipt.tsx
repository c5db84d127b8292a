/** A receipt: bands on top, what, the figure, the facts, how far it is proven, keep it, check it. */
import type { ReactNode } from 'react'
import { Arch, type ArchState } from './Arch.tsx'
import { Icon } from './Icon.tsx'
import { catalogue } from './language.ts'
import { Link } from './Link.tsx'
import { useMessages } from './page-context.ts'
import { type Fact, Facts } from './Section.tsx'
import { State } from './State.tsx'

export type ReceiptLevel =
  | { readonly kind: 'recorded' }
  | { readonly kind: 'witnessed'; readonly cosigners: number }

export const levelMessages = catalogue(
  {
    recorded: 'Recorded',
    witnessed: ({ cosigners }: { cosigners: number }) => `Witnessed by ${cosigners}`,
    save: 'Save',
    check: 'Check',
    partiesOnly: 'The receipt goes to the parties and to auditors.',
  },
  {
    recorded: '已记录',
    witnessed: ({ cosigners }: { cosigners: number }) => `${cosigners} 方已见证`,
    save: '保存',
    check: '验证',
    partiesOnly: '回执只给当事方与审计方。',
  },
)

/** Where the receipt itself is, and the name under which it is saved. */
export type ReceiptFile = { readonly href: string; readonly name: string }

type ReceiptProps = {
  readonly id: string
  readonly rootHex: string
  readonly title: string
  readonly figure?: ReactNode
  readonly facts: readonly Fact[]
  readonly level: ReceiptLevel
  /** Null where only the parties get it. */
  readonly file: ReceiptFile | null
}

export function Receipt({ id, rootHex, title, figure, facts, level, file }: ReceiptProps) {
  const t = useMessages(levelMessages)
  const arch: ArchState = level.kind === 'witnessed' ? 'closed' : 'open'
  return (
    <article className="receipt" aria-labelledby={id}>
      <Arch rootHex={rootHex} shape="receipt" state={arch} />
      <div className="flow">
        <h2 id={id}>{title}</h2>
        {figure !== undefined && <p className="fig">{figure}</p>}
        <Facts facts={facts} />
        <p>
          <LevelState level={level} />
        </p>
        {file === null ? <p className="fine">{t.partiesOnly}</p> : <Keep file={file} />}
      </div>
    </article>
  )
}

function Keep({ file: { href, name } }: { readonly file: ReceiptFile }) {
  const t = useMessages(levelMessages)
  return (
    <p className="row">
      <a className="btn plain" href={href} download={name}>
        <Icon name="down" />
        {t.save}
      </a>
      <Link className="btn plain" href={`/verify?receipt=${encodeURIComponent(href)}`}>
        {t.check}
      </Link>
    </p>
  )
}

export function LevelState({ level }: { readonly level: ReceiptLevel }) {
  const t = useMessages(levelMessages)
  return level.kind === 'witnessed' ? (
    <State state="closed">{t.witnessed({ cosigners: level.cosigners })}</State>
  ) : (
    <State state="open">{t.recorded}</State>
  )
}
