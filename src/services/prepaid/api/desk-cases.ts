/** The cases of a notary's desk, one by one, read from rows; beside them what the office may read of secrets. */
import type { PartyId, Principal } from '#kernel/identity/principal.ts'
import { findText } from '#kernel/std/facts.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { BankEntryId, INDUSTRIES, Party, UseId, type Words } from '../contract.ts'
import { paymentEndsMs } from '../domain/payments.ts'
import {
  bankEntryTable,
  contractTable,
  payoutTable,
  shopTable,
  useTable,
  type BankEntryRow,
  type BankEntryState,
  type ContractRow,
  type ContractState,
  type ShopState,
  type UseState,
} from '../domain/rows.ts'
import { offerOf } from '../domain/signed.ts'
import { listUnpaid, namesOf } from '../store/desk.ts'
import { listAllShops } from '../store/desk-cases.ts'
import { listEntryHashes } from '../store/entry-hashes.ts'
import { findParty } from '../store/parties.ts'
import type {
  Approval,
  Colleague,
  DifferenceCase,
  MoneyCase,
  ShopCase,
  ShopsCase,
  UnpaidLine,
  UseCase,
} from '../web/desk-views.ts'
import { areaWords } from '../web/figures-areas.ts'
import { bodyOf, disclosedTexts } from './desk-confidential.ts'
import type { DeskAsking } from './desk-work.ts'

export interface CaseAsking extends DeskAsking {
  /** The notaries of the office, by name: colleagues know each other. */
  readonly names: ReadonlyMap<PartyId, string>
  readonly principal: Principal
  readonly log: Pick<LogReader, 'entry' | 'provenEntry'>
}

export function colleague(
  party: PartyId,
  { notary, names }: Pick<CaseAsking, 'notary' | 'names'>,
): Colleague {
  const name = names.get(party)
  return { party, isYou: party === notary, ...(name === undefined ? {} : { name }) }
}

export async function rootOfEntry({ pool, book }: DeskAsking, entry: number): Promise<string> {
  const hashes = await listEntryHashes(pool, book, [entry])
  return hashes.get(entry) ?? ''
}

export async function loadMoney(asking: CaseAsking, id: string): Promise<MoneyCase | undefined> {
  const { pool, book, principal, log } = asking
  if (!BankEntryId.safeParse(id).success) return undefined
  const row = await findRow(pool, bankEntryTable, book, id)
  if (row === undefined || row.state === 'differed' || row.state === 'corrected') return undefined
  const secrets = await disclosedTexts(log, { book, index: row.entry }, principal)
  const reference = row.reference === '' ? (secrets.get('reference') ?? '') : row.reference
  return {
    kind: 'money',
    bankEntry: row.bankEntry,
    bankKind: row.kind,
    state: stateOf(row),
    reason: row.reason,
    amountMinor: row.amountMinor,
    reference,
    payer: secrets.get('payer') ?? null,
    valueDay: row.valueDay,
    recordedAt: formatInstant(row.recordedAt),
    likely: row.state === 'suspended' ? await likelyFor(asking, row, reference) : [],
    proposedBy: row.proposedBy === null ? null : colleague(row.proposedBy, asking),
    proposedContract: row.proposedContract,
    approval: approvalOf(row, asking),
    entry: row.entry,
    rootHex: await rootOfEntry(asking, row.entry),
  }
}

function stateOf({ state }: BankEntryRow): BankEntryState {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
  return state as BankEntryState
}

function approvalOf({ state, proposedBy }: BankEntryRow, { notary }: DeskAsking): Approval {
  if (state !== 'proposed') return 'decided'
  return proposedBy === notary ? 'own-proposal' : 'may'
}

/** Contracts of this price that wait for their money; those that the payer's words come near to first. */
async function likelyFor(
  { pool, book, nowMs }: DeskAsking,
  { amountMinor }: BankEntryRow,
  reference: string,
): Promise<readonly UnpaidLine[]> {
  const unpaid = await listUnpaid(pool, book, [amountMinor])
  const open = unpaid.filter((contract) => nowMs < paymentEndsMs(contract))
  const names = await namesOf(pool, book, [...new Set(open.map(({ shop }) => shop))])
  const lines = open.map((contract) => unpaidLine(contract, names, reference))
  return lines.toSorted((a, b) => Number(b.isNamed) - Number(a.isNamed)).slice(0, LIKELY_MAX)
}

const LIKELY_MAX = 10

function unpaidLine(
  contract: ContractRow,
  names: ReadonlyMap<PartyId, Words>,
  reference: string,
): UnpaidLine {
  return {
    contract: contract.contract,
    shopName: names.get(contract.shop) ?? null,
    priceMinor: contract.priceMinor,
    signedAt: formatInstant(contract.signedAt),
    payBy: legalDayOf(paymentEndsMs(contract) - 1),
    isNamed: isNear(reference, contract.contract),
  }
}

