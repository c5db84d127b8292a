/** The acts of the story as commands: ids are made from what they name, so that the story can be told again. */
import type { Command } from '#kernel/book/slice.ts'
import { contentId } from '#kernel/identity/content-id.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { CommandName, Fields } from '#services/prepaid/contract.ts'
import type { CommandName as PartiesName, PartiesCommand } from '#services/parties/contract.ts'

export interface Act {
  readonly actor: PartyId
  readonly command: Command
}

export function prepaid<N extends CommandName>(actor: PartyId, name: N, fields: Fields<N>): Act {
  return { actor, command: { type: `prepaid.${name}`, ...fields } }
}

export function parties<N extends PartiesName>(
  actor: PartyId,
  name: N,
  fields: Omit<PartiesCommand<N>, 'type'>,
): Act {
  return { actor, command: { type: `parties.${name}`, ...fields } }
}

export const idOf = (prefix: string, ...parts: readonly (string | number)[]): string =>
  contentId(prefix, ['demonstration', ...parts.map(String)])
