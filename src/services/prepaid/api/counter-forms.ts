/** The acts of a counter and of a shop's head on its day. Ids come from the form's key: two presses are one act. */
import { z } from 'zod'
import { contentId } from '#kernel/identity/content-id.ts'
import {
  optionalField,
  Tickable,
  TypedDay,
  TypedDigits,
  typedText,
} from '#platform/http/form-fields.ts'
import { formRoute, type FormRoute } from '#platform/http/form-route.ts'
import {
  ContractId,
  REASON_CHARS_MAX,
  RefundId,
  TimeOfDay,
  UseId,
  type PrepaidCommand,
} from '../contract.ts'
import { counterPath, todayPath } from '../web/paths.ts'
import { shopRefundPath } from '../web/shop-paths.ts'
import { refusalsOf } from './refusals.ts'

export function counterForms(): readonly FormRoute[] {
  return [recordForm(), withdrawForm(), answerForm()]
}

function recordForm(): FormRoute {
  return formRoute({
    path: `${counterPath}/:contract/record`,
    page: counterPath,
    permission: 'prepaid.counter',
    params: z.strictObject({ contract: ContractId }),
    schema: z.strictObject({
      servedOn: TypedDay,
      servedAt: TypedDigits.pipe(TimeOfDay),
      isForConsumer: Tickable,
    }),
    sentences: {
      servedOn: { en: 'Enter a day that exists, up to today.', zh: '请填写今天或之前的有效日期。' },
      servedAt: {
        en: 'Enter the time as 14:30, on a clock of 24 hours.',
        zh: '请按 24 小时制填写时间，如 14:30。',
      },
      isForConsumer: { en: 'Tick it, or leave it.', zh: '请勾选或不勾选。' },
    },
    refusals: refusalsOf('request-use'),
    fieldOf: {
      served_in_future: 'servedOn',
      served_too_long_ago: 'servedOn',
      served_before_payment: 'servedOn',
    },
    command: ({ person, params, fields, key }) => {
      const command: PrepaidCommand<'request-use'> = {
        type: 'prepaid.request-use',
        use: contentId('use_', [key]),
        contract: params.contract,
        servedOn: fields.servedOn,
        servedAt: fields.servedAt,
        isForConsumer: fields.isForConsumer,
      }
      return { book: person.book, command }
    },
    done: () => counterPath,
  })
}

function withdrawForm(): FormRoute {
  return formRoute({
    path: '/prepaid/uses/:use/withdraw',
    permission: 'prepaid.counter',
    params: z.strictObject({ use: UseId }),
    schema: z.strictObject({}),
    sentences: {},
    refusals: refusalsOf('withdraw-use'),
    command: ({ person, params }) => {
      const command: PrepaidCommand<'withdraw-use'> = {
        type: 'prepaid.withdraw-use',
        use: params.use,
      }
      return { book: person.book, command }
    },
    done: () => todayPath,
  })
}

function answerForm(): FormRoute {
  return formRoute({
    path: '/prepaid/shop-refunds/:refund',
    permission: 'prepaid.shop',
    params: z.strictObject({ refund: RefundId }),
    schema: z.strictObject({
      answer: z.enum(['agree', 'object']),
      reason: optionalField(typedText(REASON_CHARS_MAX)),
    }),
    sentences: {
      answer: { en: 'Choose to agree or to object.', zh: '请选择同意或有异议。' },
      reason: {
        en: `Say it in at most ${REASON_CHARS_MAX} characters.`,
        zh: `请在 ${REASON_CHARS_MAX} 字以内说明。`,
      },
    },
    refusals: refusalsOf('answer-refund'),
    command: ({ person, params, fields: { answer, reason } }) => {
      const command: PrepaidCommand<'answer-refund'> = {
        type: 'prepaid.answer-refund',
        refund: params.refund,
        answer,
        ...(reason === undefined ? {} : { reason }),
      }
      return { book: person.book, command }
    },
    done: ({ params }) => shopRefundPath(params.refund),
  })
}
