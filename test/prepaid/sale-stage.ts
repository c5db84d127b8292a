/** From the register of parties to a signed contract, one step after the other, in a book in memory. */
import { assert } from '#kernel/std/assert.ts'
import { isJsonObject, parseJson } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { parties } from '#services/parties/index.ts'
import {
  COMMANDS,
  SHOP_CHECKS,
  type CommandName,
  type Offer,
  type Terms,
} from '#services/prepaid/contract.ts'
import { prepaid } from '#services/prepaid/index.ts'
import { asking, world, type World } from './rig.ts'
import { textOfProduct } from './text.ts'

export const OFFICE = 'pty_office'
export const HOLDER = 'pty_bank'
export const SHOP = 'pty_shop'
export const TUTOR = 'pty_tutor'
export const NOTARY = 'pty_notary'
export const HEAD = 'pty_head'
export const CLERK = 'pty_clerk'
export const TELLER = 'pty_teller'
export const LI = 'pty_xiaoli'
export const NOBODY = 'pty_nobody'

export const words = { en: 'Ten classes', zh: '十次课' }
export const terms: Terms = {
  objectionWorkingDays: 3,
  deemedWorkingDays: 15,
  remindersBeforeWorkingDays: [5, 1],
  answerWorkingDays: 5,
  paymentDays: 3,
  approvalWorkingDays: 2,
  interest: { basis: 'by-cause', dayCount: 365 },
  feeBearer: 'none',
}
export const offer: Offer = {
  kind: 'count',
  name: words,
  priceMinor: 1_000_000,
  listUnitMinor: 120_000,
  uses: 10,
  giftUses: 2,
  validityDays: 180,
}
export const month: Offer = {
  kind: 'period',
  name: words,
  priceMinor: 50_000,
  listPriceMinor: 50_000,
  days: 31,
  giftDays: 0,
}

export type Fields = Readonly<Record<string, unknown>>

/** A command as the slice's own door takes it. */
export function ask(name: CommandName, fields: Fields) {
  const parsed = parseJson(JSON.stringify(COMMANDS[name].parse(fields)))
  assert(parsed.ok && isJsonObject(parsed.value), 'a command is an object')
  return asking(`prepaid.${name}`, parsed.value)
}

export const deposit = { office: OFFICE, bank: HOLDER, accountName: words, terms }
export const application = {
  shop: SHOP,
  industry: 'fitness',
  area: 'CHANGNING',
  licence: '91310105TEST',
  leaseEndsOn: '2028-06-30',
  account: '6222 0000 1111 2222',
}
export const approval = { shop: SHOP, checks: SHOP_CHECKS }
export const listing = { product: 'prd_swim', shop: SHOP, offer }

/** Who there is: an office with a notary, a bank with a teller, two shops with one head, and Li. */
export function registered(): World {
  const book = world([parties, prepaid])
  const by = 'pty_registry'
  const register = (type: string, fields: JsonObject, actor = NOBODY) =>
    book.do(asking(`parties.${type}`, fields), actor)
  register('found', { registry: by })
  for (const [organisation, kind] of [
    [OFFICE, 'notary-office'],
    [HOLDER, 'bank'],
    [SHOP, 'shop'],
    [TUTOR, 'shop'],
  ] as const) {
    const name = { en: `The ${kind}`, zh: `某${kind}` }
    register('register-organisation', { registry: by, organisation, kind, name })
  }
  for (const person of [NOTARY, HEAD, CLERK, TELLER, LI]) {
    register('register-person', { by, person, name: 'A Person' })
  }
  for (const [organisation, person, role] of [
    [OFFICE, NOTARY, 'notary'],
    [HOLDER, TELLER, 'teller'],
    [SHOP, HEAD, 'head'],
    [TUTOR, HEAD, 'head'],
  ] as const) {
    register('appoint', { organisation, person, role, by })
  }
  register('appoint', { organisation: SHOP, person: CLERK, role: 'clerk', by: SHOP }, HEAD)
  return book
}

export type Step = 'opened' | 'applied' | 'approved' | 'listed' | 'signed'
const STEPS: readonly Step[] = ['opened', 'applied', 'approved', 'listed', 'signed']

/** The story up to and with a step. */
export function after(step: Step): World {
  const book = registered()
  const acts: Readonly<Record<Step, () => unknown>> = {
    opened: () => book.do(ask('open-depositary', deposit), NOTARY),
    applied: () => book.do(ask('apply', application), HEAD),
    approved: () => book.do(ask('approve-shop', approval), NOTARY),
    listed: () => book.do(ask('list-product', listing), HEAD),
    signed: () => book.do(ask('sign', signature(book)), LI),
  }
  for (const one of STEPS.slice(0, STEPS.indexOf(step) + 1)) acts[one]()
  return book
}

export function signature(book: World, more: Fields = {}): Fields {
  const textSha256 = textOfProduct(book, 'prd_swim')
  const fields = { contract: 'con_first', product: 'prd_swim', hasPriorExperience: false }
  return { ...fields, textSha256, ...more }
}

export const withdrawn = ask('withdraw-product', { product: 'prd_swim' })
export const suspended = ask('suspend-shop', { shop: SHOP, reason: 'The licence ran out' })
