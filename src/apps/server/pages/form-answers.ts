/** What a form that was not recorded is answered with, as sentences with a way out. */
import type { FormRoute } from '#platform/http/form-route.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import type { ReturnedForm } from '#web/kit/page-context.ts'

type FormAnswer = NonNullable<ReturnedForm['answer']>

const REFUSAL_STATUS = 409

export const ANSWERS = {
  queue_full: {
    kind: 'busy',
    code: 'queue_full',
    sentence: {
      en: 'The book is busy. Nothing was recorded. Press again in a moment.',
      zh: '账簿繁忙，未作任何记录。请稍候再按一次。',
    },
  },
  not_writing: {
    kind: 'busy',
    code: 'not_writing',
    sentence: {
      en: 'The book is not being written now. Nothing was recorded. Press again later.',
      zh: '账簿当前未在写入，未作任何记录。请稍后再按。',
    },
  },
  outcome_unknown: {
    kind: 'unknown',
    code: 'outcome_unknown',
    sentence: {
      en: 'It is not known yet whether this was recorded. Press again: it is recorded once, however often you press.',
      zh: '尚不清楚是否已记录。请再按一次：无论按几次，只记录一次。',
    },
  },
  failed: {
    kind: 'failed',
    code: 'internal',
    sentence: {
      en: 'The hub failed, and this was not recorded. The failure is on record.',
      zh: '系统出错，本次未记录。该错误已留有记录。',
    },
  },
} as const satisfies Record<string, FormAnswer>

/** The writer's own refusal: the key of this showing of the page was used for something else. */
const REUSED = {
  status: 422,
  en: 'This page was sent before with other contents, and those were recorded. Open it anew to send more.',
  zh: '此页先前已以其他内容提交并记录。如需另行提交，请重新打开此页。',
}

/** A refusal that no form gave a sentence is a defect of ours, but the party still hears its code. */
const UNNAMED = { en: 'The book refused this act.', zh: '账簿未接受该事项。' }

export function refusalAnswer(
  form: Pick<FormRoute, 'refusals' | 'tell'>,
  type: string,
  params: JsonObject,
): { readonly status: number; readonly answer: FormAnswer } {
  const own = Object.hasOwn(form.refusals, type) ? form.refusals[type] : undefined
  const known = type === 'idempotency_key_reused' ? REUSED : own
  const sentence = form.tell?.(type, params) ?? known ?? UNNAMED
  return {
    status: known?.status ?? REFUSAL_STATUS,
    answer: {
      kind: 'refused',
      code: type,
      sentence: { en: sentence.en, zh: sentence.zh },
    },
  }
}
