/** What happened, step by step: filled is done, a ring waits, a diamond is contested. */
import type { ReactNode } from 'react'

export type TrailRole = 'done' | 'wait' | 'next' | 'broken'

export type TrailStep = {
  readonly id: string
  readonly role: TrailRole
  readonly title: ReactNode
  readonly detail: ReactNode
  /** The state of the step in words, at the end of the line. */
  readonly state?: ReactNode
}

export function Trail({
  steps,
  isNumbered = false,
}: {
  readonly steps: readonly TrailStep[]
  readonly isNumbered?: boolean
}) {
  return (
    <ol className={isNumbered ? 'trail steps' : 'trail'}>
      {steps.map(({ id, role, title, detail, state }) => (
        <li key={id} className={role === 'done' ? undefined : role}>
          <h3>{title}</h3>
          <div className="small soft">{detail}</div>
          {state}
        </li>
      ))}
    </ol>
  )
}
