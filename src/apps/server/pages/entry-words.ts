/** Entries of all slices in words. Whoever adds a slice adds its words here. */
import { upcast } from '#kernel/book/recorded.ts'
import { registryOf } from '#kernel/book/registry.ts'
import { BOOK_SUCCEEDED, type SignedTree, successionOf } from '#kernel/book/succession.ts'
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
  [BOOK_SUCCEEDED]: {
    act: { en: 'Book continued under a new name', zh: '账簿更名续记' },
    tell(body) {
      const said = successionOf(BOOK_SUCCEEDED, body)
      if (said === null) return null
      const { origin, predecessor, continued, reason } = said
      const [lostEn, lostZh] = lostWords(continued.size, predecessor.signed)
      return {
        subject: { en: origin, zh: origin },
        summary: {
          en: `${predecessor.origin} is closed, because ${whyClosed(predecessor.signed).en}. This book takes over its first ${continued.size} entries and goes on from there. Receipts of the closed book verify for ever.`,
          zh: `${predecessor.origin} 因${whyClosed(predecessor.signed).zh}而关闭。本账簿承接其前 ${continued.size} 条并由此续记；原账簿的回执永久可验证。`,
        },
        facts: [
          { term: { en: 'Closed book', zh: '已关闭的账簿' }, value: same(predecessor.origin) },
          { term: { en: 'Lost entries', zh: '丢失的条目' }, value: { en: lostEn, zh: lostZh } },
          { term: { en: 'Reason', zh: '原因' }, value: same(reason) },
        ],
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

function same(text: string): Words {
  return { en: text, zh: text }
}

function whyClosed({ isLast }: SignedTree): Words {
  return isLast
    ? { en: 'entries that it had signed were lost for good', zh: '已签署的条目永久丢失' }
    : {
        en: 'its signing key, or the record of what it signed, was lost for good',
        zh: '签名密钥或签署记录永久丢失',
      }
}

/** Which indexes were signed and are not here. */
function lostWords(from: number, { size: to, isLast }: SignedTree): readonly [string, string] {
  if (to <= from) {
    return ['None is known; whether there were any, nobody knows', '无已知者；是否曾有，无从得知']
  }
  const [en, zh] = [
    `${to - from} (${from} to ${to - 1})`,
    `${to - from} 条（序号 ${from} 至 ${to - 1}）`,
  ]
  return isLast ? [en, zh] : [`At least ${en}`, `至少 ${zh}`]
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
