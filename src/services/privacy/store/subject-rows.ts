/** What every book keeps of a person, and what lies outside of the books. */
import type { SubjectRows } from '#platform/postgres/subject-rows.ts'

const own = 't.book = $1 and t.subject = $2'

export const bookSubjectRows: readonly SubjectRows[] = [
  {
    table: 'retention',
    key: 'subject',
    where: own,
    what: { en: 'What has to be kept', zh: '保存义务' },
    purpose: 'duty',
  },
  {
    table: 'privacy_request',
    key: 'subject',
    where: own,
    what: { en: 'The last request for erasure', zh: '最近一次删除请求' },
    purpose: 'duty',
  },
  {
    table: 'erasure',
    key: 'subject',
    where: own,
    what: { en: 'The last erasure', zh: '最近一次删除' },
    purpose: 'proof',
  },
  {
    table: 'party_entries',
    key: 'first_number',
    where: 't.book = $1 and t.party = $2',
    what: { en: 'Running numbers and their salts', zh: '编号及其盐值' },
    purpose: 'proof',
  },
  {
    table: 'subject_key',
    key: 'subject',
    where: own,
    what: { en: 'The key that encrypts the values', zh: '加密内容的密钥' },
    purpose: 'identity',
    // Whoever holds the wrapped key holds nothing, and nobody should hold it.
    hidden: ['wrapped'],
  },
]

export const outsideSubjectRows: readonly SubjectRows[] = [
  {
    table: 'persona',
    key: 'id',
    where: 't.book = $1 and t.party = $2',
    what: { en: 'Made-up person of the demonstration', zh: '演示中的虚构人物' },
    purpose: 'sign-in',
    isOutside: true,
  },
  {
    table: 'session',
    key: 'id',
    where: 't.party = $2',
    what: { en: 'Sessions', zh: '登录会话' },
    purpose: 'sign-in',
    hidden: ['secret_hash'],
    isOutside: true,
  },
  {
    table: 'credential',
    key: 'id',
    where: 't.party = $2',
    what: { en: 'Keys of programs', zh: '程序密钥' },
    purpose: 'sign-in',
    hidden: ['secret_hash'],
    isOutside: true,
  },
]
