/** Grounds and rules in words, with their articles. */
import type { JsonObject } from '#kernel/std/json.ts'
import type { Words } from '#web/kit/language.ts'
import type { Basis } from '../contract.ts'

/** Personal Information Protection Law of the PRC (in force since 2021-11-01), art. 47, first paragraph. */
const BASIS_WORDS: Readonly<Record<Basis, Words>> = {
  'purpose-met': {
    en: 'the purpose is achieved, or the data are no longer needed for it (PIPL art. 47 (1) no. 1)',
    zh: '处理目的已实现或不再必要（《个人信息保护法》第四十七条第一款第一项）',
  },
  'service-ended': {
    en: 'the service has ended, or the period of keeping is over (PIPL art. 47 (1) no. 2)',
    zh: '已停止提供服务或保存期限届满（《个人信息保护法》第四十七条第一款第二项）',
  },
  'consent-withdrawn': {
    en: 'the consent is withdrawn (PIPL art. 47 (1) no. 3)',
    zh: '撤回同意（《个人信息保护法》第四十七条第一款第三项）',
  },
  unlawful: {
    en: 'the data were handled against the law or an agreement (PIPL art. 47 (1) no. 4)',
    zh: '违反法律、行政法规或约定处理（《个人信息保护法》第四十七条第一款第四项）',
  },
}

/** As an entry has it; one that a newer release wrote stands as it is. */
export function basisWords(basis: string): Words {
  const known = Object.entries(BASIS_WORDS).find(([name]) => name === basis)
  return known?.[1] ?? { en: basis, zh: basis }
}

export function ruleWords({ rule, article, years, completedOn, running }: JsonObject): Words {
  const dates =
    typeof completedOn === 'string'
      ? { en: `; completed on ${completedOn}`, zh: `；完成于 ${completedOn}` }
      : typeof running === 'number'
        ? { en: `; ${running} still running`, zh: `；尚有 ${running} 项未完成` }
        : { en: '; no transaction', zh: '；无交易' }
  const [id, law, count] = [rule, article, years].map((part) =>
    typeof part === 'string' || typeof part === 'number' ? String(part) : '',
  )
  return {
    en: `${id}: ${law}, ${count} years from completion${dates.en}`,
    zh: `${id}：${law}，自交易完成之日起 ${count} 年${dates.zh}`,
  }
}
