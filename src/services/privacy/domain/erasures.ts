/**
 * Erasure: asked by the subject, or proposed by one person of an office and approved by another; refused while
 * a duty to keep records holds, or planned for the day on which it ends. What decide, apply, transfers and
 * figures read stays: an erased subject is a pseudonym that nobody can name.
 */
import { keyPrintOf } from '#kernel/book/erasure.ts'
import { subjectKey } from '#kernel/book/seal.ts'
import { record, refuse } from '#kernel/book/slice.ts'
import type { Circumstances, CommandHandler, Decision } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { appointmentKey, isAppointed, partyTable } from '#kernel/parties/party.ts'
import { retentionKey } from '#kernel/parties/retention.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { unreachable } from '#kernel/std/assert.ts'
import type { PrivacyCommand, PrivacyRefusal } from '../contract.ts'
import { periodKey } from './periods.ts'
import { ERASURE_DUE, requestTable, type RequestRow } from './requests.ts'
import { dutyOf, dutyToJson } from './rules.ts'

function refusal(type: PrivacyRefusal, params?: JsonObject): Decision {
  return refuse(type, params)
}

interface Asked {
  readonly subject: PartyId
  readonly basis: string
  readonly asked: string
  readonly office: PartyId | null
}

function* readSubject(subject: PartyId): Generator<RowKey> {
  yield tableKey(partyTable, subject)
  yield tableKey(requestTable, subject)
  yield tableKey(subjectKey, subject)
  yield retentionKey(subject)
  yield periodKey
}

const isPerson = (rows: Reader, subject: PartyId): boolean =>
  rows.get(partyTable, subject)?.kind === 'person'

/** A registrar of the registry, or a notary of a notary's office: those who may register persons. */
function isOfOffice(rows: Reader, office: PartyId, actor: PartyId): boolean {
  const kind = rows.get(partyTable, office)?.kind
  if (kind === 'registry') return isAppointed(rows, office, actor, ['registrar'])
  return kind === 'notary-office' && isAppointed(rows, office, actor, ['notary'])
}

const bodyOf = ({ subject, basis, asked, office }: Asked): JsonObject => ({
  subject,
  basis,
  asked,
  ...(office === null ? {} : { office }),
})

const partiesOf = ({ subject, office }: Asked): readonly PartyId[] =>
  office === null ? [subject] : [subject, office]

/** What a refusal says where something keeps the subject's values; null where they may go, or be planned to. */
function whyNot(rows: Reader, { subject, asked }: Asked, nowMs: number): Decision | null {
  if (rows.get(subjectKey, subject) === undefined) return refusal('nothing_to_erase')
  const duty = dutyOf(rows, subject, nowMs)
  if (asked === 'duty-ends' || duty.kind === 'none') return null
  const type = duty.kind === 'running' ? 'retention_running' : 'retention_until'
  return refusal(type, dutyToJson(duty))
}

/** Who brought it about at last. */
type Doer = 'subject' | 'office' | 'clock'

/** Erases, or plans it for the earliest day on which the duty can have ended. */
function done(rows: Reader, asked: Asked, { nowMs }: Circumstances, by: Doer): Decision {
  const duty = dutyOf(rows, asked.subject, nowMs)
  const told = { ...bodyOf(asked), retention: dutyToJson(duty) }
  const parties = partiesOf(asked)
  switch (duty.kind) {
    case 'running':
    case 'kept': {
      const dueAtMs = duty.kind === 'kept' ? duty.untilMs : duty.earliestMs
      return record({ type: 'privacy.planned', body: { ...told, dueAtMs }, parties })
    }
    case 'none': {
      const key = rows.get(subjectKey, asked.subject)
      if (key === undefined) return refusal('nothing_to_erase')
      return record({
        type: 'privacy.erased',
        body: { ...told, by, keyPrint: keyPrintOf(key.wrapped) },
        parties,
        erases: asked.subject,
      })
    }
    default:
      return unreachable(duty)
  }
}

const erase: CommandHandler<PrivacyCommand<'erase'>> = {
  reads: ({ subject }) => readSubject(subject),
  decide(rows, { subject, basis, when }, circumstances) {
    if (!isPerson(rows, subject)) return refusal('subject_unknown')
    if (circumstances.actor !== subject) return refusal('not_your_data')
    const asked = { subject, basis, asked: when, office: null }
    return whyNot(rows, asked, circumstances.nowMs) ?? done(rows, asked, circumstances, 'subject')
  },
}

