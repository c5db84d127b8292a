/** Arithmetic as on paper: one line a step, a rule over the result, a double rule under it. */
import type { ReactNode } from 'react'

export type SumLine = {
  readonly label: ReactNode
  /** +, − or nothing on the first line. */
  readonly sign: '+' | '−' | ''
  readonly value: ReactNode
}

type SumProps = {
  readonly caption: string
  readonly lines: readonly SumLine[]
  readonly result: { readonly label: ReactNode; readonly value: ReactNode }
}

export function Sum({ caption, lines, result }: SumProps) {
  return (
    <table className="sum">
      <caption className="vh">{caption}</caption>
      <tbody>
        {lines.map(({ label, sign, value }, step) => (
          // oxlint-disable-next-line react/no-array-index-key -- steps have no identity but their place in the sum.
          <tr key={step}>
            <th scope="row">{label}</th>
            <td>{sign}</td>
            <td className="n">{value}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{result.label}</th>
          <td>=</td>
          <td className="n">{result.value}</td>
        </tr>
      </tfoot>
    </table>
  )
}
