/** The acts of handovers as forms. Whoever sends one acts for the organisation that it came for; deciders ask. */
import { z } from 'zod'
import { contentId } from '#kernel/identity/content-id.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import { optionalField, TypedDay, typedText, typedWhole } from '#platform/http/form-fields.ts'
import {
  formRoute,
  type FormAct,
  type FormRefused,
  type FormRoute,
} from '#platform/http/form-route.ts'
import { BookName } from '#platform/http/fields.ts'
import type { ProblemTexts, Words } from '#platform/http/route.ts'
import {
  Area,
  ConsignmentId,
  GOODS_CHARS_MAX,
  GRAMS_MAX,
  NOTE_CHARS_MAX,
  PACKAGES_MAX,
  Party,
  ReceiptText,
  RETURN_REASONS,
  SEAL_CHARS_MAX,
  SEALS,
  type CommandName,
  type Fields,
} from '../contract.ts'
import { readArrived, readReturned, readSent } from '../domain/bodies.ts'
import { readCarried } from '../domain/proof.ts'
import { actPath, consignmentPath, dropPath, sendPath } from '../web/paths.ts'
import { refusalsOf } from './refusals.ts'

const ACT = 'handover.act'

const NOBODY: ProblemTexts = {
  not_for_an_organisation: {
    status: 403,
    en: 'You came for no organisation. Sign in as somebody who acts for one.',
    zh: '您未代表任何机构。请以代表机构的身份登录。',
  },
}
const NOT_FOR_ANY: FormRefused = { refused: 'not_for_an_organisation' }

const sentence = (en: string, zh: string): Words => ({ en, zh })
const COUNT = sentence('A whole number of packages, such as 12.', '请填整数件数，如 12。')
const RECEIPT = sentence('The whole receipt, as it was downloaded.', '请粘贴下载的完整回执。')
const DAY = sentence('A day that exists.', '请填写存在的日期。')
const NOTE = sentence('At most 500 characters.', '最多 500 字。')
const CHOOSE = sentence('Choose one.', '请选择一项。')

const Packages = typedWhole(PACKAGES_MAX).refine((count) => count > 0)
const Note = optionalField(typedText(NOTE_CHARS_MAX))
const Seal = z.enum(SEALS)
const OfConsignment = z.strictObject({ book: BookName, consignment: ConsignmentId })

const act = <N extends CommandName>(book: string, name: N, fields: Fields<N>): FormAct => ({
  book,
  command: { type: `handover.${name}`, ...fields },
})

/** A day as people say it: until its end. */
const untilEndOf = (day: string): string => formatInstant(endOfDayMs(day))

export function handoverForms(
  originOf: (book: string) => string | undefined,
): readonly FormRoute[] {
  return [sendForm(originOf), ...arrivingForms(), ...returningForms(), ...senderForms(), dropForm()]
}

const KG = /^(\d{1,7})(?:\.(\d{1,3}))?$/

/** Kilograms with at most three decimals, as grams. */
const TypedKilograms = z
  .string()
  .trim()
  .transform((text, context) => {
    const [, whole, part = ''] = KG.exec(text.replaceAll(',', '')) ?? []
    const grams = Number(whole) * 1000 + Number(part.padEnd(3, '0'))
    if (whole !== undefined && grams > 0 && grams <= GRAMS_MAX) return grams
    context.addIssue({ code: 'custom', message: 'Expected a weight in kilograms.' })
    return z.NEVER
  })

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
      weight: sentence(
        'A weight in kilograms, such as 480 or 12.5.',
        '请填千克数，如 480 或 12.5。',
      ),
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
        ...(seal === undefined ? {} : { seal }),
        ...(reference === undefined ? {} : { reference }),
      })
    },
    done: ({ person, key }) => consignmentPath(person.book, contentId('csg_', [key])),
  })
}

const pageOfConsignment = consignmentPath(':book', ':consignment')
const path = (name: Parameters<typeof actPath>[2]) => actPath(':book', ':consignment', name)

