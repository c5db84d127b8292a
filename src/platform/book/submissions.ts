/** From requests to items in the queue: MACs are made, and a key that is still on its way is not sent twice. */
import { canonicalText } from '#kernel/std/canonical-json.ts'
import type { Answer } from '#kernel/book/answer.ts'
import type { Cause, Command, Submission } from '#kernel/book/slice.ts'
import { SYSTEM_EVIDENCE, SYSTEM_PARTY } from '#kernel/book/system.ts'
import type { Item, Lane } from './lanes.ts'
import type { Request } from './port.ts'
import { macOf, type Mac } from './sealing-tools.ts'
import type { Cursor } from './store.ts'

interface Open {
  readonly commandMac: Uint8Array
  readonly others: ((answer: Answer) => void)[]
}

/** Rough, but never too small by much: what an item occupies in memory. */
const ITEM_BYTES = 512

const REUSED: Answer = { kind: 'refused', refusal: { type: 'idempotency_key_reused' } }

export function newItem(
  lane: Lane,
  what: { readonly submission: Submission | undefined; readonly commandChars: number },
  answer: (answer: Answer) => void,
): Item {
  const { submission } = what
  const sizeBytes = ITEM_BYTES + what.commandChars
  return { lane, submission, sizeBytes, answer, wanted: [], returns: 0, isAnswered: false }
}

export class Submissions {
  /** The canonical command with its type under a secret key: evidence that tells outsiders nothing. */
  readonly #mac: Mac
  /** Keys that are queued or being written: whoever sends one again gets the same answer. */
  readonly #open = new Map<string, Open>()

  constructor(macKey: Uint8Array) {
    this.#mac = macOf(macKey)
  }

  get openCount(): number {
    return this.#open.size
  }

  /** The item to queue, or undefined when the same key is on its way and its answer will do. */
  fromRequest(request: Request, answer: (answer: Answer) => void): Item | undefined {
    const { command, principal, key } = request
    const text = canonicalText(command)
    const commandMac = this.#mac(text)
    // A key belongs to a party, whichever of its credentials it comes with; the book has its own table.
    const idempotencyKey = this.#mac(JSON.stringify([principal.party, key]))
    const name = Buffer.from(idempotencyKey).toString('latin1')
    const open = this.#open.get(name)
    if (open !== undefined) {
      const isSame = Buffer.from(open.commandMac).equals(commandMac)
      open.others.push(isSame ? answer : () => answer(REUSED))
      return undefined
    }
    const mine: Open = { commandMac, others: [] }
    this.#open.set(name, mine)
    const { party: actor, evidence } = principal
    const submission = { command, actor, evidence, commandMac, idempotencyKey }
    return newItem('principal', { submission, commandChars: text.length }, (given) => {
      this.#open.delete(name)
      answer(given)
      for (const other of mine.others) other(asRepeated(given))
    })
  }

  /** A command that nobody sends again, whatever becomes of it: it has no key to be remembered by. */
  sentOnce({ command, principal }: Omit<Request, 'key'>, answer: (answer: Answer) => void): Item {
    const text = canonicalText(command)
    const { party: actor, evidence } = principal
    const submission = { command, actor, evidence, commandMac: this.#mac(text) }
    return newItem('principal', { submission, commandChars: text.length }, answer)
  }

  /** A command of the hub itself: a timer's or a reaction's. */
  fromSystem(
    lane: Lane,
    command: Command,
    more: {
      readonly cause?: Cause
      readonly lapse?: { readonly kind: string; readonly key: string }
    },
    answer: (answer: Answer) => void,
  ): Item {
    const text = canonicalText(command)
    const who = { actor: SYSTEM_PARTY, evidence: SYSTEM_EVIDENCE }
    const submission = { command, ...who, commandMac: this.#mac(text), ...more }
    return newItem(lane, { submission, commandChars: text.length }, answer)
  }
}

/** A cursor that moves although there is nothing to do. */
export function cursorItem(cursor: Cursor, answer: (answer: Answer) => void): Item {
  const nothing = { submission: undefined, commandChars: 0 }
  return { ...newItem('reaction', nothing, answer), reaction: { cursor, expected: [] } }
}

function asRepeated(answer: Answer): Answer {
  return answer.kind === 'recorded' ? { ...answer, repeated: true } : answer
}
