/** A hash is for machines: short to recognise, whole to copy (one click selects it all). */
import { shortHash } from './format.ts'

export function Hash({ hex }: { readonly hex: string }) {
  return (
    <span className="hash" title={hex}>
      {shortHash(hex)}
    </span>
  )
}

export function FullHash({ hex }: { readonly hex: string }) {
  return <span className="hash whole">{hex}</span>
}
