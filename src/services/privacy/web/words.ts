/** Grounds and rules in words, with their articles. */
import type { JsonObject } from '#kernel/std/json.ts'
import type { Words } from '#web/kit/language.ts'
import type { Basis, Purpose } from '../contract.ts'

/** Personal Information Protection Law of the PRC (in force since 2021-11-01), art. 47, first paragraph. */
const BASIS_WORDS: Readonly<Record<Basis, Words>> = {
  'purpose-met': {
    en: 'The purpose is achieved, or the data are no longer needed for it (PIPL art. 47 (1) no. 1)',
    zh: '处理目的已实现或不再必要（《个人信息保护法》第四十七条第一款第一项）',
  },
  'service-ended': {
    en: 'The service has ended, or the period of keeping is over (PIPL art. 47 (1) no. 2)',
    zh: '已停止提供服务或保存期限届满（《个人信息保护法》第四十七条第一款第二项）',
  },
  'consent-withdrawn': {
    en: 'The consent is withdrawn (PIPL art. 47 (1) no. 3)',
    zh: '撤回同意（《个人信息保护法》第四十七条第一款第三项）',
  },
  unlawful: {
    en: 'The data were handled against the law or an agreement (PIPL art. 47 (1) no. 4)',
    zh: '违反法律、行政法规或约定处理（《个人信息保护法》第四十七条第一款第四项）',
  },
}

/** As an entry has it; one that a newer release wrote stands as it is. */
export function basisWords(basis: string): Words {
  const known = Object.entries(BASIS_WORDS).find(([name]) => name === basis)
  return known?.[1] ?? { en: basis, zh: basis }
}

export function ruleWords({
  rule,
  article,
  years,
  completedOn,
  running,
  ...set
}: JsonObject): Words {
  const longer = longerWords(set)
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
    en: `${id}: ${law}, ${count} years from completion${longer.en}${dates.en}`,
    zh: `${id}：${law}，自交易完成之日起 ${count} 年${longer.zh}${dates.zh}`,
  }
}

/** Why it is longer than the law asks. */
function longerWords({ setBy, ground }: JsonObject): Words {
  if (typeof setBy !== 'number' || typeof ground !== 'string') return { en: '', zh: '' }
  return {
    en: `, as entry ${setBy} has set it: ${ground}`,
    zh: `（依条目 ${setBy} 的设定：${ground}）`,
  }
}

/** What a kind of record is for, which law lets us keep it, and for how long. */
export interface KeptFor {
  readonly what: Words
  readonly basis: Words
  readonly rule: Words
}

const THREE_YEARS: Words = {
  en: 'at least three years from the completion of the last contract (Electronic Commerce Law art. 31, rule ecommerce-31)',
  zh: '自最后一份合同完成之日起不少于三年（《电子商务法》第三十一条，规则 ecommerce-31）',
}
const FOR_THE_CONTRACT: Words = {
  en: 'necessary to conclude and perform a contract with the person (PIPL art. 13 (1) no. 2)',
  zh: '订立、履行个人作为一方当事人的合同所必需（《个人信息保护法》第十三条第一款第二项）',
}
const BY_DUTY: Words = {
  en: 'necessary to fulfil a duty of the law (PIPL art. 13 (1) no. 3)',
  zh: '履行法定职责或法定义务所必需（《个人信息保护法》第十三条第一款第三项）',
}
const WITH_THE_BOOK: Words = {
  en: 'as long as the book: it names a pseudonym alone, and without it nothing recorded could be checked',
  zh: '与账簿同存：仅含代号；缺之则所记录者无从核验',
}

export const KEPT_FOR: Readonly<Record<Purpose, KeptFor>> = {
  identity: {
    what: { en: 'To know whom one contracts with', zh: '确认合同相对人' },
    basis: FOR_THE_CONTRACT,
    rule: THREE_YEARS,
  },
  contract: {
    what: { en: 'To perform contracts and account for the money', zh: '履行合同与资金核算' },
    basis: FOR_THE_CONTRACT,
    rule: WITH_THE_BOOK,
  },
  duty: {
    what: { en: 'To do what the law demands', zh: '履行法定义务' },
    basis: BY_DUTY,
    rule: WITH_THE_BOOK,
  },
  'sign-in': {
    what: { en: 'To know who is calling', zh: '识别登录者' },
    basis: FOR_THE_CONTRACT,
    rule: {
      en: 'a session for a day at most; a key until it is revoked, then its public id, which entries name',
      zh: '会话至多一日；密钥至吊销为止，其后仅存条目所载的公开编号',
    },
  },
  proof: {
    what: { en: 'To prove that nothing was changed or left out', zh: '证明未被更改或遗漏' },
    basis: BY_DUTY,
    rule: WITH_THE_BOOK,
  },
}

/** What is kept and cannot be listed by person. */
export const NOT_LISTED: readonly Words[] = [
  {
    en: 'Digests of requests (HMAC), for 30 days, so that the same request is not done twice. They name nobody.',
    zh: '请求的摘要（HMAC），保存 30 日，以免同一请求重复办理；其中不含任何人的标识。',
  },
  {
    en: 'The log of the server: no bodies, addresses, keys or personal data.',
    zh: '服务器日志：不含请求内容、地址、密钥或个人信息。',
  },
  {
    en: 'The erasure journal: pseudonyms of those who were erased.',
    zh: '删除台账：已被删除者的代号。',
  },
  {
    en: 'Backups, encrypted, until their own period is over: they hold what the database held on their day.',
    zh: '备份（加密），至其保存期满：内容为备份当日数据库所存。',
  },
  {
    en: 'The bank keeps its own records of payments; that of the demonstration is simulated.',
    zh: '银行自行保存付款记录；演示中的银行为模拟。',
  },
]
