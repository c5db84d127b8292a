/** An icon stands beside a word; alone it needs a hidden one. */
import { type IconName, iconId } from './symbols.ts'

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`#${iconId(name)}`} />
    </svg>
  )
}
