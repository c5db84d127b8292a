/**
 * The command "confirm use" of the test slice: 2 transfers, 3 rows, 3 accounts, 3 running numbers and 4
 * cells. A fixed number of callers is kept in flight; each asks again as soon as it has its receipt.
 */
import { randomBytes } from 'node:crypto'
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import type { EscrowCommand } from '#test/slice/commands.ts'
import type { Rig } from '#test/slice/rig.ts'
import { percentile } from './figures.ts'

/** Enough that few batches meet the same contract twice, and schools are shared as in life. */
const SCHOOLS = 400
const CONTRACTS = 20_000

const ENTRIES = 10_000_000
const PRICE_MINOR = '1000000000'
const SETUP_CHUNK = 2000
const YEAR_MS = 365 * 86_400_000

function assertRecorded(answers: readonly Answer[]): void {
  const other = answers.find(({ kind }) => kind !== 'recorded')
  if (other !== undefined) throw new Error(`a bench command failed: ${JSON.stringify(other)}`)
}

const commandOf = (command: EscrowCommand): { readonly command: Command } => ({ command })

/** Schools and contracts, each with its account. */
export async function found(rig: Rig): Promise<void> {
  assertRecorded(await rig.submit([commandOf({ type: 'escrow.found' })]))
  const schools = Array.from({ length: SCHOOLS }, (_, i) =>
    commandOf({ type: 'escrow.admit-school', school: `s${i}` }),
  )
  assertRecorded(await rig.submit(schools))
  const expiresAtMs = Date.now() + YEAR_MS
  for (let from = 0; from < CONTRACTS; from += SETUP_CHUNK) {
    const opened = Array.from({ length: Math.min(SETUP_CHUNK, CONTRACTS - from) }, (_, i) =>
      commandOf({
        type: 'escrow.open',
        contract: `c${from + i}`,
        school: `s${(from + i) % SCHOOLS}`,
        consumer: `p${from + i}`,
        priceMinor: PRICE_MINOR,
        entries: ENTRIES,
        expiresAtMs,
      }),
    )
    assertRecorded(await rig.submit(opened))
  }
}

/** Which contract the next use is of. */
export type PickContract = () => string

/** Any contract of any school. */
export const anyContract: PickContract = () => `c${Math.floor(Math.random() * CONTRACTS)}`

/** One contract alone: every command changes the same three accounts. */
export const oneContract: PickContract = () => 'c0'

const run = randomBytes(4).toString('hex')
let uses = 0

/** A use that never was before, under a key that never was before. */
export function nextUse(pick: PickContract): { readonly command: Command; readonly key: string } {
  uses += 1
  const classUse = `u${run}-${uses}`
  const use = { classUse, contract: pick(), amountMinor: '90', feeMinor: '10' }
  return { ...commandOf({ type: 'escrow.confirm', ...use }), key: classUse }
}

export interface Rate {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly count: number
}

export interface Load {
  readonly inFlight: number
  /** Runs before anything is counted. */
  readonly warmUpMs: number
  readonly forMs: number
  readonly pick?: PickContract
  /** Called when counting begins. */
  readonly onCounting?: () => void
}

/** What is answered while it counts, over that time. */
export async function confirmRate(rig: Rig, load: Load): Promise<Rate> {
  const { inFlight, warmUpMs, forMs, pick = anyContract, onCounting } = load
  const ask = async (): Promise<void> => {
    const answers = await rig.submit([nextUse(pick)])
    assertRecorded(answers)
  }
  return measureRate(
    { inFlight, warmUpMs, forMs, onCounting: onCounting ?? (() => undefined) },
    ask,
  )
}

/** Keeps so many callers busy, and counts what is answered after the warm-up. */
export async function measureRate(
  { inFlight, warmUpMs, forMs, onCounting }: Required<Omit<Load, 'pick'>>,
  ask: (caller: number) => Promise<void>,
): Promise<Rate> {
  const countFromMs = performance.now() + warmUpMs
  const endMs = countFromMs + forMs
  const latencies: number[] = []
  let isCounting = false
  const caller = async (place: number): Promise<void> => {
    for (let askedMs = performance.now(); askedMs < endMs;) {
      await ask(place)
      const answeredMs = performance.now()
      if (answeredMs >= countFromMs && answeredMs < endMs) {
        if (!isCounting) onCounting()
        isCounting = true
        latencies.push(answeredMs - askedMs)
      }
      askedMs = answeredMs
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, place) => caller(place)))
  if (latencies.length === 0) throw new Error('nothing was answered in time: use longer --seconds')
  const sorted = Float64Array.from(latencies).toSorted()
  return {
    perSecond: sorted.length / (forMs / 1000),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    count: sorted.length,
  }
}
