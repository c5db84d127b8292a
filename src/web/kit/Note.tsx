/** Answers stand at the place of the act and stay until the next page; there are no toasts. */
import type { ReactNode } from 'react'
import { sentenceGap } from './language.ts'
import { useLanguage } from './page-context.ts'

export type NoteKind = 'plain' | 'proof' | 'wait' | 'broken' | 'quote'

type NoteProps = {
  readonly kind: NoteKind
  /** The first words say the kind, for those who do not see the colour. */
  readonly lead: string
  readonly children: ReactNode
  /** An answer to what was just done is announced. */
  readonly isAnswer?: boolean
}

export function Note({ kind, lead, children, isAnswer = false }: NoteProps) {
  const gap = sentenceGap(useLanguage())
  return (
    <div
      className={kind === 'plain' ? 'note' : `note ${kind}`}
      role={isAnswer ? 'status' : undefined}
    >
      <p>
        <strong>{lead}</strong>
        {gap}
        {children}
      </p>
    </div>
  )
}

/** What would stand here and when it will; never a drawing. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className="empty">{children}</p>
}

/** What was refused, why in one sentence, what can be done; the stable code in small type. */
export function Refusal({
  what,
  why,
  code,
  children,
}: {
  readonly what: string
  readonly why: string
  readonly code: string
  readonly children?: ReactNode
}) {
  const gap = sentenceGap(useLanguage())
  return (
    <div className="note broken flow">
      <p>
        <strong>{what}</strong>
        {gap}
        {why}
      </p>
      {children}
      <p className="fine">
        <code>{code}</code>
      </p>
    </div>
  )
}
