/**
 * For how long a book keeps what a rule is about. The law says the least; a book may keep longer, where its registrar
 * names the ground, publicly and as an entry: a setting of one server would decide without being replayed, and two
 * servers of one book could disagree. Nothing makes it shorter than the law.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, EventHandler } from '#kernel/book/slice.ts'
import { appointmentKey, isAppointed, partyTable } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { defineTable, tableKey, type RowKey } from '#kernel/rows/table.ts'
import { textIn, wholeIn } from '#kernel/std/facts.ts'
import { RULE_ID, type PrivacyCommand, type PrivacyRefusal } from '../contract.ts'

/** Electronic Commerce Law of the PRC, art. 31: no less than three years. */
export const YEARS_OF_LAW = 3

/** By rule; absent where the book keeps as long as the law asks. */
export const periodTable = defineTable({
  name: 'privacy_period',
  key: { rule: 'text' },
  columns: { years: 'integer', ground: 'text', entry: 'index' },
})

export interface Period {
  readonly years: number
  /** The entry that set it and the ground that it names; null for what the law says by itself. */
  readonly set: { readonly entry: number; readonly ground: string } | null
}

export const PERIOD_OF_LAW: Period = { years: YEARS_OF_LAW, set: null }

export const periodKey: RowKey = tableKey(periodTable, RULE_ID)

export function periodOf(rows: Reader): Period {
  const row = rows.get(periodTable, RULE_ID)
  if (row === undefined) return PERIOD_OF_LAW
  return { years: row.years, set: { entry: row.entry, ground: row.ground } }
}

const refusal = (type: PrivacyRefusal, params?: { readonly years: number }) => refuse(type, params)

const set: CommandHandler<PrivacyCommand<'set-retention'>> = {
  reads: ({ registry }, _rows, actor) => [
    tableKey(partyTable, registry),
    appointmentKey(registry, actor),
    periodKey,
  ],
  decide(rows, { registry, years, ground }, { actor }) {
    const isRegistry = rows.get(partyTable, registry)?.kind === 'registry'
    if (!isRegistry || !isAppointed(rows, registry, actor, ['registrar'])) {
      return refusal('retention_not_yours')
    }
    if (years < YEARS_OF_LAW) return refusal('retention_below_law', { years: YEARS_OF_LAW })
    const before = rows.get(periodTable, RULE_ID)
    if (before?.years === years && before.ground === ground) return existing(before.entry)
    const law = { rule: RULE_ID, yearsOfLaw: YEARS_OF_LAW }
    return record({
      type: 'privacy.retention-set',
      body: { registry, ...law, years, ground },
      parties: [registry],
    })
  },
}

export const periodCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'privacy.set-retention': set,
}

export const periodEvents: Readonly<Record<string, EventHandler>> = {
  'privacy.retention-set': {
    v: 1,
    apply: (rows, { body, index }) =>
      rows.put(periodTable, {
        rule: textIn(body, 'rule'),
        years: wholeIn(body, 'years'),
        ground: textIn(body, 'ground'),
        entry: index,
      }),
  },
}
