/** Whom an entry concerns: its actor, its parties, and whoever acts for an organisation among them. */
import type { Principal } from '#kernel/identity/principal.ts'
import { readLeaf } from '#kernel/log/leaf.ts'
import { utf8Of } from '#kernel/std/utf8.ts'

/** False for nobody, and for a text that is no leaf. */
export function isConcerned(principal: Principal | null, leafText: string): boolean {
  if (principal === null) return false
  const leaf = readLeaf(utf8Of(leafText))
  if (!leaf.ok) return false
  const { actor, parties } = leaf.value
  const { party, organisation } = principal
  if (actor === party || parties.includes(party)) return true
  return organisation !== undefined && parties.includes(organisation)
}
