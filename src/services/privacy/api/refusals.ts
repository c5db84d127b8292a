/** What may be refused of an erasure, as sentences with a way out (PIPL art. 50 wants the reason said). */
import type { ProblemTexts, Words } from '#platform/http/route.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { legalDayOf } from '#kernel/time/legal-day.ts'
import { REFUSALS, type CommandName, type PrivacyRefusal } from '../contract.ts'
import { YEARS_OF_LAW } from '../domain/periods.ts'

export const refusals = {
  subject_unknown: {
    status: 404,
    en: 'No person of this pseudonym is registered in this book.',
    zh: '本账簿未登记此代号的自然人。',
  },
  not_your_data: {
    status: 403,
    en: 'Only the person itself can ask this. For somebody who asks on paper an office proposes it.',
    zh: '只有本人可以提出；书面请求由机构代为提议。',
  },
  nothing_to_erase: {
    en: 'Nothing of this person is held that could be erased; what was, is gone.',
    zh: '没有可删除的内容；曾有者已删除。',
  },
  retention_running: {
    en: 'A contract is still running, and its records have to be kept (Electronic Commerce Law art. 31). Choose to erase when the duty ends.',
    zh: '尚有未完成的合同，其记录依法须保存（《电子商务法》第三十一条）。可选择在保存义务届满时删除。',
  },
  retention_until: {
    en: 'Records have to be kept for three years at least after the last contract (Electronic Commerce Law art. 31). Choose to erase when the duty ends.',
    zh: '最后一份合同完成后的记录须至少保存三年（《电子商务法》第三十一条）。可选择在保存义务届满时删除。',
  },
  erasure_not_planned: {
    en: 'No erasure is planned, so there is nothing to take back.',
    zh: '没有计划中的删除，无可撤回。',
  },
  not_office: {
    status: 403,
    en: 'Only a registrar of the registry, or a notary of the office, can do this for somebody else.',
    zh: '只有登记处的登记员或该公证处的公证员可以代为办理。',
  },
  own_data: {
    status: 403,
    en: 'This is your own data: ask for it yourself, under My data.',
    zh: '这是您本人的信息，请在“我的信息”中自行提出。',
  },
  erasure_asked: {
    en: 'An erasure of this person is proposed or planned already.',
    zh: '此人的删除已在提议或计划之中。',
  },
  erasure_not_proposed: {
    en: 'No erasure of this person is proposed.',
    zh: '没有对此人的删除提议。',
  },
  own_erasure_proposal: {
    status: 403,
    en: 'You proposed it. Another one of your office decides.',
    zh: '该提议由您提出，须由本机构另一人员决定。',
  },
  retention_not_yours: {
    status: 403,
    en: 'Only a registrar of this book’s registry can set how long records are kept.',
    zh: '只有本账簿登记处的登记员可以设定保存期限。',
  },
  retention_below_law: {
    status: 422,
    en: 'The law wants records kept for three years at least (Electronic Commerce Law art. 31). Name as many or more.',
    zh: '法律要求记录至少保存三年（《电子商务法》第三十一条）。期限不得更短。',
  },
  not_due_yet: {
    en: 'The day that was planned has not come.',
    zh: '计划之日尚未到来。',
  },
} as const satisfies ProblemTexts<PrivacyRefusal>

export function refusalsOf(name: CommandName): ProblemTexts {
  return Object.fromEntries(REFUSALS[name].map((type) => [type, refusals[type]]))
}

/** With the day on which the duty ends, and for how many years this book keeps. */
export function tellRefusal(type: string, { untilMs, years }: JsonObject): Words | null {
  if (type !== 'retention_until' || typeof untilMs !== 'number') return null
  const count = typeof years === 'number' ? years : YEARS_OF_LAW
  // The day counts as a whole, so its last millisecond is before the end.
  const day = legalDayOf(untilMs - 1)
  return {
    en: `Records have to be kept until ${day} inclusive (${count} years; Electronic Commerce Law art. 31, no less than three). Choose to erase when the duty ends.`,
    zh: `记录依法须保存至 ${day}（含当日；共 ${count} 年，《电子商务法》第三十一条规定不少于三年）。可选择在保存义务届满时删除。`,
  }
}