const withdraw: CommandHandler<PrivacyCommand<'withdraw-erasure'>> = {
  reads: ({ subject }) => [tableKey(requestTable, subject)],
  decide(rows, { subject }, { actor }) {
    if (actor !== subject) return refusal('not_your_data')
    const row = rows.get(requestTable, subject)
    if (row?.state !== 'planned') return refusal('erasure_not_planned')
    return record({ type: 'privacy.withdrawn', body: bodyOf(row), parties: partiesOf(row) })
  },
}

const propose: CommandHandler<PrivacyCommand<'propose-erasure'>> = {
  *reads({ subject, by }, _rows, actor) {
    yield* readSubject(subject)
    yield tableKey(partyTable, by)
    yield appointmentKey(by, actor)
  },
  decide(rows, { subject, basis, when, by }, { actor, nowMs }) {
    if (!isPerson(rows, subject)) return refusal('subject_unknown')
    if (!isOfOffice(rows, by, actor)) return refusal('not_office')
    if (actor === subject) return refusal('own_data')
    const open = rows.get(requestTable, subject)?.state
    if (open === 'proposed' || open === 'planned') return refusal('erasure_asked')
    const asked = { subject, basis, asked: when, office: by }
    const why = whyNot(rows, asked, nowMs)
    if (why !== null) return why
    return record({ type: 'privacy.proposed', body: bodyOf(asked), parties: partiesOf(asked) })
  },
}

/** The office of a proposal is known from its row. */
function* readProposal(rows: Reader, subject: PartyId, actor: PartyId): Generator<RowKey> {
  yield* readSubject(subject)
  const office = rows.get(requestTable, subject)?.office ?? null
  if (office === null) return
  yield tableKey(partyTable, office)
  yield appointmentKey(office, actor)
}

type Proposal = RequestRow & { readonly office: PartyId }

function proposalFor(rows: Reader, subject: PartyId, actor: PartyId): Decision | Proposal {
  const row = rows.get(requestTable, subject)
  const office = row?.office ?? null
  if (row === undefined || office === null) return refusal('erasure_not_proposed')
  if (!isOfOffice(rows, office, actor)) return refusal('not_office')
  if (actor === subject) return refusal('own_data')
  return row.state === 'proposed' ? { ...row, office } : refusal('erasure_not_proposed')
}

const approve: CommandHandler<PrivacyCommand<'approve-erasure'>> = {
  reads: ({ subject }, rows, actor) => readProposal(rows, subject, actor),
  decide(rows, { subject }, circumstances) {
    const { actor, nowMs } = circumstances
    const proposal = proposalFor(rows, subject, actor)
    if ('kind' in proposal) return proposal
    if (proposal.proposedBy === actor) return refusal('own_erasure_proposal')
    return whyNot(rows, proposal, nowMs) ?? done(rows, proposal, circumstances, 'office')
  },
}

const reject: CommandHandler<PrivacyCommand<'reject-erasure'>> = {
  reads: ({ subject }, rows, actor) => readProposal(rows, subject, actor),
  decide(rows, { subject }, { actor }) {
    const proposal = proposalFor(rows, subject, actor)
    if ('kind' in proposal) return proposal
    const parties = partiesOf(proposal)
    return record({ type: 'privacy.rejected', body: bodyOf(proposal), parties })
  },
}

/** Whatever was bought since is kept as long as anything: then the erasure is planned anew. */
const lapse: CommandHandler<PrivacyCommand<'lapse-erasure'>> = {
  reads: ({ subject }) => readSubject(subject),
  decide(rows, { subject }, circumstances) {
    const row = rows.get(requestTable, subject)
    if (row?.state !== 'planned' || row.dueAt === null) return refusal('erasure_not_planned')
    if (circumstances.nowMs < row.dueAt) return refusal('not_due_yet', { dueAtMs: row.dueAt })
    return done(rows, row, circumstances, 'clock')
  },
}

export const erasureCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'privacy.erase': erase,
  'privacy.withdraw-erasure': withdraw,
  'privacy.propose-erasure': propose,
  'privacy.approve-erasure': approve,
  'privacy.reject-erasure': reject,
  'privacy.lapse-erasure': lapse,
}

export const erasureLapses = {
  [ERASURE_DUE]: (subject: string): PrivacyCommand<'lapse-erasure'> => {
    return { type: 'privacy.lapse-erasure', subject }
  },
}
