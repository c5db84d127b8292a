/**
 * The acts of a notary as forms. Each stands on the page of its case and comes back to it: with its receipt, or
 * with what was refused and the way out. Ids come from the form's key, so that two clicks are one act.
 */
import { z } from 'zod'
import { contentId } from '#kernel/identity/content-id.ts'
import {
  optionalField,
  Tickable,
  Ticked,
  TypedDay,
  typedText,
  TypedYuan,
} from '#platform/http/form-fields.ts'
import { type FormAct, formRoute, type FormRoute } from '#platform/http/form-route.ts'
import type { Words } from '#platform/http/route.ts'
import {
  BankEntryId,
  CAUSES,
  type CommandName,
  ContractId,
  FEN_MAX,
  Party,
  type PrepaidCommand,
  REASON_CHARS_MAX,
  RefundId,
  SettlementId,
  SHOP_CHECKS,
  UseId,
} from '../contract.ts'
import { deskPath } from '../web/paths.ts'
import { casePath, type CaseKind, settlePath, substitutePath } from '../web/desk-paths.ts'
import { SHOPS_PROPOSED_MAX } from './desk-settlements.ts'
import { refusalsOf } from './refusals.ts'

const NOTARISE = 'prepaid.notarise'

const Reason = typedText(REASON_CHARS_MAX)

const SAY = {
  reason: {
    en: `Say why, in at most ${REASON_CHARS_MAX} characters.`,
    zh: `请说明理由，不超过 ${REASON_CHARS_MAX} 字。`,
  },
  seen: { en: 'Look at the checks, and tick that you have.', zh: '请核对各项并勾选。' },
  choose: { en: 'Choose one.', zh: '请选择一项。' },
  notary: { en: 'Choose another notary of the office.', zh: '请选择本公证处的另一名公证员。' },
  day: { en: 'Give a day that exists: day, month, year.', zh: '请填写存在的日期：年、月、日。' },
  yuan: {
    en: 'Give an amount in yuan, such as 120.00, or 0.',
    zh: '请填写金额（元），例如 120.00；没有填 0。',
  },
  anew: { en: 'Open the page anew.', zh: '请重新打开该页面。' },
} as const satisfies Readonly<Record<string, Words>>

const act = <N extends CommandName>(book: string, command: PrepaidCommand<N>): FormAct => ({
  book,
  command,
})

const pageOf = (kind: CaseKind): `/${string}` => `${deskPath}/${kind}/:id`

/** What every form on a case has. */
function onCase(kind: CaseKind, done: string, name: CommandName) {
  const page = pageOf(kind)
  return {
    path: `${page}/${done}` as const,
    page,
    permission: NOTARISE,
    refusals: refusalsOf(name),
  } as const
}

export function deskForms(): readonly FormRoute[] {
  return [
    ...settlementForms(),
    ...refundForms(),
    ...moneyForms(),
    useForm(),
    ...shopForms(),
    substituteForm(),
  ]
}

/** `take-0`, `take-1` …: a box for each shop of the hidden list. */
const takes = Object.fromEntries(
  Array.from({ length: SHOPS_PROPOSED_MAX }, (_, place) => [`take-${place}`, Tickable]),
)
const Shops = z
  .string()
  .transform((text) => text.split(' '))
  .pipe(z.array(Party).min(1).max(SHOPS_PROPOSED_MAX))

/** With the ticked ones of the shops alone. */
const Proposal = z
  .strictObject({ through: TypedDay, shops: Shops, approver: Party, ...takes })
  .transform(({ through, shops, approver, ...boxes }) => {
    const taken: ReadonlyMap<string, unknown> = new Map(Object.entries(boxes))
    const isTaken = (place: number): boolean => taken.get(`take-${place}`) === true
    return { through, approver, shops: shops.filter((_, place) => isTaken(place)) }
  })

