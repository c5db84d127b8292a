/** While a notary is away another one decides in its place: named beforehand, for days, by the notary itself. */
import { record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { appointmentKey, isAppointed } from '#kernel/parties/party.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey } from '#kernel/rows/table.ts'
import { textIn } from '#kernel/std/facts.ts'
import { legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import type { PrepaidCommand } from '../contract.ts'
import { depositaryOf, isNotary, readOffice } from './authority.ts'
import { absenceTable, DEPOSITARY, depositaryTable } from './rows.ts'

/** Whether the actor decides for the notary on that day. Substitutes of substitutes do not. */
export function isSubstitute(
  rows: Reader,
  notary: PartyId,
  actor: PartyId,
  today: LegalDay,
): boolean {
  const absence = rows.get(absenceTable, notary)
  if (absence?.substitute !== actor) return false
  return absence.fromDay <= today && today <= absence.untilDay
}

const nameSubstitute: CommandHandler<PrepaidCommand<'name-substitute'>> = {
  *reads({ substitute }, rows, actor) {
    yield tableKey(absenceTable, actor)
    yield* readOffice(rows, actor)
    const row = rows.get(depositaryTable, DEPOSITARY)
    if (row !== undefined) yield appointmentKey(row.office, substitute)
  },
  decide(rows, { substitute, from, until }, { nowMs, actor }): Decision {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    const { office } = depositaryOf(rows)
    if (!isAppointed(rows, office, substitute, ['notary'])) return refuse('substitute_not_notary')
    if (substitute === actor) return refuse('own_substitute')
    if (until < from) return refuse('days_reversed')
    if (until < legalDayOf(nowMs)) return refuse('days_over')
    return record({
      type: 'prepaid.substitute-named',
      body: { notary: actor, substitute, from, until },
      parties: [office, actor, substitute],
    })
  },
}

/** The last naming holds: one notary has one substitute at a time. */
function applyNamed(rows: Rows, { body, index }: Recorded): void {
  rows.put(absenceTable, {
    notary: textIn(body, 'notary'),
    substitute: textIn(body, 'substitute'),
    fromDay: textIn(body, 'from'),
    untilDay: textIn(body, 'until'),
    entry: index,
  })
}

export const absenceCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.name-substitute': nameSubstitute,
}

export const absenceEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.substitute-named': { v: 1, apply: applyNamed },
}
