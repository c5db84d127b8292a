/** A state is a drawing and words, never colour alone. */
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { type ProofState, stateId } from './symbols.ts'

export const roleOf = { closed: 'proof', open: 'wait', quoted: 'quote', broken: 'broken' } as const

export function StateArch({ state }: { readonly state: ProofState }) {
  return (
    <svg className="arch" aria-hidden="true">
      <use href={`#${stateId(state)}`} />
    </svg>
  )
}

export function State({
  state,
  children,
}: {
  readonly state: ProofState
  readonly children: ReactNode
}) {
  return (
    <span className={`state ${roleOf[state]}`}>
      <StateArch state={state} />
      {children}
    </span>
  )
}

export type StepOutcome = 'passed' | 'failed' | 'not_reached'

const outcomes = {
  passed: { role: 'proof', icon: 'check' },
  failed: { role: 'broken', icon: 'cross' },
  not_reached: { role: 'next', icon: 'pause' },
} as const

/** The state of one step or check: an icon and its word. */
export function StepState({
  outcome,
  children,
}: {
  readonly outcome: StepOutcome
  readonly children: ReactNode
}) {
  const { role, icon } = outcomes[outcome]
  return (
    <p className={`state ${role}`}>
      <Icon name={icon} />
      {children}
    </p>
  )
}

/** The line under a figure: how far it is proven, with and without colour. */
export function ProofLine({
  state,
  children,
}: {
  readonly state: ProofState
  readonly children: ReactNode
}) {
  return (
    <p className={`pline ${roleOf[state]}`}>
      <StateArch state={state} />
      <span>{children}</span>
    </p>
  )
}
