/** A figure stands on its line: the digits as printed, the unit at half size, the proof under it. */
import type { ReactNode } from 'react'
import { type Currency, formatMoney } from './format.ts'
import { ProofLine } from './State.tsx'
import type { ProofState } from './symbols.ts'

type FigureProps = {
  readonly value: ReactNode
  readonly unit?: string
  readonly state: ProofState
  /** Source or entry, then the check in words. */
  readonly children: ReactNode
}

export function Figure({ value, unit = '', state, children }: FigureProps) {
  return (
    <>
      <p className="fig">
        {value} {unit !== '' && <small>{unit}</small>}
      </p>
      <ProofLine state={state}>{children}</ProofLine>
    </>
  )
}

export function Money({
  amountMinor,
  currency = 'CNY',
}: {
  readonly amountMinor: bigint
  readonly currency?: Currency
}) {
  return (
    <data className="money" value={amountMinor.toString()}>
      {formatMoney(amountMinor, currency)}
    </data>
  )
}
