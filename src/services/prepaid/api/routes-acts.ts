/**
 * Everything that a person or a machine may ask of prepaid money, as routes. Things are made with a POST to
 * their list, and changed with a POST to what is done to them: `…/uses`, `…/uses/:use/confirm`. The body has
 * the other fields of the command. The clock's own acts have no address.
 */
import { z } from 'zod'
import type { $ZodType } from 'zod/v4/core'
import type { Permission } from '#kernel/identity/principal.ts'
import { assert } from '#kernel/std/assert.ts'
import { BookName, IdempotencyKey } from '#platform/http/fields.ts'
import { bulkRoute, commandRoute, type OfBook, type Route } from '#platform/http/route.ts'
import { COMMANDS, type CommandName } from '../contract.ts'
import { refusalsOf } from './refusals.ts'

/** What falls due of itself: the book's clock submits it, and nobody else. */
export const CLOCK_COMMANDS = [
  'lapse-unpaid',
  'lapse-validity',
  'lapse-period',
  'lapse-use',
  'deem-refund',
  'lapse-settlement',
] as const satisfies readonly CommandName[]

export type AskedCommand = Exclude<CommandName, (typeof CLOCK_COMMANDS)[number]>

interface Act {
  /** Below `/v1/books/:book/prepaid`; its one name, if it has one, is a field of the command. */
  readonly path: `/${string}`
  readonly access: Permission
  readonly summary: string
}

/** A till books a day, and a bank an hour, in one request. */
export const BULK_ITEMS_MAX = 500

const buy = (path: Act['path'], summary: string): Act => ({ path, access: 'prepaid.buy', summary })
const serve = (path: Act['path'], summary: string): Act => ({
  path,
  access: 'prepaid.counter',
  summary,
})
const sell = (path: Act['path'], summary: string): Act => ({
  path,
  access: 'prepaid.shop',
  summary,
})
const notarise = (path: Act['path'], summary: string): Act => ({
  path,
  access: 'prepaid.notarise',
  summary,
})
const bank = (path: Act['path'], summary: string): Act => ({
  path,
  access: 'prepaid.bank',
  summary,
})

export const ACTS: Readonly<Record<AskedCommand, Act>> = {
  'open-depositary': notarise('/depositary', 'A notary opens the deposit account of a book.'),
  apply: sell('/shops', 'The head of a shop applies for it to be supervised.'),
  'approve-shop': notarise('/shops/:shop/approve', 'A notary attests to the checks of a shop.'),
  'decline-shop': notarise('/shops/:shop/decline', 'A notary declines the application of a shop.'),
  'suspend-shop': notarise('/shops/:shop/suspend', 'A notary stops the sales of a shop.'),
  'reinstate-shop': notarise('/shops/:shop/reinstate', 'A notary lets a shop sell again.'),
  'list-product': sell('/products', 'The head of a shop lists a card, within the caps of the law.'),
  'withdraw-product': sell('/products/:product/withdraw', 'The head of a shop withdraws a card.'),
  sign: buy('/contracts', 'A consumer signs the contract that it read.'),
  'record-bank-entry': bank('/bank-entries', 'The bank says what it booked.'),
  'propose-match': notarise(
    '/bank-entries/:bankEntry/match',
    'A notary proposes what suspended money is for; without a contract it goes back.',
  ),
  'approve-match': notarise('/bank-entries/:bankEntry/match/approve', 'Another notary approves.'),
  'reject-match': notarise('/bank-entries/:bankEntry/match/reject', 'A notary rejects a match.'),
  'record-statement': bank('/statements', 'The bank states its closing balance of a day.'),
  'request-use': serve('/uses', 'A counter enters a class that was given.'),
  'check-in': buy('/check-ins', 'A consumer scans the code of a shop: a class, confirmed at once.'),
  'confirm-use': buy('/uses/:use/confirm', 'A consumer confirms a class.'),
  'contest-use': buy('/uses/:use/contest', 'A consumer contests a class.'),
  'withdraw-use': serve('/uses/:use/withdraw', 'A shop takes back a class that it entered.'),
  'decide-use': notarise('/uses/:use/decide', 'A notary decides a contested class.'),
  'propose-settlement': notarise('/settlements', 'A notary proposes to pay what matured.'),
  'approve-settlement': notarise('/settlements/:settlement/approve', 'The named notary approves.'),
  'reject-settlement': notarise('/settlements/:settlement/reject', 'A notary rejects it.'),
  'name-substitute': notarise('/substitutes', 'A notary names who decides while it is away.'),
  'ask-refund': buy('/refunds', 'A consumer asks for a refund; the contract stops at once.'),
  'withdraw-refund': buy('/refunds/:refund/withdraw', 'A consumer takes back what it asked for.'),
  'answer-refund': sell('/refunds/:refund/answer', 'The head of the shop agrees or objects.'),
  'approve-refund': notarise('/refunds/:refund/approve', 'A notary approves a refund.'),
  'decline-refund': notarise('/refunds/:refund/decline', 'A notary declines a refund.'),
  'give-account': buy('/refunds/:refund/account', 'A consumer gives another account of its own.'),
  'resend-refund': notarise('/refunds/:refund/resend', 'A notary orders a returned refund again.'),
}

const BULK: readonly AskedCommand[] = ['request-use', 'record-bank-entry']

export const askedCommands = Object.keys(ACTS).filter((name): name is AskedCommand => name in ACTS)

export const actRoutes: readonly Route[] = [
  ...askedCommands.map(actRouteOf),
  ...BULK.map(bulkRouteOf),
]

type Shape = Readonly<Record<string, $ZodType>>

interface Parts {
  /** The schema of the name in the path, by that name; empty where there is none. */
  readonly named: Shape
  readonly rest: Shape
}

function partsOf(name: AskedCommand): Parts {
  const shape: Shape = COMMANDS[name].shape
  const inPath = /:([a-zA-Z]+)/.exec(ACTS[name].path)?.[1]
  if (inPath === undefined) return { named: {}, rest: shape }
  const { [inPath]: schema, ...rest } = shape
  assert(schema !== undefined, `${name} has the field ${inPath}`)
  return { named: { [inPath]: schema }, rest }
}

function actRouteOf(name: AskedCommand): Route {
  const { path, access, summary } = ACTS[name]
  const { named, rest } = partsOf(name)
  return commandRoute<OfBook, Readonly<Record<string, unknown>>>({
    path: `/v1/books/:book/prepaid${path}`,
    summary,
    access,
    params: z.strictObject({ book: BookName, ...named }),
    body: z.strictObject(rest),
    refusals: refusalsOf(name),
    command({ params, body }) {
      const { book, ...ofPath } = params
      assert(book !== undefined, 'the path of an act has its book')
      return { type: `prepaid.${name}`, ...ofPath, ...body }
    },
  })
}

function bulkRouteOf(name: AskedCommand): Route {
  const { path, access, summary } = ACTS[name]
  const { rest } = partsOf(name)
  const fields = z.strictObject({ key: IdempotencyKey, ...rest })
  return bulkRoute({
    path: `/v1/books/:book/prepaid${path}/bulk`,
    summary: `Many at once, in order; each has its own key and outcome. ${summary}`,
    access,
    item: fields,
    itemsMax: BULK_ITEMS_MAX,
    refusals: refusalsOf(name),
    request: ({ key, ...command }) => ({ key, command: { type: `prepaid.${name}`, ...command } }),
  })
}
