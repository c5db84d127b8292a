/**
 * What arrives, as forms: on the page of its consignment, which the hub shows with a proof of its sending, and by a
 * receipt that a party brings by hand. Both take in as counted, and turn away.
 */
import { z } from 'zod'
import { optionalField, TypedDay } from '#platform/http/form-fields.ts'
import {
  formRoute,
  type FormDoing,
  type FormRefused,
  type FormRoute,
} from '#platform/http/form-route.ts'
import { BookName } from '#platform/http/fields.ts'
import type { ProblemTexts } from '#platform/http/route.ts'
import { ConsignmentId, ReceiptText } from '../contract.ts'
import { readArrived, readReturned, readSent } from '../domain/bodies.ts'
import { readCarried } from '../domain/proof.ts'
import { actPath, consignmentPath, dropPath, dropRefusalPath } from '../web/paths.ts'
import { refusalsOf } from './refusals.ts'
import {
  ACT,
  act,
  CHOOSE,
  COUNT,
  Damaged,
  DAMAGED,
  DAY,
  given,
  hasReason,
  KILOGRAMS,
  NO_REASON,
  Note,
  NOTE,
  Packages,
  reasonsIn,
  RECEIPT,
  Seal,
  TypedKilograms,
  untilEndOf,
  WHY,
  WHY_SENTENCES,
} from './typed-fields.ts'

const OfConsignment = z.strictObject({ book: BookName, consignment: ConsignmentId })
const pageOfConsignment = consignmentPath(':book', ':consignment')
const path = (name: Parameters<typeof actPath>[2]) => actPath(':book', ':consignment', name)

const COUNTED_SENTENCES = {
  packages: COUNT,
  damaged: DAMAGED,
  weight: KILOGRAMS,
  seal: CHOOSE,
  note: NOTE,
} as const

export function arrivingForms(): readonly FormRoute[] {
  return [allForm(), countedForm(), refusalForm(), dropForm(), dropRefusalForm()]
}

/** Everything that was sent, undamaged; its seal unbroken, where one was named. */
function allForm(): FormRoute {
  return formRoute({
    path: path('receive'),
    page: pageOfConsignment,
    permission: ACT,
    params: OfConsignment,
    schema: z.strictObject({
      receipt: ReceiptText,
      packages: Packages,
      seal: z.enum(['intact', 'none']),
    }),
    sentences: { receipt: RECEIPT, packages: COUNT, seal: CHOOSE },
    refusals: refusalsOf('receive'),
    command: ({ fields, person }) => act(person.book, 'receive', { ...fields, damaged: 0 }),
  })
}

function countedForm(): FormRoute {
  return formRoute({
    path: path('receive-counted'),
    page: pageOfConsignment,
    permission: ACT,
    params: OfConsignment,
    schema: z.strictObject({
      receipt: ReceiptText,
      packages: Packages,
      damaged: Damaged,
      weight: optionalField(TypedKilograms),
      seal: Seal,
      note: Note,
    }),
    sentences: { receipt: RECEIPT, ...COUNTED_SENTENCES },
    refusals: refusalsOf('receive'),
    fieldOf: { damaged_exceed_count: 'damaged' },
    command({ fields: { receipt, packages, damaged, seal, weight, note }, person }) {
      const counted = { receipt, packages, damaged, seal }
      return act(person.book, 'receive', {
        ...counted,
        ...given({ grossWeightGrams: weight, note }),
      })
    },
  })
}

const Refusal = z
  .strictObject({
    receipt: ReceiptText,
    packages: Packages,
    ...WHY,
    returnBy: TypedDay,
    note: Note,
  })
  .refine(hasReason, NO_REASON)

/** Turning away is the same on either page. */
const REFUSAL = {
  permission: ACT,
  sentences: {
    receipt: RECEIPT,
    packages: COUNT,
    ...WHY_SENTENCES,
    returnBy: DAY,
    note: NOTE,
  },
  refusals: refusalsOf('refuse'),
  fieldOf: {
    receipt_malformed: 'receipt',
    time_limit_past: 'returnBy',
    time_limit_too_far: 'returnBy',
  },
} as const

