/**
 * What clients asked and heard, in the order in which they did. It knows nothing of the book but its
 * answers, so it can be held against the book afterwards.
 */
import type { Answer } from '#kernel/book/answer.ts'
import type { EscrowCommand } from '../slice/commands.ts'
import type { Rig } from '../slice/rig.ts'

export interface Entry {
  readonly command: EscrowCommand
  readonly key: string
  /** A running count over questions and answers: what was answered before another was asked. */
  readonly askedAt: number
  answeredAt: number
  answer: Answer | undefined
}

export class Journal {
  readonly entries: Entry[] = []
  #count = 0
  #keys = 0
  readonly #client: string

  constructor(client = 'client') {
    this.#client = client
  }

  /** Asks all at once and waits for every answer. */
  ask(rig: Pick<Rig, 'submit'>, ...commands: readonly EscrowCommand[]): Promise<readonly Answer[]> {
    return this.askWith(
      rig,
      commands.map((command) => ({ command, key: this.newKey() })),
    )
  }

  newKey(): string {
    this.#keys += 1
    return `${this.#client}-${this.#keys}`
  }

  async askWith(
    rig: Pick<Rig, 'submit'>,
    asked: readonly { readonly command: EscrowCommand; readonly key: string }[],
  ): Promise<readonly Answer[]> {
    const entries = asked.map(({ command, key }): Entry => {
      const entry = { command, key, askedAt: this.#next(), answeredAt: 0, answer: undefined }
      this.entries.push(entry)
      return entry
    })
    const answers = await Promise.all(
      entries.map(async (entry) => {
        const { command, key } = entry
        const [answer] = await rig.submit([{ command, key }])
        if (answer === undefined) throw new Error('an act has an answer')
        entry.answer = answer
        entry.answeredAt = this.#next()
        return answer
      }),
    )
    return answers
  }

  #next(): number {
    this.#count += 1
    return this.#count
  }
}

/** Kinds of answers in order, with the reason or the refusal: short enough to read in a failed test. */
export function kindsOf(answers: readonly (Answer | undefined)[]): string[] {
  return answers.map((answer) => {
    if (answer === undefined) return 'none'
    switch (answer.kind) {
      case 'refused':
        return `refused ${answer.refusal.type}`
      case 'unavailable':
        return `unavailable ${answer.reason}`
      case 'recorded':
        return answer.repeated ? 'repeated' : 'recorded'
      default:
        return answer.kind
    }
  })
}
