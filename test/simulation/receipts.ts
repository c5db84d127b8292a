/**
 * What a client does with what it was given: it makes a receipt of each entry, as the hub's door does, and verifies
 * it with the verifier that everybody has, by the policy of the book and nothing else.
 */
import type { Policy } from '#kernel/log/policy.ts'
import { runningNumberOf, type RunningNumber } from '#kernel/log/numbers.ts'
import { verifyReceipt } from '#kernel/log/verify.ts'
import { receiptBody } from '#platform/http/receipt-body.ts'
import { sha256 } from '#platform/book/sealing-tools.ts'
import { verifyWithNode } from '#platform/signer/node-ed25519.ts'
import type { Asked, Recorded } from './journal.ts'
import type { World } from './world.ts'

/** Checkpoints that people still have in their hands. */
const KEPT = 40

export interface DisclosedNumber extends RunningNumber {
  readonly index: number
}

export class Receipts {
  /** Each running number that was disclosed to somebody, with the entry where it stands. */
  readonly numbers: DisclosedNumber[] = []
  readonly #checkpoints: string[] = []
  readonly #world: World
  readonly #policy: Policy

  constructor(world: World, policy: Policy) {
    this.#world = world
    this.#policy = policy
  }

  /** One of the last that were given to somebody, not always the newest. */
  someCheckpoint(): string | undefined {
    return this.#checkpoints[this.#world.chance.below(this.#checkpoints.length)]
  }

  async check({ key, book }: Asked, { entries, checkpoint }: Recorded): Promise<void> {
    for (const entry of entries) {
      const receipt = JSON.stringify(receiptBody(entry, checkpoint))
      // oxlint-disable-next-line no-await-in-loop -- a few, and nothing in it waits for the world.
      const verdict = await verifyReceipt(receipt, {
        policies: [this.#policy],
        sha256,
        verifyEd25519: verifyWithNode,
        nowMs: this.#world.nowMs,
        level: 'logged',
      })
      if (!verdict.verified) {
        const { failed, reason } = verdict
        this.#world.fail(`${book}: the receipt of ${key} does not verify: ${failed}, ${reason}`)
        return
      }
      this.#world.count('receipt: verified')
      const { index = -1, disclosures = [] } = verdict.findings
      if (index !== entry.index) this.#world.fail(`${book}: ${key} has the receipt of ${index}`)
      for (const number of disclosures.map(runningNumberOf)) {
        if (number !== null) this.numbers.push({ ...number, index })
      }
    }
    this.#checkpoints.push(checkpoint)
    if (this.#checkpoints.length > KEPT) this.#checkpoints.shift()
  }
}
