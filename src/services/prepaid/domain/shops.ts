/**
 * The notary's office that holds the money, and the shops that it lets sell: applied for by a shop's head,
 * approved by a notary who attests to each check, suspended and reinstated.
 */
import { record, refuse } from '#kernel/book/slice.ts'
import type { CommandHandler, Decision, EventHandler, Recorded } from '#kernel/book/slice.ts'
import type { PartyId } from '#kernel/identity/principal.ts'
import { account } from '#kernel/money/transfer.ts'
import { appointmentKey, isAppointed, partyTable } from '#kernel/parties/party.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { tableKey, type RowKey } from '#kernel/rows/table.ts'
import { assert } from '#kernel/std/assert.ts'
import { objectIn, textIn } from '#kernel/std/facts.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import { SHOP_CHECKS, type PrepaidCommand, type Terms } from '../contract.ts'
import { BANK, DIFFERENCES, IN_TRANSIT, openAccount, shopAccount, SUSPENSE } from './accounts.ts'
import { depositaryKey, HEAD, isNotary, isOfShop, isOwnMatter, readOffice } from './authority.ts'
import { DEPOSITARY, depositaryTable, shopTable, type ShopRow, type ShopState } from './rows.ts'

export const shopKey = (shop: PartyId): RowKey => tableKey(shopTable, shop)
const partyKey = (party: PartyId): RowKey => tableKey(partyTable, party)

const openDepositary: CommandHandler<PrepaidCommand<'open-depositary'>> = {
  reads: ({ office, bank }, _rows, actor) => [
    depositaryKey(),
    partyKey(office),
    partyKey(bank),
    appointmentKey(office, actor),
    ...[BANK, SUSPENSE, IN_TRANSIT, DIFFERENCES].map((name) => tableKey(account, name)),
  ],
  decide(rows, { office, bank, accountName, terms }, { actor }) {
    if (rows.get(depositaryTable, DEPOSITARY) !== undefined) return refuse('depositary_exists')
    if (!isOfKind(rows, office, 'notary-office')) return refuse('office_unknown')
    if (!isAppointed(rows, office, actor, ['notary'])) return refuse('not_notary')
    if (!isOfKind(rows, bank, 'bank')) return refuse('bank_unknown')
    const { basis, accountRatePerMillion } = terms.interest
    if (basis === 'account' && accountRatePerMillion === undefined) {
      return refuse('account_rate_missing')
    }
    return record({
      type: 'prepaid.depositary-opened',
      body: { office, bank, accountName, terms: termsToJson(terms) },
      parties: [office, bank],
      transfers: [
        openAccount(BANK, 'debit'),
        openAccount(SUSPENSE, 'credit'),
        openAccount(IN_TRANSIT, 'credit'),
        openAccount(DIFFERENCES, 'debit'),
      ],
    })
  },
}

function isOfKind(rows: Reader, party: PartyId, kind: string): boolean {
  return rows.get(partyTable, party)?.kind === kind
}

/** A member that is there but undefined has no canonical text. */
export function termsToJson({ interest, ...terms }: Terms): JsonObject {
  const { accountRatePerMillion, ...rest } = interest
  const rate = accountRatePerMillion === undefined ? {} : { accountRatePerMillion }
  return { ...terms, interest: { ...rest, ...rate } }
}

const apply: CommandHandler<PrepaidCommand<'apply'>> = {
  reads: ({ shop }, _rows, actor) => [
    partyKey(shop),
    shopKey(shop),
    appointmentKey(shop, actor),
    depositaryKey(),
  ],
  decide(rows, command, { actor, nowMs }) {
    const { shop, industry, area, licence, leaseEndsOn } = command
    if (!isOfKind(rows, shop, 'shop')) return refuse('shop_unknown')
    if (!isOfShop(rows, shop, actor, HEAD)) return refuse('not_head')
    const before = rows.get(shopTable, shop)
    // Who was declined may put it right and apply again.
    if (before !== undefined && before.state !== 'declined') return refuse('applied_before')
    if (leaseEndsOn < legalDayOf(nowMs)) return leaseOver(leaseEndsOn)
    return record({
      type: 'prepaid.shop-applied',
      body: { shop, industry, area, licence, leaseEndsOn },
      parties: [shop, ...officeOf(rows)],
      secrets: [{ subject: shop, name: 'account', value: command.account }],
    })
  },
}

/** A shop may apply before there is an office. */
function officeOf(rows: Reader): readonly PartyId[] {
  const office = rows.get(depositaryTable, DEPOSITARY)?.office
  return office === undefined ? [] : [office]
}

function leaseOver(leaseEndsOn: string): Decision {
  return refuse('lease_over', { leaseEndsOn })
}

type OfShop = PrepaidCommand<'approve-shop' | 'decline-shop' | 'suspend-shop' | 'reinstate-shop'>

function* readShop({ shop }: OfShop, rows: Reader, actor: PartyId): Generator<RowKey> {
  yield shopKey(shop)
  yield appointmentKey(shop, actor)
  yield* readOffice(rows, actor)
}