function settlementForms(): readonly FormRoute[] {
  const params = z.strictObject({ id: SettlementId })
  return [
    formRoute({
      path: settlePath,
      permission: NOTARISE,
      schema: Proposal,
      sentences: {
        through: SAY.day,
        shops: SAY.anew,
        approver: SAY.notary,
      },
      refusals: {
        ...refusalsOf('propose-settlement'),
        no_shop_taken: {
          status: 422,
          en: 'No shop is ticked, so there is nothing to propose. Tick one or more.',
          zh: '没有勾选商户，无可提议。请至少勾选一家。',
        },
      },
      fieldOf: {
        approver_not_notary: 'approver',
        own_approval: 'approver',
        day_not_over: 'through',
      },
      command({ person, fields, key }) {
        const { through, approver, shops } = fields
        if (shops.length === 0) return { refused: 'no_shop_taken' }
        const settlement = contentId('set_', [key])
        return act<'propose-settlement'>(person.book, {
          type: 'prepaid.propose-settlement',
          settlement,
          through,
          shops,
          approver,
        })
      },
      done: ({ key }) => casePath('settlement', contentId('set_', [key])),
    }),
    formRoute({
      ...onCase('settlement', 'approve', 'approve-settlement'),
      params,
      schema: z.strictObject({ seen: Ticked }),
      sentences: { seen: SAY.seen },
      command: ({ person, params: { id: settlement } }) =>
        act<'approve-settlement'>(person.book, { type: 'prepaid.approve-settlement', settlement }),
    }),
    formRoute({
      ...onCase('settlement', 'reject', 'reject-settlement'),
      params,
      schema: z.strictObject({ reason: Reason }),
      sentences: { reason: SAY.reason },
      command: ({ person, params: { id: settlement }, fields: { reason } }) =>
        act<'reject-settlement'>(person.book, {
          type: 'prepaid.reject-settlement',
          settlement,
          reason,
        }),
    }),
  ]
}

const Deduction = TypedYuan.refine((fen) => fen <= BigInt(FEN_MAX)).transform(Number)

function refundForms(): readonly FormRoute[] {
  const params = z.strictObject({ id: RefundId })
  return [
    formRoute({
      ...onCase('refund', 'approve', 'approve-refund'),
      params,
      schema: z.strictObject({
        cause: z.enum(CAUSES),
        deduction: Deduction,
        deductionReason: optionalField(Reason),
      }),
      sentences: { cause: SAY.choose, deduction: SAY.yuan, deductionReason: SAY.reason },
      fieldOf: {
        cause_not_asked: 'cause',
        deduction_unexplained: 'deductionReason',
        deduction_too_large: 'deduction',
      },
      command: ({ person, params: { id: refund }, fields }) =>
        act<'approve-refund'>(person.book, {
          type: 'prepaid.approve-refund',
          refund,
          cause: fields.cause,
          deductionMinor: fields.deduction,
          ...(fields.deductionReason === undefined
            ? {}
            : { deductionReason: fields.deductionReason }),
        }),
    }),
    formRoute({
      ...onCase('refund', 'decline', 'decline-refund'),
      params,
      schema: z.strictObject({ reason: Reason }),
      sentences: { reason: SAY.reason },
      command: ({ person, params: { id: refund }, fields: { reason } }) =>
        act<'decline-refund'>(person.book, { type: 'prepaid.decline-refund', refund, reason }),
    }),
    formRoute({
      ...onCase('refund', 'resend', 'resend-refund'),
      params,
      schema: z.strictObject({}),
      sentences: {},
      command: ({ person, params: { id: refund } }) =>
        act<'resend-refund'>(person.book, { type: 'prepaid.resend-refund', refund }),
    }),
  ]
}

/** The contract that money is for, or that it goes back to whoever paid. */
const Match = z.union([z.literal('back'), ContractId])

