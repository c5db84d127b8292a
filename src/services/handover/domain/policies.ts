/**
 * Which other logs this book believes, and on what terms: entries of the book, because they decide what is
 * received. Adopting again replaces the terms; entries that were decided before name the ones that held then.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, EventHandler } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { policyFrom } from '#kernel/log/portable.ts'
import { appointmentKey, isAppointed, partyTable } from '#kernel/parties/party.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type Row, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { textIn, wholeIn } from '#kernel/std/facts.ts'
import type { HandoverCommand } from '../contract.ts'
import { policyKey } from './proof.ts'
import { policyTable } from './rows.ts'

type Policies = HandoverCommand<'adopt-policy'> | HandoverCommand<'withdraw-policy'>

function readsOf({ registry, origin }: Policies, _rows: Reader, actor: PartyId): readonly RowKey[] {
  return [tableKey(partyTable, registry), appointmentKey(registry, actor), policyKey(origin)]
}

function isRegistrar(rows: Reader, registry: PartyId, actor: PartyId): boolean {
  const isRegistry = rows.get(partyTable, registry)?.kind === 'registry'
  return isRegistry && isAppointed(rows, registry, actor, ['registrar'])
}

const adopt: CommandHandler<HandoverCommand<'adopt-policy'>> = {
  reads: readsOf,
  decide(rows, command, { actor, book }) {
    const { registry, origin, policy, level, maxAgeHours } = command
    if (!isRegistrar(rows, registry, actor)) return refuse('registrar_only')
    if (origin === book) return refuse('own_origin')
    const before = rows.get(policyTable, origin)
    if (before !== undefined && isSame(before, command)) return existing(before.entry)
    const parsed = policyFrom(policy)
    if (!parsed.ok) return refuse('policy_malformed', { reason: parsed.error })
    // One log a policy: with several, a receipt of the one could be judged by the witnesses of the other.
    const { logs, quorum } = parsed.value
    if (logs.length === 0 || logs.some(({ key }) => key.name !== origin)) {
      return refuse('policy_names_other')
    }
    if (level === 'witnessed' && quorum.kind === 'none') return refuse('quorum_missing')
    return record({
      type: 'handover.policy-adopted',
      body: { registry, origin, policy, level, maxAgeHours },
      parties: [registry],
    })
  },
}

function isSame(
  { isAdopted, policy, level, maxAgeHours }: Row<typeof policyTable>,
  command: HandoverCommand<'adopt-policy'>,
): boolean {
  const isOnSameTerms = level === command.level && maxAgeHours === command.maxAgeHours
  return isAdopted && policy === command.policy && isOnSameTerms
}

const withdraw: CommandHandler<HandoverCommand<'withdraw-policy'>> = {
  reads: readsOf,
  decide(rows, { registry, origin }, { actor }) {
    if (!isRegistrar(rows, registry, actor)) return refuse('registrar_only')
    const before = rows.get(policyTable, origin)
    if (before === undefined) return refuse('policy_unknown')
    if (!before.isAdopted) return existing(before.entry)
    return record({
      type: 'handover.policy-withdrawn',
      body: { registry, origin },
      parties: [registry],
    })
  },
}

export const policyCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'handover.adopt-policy': adopt,
  'handover.withdraw-policy': withdraw,
}

export const policyEvents: Readonly<Record<string, EventHandler>> = {
  'handover.policy-adopted': {
    v: 1,
    apply: (rows, { body, index }) =>
      rows.put(policyTable, {
        origin: textIn(body, 'origin'),
        isAdopted: true,
        policy: textIn(body, 'policy'),
        level: textIn(body, 'level'),
        maxAgeHours: wholeIn(body, 'maxAgeHours'),
        entry: index,
      }),
  },
  'handover.policy-withdrawn': {
    v: 1,
    apply(rows, { body, index }) {
      const before = rows.get(policyTable, textIn(body, 'origin'))
      assert(before !== undefined, 'a policy was adopted before it is withdrawn')
      rows.put(policyTable, { ...before, isAdopted: false, entry: index })
    },
  },
}