const approveShop: CommandHandler<PrepaidCommand<'approve-shop'>> = {
  *reads(command, rows, actor) {
    yield tableKey(account, shopAccount(command.shop))
    yield* readShop(command, rows, actor)
  },
  decide(rows, { shop, checks }, { actor, nowMs }) {
    if (!isNotary(rows, actor)) return refuse('not_notary')
    if (isOwnMatter(rows, actor, { shop })) return refuse('own_matter')
    const row = rows.get(shopTable, shop)
    if (row?.state !== 'applied') return refuse('shop_not_applied')
    const missing = SHOP_CHECKS.filter((check) => !checks.includes(check))
    if (missing.length > 0) return refuse('checks_missing', { missing })
    const day = legalDayOf(nowMs)
    if (row.leaseEndsOn < day) return leaseOver(row.leaseEndsOn)
    const { industry, area, leaseEndsOn } = row
    return record({
      type: 'prepaid.shop-approved',
      // What the register shows stands in the entry that anybody may read.
      body: { shop, checks: [...SHOP_CHECKS], day, industry, area, leaseEndsOn },
      parties: [shop, ...officeOf(rows)],
      transfers: [openAccount(shopAccount(shop), 'credit')],
    })
  },
}

interface Change {
  readonly from: ShopState
  readonly refusal: string
  readonly event: string
}

/** A notary moves a shop from one state to another, and says why where it is against the shop. */
function changing({
  from,
  refusal,
  event,
}: Change): CommandHandler<PrepaidCommand<'decline-shop' | 'suspend-shop' | 'reinstate-shop'>> {
  return {
    reads: readShop,
    decide(rows, command, { actor }) {
      const { shop } = command
      if (!isNotary(rows, actor)) return refuse('not_notary')
      if (isOwnMatter(rows, actor, { shop })) return refuse('own_matter')
      if (rows.get(shopTable, shop)?.state !== from) return refuse(refusal)
      const parties = [shop, ...officeOf(rows)]
      const done = { type: event, body: { shop }, parties }
      if (!('reason' in command)) return record(done)
      // Free words may name a person, and what is in a leaf can never be erased.
      const secret = { subject: shop, name: 'reason', value: command.reason }
      return record({ ...done, secrets: [secret] })
    },
  }
}

export const shopCommands: Readonly<Record<string, CommandHandler<never>>> = {
  'prepaid.open-depositary': openDepositary,
  'prepaid.apply': apply,
  'prepaid.approve-shop': approveShop,
  'prepaid.decline-shop': changing({
    from: 'applied',
    refusal: 'shop_not_applied',
    event: 'prepaid.shop-declined',
  }),
  'prepaid.suspend-shop': changing({
    from: 'approved',
    refusal: 'shop_not_approved',
    event: 'prepaid.shop-suspended',
  }),
  'prepaid.reinstate-shop': changing({
    from: 'suspended',
    refusal: 'shop_not_suspended',
    event: 'prepaid.shop-reinstated',
  }),
}

function getShop(rows: Rows, { body }: Recorded): ShopRow {
  const row = rows.get(shopTable, textIn(body, 'shop'))
  assert(row !== undefined, 'a shop applied before anything else')
  return row
}

function becomes(state: ShopState): EventHandler {
  return {
    v: 1,
    apply: (rows, event) =>
      rows.put(shopTable, { ...getShop(rows, event), state, decidedAt: event.atMs }),
  }
}

function applied(rows: Rows, { body, atMs, index }: Recorded): void {
  rows.put(shopTable, {
    shop: textIn(body, 'shop'),
    state: 'applied',
    industry: textIn(body, 'industry'),
    area: textIn(body, 'area'),
    licence: textIn(body, 'licence'),
    leaseEndsOn: textIn(body, 'leaseEndsOn'),
    settledThrough: null,
    openSettlement: null,
    appliedAt: atMs,
    decidedAt: null,
    entry: index,
  })
}

export const shopEvents: Readonly<Record<string, EventHandler>> = {
  'prepaid.depositary-opened': {
    v: 1,
    apply: (rows, { body, index }) =>
      rows.put(depositaryTable, {
        depositary: DEPOSITARY,
        office: textIn(body, 'office'),
        bank: textIn(body, 'bank'),
        terms: objectIn(body, 'terms'),
        entry: index,
      }),
  },
  'prepaid.shop-applied': { v: 1, apply: applied },
  'prepaid.shop-approved': {
    v: 1,
    apply(rows, event) {
      // Whatever matures on the day of the approval itself is still to be settled.
      const settledThrough = addDays(textIn(event.body, 'day'), -1)
      const approved = { ...getShop(rows, event), state: 'approved', decidedAt: event.atMs }
      rows.put(shopTable, { ...approved, settledThrough })
    },
  },
  'prepaid.shop-declined': becomes('declined'),
  'prepaid.shop-suspended': becomes('suspended'),
  'prepaid.shop-reinstated': becomes('approved'),
}
