/**
 * A consumer signs the contract that it read: its text is committed to in the entry, with the caps that were
 * asked. Nothing is owed until the money arrives; what is not paid in time lapses.
 */
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { Circumstances, CommandHandler, Decision } from '#kernel/book/slice.ts'
import type { Event, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account } from '#kernel/money/transfer.ts'
import { partyTable } from '#kernel/parties/party.ts'
import { beginTransaction, endTransaction, retentionKey } from '#kernel/parties/retention.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type Row, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { flagIn, objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { Json } from '#kernel/std/json.ts'
import { legalDayOf, type LegalDay } from '#kernel/time/legal-day.ts'
import type { PrepaidCommand } from '../contract.ts'
import { contractAccount, openAccount } from './accounts.ts'
import { depositaryKey } from './authority.ts'
import { capsToJson, rulesInForce, stakeOf, type CapAnswers } from './caps.ts'
import { contractTextSha256, TEXT_VERSION } from './contract-text.ts'
import type { BothWords, ContractMatter } from './contract-words.ts'
import { exposureKey, exposureOf, release, reserve, restOf } from './exposure.ts'
import { earliestPaymentEndMs, paymentEndsMs, UNPAID_DUE } from './payments.ts'
import { askCapsOf, industryOf, offerToJson, productKey, refuseCaps } from './products.ts'
import {
  contractTable,
  DEPOSITARY,
  depositaryTable,
  exposureTable,
  productTable,
  shopTable,
  type ContractRow,
  type ExposureRow,
  type ShopRow,
} from './rows.ts'
import { shopKey, termsToJson } from './shops.ts'
import { offerOf, termsOf, usesTotalOf } from './signed.ts'

const contractKey = (contract: string): RowKey => tableKey(contractTable, contract)
const partyKey = (party: PartyId): RowKey => tableKey(partyTable, party)

type Sign = PrepaidCommand<'sign'>

function* readSign({ contract, product }: Sign, rows: Reader, actor: PartyId): Generator<RowKey> {
  yield contractKey(contract)
  yield productKey(product)
  yield partyKey(actor)
  yield depositaryKey()
  yield tableKey(account, contractAccount(contract))
  const office = rows.get(depositaryTable, DEPOSITARY)?.office
  if (office !== undefined) yield partyKey(office)
  const row = rows.get(productTable, product)
  if (row === undefined) return
  yield shopKey(row.shop)
  yield partyKey(row.shop)
  yield exposureKey(row.shop, actor)
  yield retentionKey(actor)
}

interface Sold {
  readonly product: Row<typeof productTable>
  readonly shop: ShopRow
}

/** What the text of a contract for a product is made from on a day: for decide, and for whoever shows it. */
export function matterOf(
  { product, shop }: Sold,
  office: {
    readonly terms: Json
    readonly shopName: Json
    readonly officeName: Json
    readonly day: LegalDay
  },
): ContractMatter {
  const industry = industryOf(shop.industry)
  return {
    shopName: wordsOf(office.shopName),
    officeName: wordsOf(office.officeName),
    offer: offerOf(product.offer),
    terms: termsOf(office.terms),
    industry,
    leaseEndsOn: shop.leaseEndsOn,
    rules: rulesInForce({ industry, area: shop.area, day: office.day }),
  }
}

/** An organisation's name, as it was registered. */
function wordsOf(name: Json): BothWords {
  assert(name !== null && isJsonObject(name), 'an organisation has a name')
  return { en: textIn(name, 'en'), zh: textIn(name, 'zh') }
}

/** The rows that `sign` reads must be loaded. */
function matterNow(rows: Reader, sold: Sold, nowMs: number): ContractMatter {
  const depositary = rows.get(depositaryTable, DEPOSITARY)
  assert(depositary !== undefined, 'a shop is approved by an office')
  return matterOf(sold, {
    terms: depositary.terms,
    shopName: rows.get(partyTable, sold.shop.shop)?.name ?? null,
    officeName: rows.get(partyTable, depositary.office)?.name ?? null,
    day: legalDayOf(nowMs),
  })
}

const sign: CommandHandler<Sign> = {
  reads: readSign,
  decide(rows, command, circumstances) {
    const { actor, nowMs } = circumstances
    const before = rows.get(contractTable, command.contract)
    if (before !== undefined) return sameContract(before, command, actor)
    const product = rows.get(productTable, command.product)
    if (product === undefined) return refuse('product_unknown')
    if (rows.get(partyTable, actor)?.kind !== 'person') return refuse('not_a_person')
    if (product.state !== 'listed') return refuse('product_not_listed')
    const shop = rows.get(shopTable, product.shop)
    if (shop?.state !== 'approved') return refuse('shop_not_approved')
    const sold = { product, shop }
    const matter = matterNow(rows, sold, nowMs)
    const textSha256 = contractTextSha256(matter)
    if (textSha256 !== command.textSha256) return refuse('contract_text_changed', { textSha256 })
    const exposure = exposureOf(rows, shop.shop, actor)
    const caps = askCapsOf(shop, { offer: matter.offer, nowMs, exposure })
    const refused = refuseCaps(caps)
    if (refused !== undefined) return refused
    return record(signedEvent({ command, sold, matter, caps, exposure }, circumstances))
  },
}