function refusing(
  book: string,
  { receipt, packages, returnBy, note, ...why }: z.infer<typeof Refusal>,
) {
  const reasons = reasonsIn(why)
  const terms = { receipt, packages, reasons, returnBy: untilEndOf(returnBy) }
  return act(book, 'refuse', { ...terms, ...given({ note }) })
}

function refusalForm(): FormRoute {
  return formRoute({
    ...REFUSAL,
    path: path('refuse'),
    page: pageOfConsignment,
    params: OfConsignment,
    schema: Refusal,
    command: ({ fields, person }) => refusing(person.book, fields),
  })
}

function dropRefusalForm(): FormRoute {
  return formRoute({
    ...REFUSAL,
    path: dropRefusalPath,
    page: dropPath,
    schema: Refusal,
    command: ({ fields, person }) => refusing(person.book, fields),
  })
}

const DROPPED: ProblemTexts = {
  count_missing: {
    status: 422,
    en: 'This receipt is of goods that come to you. Count them, and say how many packages there are.',
    zh: '这是货物到来的回执。请点数并填写件数。',
  },
  seal_missing: {
    status: 422,
    en: 'This receipt is of goods that come to you. Look at the seal, and say how you found it.',
    zh: '这是货物到来的回执。请查看封志并选择其状况。',
  },
  receipt_of_other: {
    status: 422,
    en: 'This receipt is of nothing that is handed over. Ask for that of the sending, the receiving or the return.',
    zh: '该回执与货物交接无关。请索取发运、签收或退回的回执。',
  },
}

const Dropped = z.strictObject({
  receipt: z.string().trim().min(1).pipe(ReceiptText),
  packages: optionalField(Packages),
  damaged: optionalField(Damaged),
  weight: optionalField(TypedKilograms),
  seal: Seal.optional(),
  note: Note,
})

/** Whatever the receipt is of decides what is done with it; goods that come have to be counted. */
function dropForm(): FormRoute {
  return formRoute({
    path: dropPath,
    permission: ACT,
    schema: Dropped,
    sentences: { receipt: RECEIPT, ...COUNTED_SENTENCES },
    refusals: {
      ...refusalsOf('receive'),
      ...refusalsOf('acknowledge'),
      ...refusalsOf('take-back'),
      ...DROPPED,
    },
    fieldOf: {
      count_missing: 'packages',
      seal_missing: 'seal',
      damaged_exceed_count: 'damaged',
      receipt_malformed: 'receipt',
    },
    command: ({ fields, person }) => dropped(person.book, fields),
  })
}

function dropped(book: string, fields: z.infer<typeof Dropped>): FormDoing {
  const carried = readCarried(fields.receipt)
  if (carried === null) return refused('receipt_malformed')
  const { leaf } = carried
  if (readSent(leaf) !== null) {
    return fields.packages === undefined ? refused('count_missing') : taken(book, 'receive', fields)
  }
  const arrived = readArrived(leaf)
  const comesBack = arrived !== null && arrived.kind !== 'received'
  // Without a count a return is taken note of: the goods themselves come later.
  if (comesBack && fields.packages !== undefined) return taken(book, 'take-back', fields)
  if (arrived === null && readReturned(leaf) === null) return refused('receipt_of_other')
  return act(book, 'acknowledge', { receipt: fields.receipt })
}

/** Goods as they were counted; the seal is said, never assumed. */
function taken(
  book: string,
  name: 'receive' | 'take-back',
  { receipt, packages = 0, damaged = 0, seal, weight, note }: z.infer<typeof Dropped>,
): FormDoing {
  if (seal === undefined) return refused('seal_missing')
  const counted = { receipt, packages, seal, ...given({ note }) }
  if (name === 'take-back') return act(book, name, counted)
  return act(book, name, { ...counted, damaged, ...given({ grossWeightGrams: weight }) })
}

const refused = (type: string): FormRefused => ({ refused: type })
