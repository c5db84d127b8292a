/** Transfers: a row for each refusal in order of precedence, then properties over random histories. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BatchRows, RowCache } from '#kernel/rows/rows.ts'
import {
  account,
  AMOUNT_MINOR_MAX,
  applyTransfer,
  availableMinor,
  balanceMinor,
  hold,
  HOLD_DUE,
  transferFromJson,
  transferToJson,
  type Account,
  type MoneyRefusal,
  type Transfer,
} from './transfer.ts'

const NOW_MS = 1000
/** bank grows by debits, the others by credits; only the bank may be overdrawn. */
const NAMES = ['bank', 'ann', 'bob', 'eur', 'none'] as const
const HOLDS = ['h0', 'h1', 'h2', 'h3'] as const

function emptyRows(): BatchRows {
  const rows = new BatchRows(new RowCache(100))
  for (const name of NAMES) rows.load(account, name, null)
  for (const name of HOLDS) rows.load(hold, name, null)
  return rows
}

function apply(rows: BatchRows, transfer: Transfer, atMs = NOW_MS): MoneyRefusal | 'ok' {
  const applied = applyTransfer(rows, transfer, atMs)
  if (applied.ok) rows.keep()
  else rows.rollback()
  return applied.ok ? 'ok' : applied.error
}

const open = (name: string, currency = 'CNY'): Transfer => ({
  op: 'open',
  account: name,
  currency,
  side: name === 'bank' ? 'debit' : 'credit',
  overdraft: name === 'bank',
})
const move = (debit: string, credit: string, amountMinor: bigint): Transfer => ({
  op: 'move',
  debit,
  credit,
  amountMinor,
})
const holding = (
  name: string,
  [debit, credit]: readonly [string, string],
  amountMinor: bigint,
  expiresAtMs = 2000,
): Transfer => ({ op: 'hold', hold: name, debit, credit, amountMinor, expiresAtMs })
const post = (name: string, amountMinor: bigint): Transfer => ({
  op: 'post',
  hold: name,
  amountMinor,
})

/** Ann has 100, of which 30 are held for Bob as h1; h2 was voided, h3 posted with 5 of 10. */
function someRows(): BatchRows {
  const rows = emptyRows()
  const history = [
    ...['bank', 'ann', 'bob'].map((name) => open(name)),
    open('eur', 'EUR'),
    move('bank', 'ann', 100n),
    holding('h1', ['ann', 'bob'], 30n),
    holding('h2', ['ann', 'bob'], 10n),
    { op: 'void', hold: 'h2' } as const,
    holding('h3', ['ann', 'bob'], 10n),
    post('h3', 5n),
    move('bank', 'ann', 5n),
  ]
  for (const transfer of history) expect(apply(rows, transfer)).toBe('ok')
  return rows
}

