/**
 * What clients asked and heard. Each request carries its own name in its evidence, so that it is found in the
 * leaves of the book without any help of the writer's.
 */
import type { Answer } from '#kernel/book/answer.ts'
import type { Command } from '#kernel/book/slice.ts'
import type { Request } from '#platform/book/port.ts'
import type { World } from './world.ts'

export interface Heard {
  /** A running count over everything that was asked and heard. */
  readonly at: number
  /** When the copy of the request that was answered had come to a writer. */
  readonly arrivedAt: number
  readonly answer: Answer
}

/** To the copy of a request that came then. */
export type Answered = Pick<Heard, 'answer' | 'arrivedAt'>

export interface Asked extends Request {
  readonly book: string
  readonly askedAt: number
  readonly askedMs: number
  readonly heard: Heard[]
  /** When it came to a writer last: a copy may come after another one was answered. */
  arrivedAt: number
}

export class Journal {
  readonly all: Asked[] = []
  readonly #world: World
  #count = 0

  constructor(world: World) {
    this.#world = world
  }

  open(book: string, command: Command, party: string): Asked {
    const key = `req-${this.all.length + 1}`
    const asked: Asked = {
      book,
      command,
      key,
      principal: { party, roles: [], evidence: { method: 'api-key', credential: key } },
      askedAt: this.#next(),
      askedMs: this.#world.nowMs,
      heard: [],
      arrivedAt: 0,
    }
    this.all.push(asked)
    return asked
  }

  arrived(asked: Asked): number {
    asked.arrivedAt = this.#next()
    return asked.arrivedAt
  }

  heard(asked: Asked, { answer, arrivedAt }: Answered): void {
    asked.heard.push({ at: this.#next(), arrivedAt, answer })
    this.#world.count(`answer: ${kindOf(answer)}`)
    this.#world.note(`${asked.key} ${asked.command.type} ${kindOf(answer)}`)
  }

  #next(): number {
    this.#count += 1
    return this.#count
  }
}

export function kindOf(answer: Answer): string {
  switch (answer.kind) {
    case 'recorded':
      return answer.repeated ? 'repeated' : 'recorded'
    case 'unavailable':
      return `unavailable ${answer.reason}`
    default:
      return answer.kind
  }
}

export type Recorded = Extract<Answer, { kind: 'recorded' }>

export function recordedOf({ heard }: Asked): Recorded | undefined {
  return heard.map(({ answer }) => answer).find((answer) => answer.kind === 'recorded')
}
