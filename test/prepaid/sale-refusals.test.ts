/** From the office to a signed contract: a row per refusal, in order of precedence. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { endOfDayMs } from '#kernel/time/legal-day.ts'
import { asking, type World } from './rig.ts'
import {
  after,
  application,
  approval,
  ask,
  deposit,
  HEAD,
  CLERK,
  LI,
  listing,
  NOBODY,
  NOTARY,
  OFFICE,
  offer,
  registered,
  SHOP,
  signature,
  suspended,
  TELLER,
  terms,
  TUTOR,
  withdrawn,
  type Fields,
  type Step,
} from './sale-stage.ts'
import type { CommandName } from '#services/prepaid/contract.ts'

const byAccount = { ...terms, interest: { basis: 'account', dayCount: 365 } }
const otherText = { textSha256: '0'.repeat(64) }
const dear = { ...offer, priceMinor: 1_200_001 }
// Full but for the price: 20,000.00 for ten classes is the cap itself.
const overCap = { ...offer, priceMinor: 2_000_001, listUnitMinor: 300_000 }
const over = { leaseEndsOn: '2026-11-21' }
interface Row {
  readonly name: CommandName
  readonly type: string
  readonly at: World
  readonly fields: Fields
  readonly actor: string
}

function row(name: CommandName, type: string, at: World, [fields, actor]: [Fields, string]): Row {
  return { name, type, at, fields, actor }
}

function afterToo(step: Step, ...more: readonly [ReturnType<typeof ask>, string][]): World {
  const book = after(step)
  for (const [command, actor] of more) book.do(command, actor)
  return book
}

/** The notary has come to work at the shop as well. */
function withOwnMatter(step: Step): World {
  const clerk = { organisation: SHOP, person: NOTARY, role: 'clerk', by: SHOP }
  return afterToo(step, [asking('parties.appoint', clerk), HEAD])
}

const wrongOffice = { ...deposit, office: SHOP, bank: OFFICE, terms: byAccount }
const wrongBank = { ...deposit, bank: OFFICE, terms: byAccount }
const unknownProduct = (book: World): Fields =>
  signature(book, { product: 'prd_none', ...otherText })

/** The lease ran out while the application waited. */
function waited(): World {
  const book = after('applied')
  book.nowMs = endOfDayMs('2028-06-30')
  return book
}

