/**
 * What the tables of refusals share: cases that are held against a book one after the other, receipts that lack
 * something, and a list of what was shown.
 */
import { expect } from 'vitest'
import type { Command } from '#kernel/book/slice.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { REFUSALS, type CommandName } from '#services/handover/contract.ts'
import { START_MS } from '#test/prepaid/rig.ts'
import { DAY_MS, type Books } from './books.ts'
import type { Making } from './log.ts'

export const past = formatInstant(START_MS - 1)
export const far = formatInstant(START_MS + 91 * DAY_MS)
export const garbage = '{"format":"hongqiao-receipt/1"}'

export type CaseOf = readonly [refused: string, command: Command, actor?: string]

const expected = (cases: readonly CaseOf[]) => cases.map(([refused]) => `${refused} / ${refused}`)

/** In one book, one after the other and in the order of precedence; nothing of it is recorded. */
export function check(
  name: CommandName,
  book: Books['js'],
  cases: readonly CaseOf[],
  actor: string,
): void {
  const size = book.entries.length
  const held = cases.map(([refused, command, by = actor]) => {
    return `${refused} / ${book.refusal(command, by)}`
  })
  expect(held).toEqual(expected(cases))
  expect(book.entries.length).toBe(size)
  const order: readonly string[] = REFUSALS[name]
  const places = cases.map(([refused]) => order.indexOf(refused))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  shown.set(name, new Set([...(shown.get(name) ?? []), ...cases.map(([refused]) => refused)]))
}

const shown = new Map<CommandName, ReadonlySet<string>>()

/** What a receipt can lack, each with a receipt that lacks nothing before it. */
export function proofCases(
  make: (making: Making) => string,
  command: (receipt: string) => Command,
  disclosures: readonly string[],
): readonly CaseOf[] {
  const away = (making: Making): Command => command(make(making))
  const stale = { witnessedAtMs: START_MS - 8 * DAY_MS }
  const strange = { ...stale, seed: 66 }
  return [
    [
      'proof_wrong',
      away({ ...strange, shown: (leaf) => leaf.replace('"at":"2026', '"at":"2025') }),
    ],
    ['key_unknown', away(strange)],
    ['receipt_not_witnessed', away({ witnessedAtMs: null, disclosures })],
    ['receipt_from_future', away({ witnessedAtMs: START_MS + 30 * DAY_MS, disclosures })],
    ['disclosure_wrong', away({ disclosures })],
  ]
}

/** A signature by the log's own key over other bytes. */
export function withWrongSignature(receipt: string): string {
  const at = receipt.indexOf(
    'book/1 ',
    receipt.indexOf('\\u2014') === -1 ? receipt.indexOf('—') : 0,
  )
  const from = at + 'book/1 '.length + 20
  const letter = receipt[from] === 'A' ? 'B' : 'A'
  return receipt.slice(0, from) + letter + receipt.slice(from + 1)
}

/** Shown outside of a table. */
export function note(name: CommandName, refused: string): void {
  shown.set(name, new Set([...(shown.get(name) ?? []), refused]))
}

/** The refusals of these commands that no case has shown. */
export function missingOf(names: readonly CommandName[]): readonly string[] {
  return names.flatMap((name) => {
    const told: ReadonlySet<string> = shown.get(name) ?? new Set()
    return REFUSALS[name].filter((type) => !told.has(type)).map((type) => `${name}: ${type}`)
  })
}
