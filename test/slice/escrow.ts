/**
 * A small slice that proves the book: prepaid classes at a school. Opening a contract holds its price,
 * each confirmed class earns its part and the platform's fee, a contract that runs out lapses, and when a
 * school closes a reaction closes each of its contracts. It has everything a service can have and no law.
 */
import { assert } from '#kernel/std/assert.ts'
import { isJsonArray } from '#kernel/std/canonical-json.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import type { Measure } from '#kernel/figures/cell.ts'
import { account, hold, type Transfer } from '#kernel/money/transfer.ts'
import type { Reader, Rows } from '#kernel/rows/rows.ts'
import { defineTable, tableKey, type AnyRow, type RowKey, type Table } from '#kernel/rows/table.ts'
import { existing, record, refuse } from '#kernel/book/slice.ts'
import type { Circumstances, Command, CommandHandler } from '#kernel/book/slice.ts'
import type { Decision, Event, Recorded, Slice } from '#kernel/book/slice.ts'
import type { EscrowCommand } from './commands.ts'

export const school = defineTable({
  name: 'school',
  key: { school: 'text' },
  columns: { classes: 'index', closed: 'boolean' },
})
export const contract = defineTable({
  name: 'contract',
  key: { contract: 'text' },
  columns: {
    school: 'text',
    consumer: 'text',
    entries: 'integer',
    used: 'integer',
    state: 'text',
    expiresAt: 'instant',
  },
})
export const classUse = defineTable({
  name: 'class_use',
  key: { classUse: 'text' },
  columns: { contract: 'text', entry: 'index' },
})

export const BANK = 'bank'
export const FEES = 'fees'
export const paidAccount = (name: string): string => `held/${name}`
export const schoolAccount = (name: string): string => `earned/${name}`

/** Parties are named for what they are, because this slice has nobody's privacy to keep. */
export const partyOf = (kind: 'consumer' | 'school' | 'notary', name: string): string =>
  `pty_${kind}-${name}`

type Of<T extends EscrowCommand['type']> = Extract<EscrowCommand, { readonly type: T }>

const key = <R extends AnyRow>(table: Table<R>, ...parts: readonly string[]): RowKey =>
  tableKey(table, ...parts)

const month = (atMs: number): string => formatInstant(atMs).slice(0, 7)

const found: CommandHandler<Of<'escrow.found'>> = {
  reads: () => [key(account, BANK), key(account, FEES)],
  decide(rows: Reader): Decision {
    if (rows.get(account, BANK) !== undefined) return refuse('founded_before')
    const open = { op: 'open', currency: 'CNY' } as const
    return record({
      type: 'escrow.founded',
      body: {},
      parties: [],
      transfers: [
        { ...open, account: BANK, side: 'debit', overdraft: true },
        { ...open, account: FEES, side: 'credit', overdraft: false },
      ],
    })
  },
}

const admitSchool: CommandHandler<Of<'escrow.admit-school'>> = {
  reads: (command) => [key(school, command.school), key(account, schoolAccount(command.school))],
  decide(rows: Reader, command): Decision {
    if (rows.get(school, command.school) !== undefined) return refuse('school_exists')
    return record({
      type: 'escrow.school-admitted',
      body: { school: command.school },
      parties: [partyOf('school', command.school)],
      transfers: [
        {
          op: 'open',
          account: schoolAccount(command.school),
          currency: 'CNY',
          side: 'credit',
          overdraft: false,
        },
      ],
    })
  },
}

const open: CommandHandler<Of<'escrow.open'>> = {
  reads: (command) => [
    key(contract, command.contract),
    key(school, command.school),
    key(account, BANK),
    key(account, paidAccount(command.contract)),
  ],
  decide(rows: Reader, command, { nowMs }: Circumstances): Decision {
    if (rows.get(contract, command.contract) !== undefined) return refuse('contract_exists')
    const at = rows.get(school, command.school)
    if (at === undefined) return refuse('school_unknown')
    if (at.closed) return refuse('school_closed')
    if (command.expiresAtMs <= nowMs) return refuse('expiry_not_in_future')
    const { type: _, priceMinor, phone, ...body } = command
    const held = paidAccount(command.contract)
    const consumer = partyOf('consumer', command.consumer)
    const event: Event = {
      type: 'escrow.opened',
      body,
      parties: [consumer, partyOf('school', command.school)],
      transfers: [
        { op: 'open', account: held, currency: 'CNY', side: 'credit', overdraft: false },
        { op: 'move', debit: BANK, credit: held, amountMinor: BigInt(priceMinor) },
      ],
    }
    if (phone === undefined) return record(event)
    return record({ ...event, secrets: [{ subject: consumer, name: 'phone', value: phone }] })
  },
}