function moneyForms(): readonly FormRoute[] {
  const params = z.strictObject({ id: BankEntryId })
  return [
    formRoute({
      ...onCase('money', 'propose', 'propose-match'),
      params,
      schema: z.strictObject({ match: Match }),
      sentences: { match: SAY.choose },
      fieldOf: {
        contract_unknown: 'match',
        contract_not_signed: 'match',
        amount_differs: 'match',
      },
      command: ({ person, params: { id: bankEntry }, fields: { match } }) =>
        act<'propose-match'>(person.book, {
          type: 'prepaid.propose-match',
          bankEntry,
          ...(match === 'back' ? {} : { contract: match }),
        }),
    }),
    formRoute({
      ...onCase('money', 'approve', 'approve-match'),
      params,
      schema: z.strictObject({ match: Match }),
      sentences: { match: SAY.anew },
      command: ({ person, params: { id: bankEntry }, fields: { match } }) =>
        act<'approve-match'>(person.book, {
          type: 'prepaid.approve-match',
          bankEntry,
          ...(match === 'back' ? {} : { contract: match }),
        }),
    }),
    formRoute({
      ...onCase('money', 'reject', 'reject-match'),
      params,
      schema: z.strictObject({}),
      sentences: {},
      command: ({ person, params: { id: bankEntry } }) =>
        act<'reject-match'>(person.book, { type: 'prepaid.reject-match', bankEntry }),
    }),
  ]
}

function useForm(): FormRoute {
  return formRoute({
    ...onCase('use', 'decide', 'decide-use'),
    params: z.strictObject({ id: UseId }),
    schema: z.strictObject({ outcome: z.enum(['for-shop', 'for-consumer']), reason: Reason }),
    sentences: { outcome: SAY.choose, reason: SAY.reason },
    command: ({ person, params: { id: use }, fields: { outcome, reason } }) =>
      act<'decide-use'>(person.book, { type: 'prepaid.decide-use', use, outcome, reason }),
  })
}

function shopForms(): readonly FormRoute[] {
  const params = z.strictObject({ id: Party })
  const because = (name: 'decline-shop' | 'suspend-shop', done: string) =>
    formRoute({
      ...onCase('shop', done, name),
      params,
      schema: z.strictObject({ reason: Reason }),
      sentences: { reason: SAY.reason },
      command: ({ person, params: { id: shop }, fields: { reason } }) => ({
        book: person.book,
        command: { type: `prepaid.${name}`, shop, reason } satisfies PrepaidCommand<typeof name>,
      }),
    })
  return [
    formRoute({
      ...onCase('shop', 'approve', 'approve-shop'),
      params,
      schema: z.strictObject({
        licence: Ticked,
        lease: Ticked,
        industry: Ticked,
        'account-name': Ticked,
      }),
      sentences: {
        licence: { en: 'Check the licence, and tick it.', zh: '请核查执照并勾选。' },
        lease: { en: 'Check the lease, and tick it.', zh: '请核查租约并勾选。' },
        industry: { en: 'Check what the shop gives, and tick it.', zh: '请核查所属行业并勾选。' },
        'account-name': {
          en: 'Check the name of the account, and tick it.',
          zh: '请核查账户名称并勾选。',
        },
      },
      command: ({ person, params: { id: shop } }) =>
        act<'approve-shop'>(person.book, {
          type: 'prepaid.approve-shop',
          shop,
          checks: [...SHOP_CHECKS],
        }),
    }),
    because('decline-shop', 'decline'),
    because('suspend-shop', 'suspend'),
    formRoute({
      ...onCase('shop', 'reinstate', 'reinstate-shop'),
      params,
      schema: z.strictObject({}),
      sentences: {},
      command: ({ person, params: { id: shop } }) =>
        act<'reinstate-shop'>(person.book, { type: 'prepaid.reinstate-shop', shop }),
    }),
  ]
}

function substituteForm(): FormRoute {
  return formRoute({
    path: substitutePath,
    permission: NOTARISE,
    schema: z.strictObject({ substitute: Party, from: TypedDay, until: TypedDay }),
    sentences: { substitute: SAY.notary, from: SAY.day, until: SAY.day },
    refusals: refusalsOf('name-substitute'),
    fieldOf: {
      substitute_not_notary: 'substitute',
      own_substitute: 'substitute',
      days_reversed: 'until',
      days_over: 'until',
    },
    command: ({ person, fields: { substitute, from, until } }) =>
      act<'name-substitute'>(person.book, {
        type: 'prepaid.name-substitute',
        substitute,
        from,
        until,
      }),
  })
}
