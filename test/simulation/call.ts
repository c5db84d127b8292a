/** What `npm run simulate` was called with, and what it says where that is wrong. */
import { parseArgs } from 'node:util'

const SEED_MAX = 2 ** 31 - 1
/** A year of simulated time takes minutes. */
const HOURS_MAX = 24 * 366

export const USAGE = `Usage: npm run simulate -- [--seed N] [--hours H] [--seeds M] [--trace]

Runs a whole hub on a fake clock, with faults, for H simulated hours (1 to ${HOURS_MAX}, 240 unless said).
N (1 to ${SEED_MAX}, 1 unless said) decides everything that happens. --seeds runs M seeds from N on, a line
each and their sum at the end. --trace says every event. Exit code: 0 nothing is wrong, 1 something
is, with the command that tells it again, 2 called wrongly.`

export interface Call {
  readonly seed: number
  readonly seeds: number
  readonly hours: number
  readonly isTraced: boolean
}

/** Null for whatever the usage does not say. */
export function callOf(args: readonly string[]): Call | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string', default: '1' },
        seeds: { type: 'string', default: '1' },
        hours: { type: 'string', default: '240' },
        trace: { type: 'boolean', default: false },
      },
    })
    const [seed, hours] = [wholeOf(values.seed, SEED_MAX), wholeOf(values.hours, HOURS_MAX)]
    const seeds = wholeOf(values.seeds, SEED_MAX - (seed ?? 0) + 1)
    if (seed === null || hours === null || seeds === null) return null
    return { seed, seeds, hours, isTraced: values.trace }
  } catch {
    // It throws for options that it does not know, and the usage says which there are.
    return null
  }
}

function wholeOf(text: string, max: number): number | null {
  const whole = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : 0
  return whole >= 1 && whole <= max ? whole : null
}