describe('refusals, in order of precedence', () => {
  const table: readonly (readonly [MoneyRefusal | 'ok', Transfer, number?])[] = [
    ['account_exists', open('ann')],
    ['ok', open('none')],

    ['amount_not_positive', move('none', 'none', 0n)],
    ['amount_not_positive', move('none', 'none', -1n)],
    ['amount_too_large', move('none', 'none', AMOUNT_MINOR_MAX + 1n)],
    ['account_unknown', move('none', 'none', 1n)],
    ['account_unknown', move('ann', 'none', 1n)],
    ['accounts_equal', move('ann', 'ann', 1000n)],
    ['currencies_differ', move('ann', 'eur', 1000n)],
    ['balance_insufficient', move('ann', 'bob', 71n)],
    ['ok', move('ann', 'bob', 70n)],
    ['ok', move('bank', 'bob', AMOUNT_MINOR_MAX)],

    ['amount_not_positive', holding('h1', ['none', 'none'], 0n, 0)],
    ['amount_too_large', holding('h1', ['none', 'none'], AMOUNT_MINOR_MAX + 1n, 0)],
    ['hold_exists', holding('h1', ['none', 'none'], 1n, 0)],
    ['hold_exists', holding('h2', ['none', 'none'], 1n, 0)],
    ['expiry_not_in_future', holding('h0', ['none', 'none'], 1n, NOW_MS)],
    ['account_unknown', holding('h0', ['none', 'none'], 1n)],
    ['accounts_equal', holding('h0', ['ann', 'ann'], 1000n)],
    ['currencies_differ', holding('h0', ['ann', 'eur'], 1000n)],
    ['balance_insufficient', holding('h0', ['ann', 'bob'], 71n)],
    ['ok', holding('h0', ['ann', 'bob'], 70n, NOW_MS + 1)],

    ['amount_not_positive', post('h0', 0n)],
    ['amount_too_large', post('h0', AMOUNT_MINOR_MAX + 1n)],
    ['hold_unknown', post('h0', 1n)],
    ['hold_resolved', post('h2', 1n), 5000],
    ['hold_resolved', post('h3', 1n)],
    ['hold_expired', post('h1', 31n), 2000],
    ['hold_expired', post('h1', 1n), 2001],
    ['amount_exceeds_hold', post('h1', 31n), 1999],
    ['ok', post('h1', 30n), 1999],

    ['hold_unknown', { op: 'void', hold: 'h0' }],
    ['hold_resolved', { op: 'void', hold: 'h2' }],
    ['hold_resolved', { op: 'void', hold: 'h3' }],
    ['ok', { op: 'void', hold: 'h1' }],
    ['ok', { op: 'void', hold: 'h1' }, 9999],

    ['hold_unknown', { op: 'expire', hold: 'h0' }],
    ['hold_resolved', { op: 'expire', hold: 'h2' }],
    ['hold_not_expired', { op: 'expire', hold: 'h1' }, 1999],
    ['ok', { op: 'expire', hold: 'h1' }, 2000],
  ]
  const cases = table.map(([refusal, transfer, atMs = NOW_MS]) => ({ refusal, transfer, atMs }))

  test.each(cases)('$refusal: $transfer at $atMs', ({ refusal, transfer, atMs }) => {
    expect(apply(someRows(), transfer, atMs)).toBe(refusal)
  })
})

describe('a hold', () => {
  test('is due at its expiry, and no more once it is resolved', () => {
    const rows = emptyRows()
    for (const transfer of [open('bank'), open('ann')]) apply(rows, transfer)
    apply(rows, holding('h1', ['bank', 'ann'], 1n))
    expect(rows.dueChanges()).toEqual([{ kind: HOLD_DUE, key: 'h1', dueAtMs: 2000 }])
    apply(rows, { op: 'expire', hold: 'h1' }, 2000)
    expect(rows.dueChanges()).toEqual([{ kind: HOLD_DUE, key: 'h1', dueAtMs: null }])
  })

  test('counts as spent at once, and its arrival not before it is posted', () => {
    const rows = someRows()
    expect(availableOf(rows, 'ann')).toBe(70n)
    expect(availableOf(rows, 'bob')).toBe(5n)
    apply(rows, post('h1', 20n))
    expect(availableOf(rows, 'ann')).toBe(80n)
    expect(availableOf(rows, 'bob')).toBe(25n)
  })
})

function rowOf(rows: BatchRows, name: string): Account {
  const row = rows.get(account, name)
  if (row === undefined) throw new Error(`${name} is open`)
  return row
}

const availableOf = (rows: BatchRows, name: string): bigint => availableMinor(rowOf(rows, name))

const anyTransfer: fc.Arbitrary<Transfer> = fc.oneof(
  fc.record({
    op: fc.constant('move' as const),
    debit: fc.constantFrom(...NAMES),
    credit: fc.constantFrom(...NAMES),
    amountMinor: fc.bigInt({ min: -1n, max: 60n }),
  }),
  fc.record({
    op: fc.constant('hold' as const),
    hold: fc.constantFrom(...HOLDS),
    debit: fc.constantFrom(...NAMES),
    credit: fc.constantFrom(...NAMES),
    amountMinor: fc.bigInt({ min: 0n, max: 60n }),
    expiresAtMs: fc.integer({ min: 0, max: 60 }),
  }),
  fc.record({
    op: fc.constant('post' as const),
    hold: fc.constantFrom(...HOLDS),
    amountMinor: fc.bigInt({ min: 0n, max: 60n }),
  }),
  fc.record({
    op: fc.constantFrom('void' as const, 'expire' as const),
    hold: fc.constantFrom(...HOLDS),
  }),
)