const confirm: CommandHandler<Of<'escrow.confirm'>> = {
  *reads(command, rows): Generator<RowKey> {
    yield key(classUse, command.classUse)
    yield key(contract, command.contract)
    yield key(account, paidAccount(command.contract))
    yield key(account, FEES)
    const row = rows.get(contract, command.contract)
    if (row === undefined) return
    yield key(school, row.school)
    yield key(account, schoolAccount(row.school))
  },
  decide(rows: Reader, command, { nowMs }: Circumstances): Decision {
    const before = rows.get(classUse, command.classUse)
    if (before !== undefined) {
      return before.contract === command.contract
        ? existing(before.entry)
        : refuse('class_use_of_other_contract')
    }
    const row = rows.get(contract, command.contract)
    if (row === undefined) return refuse('contract_unknown')
    if (row.state !== 'open') return refuse('contract_not_open')
    // Whether a deadline has passed is judged by now, not by whether its lapse has run.
    if (row.expiresAt <= nowMs) return refuse('contract_expired')
    if (row.used >= row.entries) return refuse('entries_used_up')
    if (rows.get(school, row.school)?.closed !== false) return refuse('school_closed')
    const debit = paidAccount(command.contract)
    return record({
      type: 'escrow.confirmed',
      body: { classUse: command.classUse, contract: command.contract, school: row.school },
      parties: [
        partyOf('consumer', row.consumer),
        partyOf('school', row.school),
        partyOf('notary', 'one'),
      ],
      transfers: [
        {
          op: 'move',
          debit,
          credit: schoolAccount(row.school),
          amountMinor: BigInt(command.amountMinor),
        },
        { op: 'move', debit, credit: FEES, amountMinor: BigInt(command.feeMinor) },
      ],
    })
  },
}

const promise: CommandHandler<Of<'escrow.promise'>> = {
  *reads(command, rows): Generator<RowKey> {
    yield key(hold, command.promise)
    yield key(contract, command.contract)
    yield key(account, paidAccount(command.contract))
    const row = rows.get(contract, command.contract)
    if (row !== undefined) yield key(account, schoolAccount(row.school))
  },
  decide(rows: Reader, command): Decision {
    const row = rows.get(contract, command.contract)
    if (row === undefined) return refuse('contract_unknown')
    const transfer: Transfer = {
      op: 'hold',
      hold: command.promise,
      debit: paidAccount(command.contract),
      credit: schoolAccount(row.school),
      amountMinor: BigInt(command.amountMinor),
      expiresAtMs: command.expiresAtMs,
    }
    return record({
      type: 'escrow.promised',
      body: { contract: command.contract },
      parties: [partyOf('school', row.school)],
      transfers: [transfer],
    })
  },
}

function* readHold(name: string, rows: Reader): Generator<RowKey> {
  yield key(hold, name)
  const row = rows.get(hold, name)
  if (row === undefined) return
  yield key(account, row.debit)
  yield key(account, row.credit)
}

const settle: CommandHandler<Of<'escrow.settle' | 'escrow.cancel'>> = {
  reads: (command, rows) => readHold(command.promise, rows),
  decide(_rows: Reader, command): Decision {
    const transfer: Transfer =
      command.type === 'escrow.settle'
        ? { op: 'post', hold: command.promise, amountMinor: BigInt(command.amountMinor) }
        : { op: 'void', hold: command.promise }
    return record({ type: 'escrow.resolved', body: {}, parties: [], transfers: [transfer] })
  },
}

const closeSchool: CommandHandler<Of<'escrow.close-school'>> = {
  reads: (command) => [key(school, command.school)],
  decide(rows: Reader, command): Decision {
    const row = rows.get(school, command.school)
    if (row === undefined) return refuse('school_unknown')
    if (row.closed) return refuse('school_closed')
    const body = { contracts: command.contracts, school: command.school }
    const parties = [partyOf('school', command.school)]
    return record({ type: 'escrow.school-closed', body, parties })
  },
}

function ending(
  type: string,
): CommandHandler<Of<'escrow.close-contract' | 'escrow.lapse-contract'>> {
  return {
    reads: (command) => [
      key(contract, command.contract),
      key(account, paidAccount(command.contract)),
      key(account, BANK),
    ],
    decide(rows: Reader, command): Decision {
      const row = rows.get(contract, command.contract)
      if (row === undefined) return refuse('contract_unknown')
      if (row.state !== 'open') return refuse('contract_not_open')
      const held = rows.get(account, paidAccount(command.contract))
      const restMinor = held === undefined ? 0n : held.creditsPosted - held.debitsPosted
      const debit = paidAccount(command.contract)
      const back: Transfer = { op: 'move', debit, credit: BANK, amountMinor: restMinor }
      return record({
        type,
        body: { contract: command.contract },
        parties: [partyOf('consumer', row.consumer)],
        transfers: restMinor > 0n ? [back] : [],
      })
    },
  }
}