/** Six characters of an id in a row are no chance; case and blanks are what people get wrong. */
const NEAR_CHARS = 6

export function isNear(reference: string, contract: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const words = plain(reference)
  const id = plain(contract.slice(contract.indexOf('_') + 1))
  for (let at = 0; at + NEAR_CHARS <= id.length; at += 1) {
    if (words.includes(id.slice(at, at + NEAR_CHARS))) return true
  }
  return false
}

export async function loadDifference(
  { pool, book }: CaseAsking,
  id: string,
): Promise<DifferenceCase | undefined> {
  if (!BankEntryId.safeParse(id).success) return undefined
  const row = await findRow(pool, bankEntryTable, book, id)
  if (row?.state !== 'differed' && row?.state !== 'corrected') return undefined
  const payout =
    row.payout === null ? undefined : await findRow(pool, payoutTable, book, row.payout)
  return {
    kind: 'difference',
    bankEntry: row.bankEntry,
    bankKind: row.kind,
    state: stateOf(row),
    reason: row.reason,
    amountMinor: row.amountMinor,
    payout:
      payout === undefined ? null : { payout: payout.payout, amountMinor: payout.amountMinor },
    valueDay: row.valueDay,
    recordedAt: formatInstant(row.recordedAt),
    entry: row.entry,
  }
}

/** What the consumer says of a contested class: its reason, and what it wrote besides. */
async function objectionOf(
  { book, log, principal }: CaseAsking,
  index: number,
): Promise<Pick<UseCase, 'reason' | 'detail'>> {
  const [body, secrets] = await Promise.all([
    bodyOf(log, { book, index }),
    disclosedTexts(log, { book, index }, principal),
  ])
  const reason = body === null ? null : findText(body, 'reason')
  return { reason, detail: secrets.get('detail') ?? secrets.get('detail-office') ?? null }
}

export async function loadUse(asking: CaseAsking, id: string): Promise<UseCase | undefined> {
  const { pool, book } = asking
  if (!UseId.safeParse(id).success) return undefined
  const row = await findRow(pool, useTable, book, id)
  const contract = row && (await findRow(pool, contractTable, book, row.contract))
  if (row === undefined || contract === undefined) return undefined
  const { state, stateEntry, answeredAt } = row
  const isContested = state === 'contested'
  const [shop, objection, rootHex] = await Promise.all([
    findParty(pool, book, row.shop),
    isContested ? objectionOf(asking, stateEntry) : { reason: null, detail: null },
    rootOfEntry(asking, row.entry),
  ])
  return {
    kind: 'use',
    use: row.use,
    contract: row.contract,
    shopName: shop?.name ?? null,
    offerName: offerOf(contract.offer).name,
    n: row.n,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: state as UseState,
    via: row.via,
    amountMinor: row.amountMinor,
    servedOn: row.servedOn,
    servedAt: row.servedAt,
    requestedAt: formatInstant(row.requestedAt),
    contestedAt: isContested && answeredAt !== null ? formatInstant(answeredAt) : null,
    ...objection,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    contractState: contract.state as ContractState,
    entry: row.entry,
    stateEntry,
    rootHex,
  }
}

export async function loadShop(
  { pool, book, nowMs }: CaseAsking,
  id: string,
): Promise<ShopCase | undefined> {
  if (!Party.safeParse(id).success) return undefined
  const row = await findRow(pool, shopTable, book, id)
  if (row === undefined) return undefined
  const { decidedAt, leaseEndsOn } = row
  const party = await findParty(pool, book, row.shop)
  return {
    kind: 'shop',
    shop: row.shop,
    name: party?.name ?? null,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
    state: row.state as ShopState,
    industry: INDUSTRIES.find((industry) => industry === row.industry) ?? 'fitness',
    areaName: areaWords(row.area),
    licence: row.licence,
    leaseEndsOn,
    isLeaseOver: leaseEndsOn < legalDayOf(nowMs),
    appliedAt: formatInstant(row.appliedAt),
    decidedAt: decidedAt === null ? null : formatInstant(decidedAt),
    settledThrough: row.settledThrough,
    entry: row.entry,
  }
}

export async function loadShops({ pool, book }: CaseAsking): Promise<ShopsCase> {
  const rows = await listAllShops(pool, book)
  const names = await namesOf(
    pool,
    book,
    rows.map(({ shop }) => shop),
  )
  return {
    kind: 'shops',
    shops: rows.map(({ shop, state, leaseEndsOn, settledThrough }) => ({
      shop,
      name: names.get(shop) ?? null,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply writes it, and it writes these.
      state: state as ShopState,
      leaseEndsOn,
      settledThrough,
    })),
  }
}
