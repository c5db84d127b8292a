/** What must hold of a book when everything has settled: its tables follow from its leaves, and clients heard the truth. */
import { cellRow, causedRow } from '#kernel/book/replay.ts'
import { dueRow } from '#kernel/book/replay-rows.ts'
import { partyNumber } from '#kernel/book/seal.ts'
import { parseCheckpoint } from '#kernel/log/checkpoint.ts'
import { parseNote } from '#kernel/log/note.ts'
import { account, balanceMinor, type Account } from '#kernel/money/transfer.ts'
import { joinKey, type AnyRow, type Table } from '#kernel/rows/table.ts'
import { transferColumns } from '#platform/postgres/book-batch.ts'
import type { Cursor } from '#platform/book/store.ts'
import { base64Of } from '#kernel/std/base64.ts'
import { modelOf, textOf } from '../faults/model.ts'
import type { Auditor } from './auditor.ts'
import type { BookTables } from './book-tables.ts'
import type { DisclosedNumber } from './receipts.ts'
import { recordedOf, type Asked, type Recorded } from './journal.ts'
import type { World } from './world.ts'

export interface Checked {
  readonly world: World
  readonly book: string
  readonly tables: BookTables
  readonly auditor: Auditor
  readonly asked: readonly Asked[]
  /** The running numbers that verified receipts have disclosed. */
  readonly numbers: readonly DisclosedNumber[]
  /** Refusals with which a lapse or a reaction may be put aside for somebody to look at. */
  readonly parkable: readonly string[]
}

export function checkSettled(checked: Checked): void {
  checkRows(checked)
  checkCells(checked)
  checkReactions(checked)
  checkDues(checked)
  checkAnswers(checked)
  checkLateRefusals(checked)
}

/** Of the parts of a key. */
const SEPARATOR = joinKey(['', ''])

const wrong = ({ world, book }: Checked, sentence: string): void =>
  world.fail(`${book}: ${sentence}`)

/** The order of names is the order in which they were put, and says nothing. */
const text = (row: AnyRow): string => JSON.stringify(row, (_, value: unknown) => ordered(value))

