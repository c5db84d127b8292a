/**
 * What a shipper in one book and a warehouse in another do with consignments. Receipts cross by hand, at any age,
 * more than once and in any order; the courier carries answers besides.
 */
import { parties } from '#apps/demonstration/acts.ts'
import { policyText } from '#kernel/log/policy.ts'
import { formatReceipt } from '#kernel/log/receipt.ts'
import { formatProofLines } from '#kernel/log/proof.ts'
import { formatInstant } from '#kernel/time/clock.ts'
import { ANSWERS, type CommandName, type Fields } from '#services/handover/contract.ts'
import {
  arrivalTable,
  dispatchTable,
  type ArrivalRow,
  type DispatchRow,
} from '#services/handover/domain/rows.ts'
import type { AnyRow, Table } from '#kernel/rows/table.ts'
import type { Act, Workload } from './clients.ts'
import type { BookOf } from './thread.ts'
import type { World } from './world.ts'

const HOUR_MS = 3_600_000
const REGISTRY = 'pty_registry'
const REGISTRAR = 'pty_registrar'
const SHIPPER = { organisation: 'pty_shipper', person: 'pty_shipper-head' }
const WAREHOUSE = { organisation: 'pty_warehouse', person: 'pty_warehouse-head' }
/** Older ones are left alone, so that what is open at the end had its chance. */
const RECENT = 10

export interface Between {
  readonly world: World
  readonly own: BookOf
  readonly other: BookOf
}

const act = <N extends CommandName>(party: string, name: N, fields: Fields<N>): Act => ({
  party,
  command: { type: `handover.${name}`, ...fields },
})

/** A registry, a company with its head, and the trust in the other book's log: with its witnesses or without. */
function foundingOf(
  { other }: Between,
  { organisation, person }: typeof SHIPPER,
  level: Fields<'adopt-policy'>['level'],
): readonly Act[] {
  const name = { en: organisation, zh: organisation }
  const told = [
    parties(REGISTRAR, 'found', { registry: REGISTRY }),
    parties(REGISTRAR, 'register-organisation', {
      registry: REGISTRY,
      organisation,
      kind: 'company',
      name,
    }),
    parties(REGISTRAR, 'register-person', { by: REGISTRY, person, name: 'A Person' }),
    parties(REGISTRAR, 'appoint', { organisation, person, role: 'head', by: REGISTRY }),
  ]
  const { verifierKey } = other.signer.key
  const policy = level === 'logged' ? policyText([{ verifierKey }]) : other.public.policy.text
  const adopted = { registry: REGISTRY, origin: other.origin, policy, maxAgeHours: 24 * 7 }
  return [
    ...told.map(({ actor, command }) => ({ party: actor, command })),
    act(REGISTRAR, 'adopt-policy', { ...adopted, level }),
  ]
}

function listOf<R extends AnyRow>({ tables }: BookOf, table: Table<R>): readonly R[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what lies under a table is its row.
  return [...(tables.rows.get(table.name)?.values() ?? [])] as R[]
}

/** Proven to what is published now; undefined for what is not published yet. */
function receiptOf({ public: { log } }: BookOf, entry: number): string | undefined {
  const proven = log.proven(entry)
  if (proven === null) return undefined
  const { index, leaf, path } = proven.entry
  const proof = formatProofLines(index, path, proven.checkpoint)
  return formatReceipt({ leaf, proof, disclosures: [] })
}

abstract class Handing {
  protected readonly between: Between

  constructor(between: Between) {
    this.between = between
  }

  protected in(hoursMax: number): string {
    const { chance, nowMs } = this.between.world
    return formatInstant(nowMs + chance.between(1, hoursMax) * HOUR_MS)
  }

  /** One of the recent rows; now and then any of them, because whoever acts has looked at an old page. */
  protected pick<R extends AnyRow>(rows: readonly R[], isFit: (row: R) => boolean): R | undefined {
    const { chance } = this.between.world
    const isBlind = chance.perMille(60)
    const fit = rows.filter((row) => isBlind || isFit(row)).slice(-RECENT)
    return fit[chance.below(fit.length)]
  }

  /** By hand: the courier may have been there before, or comes after. */
  protected acknowledge(party: string): Act | undefined {
    const { world, other } = this.between
    const types: readonly string[] = ANSWERS
    const answers = other.tables.entries.filter(({ type }) => types.includes(type)).slice(-RECENT)
    const answer = answers[world.chance.below(answers.length)]
    const receipt = answer === undefined ? undefined : receiptOf(other, answer.index)
    return receipt === undefined ? undefined : act(party, 'acknowledge', { receipt })
  }
}

export class Sending extends Handing implements Workload {
  readonly founding: readonly Act[]
  #sent = 0

