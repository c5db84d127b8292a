/** Handovers by HTTP: acts of the parties, what they see, and the comparison of both sides. */
import type pg from 'pg'
import { z } from 'zod'
import { BookName, pageFields, pageOf } from '#platform/http/fields.ts'
import { commandRoute, found, problem, readRoute, type Route } from '#platform/http/route.ts'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { COMMANDS, ConsignmentId, type CommandName, type HandoverCommand } from '../contract.ts'
import { STANDINGS } from '../domain/reconcile.ts'
import { listCourierStates } from '../store/courier.ts'
import { listArrived, listPolicies, listSent, type Turning } from '../store/handovers.ts'
import { findOwnOrganisation } from '../store/staff.ts'
import type { Served } from './asking.ts'
import { receiptRoute } from './receipts.ts'
import { reconcile } from './reconciliation.ts'
import { refusalsOf } from './refusals.ts'
import { arrivalView, ArrivalView, dispatchView, DispatchView } from './views.ts'

const OfBook = z.strictObject({ book: BookName })

const problems = {
  not_appointed_here: {
    status: 403,
    en: 'You act for no organisation in this book. Ask one to appoint you.',
    zh: '您在本账簿中不代表任何机构，请联系相应机构任命。',
  },
  unknown_cursor: {
    status: 422,
    en: 'This cursor is not one of ours: start without one.',
    zh: '该游标无效：请不带游标重新开始。',
  },
} as const

export function handoverRoutes(pool: pg.Pool, log: Served['log']): readonly Route[] {
  return [
    ...policyRoutes(pool),
    ...actRoutes(),
    ...readRoutes(pool),
    receiptRoute({ pool, log }),
    reconciliationRoute(pool),
  ]
}

const ask = <N extends CommandName>(
  name: N,
  body: Omit<HandoverCommand<N>, 'type'>,
): { readonly type: `handover.${N}` } & Omit<HandoverCommand<N>, 'type'> => ({
  type: `handover.${name}`,
  ...body,
})

function policyRoutes(pool: pg.Pool): readonly Route[] {
  return [
    readRoute({
      path: '/v1/books/:book/handover/policies',
      summary: 'The policies by which this book judges receipts of other books, by origin.',
      access: 'public',
      params: OfBook,
      response: z.strictObject({
        items: z.array(
          z.strictObject({
            origin: z.string(),
            policy: z.string(),
            level: z.enum(['logged', 'witnessed']),
            maxAgeHours: z.int(),
            entry: z.int(),
          }),
        ),
      }),
      async read({ params: { book } }) {
        const rows = await listPolicies(pool, book)
        const items = rows.map(({ origin, policy, level, maxAgeHours, entry }) => ({
          origin,
          policy,
          level: level === 'logged' ? ('logged' as const) : ('witnessed' as const),
          maxAgeHours,
          entry,
        }))
        return found({ items }, 'brief')
      },
    }),
    commandRoute({
      path: '/v1/books/:book/handover/policies',
      summary: 'Adopt a policy by which receipts of another book are judged from now on.',
      access: 'handover.trust',
      body: COMMANDS['adopt-policy'],
      refusals: refusalsOf('adopt-policy'),
      command: ({ body }) => ask('adopt-policy', body),
    }),
    commandRoute({
      path: '/v1/books/:book/handover/policy-withdrawals',
      summary: 'Believe receipts of another book no more.',
      access: 'handover.trust',
      body: COMMANDS['withdraw-policy'],
      refusals: refusalsOf('withdraw-policy'),
      command: ({ body }) => ask('withdraw-policy', body),
    }),
  ]
}

