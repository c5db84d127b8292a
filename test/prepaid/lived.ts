/** A book in memory with something of everything that is read: two shops, two cards, money on its way. */
import { account, balanceMinor } from '#kernel/money/transfer.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import { BANK } from '#services/prepaid/domain/accounts.ts'
import { offerToJson } from '#services/prepaid/domain/products.ts'
import * as stage from './opened.ts'
import { asking, type World } from './rig.ts'
import { textOfProduct } from './text.ts'

const { SHOP, OTHER_SHOP, CLERK, OTHER_HEAD, CONSUMER, OTHER_CONSUMER } = stage
const { NOTARY, OTHER_NOTARY, TELLER } = stage
export const INSPECTOR = 'pty_inspector'
/** Head of a shop that waits for its approval. */
export const APPLICANT = 'pty_applicant'

const act = (world: World, actor: string, name: string, fields: JsonObject) =>
  world.do(asking(`prepaid.${name}`, fields), actor)

/** A card with a class paid out, one contested and one open; another of another consumer at another shop. */
export function lived(): { readonly world: World; readonly through: string } {
  const world = stage.withCard(stage.COUNT, true)
  const registry = { by: 'pty_registry' }
  const name = { en: 'Supervision', zh: '监管' }
  const authority = { organisation: 'pty_authority', kind: 'authority', name }
  const asRegistrar = (type: string, fields: JsonObject) =>
    world.do(asking(`parties.${type}`, fields), 'pty_registrar')
  asRegistrar('register-organisation', { registry: 'pty_registry', ...authority })
  asRegistrar('register-person', { ...registry, person: INSPECTOR, name: 'An Inspector' })
  const inspector = { organisation: 'pty_authority', person: INSPECTOR, role: 'inspector' }
  asRegistrar('appoint', { ...inspector, ...registry })
  apply(world)
  useCard(world)
  const through = settle(world)
  secondCard(world)
  return { world, through }
}

function apply(world: World): void {
  const by = 'pty_registry'
  const shop = 'pty_waiting'
  const ask = (type: string, fields: JsonObject) =>
    world.do(asking(`parties.${type}`, { by, ...fields }), 'pty_registrar')
  const name = { en: 'Waiting', zh: '等待' }
  const organisation = { registry: by, organisation: shop, kind: 'shop', name }
  world.do(asking('parties.register-organisation', organisation), 'pty_registrar')
  ask('register-person', { person: APPLICANT, name: 'An Applicant' })
  ask('appoint', { organisation: shop, person: APPLICANT, role: 'head' })
  act(world, APPLICANT, 'apply', {
    shop,
    industry: 'tutoring',
    area: 'PUDONG',
    licence: 'TEST-2',
    leaseEndsOn: '2029-12-31',
    account: 'TEST-ACCOUNT',
  })
}

function useCard(world: World): void {
  const servedOn = legalDayOf(world.nowMs)
  for (const use of ['use_paid', 'use_contested', 'use_open']) {
    const asked = { use, contract: stage.CONTRACT, servedOn, servedAt: '08:00' }
    act(world, CLERK, 'request-use', { ...asked, isForConsumer: false })
  }
  act(world, CONSUMER, 'confirm-use', { use: 'use_paid' })
  act(world, CONSUMER, 'contest-use', { use: 'use_contested', reason: 'not-there' })
}

function settle(world: World): string {
  world.passUntil(world.nowMs + 10 * 86_400_000)
  const through = addDays(legalDayOf(world.nowMs), -1)
  const settlement = 'set_first'
  const proposal = { settlement, through, shops: [SHOP], approver: OTHER_NOTARY }
  act(world, NOTARY, 'propose-settlement', proposal)
  act(world, OTHER_NOTARY, 'approve-settlement', { settlement })
  act(world, TELLER, 'record-bank-entry', {
    bankEntry: 'bank-lost',
    kind: 'credit',
    amountMinor: 4_200,
    reference: 'nothing',
    valueDay: through,
  })
  const bank = world.get(account, BANK)
  const closingMinor = bank === undefined ? 0 : Number(balanceMinor(bank))
  act(world, TELLER, 'record-statement', { day: through, closingMinor })
  return through
}

function secondCard(world: World): void {
  act(world, OTHER_HEAD, 'list-product', {
    product: 'prd_other',
    shop: OTHER_SHOP,
    offer: offerToJson(stage.COUNT),
  })
  act(world, OTHER_CONSUMER, 'sign', {
    contract: 'con_other',
    product: 'prd_other',
    hasPriorExperience: true,
    textSha256: textOfProduct(world, 'prd_other'),
  })
  const { command, actor } = stage.paying('con_other', stage.COUNT.priceMinor, world)
  world.do(command, actor)
  const refund = { refund: 'rfd_other', contract: 'con_other', cause: 'consumer' }
  act(world, OTHER_CONSUMER, 'ask-refund', refund)
}
