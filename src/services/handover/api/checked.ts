/** The other book's receipt as a page shows it: fetched, judged as the decider would, with what the reader may know. */
import { SYSTEM_EVIDENCE } from '#kernel/book/system.ts'
import { parseDisclosure } from '#kernel/log/commitment.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { receiptBody, type ReceiptBody } from '#platform/http/receipt-body.ts'
import { findPolicy } from '../store/handovers.ts'
import type { HandoverRefusal } from '../contract.ts'
import { proveBy, readCarried } from '../domain/proof.ts'
import type { CheckedReceipt } from '../web/views.ts'
import { plainWords, type Asking } from './asking.ts'
import type { EntryAt } from './consignment.ts'
import { refusals } from './refusals.ts'

/** What a consignor shares with its consignee by sending; its running numbers are its own. */
const SHARED: ReadonlySet<string> = new Set(['goods', 'seal', 'reference'])

/**
 * Null while the entry is in no published checkpoint yet. The confidential values go with it where the reader is
 * the consignee: `sharedBy` is the consignor, whose they are.
 */
export async function readReceipt(
  { log }: Pick<Asking, 'log'>,
  at: EntryAt,
  sharedBy: string | null,
): Promise<ReceiptBody | null> {
  const viewer =
    sharedBy === null ? null : { party: sharedBy, roles: [], evidence: SYSTEM_EVIDENCE }
  const proven = await log.provenEntry(at.book, at.index, viewer)
  if (proven === null) return null
  const shared = proven.entry.disclosures.filter((text) => {
    const parsed = parseDisclosure(text)
    return parsed.ok && SHARED.has(parsed.value.name)
  })
  return receiptBody({ ...proven.entry, disclosures: shared }, proven.checkpoint)
}

/** The same as the text that is carried. */
export async function fetchReceipt(
  asking: Pick<Asking, 'log'>,
  at: EntryAt,
  sharedBy: string | null,
): Promise<string | null> {
  const receipt = await readReceipt(asking, at, sharedBy)
  return receipt && formatReceipt(receipt)
}

/** Judged by the policy of the reader's own book, now. */
export async function checkReceipt(
  { pool, book, nowMs, nameOfWitness }: Asking,
  text: string,
): Promise<CheckedReceipt | null> {
  const carried = readCarried(text)
  if (carried === null) return null
  const { origin, index } = carried
  const proven = proveBy(await findPolicy(pool, book, origin), text, carried, nowMs())
  if (proven.ok) {
    const { level, cosigners, policyEntry, provenAtMs } = proven.value
    const said = { level, cosigners: cosigners.map(nameOfWitness), policyEntry }
    const judged = { isProven: true, said, provenAt: formatInstant(provenAtMs) } as const
    return { text, origin, index, judged }
  }
  const code = proven.error.kind === 'refuse' ? proven.error.refusal.type : 'proof_wrong'
  const why = isRefusal(code) ? refusals[code] : plainWords(code)
  const judged = { isProven: false, code, why: { en: why.en, zh: why.zh } } as const
  return { text, origin, index, judged }
}

function isRefusal(type: string): type is HandoverRefusal {
  return Object.hasOwn(refusals, type)
}