function arrivingForms(): readonly FormRoute[] {
  return [
    formRoute({
      path: path('receive'),
      page: pageOfConsignment,
      permission: ACT,
      params: OfConsignment,
      schema: z.strictObject({ receipt: ReceiptText, packages: Packages }),
      sentences: { receipt: RECEIPT, packages: COUNT },
      refusals: refusalsOf('receive'),
      command: ({ fields, person }) =>
        act(person.book, 'receive', { ...fields, damaged: 0, seal: 'intact' }),
    }),
    formRoute({
      path: path('receive-counted'),
      page: pageOfConsignment,
      permission: ACT,
      params: OfConsignment,
      schema: z.strictObject({
        receipt: ReceiptText,
        packages: Packages,
        damaged: typedWhole(PACKAGES_MAX),
        seal: Seal,
        note: Note,
      }),
      sentences: {
        receipt: RECEIPT,
        packages: COUNT,
        damaged: sentence(
          'How many of them are damaged; 0 for none.',
          '请填破损件数，没有则填 0。',
        ),
        seal: CHOOSE,
        note: NOTE,
      },
      refusals: refusalsOf('receive'),
      fieldOf: { damaged_exceed_count: 'damaged' },
      command: ({ fields: { note, ...fields }, person }) =>
        act(person.book, 'receive', { ...fields, ...(note === undefined ? {} : { note }) }),
    }),
    formRoute({
      path: path('refuse'),
      page: pageOfConsignment,
      permission: ACT,
      params: OfConsignment,
      schema: z.strictObject({
        receipt: ReceiptText,
        packages: Packages,
        reason: z.enum(RETURN_REASONS),
        returnBy: TypedDay,
        note: Note,
      }),
      sentences: { receipt: RECEIPT, packages: COUNT, reason: CHOOSE, returnBy: DAY, note: NOTE },
      refusals: refusalsOf('refuse'),
      fieldOf: { time_limit_past: 'returnBy', time_limit_too_far: 'returnBy' },
      command: ({ fields: { receipt, packages, reason, returnBy, note }, person }) =>
        act(person.book, 'refuse', {
          receipt,
          packages,
          reasons: [reason],
          returnBy: untilEndOf(returnBy),
          ...(note === undefined ? {} : { note }),
        }),
    }),
  ]
}

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
          ...(note === undefined ? {} : { note }),
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
        act(person.book, 'take-back', { ...fields, ...(note === undefined ? {} : { note }) }),
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
        act(person.book, 'write-off', { consignment, ...(note === undefined ? {} : { note }) }),
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

/** Whatever the receipt is of decides what is done with it; goods that come have to be counted. */
function dropForm(): FormRoute {
  return formRoute({
    path: dropPath,
    permission: ACT,
    schema: z.strictObject({
      receipt: z.string().trim().min(1).pipe(ReceiptText),
      packages: optionalField(Packages),
    }),
    sentences: { receipt: RECEIPT, packages: COUNT },
    refusals: {
      ...refusalsOf('receive'),
      ...refusalsOf('acknowledge'),
      ...refusalsOf('take-back'),
      count_missing: {
        status: 422,
        en: 'This receipt is of goods that come to you. Count them, and say how many packages there are.',
        zh: '这是货物到来的回执。请点数并填写件数。',
      },
      receipt_of_other: {
        status: 422,
        en: 'This receipt is of nothing that is handed over. Ask for that of the sending, the receiving or the return.',
        zh: '该回执与货物交接无关。请索取发运、签收或退回的回执。',
      },
    },
    fieldOf: { count_missing: 'packages', receipt_malformed: 'receipt' },
    command({ fields: { receipt, packages }, person }) {
      const carried = readCarried(receipt)
      if (carried === null) return { refused: 'receipt_malformed' }
      const { leaf } = carried
      if (readSent(leaf) !== null) {
        if (packages === undefined) return { refused: 'count_missing' }
        return act(person.book, 'receive', { receipt, packages, damaged: 0, seal: 'none' })
      }
      const arrived = readArrived(leaf)
      if (packages !== undefined && arrived !== null && arrived.kind !== 'received') {
        return act(person.book, 'take-back', { receipt, packages, seal: 'none' })
      }
      if (arrived === null && readReturned(leaf) === null) return { refused: 'receipt_of_other' }
      return act(person.book, 'acknowledge', { receipt })
    },
  })
}
