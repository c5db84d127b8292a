/** Bugs outside of the writer's store, as a run plants them: in what callers hear, in a service, and in the courier. */
import type { Answer } from '#kernel/book/answer.ts'
import type { CommandHandler, Slice } from '#kernel/book/slice.ts'
import type { Reader } from '#kernel/rows/rows.ts'
import { arrivalTable } from '#services/handover/domain/rows.ts'
import type { Bugs } from './bugs.ts'
import { NoAnswer } from './wire.ts'

/** Leaf, index and checkpoint are right, so only whoever climbs the path finds it. */
export function withPathOfAnother(): (answer: Answer) => Answer {
  let before: string | undefined
  return (answer) => {
    if (answer.kind !== 'recorded' || answer.repeated) return answer
    const [first, ...rest] = answer.entries
    const path = before ?? first.path
    before = first.path
    return { ...answer, entries: [{ ...first, path }, ...rest] }
  }
}

/** What another party may see, and this entry never committed to. */
export function withDisclosureOfAnother(): (answer: Answer) => Answer {
  let before: readonly string[] = []
  return (answer) => {
    if (answer.kind !== 'recorded' || answer.repeated) return answer
    const [first, ...rest] = answer.entries
    const disclosures = before.length === 0 ? first.disclosures : before
    before = first.disclosures
    return { ...answer, entries: [{ ...first, disclosures }, ...rest] }
  }
}

/** The decider that takes a consignment in does not look whether it has arrived before. */
export function receivedTwice(slice: Slice): Slice {
  const receive = slice.commands['handover.receive']
  if (receive === undefined) return slice
  const blind: CommandHandler<never> = {
    ...receive,
    decide: (rows, command, circumstances) => receive.decide(unaware(rows), command, circumstances),
  }
  return { ...slice, commands: { ...slice.commands, 'handover.receive': blind } }
}

function unaware(rows: Reader): Reader {
  return {
    get: (table, ...key) =>
      table.name === arrivalTable.name ? undefined : rows.get(table, ...key),
  }
}

/** No answer is taken for one that says that nothing is to be done. */
export const silenceIsAnAnswer: NonNullable<Bugs['submit']> = (submit) => async (requests) => {
  try {
    return await submit(requests)
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error
    return requests.map(() => ({ kind: 'refused', refusal: { type: 'answer_older' } }))
  }
}
