/** The handover of consignments between books. */
import type { EventHandler, Slice } from '#kernel/book/slice.ts'
import { EVENTS } from './contract.ts'
import { answerCommands } from './domain/answers.ts'
import { answerEvents } from './domain/answer-events.ts'
import { arrivalCommands } from './domain/arrivals.ts'
import { arrivalEvents, arrivalLapses } from './domain/arrival-events.ts'
import { dispatchCommands, dispatchEvents, dispatchLapses } from './domain/dispatches.ts'
import { measuresOf } from './domain/figures.ts'
import { policyCommands, policyEvents } from './domain/policies.ts'
import { arrivalTable, dispatchTable, policyTable } from './domain/rows.ts'

const folded: Readonly<Record<string, EventHandler>> = {
  ...policyEvents,
  ...dispatchEvents,
  ...answerEvents,
  ...arrivalEvents,
}

/** Every event with what it counts. */
const events = Object.fromEntries(
  EVENTS.flatMap((name) => {
    const type = `handover.${name}`
    const handler = folded[type]
    return handler === undefined ? [] : [[type, { ...handler, measures: measuresOf(name) }]]
  }),
)

export const handover: Slice = {
  name: 'handover',
  tables: [policyTable, dispatchTable, arrivalTable],
  commands: { ...policyCommands, ...dispatchCommands, ...arrivalCommands, ...answerCommands },
  events,
  lapses: { ...dispatchLapses, ...arrivalLapses },
}
