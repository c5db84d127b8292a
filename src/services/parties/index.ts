/** The register of parties: who there is in a book, and who acts for whom. */
import type { Slice } from '#kernel/book/slice.ts'
import { appointmentTable, partyTable } from '#kernel/parties/party.ts'
import { appointmentCommands, appointmentEvents } from './domain/appointments.ts'
import { leadersTable } from './domain/leaders.ts'
import { registryCommands, registryEvents, registryTable } from './domain/registry.ts'

export const parties: Slice = {
  name: 'parties',
  tables: [partyTable, appointmentTable, registryTable, leadersTable],
  commands: { ...registryCommands, ...appointmentCommands },
  events: { ...registryEvents, ...appointmentEvents },
}
