/** The acts of handovers as forms. Whoever sends one acts for the organisation that it came for; deciders ask. */
import { z } from 'zod'
import { contentId } from '#kernel/identity/content-id.ts'
import { optionalField, TypedDay, typedText, typedWhole } from '#platform/http/form-fields.ts'
import { formRoute, type FormRefused, type FormRoute } from '#platform/http/form-route.ts'
import { BookName } from '#platform/http/fields.ts'
import type { ProblemTexts } from '#platform/http/route.ts'
import {
  Area,
  ConsignmentId,
  GOODS_CHARS_MAX,
  Party,
  ReceiptText,
  RETURN_REASONS,
  SEAL_CHARS_MAX,
} from '../contract.ts'
import { actPath, consignmentPath, sendPath } from '../web/paths.ts'
import { arrivingForms } from './arriving-forms.ts'
import { refusalsOf } from './refusals.ts'
import {
  ACT,
  act,
  CHOOSE,
  COUNT,
  DAY,
  given,
  KILOGRAMS,
  Note,
  NOTE,
  Packages,
  RECEIPT,
  Seal,
  sentence,
  TypedKilograms,
  untilEndOf,
} from './typed-fields.ts'

const NOBODY: ProblemTexts = {
  not_for_an_organisation: {
    status: 403,
    en: 'You came for no organisation. Sign in as somebody who acts for one.',
    zh: '您未代表任何机构。请以代表机构的身份登录。',
  },
}
const NOT_FOR_ANY: FormRefused = { refused: 'not_for_an_organisation' }

export function handoverForms(
  originOf: (book: string) => string | undefined,
): readonly FormRoute[] {
  return [sendForm(originOf), ...arrivingForms(), ...returningForms(), ...senderForms()]
}

const Addressee = z.string().transform((text, context) => {
  const [book = '', consignee = '', surplus] = text.split(' ')
  const parsed = Party.safeParse(consignee)
  if (parsed.success && BookName.safeParse(book).success && surplus === undefined) {
    return { book, consignee: parsed.data }
  }
  context.addIssue({ code: 'custom', message: 'Expected a consignee.' })
  return z.NEVER
})

function sendForm(originOf: (book: string) => string | undefined): FormRoute {
  return formRoute({
    path: sendPath,
    permission: ACT,
    schema: z.strictObject({
      to: Addressee,
      placeOfDispatch: Area,
      placeOfReceipt: Area,
      packages: Packages,
      weight: TypedKilograms,
      receiveBy: TypedDay,
      goods: typedText(GOODS_CHARS_MAX),
      seal: optionalField(typedText(SEAL_CHARS_MAX)),
      reference: optionalField(typedText(SEAL_CHARS_MAX)),
    }),
    sentences: {
      to: CHOOSE,
      placeOfDispatch: CHOOSE,
      placeOfReceipt: CHOOSE,
      packages: COUNT,
      weight: KILOGRAMS,
      receiveBy: DAY,
      goods: sentence('What it is, in at most 200 characters.', '请填写货物品名，最多 200 字。'),
      seal: sentence('At most 40 characters.', '最多 40 字。'),
      reference: sentence('At most 40 characters.', '最多 40 字。'),
    },
    refusals: { ...refusalsOf('send'), ...NOBODY },
    fieldOf: {
      book_unknown: 'to',
      time_limit_past: 'receiveBy',
      time_limit_too_far: 'receiveBy',
    },
    command({ fields, principal, person, key }) {
      const { organisation } = principal
      if (organisation === undefined) return NOT_FOR_ANY
      const { to, weight, receiveBy, seal, reference, ...rest } = fields
      const book = originOf(to.book)
      if (book === undefined) return { refused: 'book_unknown' }
      return act(person.book, 'send', {
        ...rest,
        consignment: contentId('csg_', [key]),
        consignor: organisation,
        to: { book, consignee: to.consignee },
        grossWeightGrams: weight,
        receiveBy: untilEndOf(receiveBy),
        ...given({ seal, reference }),
      })
    },
    done: ({ person, key }) => consignmentPath(person.book, contentId('csg_', [key])),
  })
}

const OfConsignment = z.strictObject({ book: BookName, consignment: ConsignmentId })
const pageOfConsignment = consignmentPath(':book', ':consignment')
const path = (name: Parameters<typeof actPath>[2]) => actPath(':book', ':consignment', name)

function returningForms(): readonly FormRoute[] {
  return [
    formRoute({
      path: path('return'),
      page: pageOfConsignment,
      permission: ACT,
      params: OfConsignment,
      schema: z.strictObject({
        origin: z.string().max(200),
        sentEntry: typedWhole(),
        packages: Packages,
        reason: z.enum(RETURN_REASONS),
        returnBy: TypedDay,
        note: Note,
      }),
      sentences: {
        origin: CHOOSE,
        sentEntry: CHOOSE,
        packages: COUNT,
        reason: CHOOSE,
        returnBy: DAY,
        note: NOTE,
      },
      refusals: refusalsOf('return'),
      fieldOf: { return_exceeds_received: 'packages', time_limit_past: 'returnBy' },
      command: ({ fields: { returnBy, note, ...fields }, person }) =>
        act(person.book, 'return', {
          ...fields,
          returnBy: untilEndOf(returnBy),
          ...given({ note }),
        }),
    }),
    formRoute({
      path: path('take-back'),
      page: pageOfConsignment,
      permission: ACT,
      params: OfConsignment,
      schema: z.strictObject({ receipt: ReceiptText, packages: Packages, seal: Seal, note: Note }),
      sentences: { receipt: RECEIPT, packages: COUNT, seal: CHOOSE, note: NOTE },
      refusals: refusalsOf('take-back'),
      command: ({ fields: { note, ...fields }, person }) =>
        act(person.book, 'take-back', { ...fields, ...given({ note }) }),
    }),
  ]
}

function senderForms(): readonly FormRoute[] {
  return [
    formRoute({
      path: path('write-off'),
      page: pageOfConsignment,
      permission: ACT,
      params: OfConsignment,
      schema: z.strictObject({ note: Note }),
      sentences: { note: NOTE },
      refusals: refusalsOf('write-off'),
      command: ({ params: { consignment }, fields: { note }, person }) =>
        act(person.book, 'write-off', { consignment, ...given({ note }) }),
    }),
    formRoute({
      path: path('bring'),
      page: pageOfConsignment,
      permission: ACT,
      params: OfConsignment,
      schema: z.strictObject({ receipt: ReceiptText }),
      sentences: { receipt: RECEIPT },
      refusals: refusalsOf('acknowledge'),
      command: ({ fields, person }) => act(person.book, 'acknowledge', fields),
    }),
  ]
}
