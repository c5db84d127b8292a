/** The entries of the register of parties in words. A person has no name here, only a pseudonym. */
import type { Words } from '#web/kit/language.ts'
import type { EntryWords } from '#web/pages/entry-words.ts'
import type { EventType } from '../contract.ts'

const words = (en: string, zh: string): Words => ({ en, zh })

function entry(act: Words, summary: Words, subject: string): EntryWords {
  return {
    act,
    tell(body) {
      const id = body[subject]
      if (typeof id !== 'string') return null
      const facts = [{ term: words('Party', '当事方'), value: words(id, id) }]
      return { subject: words(id, id), summary, facts }
    },
  }
}

export const partiesEntryWords: Readonly<Record<EventType, EntryWords>> = {
  'parties.founded': entry(
    words('Registry founded', '登记处设立'),
    words('Whoever founded it registers the others.', '由设立者登记其他当事方。'),
    'registry',
  ),
  'parties.organisation-registered': entry(
    words('Organisation registered', '机构登记'),
    words(
      'An organisation is known in this book by its public name.',
      '机构以其公开名称登记于本账簿。',
    ),
    'organisation',
  ),
  'parties.person-registered': entry(
    words('Person registered', '人员登记'),
    words(
      'A person is known in this book by a pseudonym; the name is a secret of the entry.',
      '人员以代号登记于本账簿；姓名是本条目的保密内容。',
    ),
    'person',
  ),
  'parties.appointed': entry(
    words('Appointed', '任命'),
    words('A person may act for an organisation.', '某人可代表某机构行事。'),
    'person',
  ),
  'parties.dismissed': entry(
    words('Dismissed', '免除'),
    words('A person no longer acts for an organisation.', '某人不再代表某机构行事。'),
    'person',
  ),
}
