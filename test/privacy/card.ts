/** A consumer with a card that is paid for, by the acts themselves: each of them on the real writer. */
import type { JsonObject } from '#kernel/std/json.ts'
import { partyTable } from '#kernel/parties/party.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { contractTextSha256 } from '#services/prepaid/domain/contract-text.ts'
import {
  DEPOSITARY,
  depositaryTable,
  productTable,
  shopTable,
} from '#services/prepaid/domain/rows.ts'
import { matterOf } from '#services/prepaid/domain/sign.ts'
import { findRow } from '#platform/postgres/table-reader.ts'
import { prepaid as ask } from '#apps/demonstration/acts.ts'
import { COUNT, TERMS } from '../prepaid/opened.ts'
import { asking } from '../prepaid/rig.ts'
import { NOTARY, OFFICE, REGISTRAR, REGISTRY, type Stage } from './stage.ts'

export const TELLER = 'pty_teller'
export const SHOP = 'pty_shop'
export const HEAD = 'pty_shop-head'
const BANK = 'pty_bank'
const PRODUCT = 'prd_first'
const words = { en: 'Classes', zh: '课程' }

const partiesDo = (stage: Stage, name: string, fields: JsonObject) =>
  stage.done(asking(`parties.${name}`, fields), REGISTRAR)

const prepaidDo = (stage: Stage, name: string, fields: JsonObject, by: string) =>
  stage.done(asking(`prepaid.${name}`, fields), by)

/** The office opens its account, and a shop sells a card. */
export async function selling(stage: Stage): Promise<void> {
  const registry = REGISTRY
  const by = REGISTRY
  const name = { en: 'Gym', zh: '健身房' }
  const bank = { registry, organisation: BANK, kind: 'bank', name }
  await partiesDo(stage, 'register-organisation', bank)
  await partiesDo(stage, 'register-organisation', {
    registry,
    organisation: SHOP,
    kind: 'shop',
    name,
  })
  const staff = [
    [TELLER, BANK, 'teller'],
    [HEAD, SHOP, 'head'],
  ] as const
  for (const [person, organisation, role] of staff) {
    await partiesDo(stage, 'register-person', { by, person, name: `Name of ${person}` })
    await partiesDo(stage, 'appoint', { by, organisation, person, role })
  }
  const depositary = { office: OFFICE, bank: BANK, accountName: words, terms: TERMS }
  await stage.done(ask(NOTARY, 'open-depositary', depositary).command, NOTARY)
  const application = { shop: SHOP, industry: 'fitness', area: 'CHANGNING', licence: 'TEST-1' }
  const lease = { leaseEndsOn: '2039-12-31', account: 'TEST-ACCOUNT' }
  await prepaidDo(stage, 'apply', { ...application, ...lease }, HEAD)
  const checks = ['licence', 'lease', 'industry', 'account-name']
  await prepaidDo(stage, 'approve-shop', { shop: SHOP, checks }, NOTARY)
  await prepaidDo(stage, 'list-product', { product: PRODUCT, shop: SHOP, offer: COUNT }, HEAD)
}

/** A consumer signs and pays: `contract` names both. */
export async function buy(
  stage: Stage,
  consumer: string,
  { contract, payer }: { readonly contract: string; readonly payer: string },
): Promise<void> {
  const textSha256 = contractTextSha256(await matter(stage))
  const signed = { contract, product: PRODUCT, hasPriorExperience: true, textSha256 }
  await prepaidDo(stage, 'sign', signed, consumer)
  const paid = { kind: 'credit', amountMinor: COUNT.priceMinor, reference: contract, payer }
  const line = { bankEntry: `bank-${contract}`, valueDay: legalDayOf(stage.nowMs()) }
  await prepaidDo(stage, 'record-bank-entry', { ...line, ...paid }, TELLER)
}

async function matter(stage: Stage) {
  const { pool } = stage
  const [product, shop, depositary, gym, office] = await Promise.all([
    findRow(pool, productTable, 'sh', PRODUCT),
    findRow(pool, shopTable, 'sh', SHOP),
    findRow(pool, depositaryTable, 'sh', DEPOSITARY),
    findRow(pool, partyTable, 'sh', SHOP),
    findRow(pool, partyTable, 'sh', OFFICE),
  ])
  if (product === undefined || shop === undefined || depositary === undefined) {
    throw new Error('the shop sells')
  }
  const names = { shopName: gym?.name ?? null, officeName: office?.name ?? null }
  const day = legalDayOf(stage.nowMs())
  return matterOf({ product, shop }, { terms: depositary.terms, ...names, day })
}
