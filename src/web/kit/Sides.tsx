/** Two sides of one matter: names and times at the feet, half an arch each. It closes when both agree. */
import type { ReactNode } from 'react'
import { Arch, type ArchState } from './Arch.tsx'

export type Side = {
  readonly name: string
  /** What they did and when, or that they have not yet. */
  readonly said: ReactNode
}

type SidesProps = {
  readonly left: Side
  readonly right: Side
  /** Open while the right side is awaited, closed when both agree, broken when they do not. */
  readonly state: Extract<ArchState, 'open' | 'closed' | 'broken'>
  /** The bands come from it: the hash of the entry that the matter began with. */
  readonly rootHex: string
}

export function Sides({ left, right, state, rootHex }: SidesProps) {
  return (
    <div className="sides">
      <p>
        <b>{left.name}</b>
        {left.said}
      </p>
      <Arch rootHex={rootHex} shape="seal" state={state} />
      <p>
        <b>{right.name}</b>
        {right.said}
      </p>
    </div>
  )
}