describe('over random histories', () => {
  test('money is conserved, nobody is overdrawn, and each hold is resolved once', () => {
    fc.assert(
      fc.property(fc.array(anyTransfer, { maxLength: 60 }), (transfers) => {
        const rows = emptyRows()
        const opened = ['bank', 'ann', 'bob', 'eur'] as const
        for (const name of opened) apply(rows, open(name, name === 'eur' ? 'EUR' : 'CNY'), 0)
        apply(rows, move('bank', 'ann', 100n), 0)
        const resolved: string[] = []
        for (const [atMs, transfer] of transfers.entries()) {
          if (apply(rows, transfer, atMs) !== 'ok') continue
          if (['post', 'void', 'expire'].includes(transfer.op) && 'hold' in transfer) {
            resolved.push(transfer.hold)
          }
          expect(new Set(resolved).size).toBe(resolved.length)
          const all = opened.map((name) => rowOf(rows, name))
          expect(sumOf(all, 'debitsPosted')).toBe(sumOf(all, 'creditsPosted'))
          expect(sumOf(all, 'debitsPending')).toBe(sumOf(all, 'creditsPending'))
          expect(sumOf(all, 'debitsPending')).toBe(pendingOf(rows))
          const overdrawn = all.filter((row) => !row.overdraft && availableMinor(row) < 0n)
          expect(overdrawn).toEqual([])
          expect(all.filter((row) => availableMinor(row) > balanceMinor(row))).toEqual([])
          expect(balanceMinor(rowOf(rows, 'eur'))).toBe(0n)
        }
      }),
    )
  })

  test('a refused transfer changes nothing', () => {
    fc.assert(
      fc.property(fc.array(anyTransfer, { maxLength: 30 }), (transfers) => {
        const rows = someRows()
        const changed = [...transfers.entries()].filter(([atMs, transfer]) => {
          const before = JSON.stringify(snapshotOf(rows))
          const isRefused = apply(rows, transfer, atMs) !== 'ok'
          return isRefused && JSON.stringify(snapshotOf(rows)) !== before
        })
        expect(changed).toEqual([])
      }),
    )
  })
})

function sumOf(
  rows: readonly Account[],
  column: keyof Account & `${string}${'ed' | 'ing'}`,
): bigint {
  return rows.reduce((sum, row) => sum + row[column], 0n)
}

function pendingOf(rows: BatchRows): bigint {
  return HOLDS.map((name) => rows.get(hold, name)).reduce(
    (sum, row) => (row?.state === 'pending' ? sum + row.amountMinor : sum),
    0n,
  )
}

function snapshotOf(rows: BatchRows): unknown {
  const all = [
    ...NAMES.map((name) => rows.get(account, name)),
    ...HOLDS.map((name) => rows.get(hold, name)),
    ...rows.dueChanges(),
  ]
  return all.map((row) =>
    Object.entries(row ?? {}).map(([name, value]) => `${name}=${String(value)}`),
  )
}

describe('as it stands in a leaf', () => {
  test('each transfer is read back as it was', () => {
    const opened = fc.record({
      op: fc.constant('open' as const),
      account: fc.string(),
      currency: fc.constantFrom('CNY', 'EUR'),
      side: fc.constantFrom('debit' as const, 'credit' as const),
      overdraft: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.oneof(anyTransfer, opened), (transfer) => {
        fc.pre(!('amountMinor' in transfer) || transfer.amountMinor > 0n)
        expect(transferFromJson(transferToJson(transfer))).toEqual(transfer)
      }),
    )
  })

  test.each([
    null,
    'move',
    [],
    {},
    { op: 'give', debit: 'a', credit: 'b', amountMinor: '1' },
    { op: 'move', debit: 'a', credit: 'b', amountMinor: 1 },
    { op: 'move', debit: 'a', credit: 'b', amountMinor: '01' },
    { op: 'move', debit: 'a', credit: 'b', amountMinor: '-1' },
    { op: 'move', debit: 'a', amountMinor: '1' },
    { op: 'hold', hold: 'h', debit: 'a', credit: 'b', amountMinor: '1' },
    { op: 'post', amountMinor: '1' },
    { op: 'void' },
    { op: 'open', account: 'a', currency: 'CNY', side: 'left', overdraft: false },
    { op: 'open', account: 'a', currency: 'CNY', side: 'debit' },
  ])('what is none is not read: %o', (json) => {
    expect(transferFromJson(json)).toBeUndefined()
  })
})
