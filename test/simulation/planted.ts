/** The bugs that a writer could have, as a run plants them: each must be found by the ordinary checks. */
import { withoutARow, withoutAsking, withoutATransfer, withoutCursors } from '../faults/planted.ts'
import { simulate, type Plan, type Report } from './run.ts'

export const PLANTED: Readonly<Record<string, Pick<Plan, 'plant' | 'isFenceOpen'>>> = {
  'a skipped fence': { isFenceOpen: true },
  'a refusal that leaves before anybody asked whether the book is still ours': {
    plant: withoutAsking,
  },
  'a lost cursor of a reaction': { plant: withoutCursors },
  'a row that is dropped from a batch': { plant: withoutARow },
  'a transfer that is dropped from a batch': { plant: withoutATransfer },
}

export const SEEDS_MAX = 200

/** The first seed whose run finds it, or undefined. */
export async function findPlanted(
  planted: Pick<Plan, 'plant' | 'isFenceOpen'>,
  hours: number,
): Promise<Report | undefined> {
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the first seed is looked for.
    const report = await simulate({ seed, hours, ...planted })
    if (report.wrong.length > 0) return report
  }
  return undefined
}
