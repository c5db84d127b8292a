/** Subject access and erasure. */
import type { Slice } from '#kernel/book/slice.ts'
import { erasureCommands, erasureLapses } from './domain/erasures.ts'
import { periodCommands, periodEvents, periodTable } from './domain/periods.ts'
import { requestEvents, requestTable } from './domain/requests.ts'

export const privacy: Slice = {
  name: 'privacy',
  tables: [requestTable, periodTable],
  commands: { ...erasureCommands, ...periodCommands },
  events: { ...requestEvents, ...periodEvents },
  lapses: erasureLapses,
}
