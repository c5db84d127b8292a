/** Who may do what: every act by everybody of both books, of the own organisation and of others. */
import { describe, expect, test } from 'vitest'
import type { Command } from '#kernel/book/slice.ts'
import { SYSTEM_PARTY } from '#kernel/book/system.ts'
import { isPermitted, ROLES } from '#kernel/identity/principal.ts'
import { COMMANDS } from '#services/handover/contract.ts'
import { asking, START_MS, type World } from '#test/prepaid/rig.ts'
import {
  adoption,
  ask,
  CARRIER_CLERK,
  CARRIER_THERE_CLERK,
  counted,
  DAY_MS,
  JS,
  lastOf,
  openBooks,
  OTHER_HEAD,
  REGISTRAR,
  send,
  sending,
  sentBack,
  SH,
  SHIPPER,
  SHIPPER_CLERK,
  SHIPPER_HEAD,
  takenBack,
  turnedAway,
  WAREHOUSE_CLERK,
  WAREHOUSE_HEAD,
  type Books,
} from './books.ts'

/** Who there is; somebody of the other book has no appointment in this one. */
const ACTORS = [
  REGISTRAR,
  SHIPPER_HEAD,
  SHIPPER_CLERK,
  CARRIER_CLERK,
  CARRIER_THERE_CLERK,
  WAREHOUSE_HEAD,
  WAREHOUSE_CLERK,
  OTHER_HEAD,
  'pty_nobody',
  SYSTEM_PARTY,
]
const SENDERS = [SHIPPER_HEAD, SHIPPER_CLERK]
const RECEIVERS = [WAREHOUSE_HEAD, WAREHOUSE_CLERK]

interface Scene {
  readonly book: World
  readonly command: Command
}

type Row = readonly [name: keyof typeof COMMANDS, make: () => Scene, by: readonly string[]]

function sent(): Books & { readonly entry: number } {
  const books = openBooks()
  return { ...books, entry: send(books) }
}

function received(): Books & { readonly entry: number } {
  const books = sent()
  books.sh.do(counted(books.jsLog.receipt(books.entry)), WAREHOUSE_CLERK)
  return books
}

function refused(): Books & { readonly entry: number } {
  const books = sent()
  books.sh.do(turnedAway(books.jsLog.receipt(books.entry)), WAREHOUSE_CLERK)
  return books
}

const registry = 'pty_registry'

const rows: readonly Row[] = [
  [
    'adopt-policy',
    () => {
      const { js, shLog } = openBooks()
      return { book: js, command: adoption(shLog.policy(), SH, 'witnessed', 1) }
    },
    [REGISTRAR],
  ],
  [
    'withdraw-policy',
    () => ({ book: openBooks().js, command: ask('withdraw-policy', { registry, origin: SH }) }),
    [REGISTRAR],
  ],
  ['send', () => ({ book: openBooks().js, command: ask('send', sending()) }), SENDERS],
  [
    'receive',
    () => {
      const { sh, jsLog, entry } = sent()
      return { book: sh, command: counted(jsLog.receipt(entry)) }
    },
    RECEIVERS,
  ],
  [
    'refuse',
    () => {
      const { sh, jsLog, entry } = sent()
      return { book: sh, command: turnedAway(jsLog.receipt(entry)) }
    },
    [CARRIER_THERE_CLERK, ...RECEIVERS],
  ],
  [
    'return',
    () => {
      const { sh, entry } = received()
      return { book: sh, command: sentBack(entry) }
    },
    RECEIVERS,
  ],
  [
    'acknowledge',
    () => {
      const { js, sh, shLog } = received()
      return { book: js, command: ask('acknowledge', { receipt: shLog.receipt(lastOf(sh)) }) }
    },
    [...SENDERS, CARRIER_CLERK, SYSTEM_PARTY],
  ],
  [
    'acknowledge',
    () => {
      const { js, sh, jsLog, shLog } = refused()
      js.do(takenBack(shLog.receipt(lastOf(sh))), SHIPPER_CLERK)
      return { book: sh, command: ask('acknowledge', { receipt: jsLog.receipt(lastOf(js)) }) }
    },
    [CARRIER_THERE_CLERK, ...RECEIVERS, SYSTEM_PARTY],
  ],
  [
    'take-back',
    () => {
      const { js, sh, shLog } = refused()
      return { book: js, command: takenBack(shLog.receipt(lastOf(sh))) }
    },
    SENDERS,
  ],
  [
    'write-off',
    () => {
      const { js } = sent()
      js.passUntil(START_MS + 3 * DAY_MS)
      return { book: js, command: ask('write-off', { consignment: 'csg_first' }) }
    },
    SENDERS,
  ],
]

const DENIED = ['registrar_only', 'not_of_consignor', 'not_consignee', 'not_your_consignment']

describe('may be done by', () => {
  test.each(rows)('%s', (_name, make, by) => {
    const outcomes = ACTORS.map((actor) => {
      const { book, command } = make()
      const size = book.entries.length
      const outcome = book.refusal(command, actor)
      const isKept = outcome === 'recorded' || book.entries.length === size
      return [actor, DENIED.includes(outcome) ? 'denied' : outcome, isKept]
    })
    expect(outcomes).toEqual(
      ACTORS.map((actor) => [actor, by.includes(actor) ? 'recorded' : 'denied', true]),
    )
  })

  test('every act of a party has a row above', () => {
    const shown = new Set<string>(rows.map(([name]) => name))
    expect(Object.keys(COMMANDS).filter((name) => !shown.has(name))).toEqual([
      'lapse-dispatch',
      'lapse-return',
    ])
  })
})

test('who was dismissed may do no more what it could', () => {
  const books = openBooks()
  const dismissal = { organisation: SHIPPER, person: SHIPPER_CLERK, by: SHIPPER }
  books.js.do(asking('parties.dismiss', dismissal), SHIPPER_HEAD)
  expect(books.js.refusal(ask('send', sending()), SHIPPER_CLERK)).toBe('not_of_consignor')
  expect(books.js.refusal(ask('send', sending()), SHIPPER_HEAD)).toBe('recorded')
})

test('an origin is no authority: who acts in the one book acts for nobody in the other', () => {
  const { sh, jsLog, entry } = sent()
  expect(jsLog.origin).toBe(JS)
  expect(sh.refusal(counted(jsLog.receipt(entry)), SHIPPER_HEAD)).toBe('not_consignee')
})

test('permissions open the doors: adopting to operators, acting and reading to logistics', () => {
  const evidence = { method: 'api-key', credential: 'crd_test' } as const
  const having = (permission: Parameters<typeof isPermitted>[1]) =>
    ROLES.filter((role) => isPermitted({ party: 'pty_any', roles: [role], evidence }, permission))
  expect(having('handover.trust')).toEqual(['operator'])
  expect(having('handover.act')).toEqual(['logistics'])
  expect(having('handover.read')).toEqual(['logistics'])
  expect(having('handover.reconcile')).toEqual(['operator', 'auditor', 'regulator'])
})
