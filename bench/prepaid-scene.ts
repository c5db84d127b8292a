/**
 * A book of the hub's own slices for the bench: an office, shops, and consumers with cards of classes, all by
 * real commands. Its time stands still and is moved by hand, so that weeks of a card fit into a run.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { prepaid as act, type Act } from '#apps/demonstration/acts.ts'
import { BANK, castConsumers, castShops, NOTARIES } from '#apps/demonstration/cast.ts'
import type { Consumer, Shop } from '#apps/demonstration/cast.ts'
import { Chance } from '#apps/demonstration/chance.ts'
import { textRead } from '#apps/demonstration/contract-read.ts'
import { foundingActs, openingActs, SHOPS_WAITING } from '#apps/demonstration/founding.ts'
import type { Plot } from '#apps/demonstration/plot.ts'
import type { Answer } from '#kernel/book/answer.ts'
import { SYSTEM_EVIDENCE } from '#kernel/book/system.ts'
import { addDays, startOfDayMs, type LegalDay } from '#kernel/time/legal-day.ts'
import { signerProcess } from '#platform/signer/process.ts'
import { parties } from '#services/parties/index.ts'
import { prepaid } from '#services/prepaid/index.ts'
import type { Rig } from '#test/slice/rig.ts'
import type { Bench } from './bench.ts'
import { percentile } from './figures.ts'
import type { Rate } from './confirm.ts'
import { openWritingRig } from './writing-rig.ts'

const FIRST_DAY: LegalDay = '2026-03-02'
const MORNING_MS = 10 * 3_600_000
const SHOPS = 40
const AT_ONCE = 1024
const SEED = 1

/** A card of twenty classes; one of each shop and consumer. */
export interface Card {
  readonly contract: string
  readonly shop: Shop
  readonly consumer: Consumer
  readonly priceMinor: number
  readonly uses: number
}

export interface Scene {
  readonly rig: Rig
  readonly cards: readonly Card[]
  readonly day: LegalDay
  moveTo(day: LegalDay): void
  /** All are recorded, so many in flight, in their order. */
  play(acts: readonly Act[], inFlight: number): Promise<Rate>
  stop(): Promise<void>
}

export async function openScene(bench: Bench, consumersCount: number): Promise<Scene> {
  const urls = await bench.stage.migrated()
  const time = { day: FIRST_DAY }
  const rig = await openWritingRig({
    urls,
    slices: [parties, prepaid],
    signerFolder: mkdtempSync(join(bench.stage.folder, 'signer-')),
    secret: randomBytes(32),
    bookNowMs: () => startOfDayMs(time.day) + MORNING_MS,
    openSigner: signerProcess,
    onProblem: (message, error) => bench.progress(`${message}: ${String(error)}`),
  })
  const consumers = castConsumers(consumersCount, new Chance(SEED))
  await found(rig, consumers)
  return {
    rig,
    cards: consumers.flatMap(cardsOf),
    get day() {
      return time.day
    },
    moveTo(day) {
      time.day = day
    },
    play: (acts, inFlight) => play(rig, acts, inFlight),
    async stop() {
      await rig.stop()
      await bench.stage.drop(urls)
    },
  }
}

const shops = castShops(SHOPS, Number(FIRST_DAY.slice(0, 4)))
const selling = shops.slice(0, SHOPS - SHOPS_WAITING)

/** Each consumer has a card of two shops. */
function cardsOf(consumer: Consumer, i: number): readonly Card[] {
  return [i, i + 7].flatMap((n): readonly Card[] => {
    const shop = selling[n % selling.length]
    const offer = shop?.products[1]?.offer
    if (shop === undefined || offer?.kind !== 'count') return []
    const { priceMinor, uses } = offer
    return [{ contract: `con_bench_${i}_${n}`, shop, consumer, priceMinor, uses }]
  })
}

async function found(rig: Rig, consumers: readonly Consumer[]): Promise<void> {
  const [shop, ...otherShops] = shops
  const [consumer, ...otherConsumers] = consumers
  if (shop === undefined || consumer === undefined)
    throw new Error('a scene has shops and consumers')
  const days = { from: FIRST_DAY, to: FIRST_DAY, usesPerDay: 0 }
  const plot: Plot = {
    options: { seed: SEED, shops: SHOPS, consumers: consumers.length, ...days },
    chance: new Chance(SEED),
    shops: [shop, ...otherShops],
    consumers: [consumer, ...otherConsumers],
  }
  for (const acts of [foundingActs(plot), ...openingActs(plot)]) await play(rig, acts, AT_ONCE)
}

export const signed = ({ contract, shop, consumer }: Card): Act => {
  const product = shop.products[1]?.id ?? ''
  return act(consumer.party, 'sign', {
    contract,
    product,
    // Whoever knew the service has no days to cool off.
    hasPriorExperience: true,
    textSha256: textRead(shop, product, FIRST_DAY),
  })
}

export const paid = ({ contract, priceMinor }: Card): Act =>
  act(BANK.teller, 'record-bank-entry', {
    bankEntry: `bench-${contract.replaceAll('_', '-')}`,
    kind: 'credit',
    amountMinor: priceMinor,
    reference: contract,
    valueDay: FIRST_DAY,
  })

export interface Use {
  readonly use: string
  readonly card: Card
}

export const requested = ({ use, card: { contract, shop } }: Use, servedOn: LegalDay): Act =>
  act(shop.clerk, 'request-use', {
    use,
    contract,
    servedOn,
    servedAt: '09:00',
    isForConsumer: false,
  })

export const confirmed = ({ use, card: { consumer } }: Use): Act =>
  act(consumer.party, 'confirm-use', { use })

/** For every shop of these cards. */
export const proposed = (settlement: string, through: LegalDay, cards: readonly Card[]): Act =>
  act(NOTARIES.shen.party, 'propose-settlement', {
    settlement,
    through,
    shops: [...new Set(cards.map(({ shop }) => shop.party))],
    approver: NOTARIES.qiu.party,
  })

export const approved = (settlement: string): Act =>
  act(NOTARIES.qiu.party, 'approve-settlement', { settlement })

/** Keeps so many in flight until all are answered; each must be recorded. */
async function play(rig: Rig, acts: readonly Act[], inFlight: number): Promise<Rate> {
  const latencies: number[] = []
  let next = 0
  const caller = async (): Promise<void> => {
    for (let asked = acts[next++]; asked !== undefined; asked = acts[next++]) {
      const askedMs = performance.now()
      const { actor, command } = asked
      const principal = { party: actor, roles: [], evidence: SYSTEM_EVIDENCE }
      const [answer] = await rig.submit([{ command, principal }])
      assertRecorded(command.type, answer)
      latencies.push(performance.now() - askedMs)
    }
  }
  const startMs = performance.now()
  await Promise.all(Array.from({ length: inFlight }, caller))
  const tookMs = performance.now() - startMs
  const sorted = Float64Array.from(latencies).toSorted()
  return {
    perSecond: acts.length / (tookMs / 1000),
    count: acts.length,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  }
}

function assertRecorded(type: string, answer: Answer | undefined): void {
  if (answer?.kind === 'recorded') return
  throw new Error(`${type} of the bench failed: ${JSON.stringify(answer)}`)
}

/** Days after the first one of every scene. */
export const dayAfter = (days: number): LegalDay => addDays(FIRST_DAY, days)
