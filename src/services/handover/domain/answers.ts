/**
 * Answers come back as receipts. What the consignee's book says closes the open due of the sender's, and what
 * the sender's says of goods that came back closes the one of the consignee's. The receipt is what counts, not
 * who brings it: parties bring it by hand, and the hub's courier brings it by itself, by the same command.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import type { RowKey } from '#kernel/rows/table.ts'
import { err, ok, type Result } from '#kernel/std/result.ts'
import type { Difference, HandoverCommand } from '../contract.ts'
import { arrivalKey, proofFacts } from './arrivals.ts'
import { isCourier, isOf, isOfAny, readStaff } from './authority.ts'
import { readArrived, readReturned, type Arrived, type Returned } from './bodies.ts'
import { concerned, dispatchKey, noteOf } from './dispatches.ts'
import { policyKey, prove, readCarried, type Carried } from './proof.ts'
import { arrivalTable, dispatchTable, type ArrivalRow, type DispatchRow } from './rows.ts'

interface Bringing {
  readonly receipt: string
  readonly carried: Carried
  readonly actor: PartyId
  readonly nowMs: number
}

const acknowledge: CommandHandler<HandoverCommand<'acknowledge'>> = {
  *reads({ receipt }, rows, actor) {
    const carried = readCarried(receipt)
    if (carried === null) return
    yield policyKey(carried.origin)
    yield* readDispatch(readArrived(carried.leaf), rows, actor)
    const returned = readReturned(carried.leaf)
    if (returned === null) return
    yield arrivalKey(carried.origin, returned.sentEntry)
    const row = rows.get(arrivalTable, carried.origin, returned.sentEntry)
    yield* readStaff(actor, row?.consignee, row?.carrier)
  },
  decide(rows, { receipt }, { actor, book, nowMs }) {
    const carried = readCarried(receipt)
    if (carried === null) return refuse('receipt_malformed')
    const arrived = readArrived(carried.leaf)
    const returned = readReturned(carried.leaf)
    const answer = arrived ?? returned
    if (answer === null) return refuse('not_an_answer', { type: carried.leaf.type })
    if (answer.to !== book) return refuse('answers_elsewhere', { book: answer.to })
    const bringing = { receipt, carried, actor, nowMs }
    if (arrived !== null) return hear(rows, arrived, bringing)
    return returned === null ? refuse('not_an_answer') : close(rows, returned, bringing)
  },
}

function* readDispatch(answer: Arrived | null, rows: Reader, actor: PartyId): Generator<RowKey> {
  if (answer === null) return
  yield dispatchKey(answer.consignment)
  const row = rows.get(dispatchTable, answer.consignment)
  yield* readStaff(actor, row?.consignor, row?.carrier)
}

/** The consignment that an answer is about: the very sending that it names, and from where it was sent to. */
function findDispatch(rows: Reader, answer: Arrived, { origin }: Carried): DispatchRow | undefined {
  const row = rows.get(dispatchTable, answer.consignment)
  const isSame =
    row?.entry === answer.sentEntry &&
    row.toBook === origin &&
    row.consignee === answer.consignee &&
    row.packages === answer.sentPackages
  return isSame ? row : undefined
}

function hear(rows: Reader, answer: Arrived, bringing: Bringing): Decision {
  const { receipt, carried, actor, nowMs } = bringing
  const row = findDispatch(rows, answer, carried)
  if (row === undefined) return refuse('consignment_unknown')
  if (!isCourier(actor) && !isOfAny(rows, actor, row.consignor, row.carrier)) {
    return refuse('not_your_consignment')
  }
  const known = knownOf(row, answer, carried.index)
  if (known !== null) return known
  const proven = prove(rows, receipt, carried, nowMs)
  if (!proven.ok) return proven.error
  const shared = {
    consignment: row.consignment,
    answer: { book: carried.origin, entry: carried.index },
    placeOfDispatch: row.placeOfDispatch,
    proof: proofFacts(proven.value),
  }
  const { sentPackages: sent, arrivedPackages: arrived, returnedPackages: returned } = answer
  if (answer.kind === 'received') {
    return record({
      type: 'handover.acknowledged',
      body: {
        ...shared,
        packages: { sent, arrived },
        differences: [...(answer.differences ?? [])],
      },
      parties: concerned(row),
    })
  }
  return record({
    type: 'handover.return-acknowledged',
    body: {
      ...shared,
      packages: { sent, arrived, returned },
      differences: differencesWith(row, answer),
      returnByMs: answer.returnByMs ?? nowMs,
      how: answer.kind,
    },
    parties: concerned(row),
  })
}

/** What is known by this answer already, or by one that came after it. */
function knownOf(row: DispatchRow, { kind }: Arrived, index: number): Decision | null {
  const { answerEntry, acknowledgedEntry, returnEntry, returnAcknowledgedEntry } = row
  if (kind === 'received') {
    if (answerEntry === index && acknowledgedEntry !== null) return existing(acknowledgedEntry)
    const isLater = answerEntry !== null || returnEntry !== null
    return isLater ? refuse('answer_older', { state: row.state }) : null
  }
  if (returnEntry === null) return null
  const isSame = returnEntry === index && returnAcknowledgedEntry !== null
  return isSame ? existing(returnAcknowledgedEntry) : refuse('answer_older', { state: row.state })
}