function ordered(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Names of tables that replay keeps besides those of the slices. */
const BESIDES = new Set([
  cellRow.name,
  causedRow.name,
  dueRow.name,
  partyNumber.name,
  'subject_key',
])

function checkRows(checked: Checked): void {
  const { auditor, tables } = checked
  const expected = new Map<string, Map<string, string>>()
  for (const [table, rows] of auditor.memory.tables()) {
    if (BESIDES.has(table.name)) continue
    expected.set(table.name, linesOf(table, rows))
  }
  for (const name of new Set([...expected.keys(), ...tables.rows.keys()])) {
    if (BESIDES.has(name)) continue
    compare(checked, name, {
      stored: new Map([...(tables.rows.get(name) ?? [])].map(([key, row]) => [key, text(row)])),
      expected: expected.get(name) ?? new Map(),
    })
  }
  for (const [name, minor] of auditor.ledger.balances()) {
    const row = tables.rows.get(account.name)?.get(name)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
    const stored = row === undefined ? undefined : balanceMinor(row as Account)
    if (stored !== minor) wrong(checked, `account ${name} has ${stored} and should have ${minor}`)
  }
  checkTransfers(checked)
  checkNumbers(checked)
}

function linesOf(table: Table, rows: Iterable<AnyRow>): Map<string, string> {
  return new Map([...rows].map((row) => [table.keyOf(row), text(row)]))
}

function compare(
  checked: Checked,
  name: string,
  { stored, expected }: Record<'stored' | 'expected', ReadonlyMap<string, string>>,
): void {
  for (const [key, line] of expected) {
    const found = stored.get(key)
    if (found === undefined) wrong(checked, `${name} lacks ${line}`)
    else if (found !== line) wrong(checked, `${name} has ${found}, not ${line}`)
  }
  for (const [key, line] of stored) if (!expected.has(key)) wrong(checked, `${name} has ${line}`)
}

/** By the plain model of the test slice, and so apart from the kernel: transfers, holds, cells, numbers. */
function checkTransfers(checked: Checked): void {
  const { auditor, tables } = checked
  const faults: string[] = []
  const model = modelOf(auditor.seen, faults)
  if (checked.book !== 'sh') for (const fault of faults) wrong(checked, fault)
  const stored = new Set(
    tables.transfers.map(({ index, n, transfer }) => {
      const { debit, credit, amountMinor, hold } = transferColumns(transfer)
      const parts = [debit, credit, amountMinor, hold].map((part) => part ?? '-')
      return `${index}/${n} ${transfer.op} ${parts.join(' ')}`
    }),
  )
  const expected = new Set(model.tables.get('transfers'))
  for (const line of expected) if (!stored.has(line)) wrong(checked, `transfers lack ${line}`)
  for (const line of stored) if (!expected.has(line)) wrong(checked, `transfers have ${line}`)
}

function checkNumbers(checked: Checked): void {
  const expected = new Map<string, number[]>()
  for (const { index, leaf } of checked.auditor.seen) {
    for (const party of leaf.parties) {
      expected.set(party, [...(expected.get(party) ?? []), index])
    }
  }
  checkDisclosed(checked, expected)
  for (const [party, indexes] of expected) {
    const stored = checked.tables.partyEntries.get(party) ?? []
    let number = 1
    for (const { firstNumber, indexes: some } of stored) {
      if (firstNumber !== number) wrong(checked, `the numbers of ${party} have a gap at ${number}`)
      number += some.length
    }
    if (stored.flatMap((row) => row.indexes).join() !== indexes.join()) {
      wrong(checked, `the numbers of ${party} count other entries`)
    }
  }
}

/** What a receipt tells a party of its numbers is the count of the entries that name it. */
function checkDisclosed(
  { numbers, ...checked }: Checked,
  expected: ReadonlyMap<string, number[]>,
): void {
  for (const { party, number, index } of numbers) {
    if (expected.get(party)?.[number - 1] === index) continue
    wrong({ numbers, ...checked }, `${party} was told that entry ${index} is its number ${number}`)
  }
}

function checkCells(checked: Checked): void {
  const sums = new Map<string, bigint>()
  for (const { leaf } of checked.auditor.seen) {
    for (const measure of leaf.measures) {
      if (!Array.isArray(measure)) continue
      const [indicator, area, period, amount] = measure.map(String)
      const cell = joinKey([indicator ?? '', area ?? '', period ?? ''])
      sums.set(cell, (sums.get(cell) ?? 0n) + BigInt(amount ?? 0))
    }
  }
  const lines = (cells: ReadonlyMap<string, bigint>): string =>
    [...cells]
      .map(([cell, amount]) => `${cell} ${amount}`)
      .toSorted()
      .join('\n')
  if (lines(sums) !== lines(checked.tables.cells))
    wrong(checked, 'cells are not the sum of measures')
}

/** A cause is done once, and the cursor is past all that was done. */
function checkReactions(checked: Checked): void {
  const { tables, auditor } = checked
  const done = new Map<string, number>()
  for (const { index, leaf } of auditor.seen) {
    if (leaf.cause === undefined) continue
    const { book, index: cause, ordinal } = leaf.cause
    const reaction = textOf(leaf.cause['reaction'])
    const name = JSON.stringify([book, cause, reaction, ordinal])
    const before = done.get(name)
    if (before !== undefined && index > before + 1) wrong(checked, `${name} was done twice`)
    if (before === undefined) done.set(name, index)
    if (!isPast(tables.cursors.get(reaction), Number(cause), Number(ordinal))) {
      wrong(checked, `the cursor of ${reaction} is not past what it did`)
    }
  }
  const stored = new Map([...tables.caused].map(([name, { index }]) => [name, index]))
  for (const [name, index] of done) {
    if (stored.get(name) !== index) wrong(checked, `caused lacks ${name}`)
  }
  if (stored.size !== done.size) wrong(checked, 'caused has what no entry says')
}

function isPast(cursor: Cursor | undefined, cause: number, ordinal: number): boolean {
  if (cursor === undefined) return false
  return cursor.index > cause || (cursor.index === cause && cursor.ordinal > ordinal)
}

function dueByLeaves(auditor: Auditor): ReadonlyMap<string, number> {
  const expected = new Map<string, number>()
  for (const [table, rows] of auditor.memory.tables()) {
    if (table !== dueRow) continue
    for (const { kind, key, dueAt } of rows) {
      if (typeof dueAt === 'number') expected.set(joinKey([String(kind), String(key)]), dueAt)
    }
  }
  return expected
}

/** Nothing is due that was not done, and nothing was put aside that could have been done. */
function checkDues(checked: Checked): void {
  const { tables, auditor, world } = checked
  const expected = dueByLeaves(auditor)
  for (const [name, dueAtMs] of expected) {
    if (tables.due.get(name)?.dueAtMs !== dueAtMs) wrong(checked, `due lacks ${name}`)
    const isParked = tables.parked.has(`lapse/${name.replace(SEPARATOR, '/')}`)
    if (dueAtMs < world.nowMs - 10_000 && !isParked)
      wrong(checked, `${name} was due and did not lapse`)
  }
  if (tables.due.size !== expected.size) wrong(checked, 'due has what no entry says')
  for (const { name, refusal } of tables.parked.values()) {
    if (!checked.parkable.includes(refusal)) wrong(checked, `${name} was parked: ${refusal}`)
  }
}

/** Nothing that was acknowledged is lost, nothing is there twice, nothing that was denied is there. */
function checkAnswers(checked: Checked): void {
  const { auditor, asked } = checked
  const byRequest = Map.groupBy(auditor.seen, ({ leaf }) => leaf.auth.credential)
  for (const one of asked) {
    const entries = byRequest.get(one.principal.evidence.credential) ?? []
    const [first] = entries
    if (first !== undefined && entries.some(({ index }, n) => index !== first.index + n)) {
      wrong(checked, `${one.key} was done twice`)
    }
    const recorded = recordedOf(one)
    const last = one.heard.at(-1)
    if (recorded !== undefined) checkRecorded(checked, one, recorded)
    else if (
      last?.answer.kind === 'refused' &&
      entries.length > 0 &&
      one.arrivedAt === last.arrivedAt
    ) {
      wrong(checked, `${one.key} was refused and is in the book`)
    }
  }
}

function checkRecorded(checked: Checked, asked: Asked, recorded: Recorded): void {
  const { auditor } = checked
  for (const { answer } of asked.heard) {
    if (answer.kind !== 'recorded') continue
    if (answer.entries[0].index !== recorded.entries[0].index) {
      wrong(checked, `${asked.key} was answered with two entries`)
    }
    const note = parseNote(answer.checkpoint)
    const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note
    const root = checkpoint.ok ? auditor.rootAt(checkpoint.value.size) : undefined
    if (!checkpoint.ok || root !== base64Of(checkpoint.value.root)) {
      wrong(checked, `the checkpoint of ${asked.key} is of another log`)
    }
    for (const { index, leaf } of answer.entries) {
      if (auditor.seen[index]?.text === leaf) continue
      wrong(checked, `${asked.key} was acknowledged, and entry ${index} is not what it was given`)
    }
  }
}

/** Whoever was told that something is unknown asked before anybody was told that it is there. */
function checkLateRefusals(checked: Checked): void {
  const made = new Map<string, number>()
  for (const asked of checked.asked) {
    const name = madeBy(asked)
    const at = asked.heard.find(({ answer }) => answer.kind === 'recorded')?.at
    if (name === undefined || at === undefined) continue
    made.set(name, Math.min(at, made.get(name) ?? Infinity))
  }
  for (const { command, heard, askedAt, key } of checked.asked) {
    for (const { answer } of heard) {
      if (answer.kind !== 'refused' || !answer.refusal.type.endsWith('_unknown')) continue
      const what = answer.refusal.type.slice(0, -'_unknown'.length)
      const id: unknown = Reflect.get(command, what)
      const since = made.get(`${what} ${String(id)}`)
      if (since !== undefined && since < askedAt) {
        wrong(checked, `${key}: ${what} ${String(id)} was unknown after it was acknowledged`)
      }
    }
  }
}

const MAKES: Readonly<Record<string, string>> = {
  'escrow.open': 'contract',
  'escrow.admit-school': 'school',
  'handover.send': 'consignment',
  'prepaid.sign': 'contract',
  'prepaid.request-use': 'use',
  'prepaid.ask-refund': 'refund',
  'prepaid.propose-settlement': 'settlement',
  'prepaid.list-product': 'product',
}

function madeBy({ command }: Asked): string | undefined {
  const what = MAKES[command.type]
  return what === undefined ? undefined : `${what} ${String(Reflect.get(command, what))}`
}