/** The text is not in the row; what it is made from is, by the product. */
function sameContract(before: ContractRow, command: Sign, actor: PartyId): Decision {
  const isSame =
    before.consumer === actor &&
    before.product === command.product &&
    before.hasPriorExperience === command.hasPriorExperience
  return isSame ? existing(before.entry) : refuse('contract_differs')
}

interface Signed {
  readonly command: Sign
  readonly sold: Sold
  readonly matter: ContractMatter
  readonly caps: CapAnswers
  readonly exposure: ExposureRow
}

function signedEvent(
  { command, sold, matter, caps, exposure }: Signed,
  { nowMs, actor }: Circumstances,
): Event {
  const { contract, product, hasPriorExperience, textSha256 } = command
  const { shop } = sold.shop
  const { offer, terms } = matter
  const stake = stakeOf(offer, legalDayOf(nowMs))
  return {
    type: 'prepaid.contract-signed',
    body: {
      contract,
      shop,
      product,
      consumer: actor,
      offer: offerToJson(offer),
      terms: termsToJson(terms),
      usesTotal: usesTotalOf(offer),
      hasPriorExperience,
      isRenewal: exposure.paidContracts > 0,
      text: { version: TEXT_VERSION, language: 'zh', sha256: textSha256 },
      caps: capsToJson(caps),
      ...(stake.kind === 'period' ? { reservedThrough: stake.through } : {}),
      payByMs: paymentEndsMs({ signedAt: nowMs, terms: termsToJson(terms) }),
    },
    parties: [actor, shop],
    transfers: [openAccount(contractAccount(contract), 'credit')],
  }
}

type LapseUnpaid = PrepaidCommand<'lapse-unpaid'>

const lapseUnpaid: CommandHandler<LapseUnpaid> = {
  *reads({ contract }, rows) {
    yield contractKey(contract)
    const row = rows.get(contractTable, contract)
    if (row === undefined) return
    yield exposureKey(row.shop, row.consumer)
    yield retentionKey(row.consumer)
  },
  decide(rows, { contract }, { nowMs }) {
    const row = rows.get(contractTable, contract)
    if (row === undefined) return refuse('contract_unknown')
    if (row.state !== 'signed') return refuse('contract_not_signed', { state: row.state })
    const endsMs = earliestPaymentEndMs(row)
    if (nowMs < endsMs) return refuse('payment_not_overdue', { endsMs })
    return record({
      type: 'prepaid.contract-lapsed',
      body: { contract, shop: row.shop },
      parties: [row.consumer, row.shop],
    })
  },
}

export const signCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.sign': sign,
  'prepaid.lapse-unpaid': lapseUnpaid,
}

function applySigned(rows: Rows, { body, atMs, index }: Recorded): void {
  const contract = textIn(body, 'contract')
  const shop = textIn(body, 'shop')
  const consumer = textIn(body, 'consumer')
  const offer = objectIn(body, 'offer')
  rows.put(contractTable, {
    contract,
    shop,
    consumer,
    product: textIn(body, 'product'),
    state: 'signed',
    offer,
    terms: objectIn(body, 'terms'),
    kind: textIn(offer, 'kind'),
    priceMinor: BigInt(wholeIn(offer, 'priceMinor')),
    usesTotal: wholeIn(body, 'usesTotal'),
    usesNumbered: 0,
    usesCounted: 0,
    countedMinor: 0n,
    usesOpen: 0,
    openMinor: 0n,
    usesContested: 0,
    returnedMinor: 0n,
    hasPriorExperience: flagIn(body, 'hasPriorExperience'),
    isRenewal: flagIn(body, 'isRenewal'),
    signedAt: atMs,
    paidAt: null,
    coolingOffEndsAt: null,
    validThrough: null,
    stoppedAt: null,
    bankEntry: null,
    refund: null,
    entry: index,
    paidEntry: null,
  })
  beginTransaction(rows, consumer)
  const stake = stakeIn(body)
  rows.put(exposureTable, reserve(exposureOf(rows, shop, consumer), stake))
  rows.setDue(UNPAID_DUE, contract, wholeIn(body, 'payByMs'))
}

/** What the entry says was reserved; nothing is worked out again. */
function stakeIn(body: Recorded['body']) {
  const offer = objectIn(body, 'offer')
  const amountMinor = BigInt(wholeIn(offer, 'priceMinor'))
  if (textIn(offer, 'kind') === 'count') {
    return { kind: 'count', amountMinor, uses: wholeIn(body, 'usesTotal') } as const
  }
  return { kind: 'period', amountMinor, through: textIn(body, 'reservedThrough') } as const
}

function applyLapsed(rows: Rows, { body }: Recorded): void {
  const row = rows.get(contractTable, textIn(body, 'contract'))
  assert(row !== undefined, 'what lapses was signed')
  rows.put(contractTable, { ...row, state: 'lapsed' })
  // Nothing was ever paid: there is no transaction of which records are kept.
  endTransaction(rows, row.consumer, null)
  rows.clearDue(UNPAID_DUE, row.contract)
  const exposure = exposureOf(rows, row.shop, row.consumer)
  rows.put(exposureTable, release(exposure, restOf(row)))
}

export const signEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.contract-signed': { v: 1, apply: applySigned },
  'prepaid.contract-lapsed': { v: 1, apply: applyLapsed },
}

export const signLapses = {
  [UNPAID_DUE]: (contract: string): LapseUnpaid => ({ type: 'prepaid.lapse-unpaid', contract }),
}
