/** The arithmetic of a refund as it was decided: read back from its row, not computed anew. */
import { assert } from '#kernel/std/assert.ts'
import { isJsonObject } from '#kernel/std/canonical-json.ts'
import { flagIn, listIn, objectIn, textIn, wholeIn } from '#kernel/std/facts.ts'
import type { Json } from '#kernel/std/json.ts'
import type { Step, StepCode } from '../domain/refund-formulas.ts'
import type { RefundRow } from '../domain/rows.ts'
import { causeOf } from '../domain/withheld.ts'
import type { Preview } from '../web/consumer-views.ts'

/** Null before it is decided. */
export function decidedPreview({ arithmetic, cause }: RefundRow): Preview | null {
  if (arithmetic === null || !isJsonObject(arithmetic)) return null
  return {
    cause: causeOf(cause),
    refundMinor: BigInt(wholeIn(arithmetic, 'refundMinor')),
    steps: listIn(arithmetic, 'steps').map(stepOf),
    articles: listIn(arithmetic, 'articles').map(Number),
    isProposal: flagIn(arithmetic, 'isProposal'),
  }
}

/** What the shop has earned of the rest, and paid of the interest, by the approval of a refund. */
export function restMinorOf({ arithmetic }: RefundRow): bigint {
  assert(arithmetic !== null && isJsonObject(arithmetic), 'a rest is of a decided refund')
  return BigInt(wholeIn(arithmetic, 'restMinor'))
}

function stepOf(step: Json): Step {
  assert(isJsonObject(step), 'arithmetic is written in steps')
  const numbers = Object.entries(objectIn(step, 'numbers')).map(([name, value]) => {
    assert(typeof value === 'number', 'a step counts')
    return [name, value] as const
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only decide writes it, and it writes these.
  return { code: textIn(step, 'code') as StepCode, numbers: Object.fromEntries(numbers) }
}