/** A return does not repeat what its receipt said; a refusal says it itself. */
function differencesWith({ differences }: DispatchRow, answer: Arrived): string[] {
  const before = Array.isArray(differences) ? differences.map(String) : []
  return [...new Set([...before, ...(answer.differences ?? [])])]
}

/** In the consignee's book: what was sent back is with its sender again, or will not be looked for any more. */
function close(rows: Reader, answer: Returned, bringing: Bringing): Decision {
  const { receipt, carried, actor, nowMs } = bringing
  const row = rows.get(arrivalTable, carried.origin, answer.sentEntry)
  // What was given up for lost on its way here has never been here.
  if (row === undefined && answer.kind === 'written-off') return refuse('nothing_to_close')
  if (row === undefined || row.consignment !== answer.consignment)
    return refuse('consignment_unknown')
  if (!isCourier(actor) && !isOfAny(rows, actor, row.consignee, row.carrier)) {
    return refuse('not_your_consignment')
  }
  if (row.returnEntry === null) return refuse('nothing_to_close', { state: row.state })
  const known = knownClosed(row, answer)
  if (known !== null) return known
  const proven = prove(rows, receipt, carried, nowMs)
  if (!proven.ok) return proven.error
  return record({
    type: 'handover.return-closed',
    body: {
      origin: carried.origin,
      sentEntry: row.sentEntry,
      consignment: row.consignment,
      answer: { book: carried.origin, entry: carried.index },
      how: answer.kind,
      returned: row.returnedPackages,
      takenBack: answer.takenBackPackages,
      proof: proofFacts(proven.value),
    },
    parties: [row.consignee],
  })
}

/** Goods that were written off may still turn up: then the later word holds. */
function knownClosed(row: ArrivalRow, answer: Returned): Decision | null {
  if (row.state !== 'closed') return null
  if (row.takenBackPackages === answer.takenBackPackages) return existing(row.stateEntry)
  const isFound = row.takenBackPackages === 0 && answer.kind === 'taken-back'
  return isFound ? null : refuse('answer_older', { state: row.state })
}

const takeBack: CommandHandler<HandoverCommand<'take-back'>> = {
  *reads({ receipt }, rows, actor) {
    const carried = readCarried(receipt)
    if (carried === null) return
    yield policyKey(carried.origin)
    yield* readDispatch(readArrived(carried.leaf), rows, actor)
  },
  decide(rows, command, { actor, book, nowMs }) {
    const found = findReturn(rows, command, { actor, book })
    if (!found.ok) return found.error
    const { carried, answer, row } = found.value
    const proven = prove(rows, command.receipt, carried, nowMs)
    if (!proven.ok) return proven.error
    const { packages, seal, note } = command
    const { sentPackages: sent, arrivedPackages: arrived, returnedPackages: returned } = answer
    return record({
      type: 'handover.taken-back',
      body: {
        consignment: row.consignment,
        to: { book: row.toBook },
        sentEntry: row.entry,
        answer: carried.index,
        packages: { sent, arrived, returned, takenBack: packages },
        seal,
        differences: differencesBack(returned, command),
        placeOfDispatch: row.placeOfDispatch,
        returnByMs: answer.returnByMs ?? nowMs,
        proof: proofFacts(proven.value),
      },
      parties: concerned(row),
      secrets: noteOf(row.consignor, note),
    })
  },
}

interface FoundReturn {
  readonly carried: Carried
  readonly answer: Arrived
  readonly row: DispatchRow
}

/** Whatever stands in the way of taking goods back, but for the proof itself. */
function findReturn(
  rows: Reader,
  { receipt, packages }: HandoverCommand<'take-back'>,
  { actor, book }: { readonly actor: PartyId; readonly book: string },
): Result<FoundReturn, Decision> {
  const carried = readCarried(receipt)
  if (carried === null) return err(refuse('receipt_malformed'))
  const answer = readArrived(carried.leaf)
  if (answer === null || answer.kind === 'received') {
    return err(refuse('not_a_return', { type: carried.leaf.type }))
  }
  if (answer.to !== book) return err(refuse('answers_elsewhere', { book: answer.to }))
  const row = findDispatch(rows, answer, carried)
  if (row === undefined) return err(refuse('consignment_unknown'))
  if (!isOf(rows, row.consignor, actor)) return err(refuse('not_of_consignor'))
  if (row.state === 'taken-back') {
    const isSame = row.returnEntry === carried.index && row.takenBackPackages === packages
    return err(isSame ? existing(row.stateEntry) : refuse('taken_back_before'))
  }
  const isOther = row.returnEntry !== null && row.returnEntry !== carried.index
  return isOther ? err(refuse('answer_older', { state: row.state })) : ok({ carried, answer, row })
}

function differencesBack(
  returned: number,
  { packages, seal }: HandoverCommand<'take-back'>,
): Difference[] {
  const found: readonly (readonly [Difference, boolean])[] = [
    ['short-count', packages < returned],
    ['over-count', packages > returned],
    ['seal-broken', seal === 'broken'],
  ]
  return found.flatMap(([difference, isSo]) => (isSo ? [difference] : []))
}

export const answerCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'handover.acknowledge': acknowledge,
  'handover.take-back': takeBack,
}
