/** Several receipts at once: gaps and contradictions of running numbers, and forks between receipts. */
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { canonicalText } from '#kernel/std/canonical-json.ts'
import { FIELDS, NOW_MS, policyOf, POLICY_TEXT, receiptWith, SALT } from '#test/receipts/made.ts'
import { commitmentTo, formatDisclosure } from './commitment.ts'
import { verifyPortably } from './ed25519.ts'
import { numberField } from './numbers.ts'
import { areSound, type NumberLine, type SeveralVerdict, verifySeveral } from './several.ts'

const trust = {
  policies: [policyOf(POLICY_TEXT)],
  sha256,
  verifyEd25519: verifyPortably,
  nowMs: NOW_MS,
  level: 'logged',
} as const

/** A receipt of entry 5 of a tree of this size, for which the party's running number is disclosed. */
function numbered(number: number, size: number, party = 'pty_1'): string {
  const disclosure = formatDisclosure({ salt: SALT, name: numberField(party), value: number })
  const sd = [commitmentTo(disclosure, sha256)]
  return receiptWith({ leaf: canonicalText({ ...FIELDS, sd }), disclosures: [disclosure], size })
}

function verify(...receipts: readonly string[]): Promise<SeveralVerdict> {
  const files = receipts.map((receipt, at) => ({ name: `${at}.json`, receipt }))
  return verifySeveral(files, trust)
}

const lineOf = ({ lines: [line] }: SeveralVerdict): NumberLine | undefined => line

describe('the numbers of a party', () => {
  test('that are missing are named, first ones included', async () => {
    const several = await verify(numbered(4, 13))
    expect(lineOf(several)).toMatchObject({
      origin: 'sh.hub.example/book/1',
      party: 'pty_1',
      count: 1,
      last: 4,
      gaps: [{ from: 1, to: 3 }],
      missing: 3,
      conflicts: [],
    })
    expect(areSound(several)).toBe(true)
  })

  test('of a receipt that is there twice count once', async () => {
    const receipt = numbered(1, 13)
    expect(lineOf(await verify(receipt, receipt))).toMatchObject({
      count: 1,
      missing: 0,
      conflicts: [],
    })
  })

  test('that contradict each other are found, though each receipt is genuine', async () => {
    // The same entry under two numbers: all of our receipts are of entry 5.
    const several = await verify(numbered(2, 13), numbered(3, 14))
    expect(several.files.every(({ verdict }) => verdict.verified)).toBe(true)
    expect(lineOf(several)?.conflicts).toEqual([
      { number: 3, index: 5, other: { number: 2, index: 5 } },
    ])
    expect(areSound(several)).toBe(false)
  })

  test('of two parties are two lines, and an unverified receipt says nothing', async () => {
    const forged = numbered(9, 15).replace('12500', '12501')
    const several = await verify(numbered(1, 13), numbered(1, 14, 'pty_2'), forged)
    expect(several.lines.map(({ party, last }) => [party, last])).toEqual([
      ['pty_1', 1],
      ['pty_2', 1],
    ])
    expect(areSound(several)).toBe(false)
  })
})

test('two signed trees of one size are a fork, and both files are named', async () => {
  const several = await verify(receiptWith(), numbered(1, 13))
  expect(several.forks).toEqual([
    { origin: 'sh.hub.example/book/1', size: 13, names: ['0.json', '1.json'] },
  ])
  expect(areSound(several)).toBe(false)
})
