/**
 * The command "confirm use" of the test slice: 2 transfers, 3 rows, 3 accounts, 3 running numbers and 4
 * cells. A fixed number of callers is kept in flight; each asks again as soon as it has its receipt.
 */
import { randomBytes } from 'node:crypto'
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import type { Rig } from '#test/slice/rig.ts'

export interface Hub {
  readonly schools: number
  readonly contracts: number
}

/** Enough that few batches meet the same contract twice, and schools are shared as in life. */
export const HUB: Hub = { schools: 400, contracts: 20_000 }

const ENTRIES = 1_000_000
const SETUP_CHUNK = 2000

function recorded(answers: readonly Answer[]): void {
  const other = answers.find(({ kind }) => kind !== 'recorded')
  if (other !== undefined) throw new Error(`a bench command failed: ${JSON.stringify(other)}`)
}

export async function found(rig: Rig, hub: Hub = HUB): Promise<void> {
  recorded(await rig.submit([{ command: { type: 'escrow.found' } }]))
  const schools = Array.from({ length: hub.schools }, (_, i) => ({
    command: { type: 'escrow.admit-school', school: `s${i}` } as Command,
  }))
  recorded(await rig.submit(schools))
  const expiresAtMs = Date.now() + 365 * 86_400_000
  for (let from = 0; from < hub.contracts; from += SETUP_CHUNK) {
    const opened = Array.from({ length: Math.min(SETUP_CHUNK, hub.contracts - from) }, (_, i) => ({
      command: {
        type: 'escrow.open',
        contract: `c${from + i}`,
        school: `s${(from + i) % hub.schools}`,
        consumer: `p${from + i}`,
        priceMinor: '100000000',
        entries: ENTRIES,
        expiresAtMs,
      } as Command,
    }))
    recorded(await rig.submit(opened))
  }
}

let uses = 0
const run = randomBytes(4).toString('hex')

function nextUse(hub: Hub): Command {
  uses += 1
  return {
    type: 'escrow.confirm',
    classUse: `u${run}-${uses}`,
    contract: `c${Math.floor(Math.random() * hub.contracts)}`,
    amountMinor: '90',
    feeMinor: '10',
  } as Command
}

export interface Rate {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly count: number
}

/** Answers per second over the time, after a warm-up that is not counted. */
export async function confirmRate(
  rig: Rig,
  options: { readonly inFlight: number; readonly warmUpMs: number; readonly forMs: number; readonly hub?: Hub },
): Promise<Rate> {
  const hub = options.hub ?? HUB
  const latencies: number[] = []
  const startMs = performance.now()
  const countFromMs = startMs + options.warmUpMs
  const endMs = countFromMs + options.forMs
  const caller = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const askedMs = performance.now()
      recorded(await rig.submit([{ command: nextUse(hub), key: `${run}${uses}` }]))
      if (askedMs >= countFromMs) latencies.push(performance.now() - askedMs)
    }
  }
  await Promise.all(Array.from({ length: options.inFlight }, caller))
  const tookMs = performance.now() - countFromMs
  latencies.sort((a, b) => a - b)
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
  return {
    perSecond: latencies.length / (tookMs / 1000),
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    count: latencies.length,
  }
}
