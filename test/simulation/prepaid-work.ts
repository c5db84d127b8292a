/**
 * What people do with prepaid money: whoever acts looks at the rows, as pages show them, and picks something
 * that is possible, or was a moment ago. Between them every transition of the machines is in reach.
 */
import { prepaid } from '#apps/demonstration/acts.ts'
import { addDays, legalDayOf } from '#kernel/time/legal-day.ts'
import { partyTable } from '#kernel/parties/party.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import { CAUSES } from '#services/prepaid/contract.ts'
import { contractTextSha256 } from '#services/prepaid/domain/contract-text.ts'
import * as rows from '#services/prepaid/domain/rows.ts'
import { matterOf } from '#services/prepaid/domain/sign.ts'
import type { Bank } from './bank.ts'
import type { BookTables } from './book-tables.ts'
import type { Act, Workload } from './clients.ts'
import * as founding from './prepaid-founding.ts'
import type { World } from './world.ts'

type Picked<T> = (row: T) => Act | undefined
const reason = 'So it was found'
const OUTCOMES = ['for-shop', 'for-consumer'] as const
const ANSWERS = ['agree', 'object'] as const
const [ONE, TWO] = founding.NOTARIES
const acts = ({ actor, command }: ReturnType<typeof prepaid>): Act => ({ party: actor, command })

export class PrepaidWork implements Workload {
  readonly founding: readonly Act[] = founding.foundingActs().map(acts)
  readonly #world: World
  readonly #tables: BookTables
  readonly #bank: Bank
  #made = 0

  constructor(world: World, tables: BookTables, bank: Bank) {
    this.#world = world
    this.#tables = tables
    this.#bank = bank
  }

  next(): Act | undefined {
    const { chance } = this.#world
    const draw = chance.below(100)
    if (draw < 12) return this.#sign()
    if (draw < 24) return this.#pay()
    if (draw < 42) return this.#use()
    if (draw < 62) return this.#answer()
    if (draw < 80) return this.#refund()
    if (draw < 88) return this.#settle()
    if (draw < 96) return this.#match()
    return this.#shop()
  }

  #list<R extends AnyRow>(table: Table<R>): readonly R[] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
    return [...(this.#tables.rows.get(table.name)?.values() ?? [])] as R[]
  }

  #pick<R extends AnyRow>(
    table: Table<R>,
    states: readonly string[],
    act: Picked<R>,
  ): Act | undefined {
    const { chance } = this.#world
    // Now and then whoever acts has looked at an old page.
    const isBlind = chance.perMille(40)
    const all = this.#list(table).filter((row) => isBlind || states.includes(String(row['state'])))
    const recent = all.slice(-24)
    const row = recent[chance.below(recent.length)]
    return row === undefined ? undefined : act(row)
  }

