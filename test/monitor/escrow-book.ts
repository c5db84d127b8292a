/** The leaves of a random history of the test slice, made by the writer's own steps. */
import fc from 'fast-check'
import { registryOf } from '#kernel/book/registry.ts'
import { escrow } from '#test/slice/escrow.ts'
import { history } from '#test/book/history.ts'
import { LiveBook } from '#test/book/live.ts'

export const registry = registryOf([escrow])

const BATCH_ACTS = 64

export function escrowLeaves(acts: number, contracts: number): readonly Uint8Array[] {
  const order = { actsMin: acts, actsMax: acts, contracts, promises: 2 * contracts }
  const [made = []] = fc.sample(history(order), { numRuns: 1, seed: 7 })
  const book = new LiveBook()
  for (let at = 0; at < made.length; at += BATCH_ACTS) {
    book.batch(registry, made.slice(at, at + BATCH_ACTS))
  }
  return book.leaves
}
