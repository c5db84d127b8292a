/** The entries of subject access and erasure in words: which subject by its pseudonym, and on which ground. */
import type { JsonObject } from '#kernel/std/json.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import type { Words } from '#web/kit/language.ts'
import type { EntryWords } from '#web/pages/entry-words.ts'
import type { EventType } from '../contract.ts'
import { basisWords, ruleWords } from './words.ts'

const words = (en: string, zh: string): Words => ({ en, zh })

function entry(act: Words, summary: Words): EntryWords {
  return {
    act,
    tell(body) {
      const { subject, basis } = body
      if (typeof subject !== 'string' || typeof basis !== 'string') return null
      const facts = [
        { term: words('Subject', '个人'), value: words(subject, subject) },
        { term: words('Ground', '依据'), value: basisWords(basis) },
        ...ruleOf(body),
      ]
      return { subject: words(subject, subject), summary, facts }
    },
  }
}

function ruleOf({ retention }: JsonObject) {
  if (retention === undefined || !isJsonObject(retention)) return []
  return [{ term: words('Rule of retention', '保存规则'), value: ruleWords(retention) }]
}

export const privacyEntryWords: Readonly<Record<EventType, EntryWords>> = {
  'privacy.erased': entry(
    words('Erased', '删除个人信息'),
    words(
      'What entries before this one said of the person is gone: the values, their salts and the key. The entries stay.',
      '此前各条中关于此人的内容已删除：内容、盐值与密钥均已销毁；条目本身保留。',
    ),
  ),
  'privacy.planned': entry(
    words('Erasure planned', '计划删除'),
    words(
      'Records have to be kept for now. On the day on which that can have ended, the erasure is looked at again.',
      '目前依法须保存记录；保存期限可能届满之日，将再次审视并删除。',
    ),
  ),
  'privacy.withdrawn': entry(
    words('Planned erasure withdrawn', '撤回删除计划'),
    words('The person took the request back.', '本人撤回了请求。'),
  ),
  'privacy.proposed': entry(
    words('Erasure proposed', '提议删除'),
    words(
      'An office proposes it for a person who asked on paper; another one of the office decides.',
      '机构为书面提出请求的个人提议删除，由该机构的另一人员决定。',
    ),
  ),
  'privacy.rejected': entry(
    words('Proposed erasure rejected', '否决删除提议'),
    words('Nothing was erased.', '未删除任何内容。'),
  ),
  'privacy.retention-set': {
    act: words('Period of keeping set', '设定保存期限'),
    tell({ years, yearsOfLaw, ground }) {
      if (typeof years !== 'number' || typeof ground !== 'string') return null
      const law = typeof yearsOfLaw === 'number' ? yearsOfLaw : ''
      return {
        subject: words(`${years} years`, `${years} 年`),
        summary: words(
          'For so long this book keeps what it knows of a person, from the completion of the last contract.',
          '自最后一份合同完成之日起，本账簿按此期限保存个人信息。',
        ),
        facts: [
          { term: words('Years', '年数'), value: words(String(years), String(years)) },
          {
            term: words('The law asks for', '法定最短'),
            value: words(
              `${law} years (Electronic Commerce Law art. 31)`,
              `${law} 年（《电子商务法》第三十一条）`,
            ),
          },
          { term: words('Ground', '依据'), value: words(ground, ground) },
        ],
      }
    },
  },
}
