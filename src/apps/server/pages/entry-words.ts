/** Entries of all slices in words. Whoever adds a slice adds its words here. */
import { upcast } from '#kernel/book/recorded.ts'
import { registryOf } from '#kernel/book/registry.ts'
import type { Leaf } from '#kernel/log/leaf.ts'
import { handoverEntryWords } from '#services/handover/web/entry-words.ts'
import { observatoryEntryWords } from '#services/observatory/web/entry-words.ts'
import { partiesEntryWords } from '#services/parties/web/entry-words.ts'
import { prepaidEntryWords } from '#services/prepaid/web/entry-words.ts'
import { privacyEntryWords } from '#services/privacy/web/entry-words.ts'
import type { Words } from '#web/kit/language.ts'
import type { EntryTold, EntryWords } from '#web/pages/entry-words.ts'
import { slices } from '../slices.ts'

/** The kernel's own events. */
const bookEntryWords: Readonly<Record<string, EntryWords>> = {
  'book.opened': {
    act: { en: 'Book opened', zh: '账簿开立' },
    tell({ origin }) {
      if (typeof origin !== 'string') return null
      return {
        subject: { en: origin, zh: origin },
        summary: {
          en: 'The first entry of the book names its log. Every later entry follows from it.',
          zh: '账簿的第一条写明其日志；其后各条均承接于此。',
        },
        facts: [{ term: { en: 'Origin', zh: '来源标识' }, value: { en: origin, zh: origin } }],
      }
    },
  },
  'book.hold-expired': {
    act: { en: 'Hold expired', zh: '预留到期' },
    tell({ hold }) {
      if (typeof hold !== 'string') return null
      return {
        subject: { en: hold, zh: hold },
        summary: {
          en: 'The hold was neither posted nor voided in time: what it held is free again.',
          zh: '预留到期而未入账、未撤销：所预留的金额已释放。',
        },
        facts: [{ term: { en: 'Hold', zh: '预留' }, value: { en: hold, zh: hold } }],
      }
    },
  },
}

const words: ReadonlyMap<string, EntryWords> = new Map(
  Object.entries({
    ...bookEntryWords,
    ...observatoryEntryWords,
    ...partiesEntryWords,
    ...prepaidEntryWords,
    ...privacyEntryWords,
    ...handoverEntryWords,
  }),
)
const registry = registryOf(slices)

const UNNAMED: Words = { en: 'Entry', zh: '条目' }

/** What an entry says to somebody who may not read it. */
const WITHHELD: EntryTold = {
  subject: { en: 'for its parties', zh: '仅向当事方公开' },
  summary: {
    en: 'What it says goes to its parties and to auditors. That it stands here, anyone can check.',
    zh: '内容只给当事方与审计方；它确在此处，则人人可核验。',
  },
  facts: [],
}

export function actOf(type: string): Words {
  return words.get(type)?.act ?? UNNAMED
}

/** Null for a leaf that this reader may not see, or that a newer release wrote. */
export function tell(leaf: Leaf | null): EntryTold {
  if (leaf === null) return WITHHELD
  const handler = registry.events.get(leaf.type)
  if (handler === undefined || handler.v < leaf.v) return untold(leaf.type)
  return words.get(leaf.type)?.tell(upcast(handler, leaf.v, leaf.body)) ?? untold(leaf.type)
}

/** Public, but without words of its own: its type and its text say what there is. */
function untold(type: string): EntryTold {
  return {
    subject: { en: type, zh: type },
    summary: { en: `An entry of the type ${type}.`, zh: `类型为 ${type} 的条目。` },
    facts: [],
  }
}
