/** The claims that come with the program, recorded at the first start like anybody else's, with receipts. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '#kernel/book/answer.ts'
import { unreachable } from '#kernel/std/assert.ts'
import type { Principal } from '#kernel/identity/principal.ts'
import type { BookPort, Request } from '#platform/book/port.ts'
import { CLAIMS_BULK_MAX } from '../contract.ts'
import { readClaimLines } from './claim-lines.ts'
import { commandOf, keyOf } from './routes.ts'

export const HUB_CLAIMS_FILE = join(import.meta.dirname, '../../../../data/claims/hub.jsonl')

export interface Seeded {
  readonly recorded: number
  /** Already in the book: a seed may be sown at every start. */
  readonly repeated: number
}

export async function seedClaims(
  book: BookPort,
  principal: Principal,
  file: string = HUB_CLAIMS_FILE,
): Promise<Seeded> {
  const lines = readClaimLines(await readFile(file))
  if (!lines.ok) {
    const [first] = lines.error
    throw new Error(`${file}, line ${first?.line}: ${first?.fault}`)
  }
  let recorded = 0
  for (let start = 0; start < lines.value.length; start += CLAIMS_BULK_MAX) {
    const page = lines.value.slice(start, start + CLAIMS_BULK_MAX)
    const requests = page.map(({ claim }) => {
      return { command: commandOf(claim), principal, key: keyOf(claim) }
    })
    const answers = await submitPatiently(book, requests)
    for (const [place, answer] of answers.entries()) {
      if (isNew(answer, `${file}, line ${page[place]?.line}`)) recorded += 1
    }
  }
  return { recorded, repeated: lines.value.length - recorded }
}

/** The book cannot take the claims now; the next start sows them again. */
export class SeedPostponed extends Error {
  override readonly name = 'SeedPostponed'
}

// A book that starts or changes hands writes again within seconds.
const ATTEMPTS_MAX = 30
const WAIT_MS_MIN = 100

/** The same requests again until all are answered: their keys keep them from being recorded twice. */
async function submitPatiently(
  book: BookPort,
  requests: readonly Request[],
): Promise<readonly Answer[]> {
  for (let attempt = 1; ; attempt += 1) {
    const answers = await book.submit(requests)
    const waitsMs = answers.flatMap((answer) =>
      answer.kind === 'unavailable' ? [answer.retryAfterMs] : [],
    )
    if (waitsMs.length === 0 || attempt === ATTEMPTS_MAX) return answers
    // A book that stopped by its own decision waits for a person.
    if (book.state().phase === 'stopped') return answers
    await sleep(Math.max(WAIT_MS_MIN, ...waitsMs))
  }
}

/** A shipped claim that is not recorded is a defect of the release, or of the book. */
function isNew(answer: Answer, where: string): boolean {
  switch (answer.kind) {
    case 'recorded':
      return !answer.repeated
    case 'refused':
      throw new Error(`${where} is refused: ${answer.refusal.type}`)
    case 'unavailable':
      throw new SeedPostponed(`${where} was not recorded: ${answer.reason}`)
    case 'failed':
      throw new Error(`${where} made the book fail`)
    default:
      return unreachable(answer)
  }
}
