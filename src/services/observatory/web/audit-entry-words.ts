/** The entry of a signed audit in words. */
import type { EntryWords } from '#web/pages/entry-words.ts'
import { AUDIT_SIGNED, NOTHING_KNOWN } from '../contract.ts'

export const auditEntryWords: Readonly<Record<string, EntryWords>> = {
  [AUDIT_SIGNED]: {
    act: { en: 'Audit signed', zh: '数字核查已签署' },
    tell({ textDigest, resultDigest, knownVersion, claims, corrections }) {
      if (typeof textDigest !== 'string' || typeof resultDigest !== 'string') return null
      if (typeof claims !== 'number' || typeof corrections !== 'number') return null
      return {
        subject: { en: `${claims} figures of a press text`, zh: `一篇文稿的 ${claims} 个数字` },
        summary: {
          en: `Somebody stands for an audit of ${claims} figures with ${corrections} corrections. The text is not in the book; whoever has it can audit it again and compare.`,
          zh: `有人为一次数字核查负责：${claims} 个数字，${corrections} 处更正。文稿不在账簿中；持有原文者可重新核查并比对。`,
        },
        facts: [
          { term: { en: 'Text, SHA-256', zh: '文稿 SHA-256' }, value: same(textDigest) },
          { term: { en: 'Result, SHA-256', zh: '结果 SHA-256' }, value: same(resultDigest) },
          ...(typeof knownVersion === 'string' && knownVersion !== NOTHING_KNOWN.version
            ? [{ term: KNOWN, value: same(knownVersion) }]
            : []),
        ],
      }
    },
  },
}

const KNOWN = { en: 'Compared with the published figures', zh: '比对的发布值' }

function same(text: string): { readonly en: string; readonly zh: string } {
  return { en: text, zh: text }
}
