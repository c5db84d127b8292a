/** The bugs that a writer could have, as a run plants them: each must be found by the ordinary checks. */
import { withoutARow, withoutAsking, withoutATransfer, withoutCursors } from '../faults/planted.ts'
import type { Bugs } from './bugs.ts'
import {
  receivedTwice,
  silenceIsAnAnswer,
  withDisclosureOfAnother,
  withPathOfAnother,
} from './planted-answers.ts'
import { simulate, type Report } from './run.ts'

interface Planted {
  readonly bugs: Bugs
  /** What must be said of it, where only one check can find it. */
  readonly found?: RegExp
}

export const PLANTED: Readonly<Record<string, Planted>> = {
  'a skipped fence': { bugs: { isFenceOpen: true } },
  'a refusal that leaves before anybody asked whether the book is still ours': {
    bugs: { store: withoutAsking },
  },
  'a lost cursor of a reaction': { bugs: { store: withoutCursors } },
  'a row that is dropped from a batch': { bugs: { store: withoutARow } },
  'a transfer that is dropped from a batch': { bugs: { store: withoutATransfer } },
  'a receipt with the path of another entry': {
    bugs: { answers: withPathOfAnother },
    found: /receipt of req-\d+ does not verify: (inclusion|root)/,
  },
  'a receipt with a disclosure of another entry': {
    bugs: { answers: withDisclosureOfAnother },
    found: /receipt of req-\d+ does not verify: disclosures/,
  },
  'a consignment that is received again': {
    bugs: { slice: receivedTwice },
    found: /arrived twice/,
  },
  'a courier that takes silence for an answer': {
    bugs: { submit: silenceIsAnAnswer },
    found: /not-carried/,
  },
}

export const SEEDS_MAX = 200

/** The first seed whose run finds it, or undefined. */
export async function findPlanted(bugs: Bugs, hours: number): Promise<Report | undefined> {
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the first seed is looked for.
    const report = await simulate({ seed, hours, bugs })
    if (report.wrong.length > 0) return report
  }
  return undefined
}
