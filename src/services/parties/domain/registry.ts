/**
 * The registry of a book and what it registers. A party is registered once; what it is never changes.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import {
  appointmentKey,
  appointmentTable,
  isAppointed,
  partyTable,
  type PartyKind,
} from '#kernel/parties/party.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { defineTable, tableKey, type RowKey } from '#kernel/rows/table.ts'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { objectIn, textIn } from '#kernel/std/facts.ts'
import type { PartiesCommand, PartiesRefusal } from '../contract.ts'
import { countLeader, leadersTable } from './leaders.ts'

/** One row a book, so that it has one registry. */
const REGISTRY = 'registry'
export const registryTable = defineTable({
  name: 'party_registry',
  key: { registry: 'text' },
  columns: { party: 'text', entry: 'index' },
})

const partyKey = (party: PartyId): RowKey => tableKey(partyTable, party)
const registryKey = (): RowKey => tableKey(registryTable, REGISTRY)

export function refusal(type: PartiesRefusal): Decision {
  return refuse(type)
}

const found: CommandHandler<PartiesCommand<'found'>> = {
  reads: ({ registry }, _rows, actor) => [
    registryKey(),
    partyKey(registry),
    appointmentKey(registry, actor),
    tableKey(leadersTable, registry),
  ],
  decide(rows, { registry }, { actor }) {
    const before = rows.get(registryTable, REGISTRY)
    if (before !== undefined) {
      const isSame = before.party === registry && isRegistrar(rows, registry, actor)
      return isSame ? existing(before.entry) : refusal('registry_exists')
    }
    const body = { registry, registrar: actor }
    return record({ type: 'parties.founded', body, parties: partiesOf(registry, actor) })
  },
}

const registerOrganisation: CommandHandler<PartiesCommand<'register-organisation'>> = {
  reads: ({ registry, organisation }, _rows, actor) => [
    partyKey(organisation),
    partyKey(registry),
    appointmentKey(registry, actor),
  ],
  decide(rows, { registry, organisation, kind, name }, { actor }) {
    const before = rows.get(partyTable, organisation)
    if (before !== undefined) {
      const isSame = before.kind === kind && canonicalText(before.name) === canonicalText(name)
      return isSame ? existing(before.entry) : refusal('party_differs')
    }
    if (!isRegistrar(rows, registry, actor)) return refusal('not_registrar')
    return record({
      type: 'parties.organisation-registered',
      body: { registry, organisation, kind, name },
      parties: partiesOf(organisation, registry),
    })
  },
}

const registerPerson: CommandHandler<PartiesCommand<'register-person'>> = {
  reads: ({ by, person }, _rows, actor) => [
    partyKey(person),
    partyKey(by),
    appointmentKey(by, actor),
  ],
  decide(rows, { by, person, name, phone }, { actor }) {
    const isAllowed = isRegistrar(rows, by, actor) || isNotaryOf(rows, by, actor)
    if (!isAllowed) return refusal('not_registrar')
    const before = rows.get(partyTable, person)
    if (before !== undefined) {
      // The name is a secret that no row has, so the same id is the same act.
      return before.kind === 'person' ? existing(before.entry) : refusal('party_differs')
    }
    const secrets = [
      { subject: person, name: 'name', value: name },
      ...(phone === undefined ? [] : [{ subject: person, name: 'phone', value: phone }]),
    ]
    const parties = partiesOf(person, by)
    return record({ type: 'parties.person-registered', body: { by, person }, parties, secrets })
  },
}

/** An entry names each party once. */
export function partiesOf(...parties: readonly PartyId[]): readonly PartyId[] {
  return [...new Set(parties)]
}

export function isRegistrar(rows: Reader, registry: PartyId, actor: PartyId): boolean {
  const isRegistry = rows.get(partyTable, registry)?.kind === 'registry'
  return isRegistry && isAppointed(rows, registry, actor, ['registrar'])
}

function isNotaryOf(rows: Reader, office: PartyId, actor: PartyId): boolean {
  const isOffice = rows.get(partyTable, office)?.kind === 'notary-office'
  return isOffice && isAppointed(rows, office, actor, ['notary'])
}

function founded(rows: Rows, { body, index }: Recorded): void {
  const party = textIn(body, 'registry')
  const person = textIn(body, 'registrar')
  const kind: PartyKind = 'registry'
  rows.put(registryTable, { registry: REGISTRY, party, entry: index })
  rows.put(partyTable, { party, kind, name: null, entry: index })
  const appointment = { organisation: party, person, role: 'registrar', isActive: true }
  rows.put(appointmentTable, { ...appointment, entry: index })
  countLeader(rows, party, 1)
}

export const registryCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'parties.found': found,
  'parties.register-organisation': registerOrganisation,
  'parties.register-person': registerPerson,
}

export const registryEvents: Readonly<Record<string, EventHandler>> = {
  'parties.founded': { v: 1, apply: founded },
  'parties.organisation-registered': {
    v: 1,
    apply: (rows, { body, index }) =>
      rows.put(partyTable, {
        party: textIn(body, 'organisation'),
        kind: textIn(body, 'kind'),
        name: objectIn(body, 'name'),
        entry: index,
      }),
  },
  'parties.person-registered': {
    v: 1,
    apply: (rows, { body, index }) =>
      rows.put(partyTable, {
        party: textIn(body, 'person'),
        kind: 'person',
        name: null,
        entry: index,
      }),
  },
}
