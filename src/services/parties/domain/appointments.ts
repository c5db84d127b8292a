/**
 * Who acts for an organisation. The registry appoints whoever leads it first, and again once nobody does;
 * from then on those who lead appoint their own. So the registry cannot put a head beside the heads that a
 * shop has: it would have to dismiss them first, which stands in the book.
 */
import { existing, record } from '#kernel/book/slice.ts'
import type { CommandHandler, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import {
  appointmentKey,
  appointmentTable,
  isAppointed,
  partyTable,
  PARTY_KINDS,
  type AppointmentRole,
} from '#kernel/parties/party.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { textIn } from '#kernel/std/facts.ts'
import { ROLES_OF, type PartiesCommand } from '../contract.ts'
import { countLeader, isLeading, leadersOf, leadersTable } from './leaders.ts'
import { isRegistrar, partiesOf, refusal } from './registry.ts'

type Change = PartiesCommand<'appoint'> | PartiesCommand<'dismiss'>

function readsOf(
  { organisation, person, by }: Change,
  _rows: Reader,
  actor: PartyId,
): readonly RowKey[] {
  return [
    tableKey(partyTable, organisation),
    tableKey(partyTable, by),
    tableKey(partyTable, person),
    appointmentKey(organisation, person),
    appointmentKey(by, actor),
    tableKey(leadersTable, organisation),
  ]
}

/** Whoever leads an organisation decides for its own; registrars decide for all, but appoint no clerks. */
function isAppointer(rows: Reader, command: Change, actor: PartyId): boolean {
  const { organisation, by } = command
  const isOfClerk = command.type === 'parties.appoint' && command.role === 'clerk'
  if (!isOfClerk && isRegistrar(rows, by, actor)) return true
  return by === organisation && isAppointed(rows, organisation, actor, ['head', 'notary'])
}

function rolesOf(rows: Reader, organisation: PartyId): readonly AppointmentRole[] {
  const kind = rows.get(partyTable, organisation)?.kind
  const known = PARTY_KINDS.find((one) => one === kind)
  return known === undefined ? [] : ROLES_OF[known]
}

const appoint: CommandHandler<PartiesCommand<'appoint'>> = {
  reads: readsOf,
  decide(rows, command, { actor }) {
    const { organisation, person, role, by } = command
    if (rows.get(partyTable, organisation) === undefined) return refusal('organisation_unknown')
    if (!isAppointer(rows, command, actor)) return refusal('not_appointer')
    if (!rolesOf(rows, organisation).includes(role)) return refusal('role_does_not_fit')
    // A machine with a key of the hub acts under an id that the registry registered as a person, too.
    if (rows.get(partyTable, person)?.kind !== 'person') return refusal('not_a_person')
    const before = rows.get(appointmentTable, organisation, person)
    if (before?.isActive === true) {
      return before.role === role ? existing(before.entry) : refusal('appointed_otherwise')
    }
    // Tellers and inspectors lead nobody, so an organisation of those never counts as led.
    const isLed = leadersOf(rows, organisation) > 0
    if (isLed && by !== organisation) return refusal('organisation_led')
    return record({
      type: 'parties.appointed',
      body: { organisation, person, role, by },
      parties: partiesOf(person, organisation, by),
    })
  },
}

const dismiss: CommandHandler<PartiesCommand<'dismiss'>> = {
  reads: readsOf,
  decide(rows, command, { actor }) {
    const { organisation, person, by } = command
    if (rows.get(partyTable, organisation) === undefined) return refusal('organisation_unknown')
    if (!isAppointer(rows, command, actor)) return refusal('not_appointer')
    const before = rows.get(appointmentTable, organisation, person)
    if (before === undefined) return refusal('not_appointed')
    if (!before.isActive) return existing(before.entry)
    // Without a registrar nobody could ever appoint one.
    const isLast = before.role === 'registrar' && leadersOf(rows, organisation) === 1
    if (isLast) return refusal('last_registrar')
    return record({
      type: 'parties.dismissed',
      body: { organisation, person, role: before.role, by },
      parties: partiesOf(person, organisation, by),
    })
  },
}

function apply(isActive: boolean): EventHandler['apply'] {
  return (rows: Rows, { body, index }: Recorded) => {
    const organisation = textIn(body, 'organisation')
    const person = textIn(body, 'person')
    const role = textIn(body, 'role')
    const before = rows.get(appointmentTable, organisation, person)
    assert((before?.isActive ?? false) !== isActive, 'an appointment begins or ends')
    rows.put(appointmentTable, { organisation, person, role, isActive, entry: index })
    if (isLeading(role)) countLeader(rows, organisation, isActive ? 1 : -1)
  }
}

export const appointmentCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'parties.appoint': appoint,
  'parties.dismiss': dismiss,
}

export const appointmentEvents: Readonly<Record<string, EventHandler>> = {
  'parties.appointed': { v: 1, apply: apply(true) },
  'parties.dismissed': { v: 1, apply: apply(false) },
}
