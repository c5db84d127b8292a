import { expect, test } from 'vitest'
import { LEVELS, RETURN_REASONS, SEALS } from '#services/handover/contract.ts'
import { handoverEntryWords } from '#services/handover/web/entry-words.ts'

function told(type: string, body: Parameters<(typeof handoverEntryWords)[string]['tell']>[0]) {
  return handoverEntryWords[type]?.tell({ consignment: 'csg_1', ...body })?.facts ?? []
}

test.each([
  ['handover.received', 'seal', SEALS],
  ['handover.returned', 'reason', RETURN_REASONS],
  ['handover.policy-adopted', 'level', LEVELS],
] as const)(
  '%s says its %s in words of both languages, and not as a code',
  (type, member, codes) => {
    for (const code of codes) {
      const [fact] = told(type, { [member]: code })
      expect(fact?.value.zh).toMatch(/^\p{Script=Han}+$/u)
      expect(fact?.value.en).not.toMatch(/\w-\w/)
    }
  },
)

test('several reasons stand side by side, and none is no fact', () => {
  const [fact] = told('handover.refused', { reasons: ['damaged', 'not-ordered'] })
  expect(fact?.value).toEqual({ en: 'Damaged; Not ordered', zh: '破损、并未订购' })
  expect(told('handover.refused', { reasons: [] })).toEqual([])
})