function actRoutes(): readonly Route[] {
  return [
    commandRoute({
      path: '/v1/books/:book/consignments',
      summary: 'Send a consignment to a consignee in another book.',
      access: 'handover.act',
      body: COMMANDS.send,
      refusals: refusalsOf('send'),
      command: ({ body }) => ask('send', body),
    }),
    commandRoute({
      path: '/v1/books/:book/consignments/:consignment/write-off',
      summary: 'Write off what is overdue, there or on its way back.',
      access: 'handover.act',
      params: z.strictObject({ book: BookName, consignment: ConsignmentId }),
      body: z.strictObject({ note: COMMANDS['write-off'].shape.note }),
      refusals: refusalsOf('write-off'),
      command: ({ params: { consignment }, body }) => ask('write-off', { consignment, ...body }),
    }),
    commandRoute({
      path: '/v1/books/:book/arrivals',
      summary: 'Receive a consignment by the receipt of its sending, as it was counted.',
      access: 'handover.act',
      body: COMMANDS.receive,
      refusals: refusalsOf('receive'),
      command: ({ body }) => ask('receive', body),
    }),
    commandRoute({
      path: '/v1/books/:book/arrivals/refusals',
      summary: 'Turn a consignment away at the door, by the receipt of its sending.',
      access: 'handover.act',
      body: COMMANDS.refuse,
      refusals: refusalsOf('refuse'),
      command: ({ body }) => ask('refuse', body),
    }),
    commandRoute({
      path: '/v1/books/:book/arrivals/returns',
      summary: 'Send back what was received, whole or in part.',
      access: 'handover.act',
      body: COMMANDS.return,
      refusals: refusalsOf('return'),
      command: ({ body }) => ask('return', body),
    }),
    commandRoute({
      path: '/v1/books/:book/answers',
      summary: 'Bring the receipt of another book’s answer: what was open here is closed by it.',
      access: 'handover.act',
      body: COMMANDS.acknowledge,
      refusals: refusalsOf('acknowledge'),
      command: ({ body }) => ask('acknowledge', body),
    }),
    commandRoute({
      path: '/v1/books/:book/take-backs',
      summary: 'Take goods back, by the receipt of their refusal or return, as they were counted.',
      access: 'handover.act',
      body: COMMANDS['take-back'],
      refusals: refusalsOf('take-back'),
      command: ({ body }) => ask('take-back', body),
    }),
  ]
}

type Cursor = { readonly cursor?: string | undefined; readonly limit: number }

/** One more than is shown tells whether there is a next page. Null for a cursor that is none. */
function turningOf({ cursor, limit }: Cursor): Turning | null {
  const before = cursor === undefined ? null : wholeFromDecimal(cursor)
  return cursor !== undefined && before === null ? null : { before, limit: limit + 1 }
}

function pageFrom<R extends { readonly entry: number }, V>(
  rows: readonly R[],
  limit: number,
  show: (row: R) => V,
): { items: V[]; next?: string } {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const items = shown.map(show)
  return last === undefined ? { items } : { items, next: String(last.entry) }
}

function readRoutes(pool: pg.Pool): readonly Route[] {
  return [
    readRoute({
      path: '/v1/books/:book/consignments',
      summary: 'What your organisation sent from this book, or carries, the newest first.',
      access: 'handover.read',
      problems,
      params: OfBook,
      query: z.strictObject(pageFields),
      response: pageOf(DispatchView),
      async read({ params: { book }, query, principal }) {
        const own = await findOwnOrganisation(pool, book, principal)
        if (own === null) return problem('not_appointed_here')
        const turning = turningOf(query)
        if (turning === null) return problem('unknown_cursor')
        const rows = await listSent(pool, book, own, turning)
        return found(pageFrom(rows, query.limit, dispatchView))
      },
    }),
    readRoute({
      path: '/v1/books/:book/arrivals',
      summary: 'What arrived in this book for your organisation, or with it, the newest first.',
      access: 'handover.read',
      problems,
      params: OfBook,
      query: z.strictObject(pageFields),
      response: pageOf(ArrivalView),
      async read({ params: { book }, query, principal }) {
        const own = await findOwnOrganisation(pool, book, principal)
        if (own === null) return problem('not_appointed_here')
        const turning = turningOf(query)
        if (turning === null) return problem('unknown_cursor')
        const rows = await listArrived(pool, book, own, turning)
        return found(pageFrom(rows, query.limit, arrivalView))
      },
    }),
  ]
}

function reconciliationRoute(pool: pg.Pool): Route {
  return readRoute({
    path: '/v1/books/:book/reconciliation',
    summary:
      'Both sides of every way between this book and the others here, the gravest difference first.',
    access: 'handover.reconcile',
    params: OfBook,
    response: z.strictObject({
      items: z.array(
        z.strictObject({
          from: z.string(),
          to: z.string(),
          consignment: z.string(),
          standing: z.enum(STANDINGS),
          isOpen: z.boolean(),
          dispatch: DispatchView.nullable(),
          arrival: ArrivalView.nullable(),
        }),
      ),
      couriers: z.array(
        z.strictObject({
          book: z.string(),
          destination: z.string(),
          nextEntry: z.int(),
          waitsFor: z.string().nullable(),
          parked: z.int(),
        }),
      ),
    }),
    async read({ params: { book }, books }) {
      const [compared, couriers] = await Promise.all([
        reconcile(pool, books, book),
        listCourierStates(pool, book),
      ])
      const items = compared.map(({ dispatch, arrival, ...line }) => ({
        ...line,
        dispatch: dispatch && dispatchView(dispatch),
        arrival: arrival && arrivalView(arrival),
      }))
      return found({ items, couriers: [...couriers] })
    },
  })
}
