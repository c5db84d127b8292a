/** The acts of a shop's head: its products, its application, its staff. Deciders ask whether it leads the shop. */
import { z } from 'zod'
import { contentId } from '#kernel/identity/content-id.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { TypedDay, typedText } from '#platform/http/form-fields.ts'
import { formRoute, type FormCall, type FormRoute } from '#platform/http/form-route.ts'
import type { ProblemTexts } from '#platform/http/route.ts'
import type { PartiesCommand } from '#services/parties/contract.ts'
import { Industry, Party, ProductId, type Offer, type PrepaidCommand } from '../contract.ts'
import { productsPath } from '../web/paths.ts'
import { applyPath, newCountPath, newPeriodPath, staffPath } from '../web/shop-paths.ts'
import { tellCap } from './cap-words.ts'
import { offerTyped, productSentences, TypedCount, TypedPeriod } from './product-drafts.ts'
import { refusalsOf } from './refusals.ts'

const HEAD = 'prepaid.shop'

/** What the register of parties refuses, as its own service says it. */
export interface StaffRefusals {
  readonly appoint: ProblemTexts
  readonly dismiss: ProblemTexts
}

export function shopForms(staff: StaffRefusals): readonly FormRoute[] {
  return [
    listForm('count'),
    listForm('period'),
    withdrawProductForm(),
    applyForm(),
    appointForm(staff.appoint),
    dismissForm(staff.dismiss),
  ]
}

type OfPrincipal = Pick<FormCall<unknown, unknown>, 'principal'>

/** Whoever came for no shop can do nothing for one. */
const NO_SHOP = { refused: 'not_head' } as const
const shopOf = ({ principal }: OfPrincipal): string | undefined => principal.organisation

function listForm(kind: Offer['kind']): FormRoute {
  const shared = {
    path: kind === 'count' ? newCountPath : newPeriodPath,
    permission: HEAD,
    sentences: productSentences(kind),
    refusals: refusalsOf('list-product'),
    tell: (type: string, params: JsonObject) => (type === 'cap_exceeded' ? tellCap(params) : null),
    done: () => productsPath,
  } as const
  const list = (shop: string, key: string, offer: Offer): PrepaidCommand<'list-product'> => ({
    type: 'prepaid.list-product',
    product: contentId('prd_', [key]),
    shop,
    offer,
  })
  if (kind === 'count') {
    return formRoute({
      ...shared,
      schema: TypedCount,
      command(call) {
        const shop = shopOf(call)
        if (shop === undefined) return NO_SHOP
        const command = list(shop, call.key, offerTyped(kind, call.fields))
        return { book: call.person.book, command }
      },
    })
  }
  return formRoute({
    ...shared,
    schema: TypedPeriod,
    command(call) {
      const shop = shopOf(call)
      if (shop === undefined) return NO_SHOP
      const command = list(shop, call.key, offerTyped(kind, call.fields))
      return { book: call.person.book, command }
    },
  })
}

function withdrawProductForm(): FormRoute {
  return formRoute({
    path: `${productsPath}/:product/withdraw`,
    page: productsPath,
    permission: HEAD,
    params: z.strictObject({ product: ProductId }),
    schema: z.strictObject({}),
    sentences: {},
    refusals: refusalsOf('withdraw-product'),
    command: ({ person, params }) => {
      const command: PrepaidCommand<'withdraw-product'> = {
        type: 'prepaid.withdraw-product',
        product: params.product,
      }
      return { book: person.book, command }
    },
  })
}

const LICENCE_CHARS_MAX = 40
const ACCOUNT_CHARS_MAX = 60

function applyForm(): FormRoute {
  return formRoute({
    path: applyPath,
    permission: HEAD,
    schema: z.strictObject({
      industry: Industry,
      area: z.string().regex(/^[A-Z][A-Z0-9-]{1,23}$/),
      licence: typedText(LICENCE_CHARS_MAX),
      leaseEndsOn: TypedDay,
      account: typedText(ACCOUNT_CHARS_MAX),
    }),
    sentences: {
      industry: { en: 'Choose what the shop gives.', zh: '请选择行业。' },
      area: { en: 'Choose the district of the shop.', zh: '请选择商户所在的区。' },
      licence: {
        en: `Enter the number of the licence, at most ${LICENCE_CHARS_MAX} characters.`,
        zh: `请填写执照编号，最多 ${LICENCE_CHARS_MAX} 字。`,
      },
      leaseEndsOn: {
        en: 'Enter the last day of the lease as day, month and year.',
        zh: '请填写租约到期的年、月、日。',
      },
      account: {
        en: `Enter the account that the shop is paid to, at most ${ACCOUNT_CHARS_MAX} characters.`,
        zh: `请填写商户的收款账户，最多 ${ACCOUNT_CHARS_MAX} 字。`,
      },
    },
    refusals: refusalsOf('apply'),
    fieldOf: { lease_over: 'leaseEndsOn' },
    command(call) {
      const shop = shopOf(call)
      if (shop === undefined) return NO_SHOP
      const command: PrepaidCommand<'apply'> = { type: 'prepaid.apply', shop, ...call.fields }
      return { book: call.person.book, command }
    },
  })
}

function appointForm(refusals: ProblemTexts): FormRoute {
  return formRoute({
    path: staffPath,
    permission: HEAD,
    schema: z.strictObject({ person: z.string().trim().pipe(Party) }),
    sentences: {
      person: {
        en: 'Enter the number of the person as the registry gave it: pty_ and letters.',
        zh: '请填写登记处给出的人员编号：以 pty_ 开头。',
      },
    },
    refusals,
    fieldOf: { not_a_person: 'person', appointed_otherwise: 'person' },
    command(call) {
      const organisation = shopOf(call)
      if (organisation === undefined) return { refused: 'organisation_unknown' }
      const command: PartiesCommand<'appoint'> = {
        type: 'parties.appoint',
        organisation,
        person: call.fields.person,
        role: 'clerk',
        by: organisation,
      }
      return { book: call.person.book, command }
    },
  })
}

function dismissForm(refusals: ProblemTexts): FormRoute {
  return formRoute({
    path: `${staffPath}/:person/dismiss`,
    page: staffPath,
    permission: HEAD,
    params: z.strictObject({ person: Party }),
    schema: z.strictObject({}),
    sentences: {},
    refusals,
    command(call) {
      const organisation = shopOf(call)
      if (organisation === undefined) return { refused: 'organisation_unknown' }
      const { person } = call.params
      const command: PartiesCommand<'dismiss'> = {
        type: 'parties.dismiss',
        organisation,
        person,
        by: organisation,
      }
      return { book: call.person.book, command }
    },
  })
}
