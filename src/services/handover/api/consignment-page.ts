/** One consignment across both books, for its parties: what each book says, what was proven, and what is next. */
import type { PartyId } from '#kernel/identity/principal.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { readLeaf, type Leaf } from '#kernel/log/leaf.ts'
import { parseReceipt } from '#kernel/log/receipt.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { isJsonArray, isJsonObject } from '#kernel/std/canonical-json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import { receiptFile } from '#web/pages/paths.ts'
import { DIFFERENCES } from '../contract.ts'
import { balanceOf } from '../domain/balance.ts'
import { isOpen, type Standing } from '../domain/reconcile.ts'
import type { ArrivalRow, DispatchRow } from '../domain/rows.ts'
import { findDispatch } from '../store/handovers.ts'
import { handoverEntryWords } from '../web/entry-words.ts'
import type { ConsignmentView, ProofSaid, Step, WayStep } from '../web/views.ts'
import { bookOfOrigin, plainWords, type Asking } from './asking.ts'
import { checkReceipt, fetchReceipt } from './checked.ts'
import { nameOf, otherSide, standingFor } from './pages.ts'

interface Seen {
  readonly asking: Asking
  readonly sender: string
  readonly receiver: string | undefined
  readonly dispatch: DispatchRow
  readonly arrival: ArrivalRow | undefined
  readonly standing: Standing
  readonly isSender: boolean
  readonly isReceiver: boolean
}

const DAYS_OFFERED = 7

/** Undefined for whoever is none of its parties: what may not be seen is not there. */
export async function loadConsignment(
  asking: Asking,
  sender: string,
  consignment: string,
): Promise<ConsignmentView | undefined> {
  if (!asking.books.has(sender)) return undefined
  const dispatch = await findDispatch(asking.pool, sender, consignment)
  if (dispatch === undefined) return undefined
  const receiver = bookOfOrigin(asking, dispatch.toBook)
  const arrival = await otherSide(asking, sender, dispatch)
  const { book, own } = asking
  const isThere = (party: PartyId | null | undefined) => receiver === book && party === own
  const isHere = (party: PartyId | null) => sender === book && party === own
  const isSender = isHere(dispatch.consignor)
  const isReceiver = isThere(dispatch.consignee)
  const isParty = isSender || isReceiver || isHere(dispatch.carrier) || isThere(arrival?.carrier)
  if (!isParty) return undefined
  const standing = standingFor(dispatch, arrival)
  const seen = { asking, sender, receiver, dispatch, arrival, standing, isSender, isReceiver }
  return viewOf(seen)
}

async function viewOf(seen: Seen): Promise<ConsignmentView> {
  const { asking, sender, receiver, dispatch, standing, isSender } = seen
  const [senderName, receiverName, carrierName, receipt, steps, next] = await Promise.all([
    nameOf(asking, sender, dispatch.consignor),
    nameOf(asking, receiver ?? '', dispatch.consignee),
    dispatch.carrier === null ? null : nameOf(asking, sender, dispatch.carrier),
    fetchReceipt(asking, { book: sender, index: dispatch.entry }, dispatch.consignor),
    stepsOf(seen),
    nextOf(seen),
  ])
  const differences = DIFFERENCES.filter((difference) => listed(seen).includes(difference))
  return {
    book: sender,
    consignment: dispatch.consignment,
    origin: asking.books.get(sender)?.origin ?? '',
    isSender,
    senderName,
    receiverName,
    carrierName,
    fromBook: asking.nameOfBook(sender),
    toBook: receiver === undefined ? plainWords(dispatch.toBook) : asking.nameOfBook(receiver),
    placeOfDispatch: asking.nameOfArea(dispatch.placeOfDispatch),
    placeOfReceipt: asking.nameOfArea(dispatch.placeOfReceipt),
    packages: dispatch.packages,
    grossWeightGrams: dispatch.grossWeightGrams,
    receiveBy: formatInstant(dispatch.receiveBy),
    standing,
    balance: balanceOf(dispatch),
    differences,
    confidential: disclosedIn(receipt),
    steps,
    next,
    returnBy: addDays(legalDayOf(asking.nowMs()), DAYS_OFFERED),
  }
}

function listed({ dispatch, arrival }: Seen): readonly unknown[] {
  const of = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
  return [...of(dispatch.differences), ...of(arrival?.differences)]
}

function disclosedIn(receipt: string | null): ConsignmentView['confidential'] {
  const parsed = receipt === null ? null : parseReceipt(receipt)
  const texts = parsed?.ok === true ? parsed.value.disclosures : []
  const values = new Map<string, string>()
  for (const text of texts) {
    const disclosure = parseDisclosure(text)
    if (disclosure.ok && typeof disclosure.value.value === 'string') {
      values.set(disclosure.value.name, disclosure.value.value)
    }
  }
  const of = (name: string) => values.get(name) ?? null
  return { goods: of('goods'), seal: of('seal'), reference: of('reference') }
}