  #id(prefix: string): string {
    this.#made += 1
    return `${prefix}_made-${this.#made}`
  }

  #sign(): Act | undefined {
    const { chance, nowMs } = this.#world
    return this.#pick(rows.productTable, ['listed'], (product) => {
      const shop = this.#list(rows.shopTable).find((each) => each.shop === product.shop)
      const [depositary] = this.#list(rows.depositaryTable)
      if (shop === undefined || depositary === undefined) return undefined
      const nameOf = (party: string) =>
        this.#list(partyTable).find((each) => each.party === party)?.name ?? null
      const matter = matterOf(
        { product, shop },
        {
          terms: depositary.terms,
          shopName: nameOf(shop.shop),
          officeName: nameOf(depositary.office),
          day: legalDayOf(nowMs),
        },
      )
      return acts(
        prepaid(chance.pick(founding.CONSUMERS), 'sign', {
          contract: this.#id('con'),
          product: product.product,
          hasPriorExperience: chance.perMille(600),
          textSha256: contractTextSha256(matter),
        }),
      )
    })
  }

  /** Money goes to the bank, mostly for the contract that it is meant for. */
  #pay(): undefined {
    const { chance } = this.#world
    this.#pick(rows.contractTable, ['signed'], ({ contract, priceMinor, consumer }) => {
      const isWrong = chance.perMille(120)
      this.#bank.payIn({
        reference: isWrong ? chance.pick(['', 'con_nobody', contract]) : contract,
        amountMinor: isWrong ? priceMinor - 100n : priceMinor,
        payer: consumer,
      })
      return undefined
    })
  }

  #use(): Act | undefined {
    const { chance, nowMs } = this.#world
    return this.#pick(rows.contractTable, ['active'], ({ contract, shop, consumer }) => {
      const use = this.#id('use')
      if (chance.perMille(300)) return acts(prepaid(consumer, 'check-in', { use, contract, shop }))
      return acts(
        prepaid(founding.CLERK, 'request-use', {
          use,
          contract,
          servedOn: legalDayOf(nowMs),
          servedAt: '08:00',
          isForConsumer: chance.perMille(100),
        }),
      )
    })
  }

  #answer(): Act | undefined {
    const { chance } = this.#world
    const draw = chance.below(10)
    if (draw < 4) {
      return this.#pick(rows.useTable, ['requested'], ({ use, consumer }) =>
        acts(prepaid(consumer, 'confirm-use', { use })),
      )
    }
    if (draw < 6) {
      return this.#pick(rows.useTable, ['requested', 'confirmed', 'deemed'], ({ use, consumer }) =>
        acts(prepaid(consumer, 'contest-use', { use, reason: 'not-there' })),
      )
    }
    if (draw < 7) {
      return this.#pick(rows.useTable, ['requested', 'contested'], ({ use }) =>
        acts(prepaid(founding.CLERK, 'withdraw-use', { use })),
      )
    }
    const outcome = chance.pick(OUTCOMES)
    return this.#pick(rows.useTable, ['contested'], ({ use }) =>
      acts(prepaid(ONE, 'decide-use', { use, outcome, reason })),
    )
  }

  #refund(): Act | undefined {
    const { chance } = this.#world
    const draw = chance.below(12)
    if (draw < 3) {
      const cause = chance.pick(CAUSES)
      return this.#pick(rows.contractTable, ['active', 'expired'], ({ contract, consumer }) =>
        acts(prepaid(consumer, 'ask-refund', { refund: this.#id('rfd'), contract, cause })),
      )
    }
    if (draw < 5) {
      const answer = chance.pick(ANSWERS)
      return this.#pick(rows.refundTable, ['asked'], ({ refund }) =>
        acts(prepaid(founding.HEAD, 'answer-refund', { refund, answer })),
      )
    }
    if (draw < 6) {
      return this.#pick(rows.refundTable, ['asked', 'agreed', 'objected'], ({ refund, consumer }) =>
        acts(prepaid(consumer, 'withdraw-refund', { refund })),
      )
    }
    if (draw < 9) {
      return this.#pick(rows.refundTable, ['asked', 'agreed', 'objected'], ({ refund, cause }) =>
        acts(
          prepaid(ONE, 'approve-refund', {
            refund,
            cause: chance.perMille(900) ? causeOf(cause) : 'neither',
            deductionMinor: 0,
          }),
        ),
      )
    }
    if (draw < 10) {
      return this.#pick(rows.refundTable, ['asked', 'objected'], ({ refund }) =>
        acts(prepaid(ONE, 'decline-refund', { refund, reason })),
      )
    }
    return this.#pick(rows.refundTable, ['returned'], ({ refund, consumer }) =>
      chance.perMille(500)
        ? acts(prepaid(consumer, 'give-account', { refund, account: 'SIMULATED-2' }))
        : acts(prepaid(ONE, 'resend-refund', { refund })),
    )
  }

  #settle(): Act | undefined {
    const { chance, nowMs } = this.#world
    const draw = chance.below(10)
    if (draw < 4) {
      const through = addDays(legalDayOf(nowMs), -1)
      const due = this.#list(rows.maturingTable).filter((row) => row.amountMinor > 0n)
      const shops = [...new Set(due.map(({ shop }) => shop))]
      if (shops.length === 0) return undefined
      const settlement = this.#id('set')
      return acts(prepaid(ONE, 'propose-settlement', { settlement, through, shops, approver: TWO }))
    }
    if (draw < 5) {
      return this.#pick(rows.settlementTable, ['proposed'], ({ settlement }) =>
        acts(prepaid(TWO, 'reject-settlement', { settlement, reason })),
      )
    }
    if (draw < 6) {
      const today = legalDayOf(nowMs)
      return acts(prepaid(TWO, 'name-substitute', { substitute: ONE, from: today, until: today }))
    }
    return this.#pick(rows.settlementTable, ['proposed'], ({ settlement }) =>
      acts(prepaid(TWO, 'approve-settlement', { settlement })),
    )
  }

  #match(): Act | undefined {
    const { chance } = this.#world
    if (chance.perMille(450)) {
      const unpaid = this.#list(rows.contractTable).filter(({ state }) => state === 'signed')
      const contract = unpaid[chance.below(unpaid.length)]?.contract
      const more = contract === undefined || chance.perMille(400) ? {} : { contract }
      return this.#pick(rows.bankEntryTable, ['suspended'], ({ bankEntry }) =>
        acts(prepaid(ONE, 'propose-match', { bankEntry, ...more })),
      )
    }
    return this.#pick(rows.bankEntryTable, ['proposed'], ({ bankEntry, proposedContract }) => {
      if (chance.perMille(250)) return acts(prepaid(TWO, 'reject-match', { bankEntry }))
      const more = proposedContract === null ? {} : { contract: proposedContract }
      return acts(prepaid(TWO, 'approve-match', { bankEntry, ...more }))
    })
  }

  #shop(): Act | undefined {
    const { chance } = this.#world
    const late = founding.SHOPS[2]
    switch (chance.below(8)) {
      case 0:
        return acts(founding.applyOf(late))
      case 1:
        return acts(prepaid(ONE, 'decline-shop', { shop: late, reason }))
      case 2:
        return acts(founding.approvalOf(late))
      case 3:
        return acts(prepaid(ONE, 'suspend-shop', { shop: founding.SHOPS[1], reason }))
      case 4:
      case 5:
        return acts(prepaid(ONE, 'reinstate-shop', { shop: founding.SHOPS[1] }))
      case 6:
        this.#made += 1
        return acts(founding.listingOf(chance.pick(founding.SHOPS), 3 + this.#made))
      default:
        if (this.#list(rows.productTable).filter(({ state }) => state === 'listed').length < 3) {
          return undefined
        }
        return this.#pick(rows.productTable, ['listed'], ({ product }) =>
          acts(prepaid(founding.HEAD, 'withdraw-product', { product })),
        )
    }
  }
}

const causeOf = (text: string): (typeof CAUSES)[number] =>
  CAUSES.find((cause) => cause === text) ?? 'neither'