  constructor(between: Between) {
    super(between)
    this.founding = foundingOf(between, SHIPPER, 'logged')
  }

  next(): Act | undefined {
    const draw = this.between.world.chance.below(100)
    if (draw < 50) return this.#send()
    if (draw < 70) return this.#takeBack()
    if (draw < 82) return this.#writeOff()
    return this.acknowledge(SHIPPER.person)
  }

  #send(): Act {
    const { world, other } = this.between
    const { chance } = world
    this.#sent += chance.perMille(960) ? 1 : 0
    return act(SHIPPER.person, 'send', {
      consignment: `csg_made-${this.#sent}`,
      consignor: SHIPPER.organisation,
      to: { book: other.origin, consignee: WAREHOUSE.organisation },
      placeOfDispatch: 'KUNSHAN',
      placeOfReceipt: 'QINGPU',
      packages: chance.between(2, 9),
      grossWeightGrams: 1000 * chance.between(1, 90),
      receiveBy: this.in(40),
      goods: 'Bicycle frames',
    })
  }

  /** Of what is on its way back, as the other book says. */
  #takeBack(): Act | undefined {
    const { other, world } = this.between
    const row = this.pick(listOf<ArrivalRow>(other, arrivalTable), ({ state }) =>
      ['refused', 'returned', 'return-overdue'].includes(state),
    )
    const entry = row?.returnEntry
    const receipt = entry === null || entry === undefined ? undefined : receiptOf(other, entry)
    if (row === undefined || receipt === undefined) return undefined
    const packages = Math.max(1, row.returnedPackages - world.chance.below(2))
    return act(SHIPPER.person, 'take-back', { receipt, packages, seal: 'none' })
  }

  #writeOff(): Act | undefined {
    const row = this.pick(listOf<DispatchRow>(this.between.own, dispatchTable), ({ state }) =>
      ['overdue', 'returning'].includes(state),
    )
    if (row === undefined) return undefined
    return act(SHIPPER.person, 'write-off', { consignment: row.consignment })
  }
}

export class Receiving extends Handing implements Workload {
  readonly founding: readonly Act[]

  constructor(between: Between) {
    super(between)
    this.founding = foundingOf(between, WAREHOUSE, 'witnessed')
  }

  next(): Act | undefined {
    const draw = this.between.world.chance.below(100)
    if (draw < 62) return this.#arrive(draw < 44 ? 'receive' : 'refuse')
    if (draw < 82) return this.#return()
    return this.acknowledge(WAREHOUSE.person)
  }

  #arrive(how: 'receive' | 'refuse'): Act | undefined {
    const { own, other, world } = this.between
    const there = new Set(listOf<ArrivalRow>(own, arrivalTable).map(({ sentEntry }) => sentEntry))
    const row = this.pick(
      listOf<DispatchRow>(other, dispatchTable),
      ({ entry }) => !there.has(entry),
    )
    const receipt = row === undefined ? undefined : receiptOf(other, row.entry)
    if (row === undefined || receipt === undefined) return undefined
    const packages = row.packages + world.chance.between(-1, 1)
    if (how === 'receive') {
      return act(WAREHOUSE.person, 'receive', { receipt, packages, damaged: 0, seal: 'none' })
    }
    const reasons = ['not-ordered'] as const
    const returnBy = this.in(40)
    return act(WAREHOUSE.person, 'refuse', { receipt, packages, reasons: [...reasons], returnBy })
  }

  #return(): Act | undefined {
    const { own, other, world } = this.between
    const row = this.pick(
      listOf<ArrivalRow>(own, arrivalTable),
      ({ state }) => state === 'received',
    )
    if (row === undefined) return undefined
    return act(WAREHOUSE.person, 'return', {
      origin: other.origin,
      sentEntry: row.sentEntry,
      packages: world.chance.between(1, Math.max(1, row.arrivedPackages)),
      reason: 'damaged',
      returnBy: this.in(40),
    })
  }
}

/** Two workloads in one book: mostly the first one's. */
export class Together implements Workload {
  readonly founding: readonly Act[]
  readonly #world: World
  readonly #first: Workload
  readonly #second: Workload

  constructor(world: World, first: Workload, second: Workload) {
    this.#world = world
    this.#first = first
    this.#second = second
    this.founding = [...first.founding, ...second.founding]
  }

  next(): Act | undefined {
    const isSecond = this.#world.chance.perMille(SECOND_PER_MILLE)
    return isSecond ? this.#second.next() : this.#first.next()
  }

  urgent(): Act | undefined {
    return this.#first.urgent?.()
  }

  heard(...told: Parameters<NonNullable<Workload['heard']>>): void {
    this.#first.heard?.(...told)
  }
}

/** Receipts of other books are verified in the decider, a few milliseconds each. */
const SECOND_PER_MILLE = 80