/** The entries that the rows of both sides name, in the order of their time. */
async function stepsOf(seen: Seen): Promise<readonly WayStep[]> {
  const { sender, receiver, dispatch, arrival } = seen
  const { entry, acknowledgedEntry, returnAcknowledgedEntry, stateEntry } = dispatch
  const ours = [entry, acknowledgedEntry, returnAcknowledgedEntry, stateEntry]
  const theirs = [arrival?.entry, arrival?.returnEntry, arrival?.stateEntry]
  const places = [
    ...distinct(ours).map((index) => ({ book: sender, index })),
    ...distinct(theirs).map((index) => ({ book: receiver ?? '', index })),
  ]
  const steps = await Promise.all(places.map((place) => stepAt(seen, place)))
  return steps
    .flatMap((step) => (step === null ? [] : [step]))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
}

function distinct(indexes: readonly (number | null | undefined)[]): readonly number[] {
  const known = indexes.filter((index): index is number => typeof index === 'number')
  return [...new Set(known)]
}

async function stepAt(
  { asking }: Seen,
  { book, index }: { readonly book: string; readonly index: number },
): Promise<WayStep | null> {
  const entry = await asking.log.entry(book, index)
  const leaf = entry && readLeaf(utf8Of(entry.leaf))
  if (leaf === null || !leaf.ok) return null
  const words = handoverEntryWords[leaf.value.type]
  const told = words?.tell(leaf.value.body)
  if (words === undefined || told === undefined || told === null) return null
  return {
    book,
    bookName: asking.nameOfBook(book),
    index,
    at: formatInstant(leaf.value.atMs),
    act: words.act,
    summary: told.summary,
    facts: told.facts.filter(({ term }) => !SAID_ABOVE.has(term.en)),
    proof: proofIn(leaf.value),
    isGrave: GRAVE.has(leaf.value.type),
    receipt: asking.book === book ? receiptFile(book, index) : null,
  }
}

/** What the page says of the consignment as a whole. */
const SAID_ABOVE: ReadonlySet<string> = new Set([
  'Place of dispatch',
  'Place of receipt',
  'Entry of its sending',
])

const GRAVE: ReadonlySet<string> = new Set([
  'handover.overdue',
  'handover.refused',
  'handover.return-overdue',
  'handover.written-off',
])

function proofIn({ body }: Leaf): ProofSaid | null {
  const { proof } = body
  if (proof === undefined || !isJsonObject(proof)) return null
  const { level, policyEntry } = proof
  if (typeof policyEntry !== 'number') return null
  return {
    level: level === 'witnessed' ? 'witnessed' : 'logged',
    cosigners: textsIn(proof, 'cosigners'),
    policyEntry,
  }
}

function textsIn(object: JsonObject, name: string): readonly string[] {
  const list = object[name]
  if (list === undefined || !isJsonArray(list)) return []
  return list.filter((one): one is string => typeof one === 'string')
}

/** The one thing that the reader can do now. */
async function nextOf(seen: Seen): Promise<Step> {
  const { standing, isSender, isReceiver } = seen
  if (isReceiver) return nextThere(seen)
  if (isSender) return nextHere(seen)
  return isOpen(standing) ? { kind: 'wait' } : { kind: 'none' }
}

async function nextThere(seen: Seen): Promise<Step> {
  const { asking, sender, dispatch, arrival, standing } = seen
  if (arrival === undefined) {
    const from = { book: sender, index: dispatch.entry }
    const text = await fetchReceipt(asking, from, dispatch.consignor)
    const receipt = text === null ? null : await checkReceipt(asking, text)
    return receipt === null ? { kind: 'wait' } : { kind: 'receive', receipt }
  }
  if (standing === 'take-back-not-carried') {
    return bring(asking, { book: sender, index: dispatch.stateEntry })
  }
  if (arrival.returnEntry === null) {
    const { sentEntry, arrivedPackages: arrived } = arrival
    return { kind: 'return', sentEntry, arrived }
  }
  return isOpen(standing) ? { kind: 'wait' } : { kind: 'none' }
}

async function nextHere(seen: Seen): Promise<Step> {
  const { asking, receiver, arrival, standing } = seen
  if (standing === 'overdue') return { kind: 'write-off' }
  if (receiver === undefined || arrival === undefined) {
    return isOpen(standing) ? { kind: 'wait' } : { kind: 'none' }
  }
  if (standing === 'answer-not-carried') {
    return bring(asking, { book: receiver, index: arrival.entry })
  }
  const isBack = BACK.has(standing)
  if (!isBack || arrival.returnEntry === null) return { kind: 'none' }
  const text = await fetchReceipt(asking, { book: receiver, index: arrival.returnEntry }, null)
  const receipt = text === null ? null : await checkReceipt(asking, text)
  if (receipt === null) return { kind: 'wait' }
  return { kind: 'take-back', receipt, returned: arrival.returnedPackages }
}

const BACK: ReadonlySet<Standing> = new Set([
  'on-the-way-back',
  'return-overdue',
  'return-not-carried',
])

/** The courier does it by itself; whoever does not want to wait brings the receipt by hand. */
async function bring(
  asking: Asking,
  at: { readonly book: string; readonly index: number },
): Promise<Step> {
  const text = await fetchReceipt(asking, at, null)
  const receipt = text === null ? null : await checkReceipt(asking, text)
  return receipt === null ? { kind: 'wait' } : { kind: 'bring', receipt }
}
