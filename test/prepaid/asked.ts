/** Each act of prepaid money as somebody could send it: the fields, and how they travel over HTTP. */
import { ACTS, type AskedCommand } from '#services/prepaid/api/routes-acts.ts'
import { SHOP_CHECKS } from '#services/prepaid/contract.ts'
import { application, deposit, listing, SHOP, type Fields } from './sale-stage.ts'

export const SECOND_NOTARY = 'pty_second-notary'

const reason = 'So it was found'
const use = { use: 'use_first' }
const refund = { refund: 'rfd_first' }
const bankEntry = { bankEntry: 'bank-0002' }
const settlement = { settlement: 'set_first' }

/** Well-formed, whatever the book then says of it; only the text that was read depends on the book. */
export const ASKED: Readonly<Record<AskedCommand, Fields>> = {
  'open-depositary': deposit,
  apply: application,
  'approve-shop': { shop: SHOP, checks: SHOP_CHECKS },
  'decline-shop': { shop: SHOP, reason },
  'suspend-shop': { shop: SHOP, reason },
  'reinstate-shop': { shop: SHOP },
  'list-product': listing,
  'withdraw-product': { product: 'prd_swim' },
  sign: {
    contract: 'con_first',
    product: 'prd_swim',
    hasPriorExperience: true,
    textSha256: '0'.repeat(64),
  },
  'record-bank-entry': {
    bankEntry: 'bank-0001',
    kind: 'credit',
    amountMinor: 1_000_000,
    reference: 'con_first',
    valueDay: '2026-11-22',
  },
  'propose-match': { ...bankEntry, contract: 'con_first' },
  'approve-match': { ...bankEntry, contract: 'con_first' },
  'reject-match': bankEntry,
  'record-statement': { day: '2026-11-22', closingMinor: 1_000_000 },
  'request-use': {
    ...use,
    contract: 'con_first',
    servedOn: '2026-11-22',
    servedAt: '08:00',
    isForConsumer: false,
  },
  'check-in': { use: 'use_second', contract: 'con_first', shop: SHOP },
  'confirm-use': use,
  'contest-use': { ...use, reason: 'not-there' },
  'withdraw-use': use,
  'decide-use': { ...use, outcome: 'for-shop', reason },
  'propose-settlement': {
    ...settlement,
    through: '2026-11-21',
    shops: [SHOP],
    approver: SECOND_NOTARY,
  },
  'approve-settlement': settlement,
  'reject-settlement': { ...settlement, reason },
  'name-substitute': { substitute: SECOND_NOTARY, from: '2026-11-22', until: '2026-11-30' },
  'ask-refund': { ...refund, contract: 'con_first', cause: 'consumer' },
  'withdraw-refund': refund,
  'answer-refund': { ...refund, answer: 'agree' },
  'approve-refund': { ...refund, cause: 'consumer', deductionMinor: 0 },
  'decline-refund': { ...refund, reason },
  'give-account': { ...refund, account: '6222 0000 3333 4444' },
  'resend-refund': refund,
}

/** The address and the body of an act: what the path names is not said again in the body. */
export function sentAs(
  name: AskedCommand,
  fields: Fields,
): { readonly url: string; readonly body: Fields } {
  const { path } = ACTS[name]
  const inPath = /:([a-zA-Z]+)/.exec(path)?.[1] ?? ''
  const { [inPath]: id, ...body } = fields
  return { url: `/v1/books/sh/prepaid${path.replace(`:${inPath}`, String(id))}`, body }
}