// In order of precedence within an act: each row has the faults of the rows under it.
const refused: readonly Row[] = [
  row('open-depositary', 'depositary_exists', after('opened'), [wrongOffice, NOBODY]),
  row('open-depositary', 'office_unknown', registered(), [wrongOffice, NOBODY]),
  row('open-depositary', 'not_notary', registered(), [wrongBank, TELLER]),
  row('open-depositary', 'bank_unknown', registered(), [wrongBank, NOTARY]),
  row('open-depositary', 'account_rate_missing', registered(), [
    { ...deposit, terms: byAccount },
    NOTARY,
  ]),
  row('apply', 'shop_unknown', after('applied'), [
    { ...application, ...over, shop: OFFICE },
    NOBODY,
  ]),
  row('apply', 'not_head', after('applied'), [{ ...application, ...over }, CLERK]),
  row('apply', 'applied_before', after('applied'), [{ ...application, ...over }, HEAD]),
  row('apply', 'lease_over', registered(), [{ ...application, ...over }, HEAD]),
  row('approve-shop', 'not_notary', after('opened'), [{ shop: SHOP, checks: [] }, TELLER]),
  row('approve-shop', 'own_matter', withOwnMatter('opened'), [{ shop: SHOP, checks: [] }, NOTARY]),
  row('approve-shop', 'shop_not_applied', after('opened'), [{ shop: SHOP, checks: [] }, NOTARY]),
  row('approve-shop', 'shop_not_applied', after('approved'), [{ shop: SHOP, checks: [] }, NOTARY]),
  row('approve-shop', 'checks_missing', after('applied'), [
    { shop: SHOP, checks: ['licence', 'lease', 'industry'] },
    NOTARY,
  ]),
  row('approve-shop', 'lease_over', waited(), [approval, NOTARY]),
  row('decline-shop', 'not_notary', after('approved'), [{ shop: SHOP, reason: 'no' }, HEAD]),
  row('decline-shop', 'own_matter', withOwnMatter('approved'), [
    { shop: SHOP, reason: 'no' },
    NOTARY,
  ]),
  row('decline-shop', 'shop_not_applied', after('approved'), [
    { shop: SHOP, reason: 'no' },
    NOTARY,
  ]),
  row('suspend-shop', 'not_notary', after('applied'), [{ shop: SHOP, reason: 'no' }, HEAD]),
  row('suspend-shop', 'own_matter', withOwnMatter('applied'), [
    { shop: SHOP, reason: 'no' },
    NOTARY,
  ]),
  row('suspend-shop', 'shop_not_approved', after('applied'), [
    { shop: SHOP, reason: 'no' },
    NOTARY,
  ]),
  row('reinstate-shop', 'not_notary', after('approved'), [{ shop: SHOP }, HEAD]),
  row('reinstate-shop', 'own_matter', withOwnMatter('approved'), [{ shop: SHOP }, NOTARY]),
  row('reinstate-shop', 'shop_not_suspended', after('approved'), [{ shop: SHOP }, NOTARY]),
  row('list-product', 'product_differs', afterToo('listed', [suspended, NOTARY]), [
    { ...listing, offer: dear },
    NOBODY,
  ]),
  row('list-product', 'product_differs', after('listed'), [{ ...listing, shop: TUTOR }, HEAD]),
  row('list-product', 'shop_unknown', after('applied'), [
    { ...listing, shop: TUTOR, offer: dear },
    NOBODY,
  ]),
  row('list-product', 'not_head', after('applied'), [{ ...listing, offer: dear }, CLERK]),
  row('list-product', 'shop_not_approved', after('applied'), [{ ...listing, offer: dear }, HEAD]),
  row('list-product', 'price_above_list', after('approved'), [
    { ...listing, offer: { ...overCap, listUnitMinor: 200_000 } },
    HEAD,
  ]),
  row('list-product', 'cap_exceeded', after('approved'), [{ ...listing, offer: overCap }, HEAD]),
  row('withdraw-product', 'product_unknown', after('approved'), [{ product: 'prd_swim' }, NOBODY]),
  row('withdraw-product', 'not_head', afterToo('listed', [withdrawn, HEAD]), [
    { product: 'prd_swim' },
    CLERK,
  ]),
  row('withdraw-product', 'product_not_listed', afterToo('listed', [withdrawn, HEAD]), [
    { product: 'prd_swim' },
    HEAD,
  ]),
  ...((): readonly Row[] => {
    const signed = after('signed')
    const listed = after('listed')
    const unlisted = afterToo('listed', [withdrawn, HEAD], [suspended, NOTARY])
    const stopped = afterToo('listed', [suspended, NOTARY])
    const twice = after('signed')
    twice.do(ask('sign', signature(twice, { contract: 'con_second' })), LI)
    const lapsed = after('signed')
    lapsed.passUntil(endOfDayMs('2026-11-25'))
    return [
      row('sign', 'contract_differs', signed, [unknownProduct(signed), NOBODY]),
      row('sign', 'contract_differs', signed, [signature(signed), HEAD]),
      row('sign', 'contract_differs', signed, [
        signature(signed, { hasPriorExperience: true }),
        LI,
      ]),
      row('sign', 'product_unknown', listed, [unknownProduct(listed), NOBODY]),
      row('sign', 'not_a_person', unlisted, [signature(unlisted, otherText), NOBODY]),
      row('sign', 'not_a_person', listed, [signature(listed), SHOP]),
      row('sign', 'product_not_listed', unlisted, [signature(unlisted, otherText), LI]),
      row('sign', 'shop_not_approved', stopped, [signature(stopped, otherText), LI]),
      row('sign', 'contract_text_changed', signed, [
        signature(signed, { contract: 'con_second', ...otherText }),
        LI,
      ]),
      row('sign', 'cap_exceeded', twice, [signature(twice, { contract: 'con_third' }), LI]),
      row('lapse-unpaid', 'contract_unknown', listed, [{ contract: 'con_first' }, 'pty_system']),
      row('lapse-unpaid', 'contract_not_signed', lapsed, [{ contract: 'con_first' }, 'pty_system']),
      row('lapse-unpaid', 'payment_not_overdue', signed, [{ contract: 'con_first' }, 'pty_system']),
    ]
  })(),
]

describe('refused', () => {
  test.each(refused)('$name: $type', ({ name, type, at, fields, actor }) => {
    const size = at.entries.length
    expect(at.refusal(ask(name, fields), actor)).toBe(type)
    expect(at.entries).toHaveLength(size)
  })

  test('a cap says by which rule and article, and what was compared', () => {
    const decided = after('approved').act(ask('list-product', { ...listing, offer: overCap }), HEAD)
    expect(decided).toEqual({
      kind: 'refused',
      refusal: {
        type: 'cap_exceeded',
        params: {
          rule: 'sh-fitness-2025/1',
          number: '沪体规文〔2025〕1号',
          article: '8',
          quantity: 'count-balance',
          value: 2_000_001,
          max: 2_000_000,
        },
      },
    })
  })

  test('a lease that ran out after the application stops the approval', () => {
    const book = after('applied')
    const atMs = endOfDayMs('2028-06-30')
    expect(book.refusal(ask('approve-shop', approval), NOTARY, atMs - 1)).toBe('recorded')
    const late = after('applied')
    expect(late.refusal(ask('approve-shop', approval), NOTARY, atMs)).toBe('lease_over')
  })
})

test('every refusal of these acts in the README has a row above, in that order', () => {
  const readme = readFileSync(
    join(import.meta.dirname, '../../src/services/prepaid/README.md'),
    'utf8',
  )
  const told = new Map<string, readonly string[]>()
  for (const line of readme.split('\n')) {
    const [, acts = '', refusals = ''] = line.split('|').map((cell) => cell.trim())
    told.set(acts, refusals.split(', '))
  }
  const found = Map.groupBy(refused, ({ name }) => name)
  for (const [name, rows] of found) {
    expect({ [name]: [...new Set(rows.map(({ type }) => type))] }).toEqual({
      [name]: told.get(name),
    })
  }
  expect(found.size).toBe(10)
})

test('every act names each row that it touches', () => {
  for (const { at } of refused) expect(at.waits).toEqual([])
})