function text(body: JsonObject, name: string): string {
  const value = body[name]
  assert(typeof value === 'string', `${name} is a text`)
  return value
}

function contractsOf({ contracts }: JsonObject): readonly string[] {
  assert(contracts !== undefined && isJsonArray(contracts), 'contracts are a list')
  return contracts.map((name) => {
    assert(typeof name === 'string', 'a contract has a name')
    return name
  })
}

function applyOpened(rows: Rows, { body }: Recorded): void {
  const name = text(body, 'contract')
  const expiresAt = Number(body['expiresAtMs'])
  rows.put(contract, {
    contract: name,
    school: text(body, 'school'),
    consumer: text(body, 'consumer'),
    entries: Number(body['entries']),
    used: 0,
    state: 'open',
    expiresAt,
  })
  rows.setDue('contract', name, expiresAt)
}

function applyConfirmed(rows: Rows, { body, index }: Recorded): void {
  const name = text(body, 'contract')
  rows.put(classUse, { classUse: text(body, 'classUse'), contract: name, entry: index })
  const row = rows.get(contract, name)
  if (row !== undefined) rows.put(contract, { ...row, used: row.used + 1 })
  const at = rows.get(school, text(body, 'school'))
  if (at !== undefined) rows.put(school, { ...at, classes: at.classes + 1 })
}

function applyEnded(rows: Rows, { body }: Recorded): void {
  const row = rows.get(contract, text(body, 'contract'))
  if (row !== undefined) rows.put(contract, { ...row, state: 'ended' })
  rows.clearDue('contract', text(body, 'contract'))
}

function measureConfirmed({ body, transfers }: Event, atMs: number): readonly Measure[] {
  const period = month(atMs)
  const [earned, fee] = transfers ?? []
  const area = text(body, 'school')
  const amount = earned !== undefined && 'amountMinor' in earned ? earned.amountMinor : 0n
  const fees = fee !== undefined && 'amountMinor' in fee ? fee.amountMinor : 0n
  return [
    { indicator: 'escrow.classes', area, period, amount: 1n },
    { indicator: 'escrow.released', area, period, amount },
    { indicator: 'escrow.fees', area: 'HUB', period, amount: fees },
    { indicator: 'escrow.classes', area: 'HUB', period, amount: 1n },
  ]
}

const nothing = (): void => undefined

export const escrow: Slice = {
  name: 'escrow',
  tables: [school, contract, classUse],
  commands: {
    'escrow.found': found,
    'escrow.admit-school': admitSchool,
    'escrow.open': open,
    'escrow.confirm': confirm,
    'escrow.promise': promise,
    'escrow.settle': settle,
    'escrow.cancel': settle,
    'escrow.close-school': closeSchool,
    'escrow.close-contract': ending('escrow.closed'),
    'escrow.lapse-contract': ending('escrow.lapsed'),
  },
  events: {
    'escrow.founded': { v: 1, apply: nothing },
    'escrow.school-admitted': {
      v: 1,
      apply: (rows, { body }) =>
        rows.put(school, { school: text(body, 'school'), classes: 0, closed: false }),
    },
    'escrow.opened': { v: 1, apply: applyOpened },
    'escrow.confirmed': { v: 1, apply: applyConfirmed, measures: measureConfirmed },
    'escrow.promised': { v: 1, apply: nothing },
    'escrow.resolved': { v: 1, apply: nothing },
    'escrow.school-closed': {
      v: 1,
      apply(rows, { body }) {
        const row = rows.get(school, text(body, 'school'))
        if (row !== undefined) rows.put(school, { ...row, closed: true })
      },
    },
    'escrow.closed': { v: 1, apply: applyEnded },
    'escrow.lapsed': { v: 1, apply: applyEnded },
  },
  lapses: {
    contract: (name) => ({ type: 'escrow.lapse-contract', contract: name }) as Command,
  },
  reactions: [
    {
      name: 'escrow.close-contracts',
      on: ['escrow.school-closed'],
      expected: ['contract_not_open'],
      react: ({ body }) =>
        contractsOf(body).map(
          (name) => ({ type: 'escrow.close-contract', contract: name }) as Command,
        ),
    },
  ],
}
