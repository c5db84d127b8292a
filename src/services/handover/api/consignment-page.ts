/** One consignment across both books, for its parties: what each book says, what was proven, and what is next. */
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { readLeaf, type Leaf } from '#kernel/log/leaf.ts'
import { parseReceipt } from '#kernel/log/receipt.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { isJsonArray, isJsonObject } from '#kernel/std/canonical-json.ts'
import { utf8Of } from '#kernel/std/utf8.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { ReceiptFile } from '#web/kit/Receipt.tsx'
import { receiptFile } from '#web/pages/paths.ts'
import { DIFFERENCES } from '../contract.ts'
import { balanceOf } from '../domain/balance.ts'
import { isOpen, type Standing } from '../domain/reconcile.ts'
import { handoverEntryWords } from '../web/entry-words.ts'
import { stepReceiptPath } from '../web/paths.ts'
import type { ConsignmentView, ProofSaid, Step, WayStep } from '../web/views.ts'
import { plainWords, type Asking } from './asking.ts'
import { checkReceipt, fetchReceipt } from './checked.ts'
import {
  entriesOf,
  findConsignment,
  partOf,
  type Consignment,
  type EntryAt,
} from './consignment.ts'
import { nameOf, offeredDay, standingFor } from './pages.ts'

interface Seen extends Consignment {
  readonly asking: Asking
  readonly standing: Standing
  readonly isSender: boolean
  readonly isReceiver: boolean
}

/** Undefined for whoever is none of its parties: what may not be seen is not there. */
export async function loadConsignment(
  asking: Asking,
  sender: string,
  consignment: string,
): Promise<ConsignmentView | undefined> {
  const known = await findConsignment(asking, sender, consignment)
  if (known === undefined) return undefined
  const { isParty, ...part } = partOf(known, asking)
  if (!isParty) return undefined
  const standing = standingFor(known.dispatch, known.arrival)
  return viewOf({ ...known, ...part, asking, standing })
}

async function viewOf(seen: Seen): Promise<ConsignmentView> {
  const { asking, sender, receiver, dispatch, standing, isSender, isReceiver } = seen
  // What is confidential is shared by the consignor with the consignee, and with nobody who carries.
  const sharedBy = isSender || isReceiver ? dispatch.consignor : null
  const [senderName, receiverName, carrierName, receipt, steps, next] = await Promise.all([
    nameOf(asking, sender, dispatch.consignor),
    nameOf(asking, receiver ?? '', dispatch.consignee),
    dispatch.carrier === null ? null : nameOf(asking, sender, dispatch.carrier),
    fetchReceipt(asking, { book: sender, index: dispatch.entry }, sharedBy),
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
    returnBy: offeredDay(asking.nowMs()),
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

/** In the order of their time. */
async function stepsOf(seen: Seen): Promise<readonly WayStep[]> {
  const steps = await Promise.all(entriesOf(seen).map((at) => stepAt(seen, at)))
  return steps
    .flatMap((step) => (step === null ? [] : [step]))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
}

async function stepAt(seen: Seen, at: EntryAt): Promise<WayStep | null> {
  const { asking } = seen
  const { book, index } = at
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
    proof: proofIn(leaf.value, asking),
    isGrave: GRAVE.has(leaf.value.type),
    isOurs: asking.book === book,
    receipt: fileOf(seen, at),
  }
}

/** Our own book’s with all that is ours to read, the other one’s with what it shares. */
function fileOf({ asking, sender, dispatch }: Seen, { book, index }: EntryAt): ReceiptFile {
  const own = receiptFile(book, index)
  if (asking.book === book) return own
  const step = { sender, consignment: dispatch.consignment, of: book, index }
  return { ...own, href: stepReceiptPath(step) }
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

function proofIn({ body }: Leaf, { nameOfWitness }: Asking): ProofSaid | null {
  const { proof } = body
  if (proof === undefined || !isJsonObject(proof)) return null
  const { level, policyEntry } = proof
  if (typeof policyEntry !== 'number') return null
  return {
    level: level === 'witnessed' ? 'witnessed' : 'logged',
    cosigners: textsIn(proof, 'cosigners').map(nameOfWitness),
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
async function bring(asking: Asking, at: EntryAt): Promise<Step> {
  const text = await fetchReceipt(asking, at, null)
  const receipt = text === null ? null : await checkReceipt(asking, text)
  return receipt === null ? { kind: 'wait' } : { kind: 'bring', receipt }
}
