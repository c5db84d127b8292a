/**
 * A client of the hub's API, typed by its routes: addresses, fields, answers and problems that do not exist do not
 * compile. It needs `fetch` and nothing of the hub's own code, so it can be taken elsewhere as it is.
 */
import createClient, { type Client } from 'openapi-fetch'
import type { Paths } from './paths.ts'

export interface HubAddress {
  /** E.g. `http://localhost:7000`. */
  readonly url: string
  /** An API key: `hq_<id>_<secret>`. */
  readonly key: string
  /** In which language problems are told. */
  readonly language?: 'en' | 'zh'
}

export type Hub = Client<Paths>

export function connect({ url, key, language = 'en' }: HubAddress): Hub {
  return createClient<Paths>({
    baseUrl: url,
    headers: { authorization: `Bearer ${key}`, 'accept-language': language },
    // A hub does not send its callers elsewhere, and a key must not follow.
    redirect: 'error',
  })
}

/** Nothing is known of the outcome, or the hub was busy: the same request is sent again. */
const BUSY: readonly number[] = [429, 502, 503, 504]
const ATTEMPTS_MAX = 8
const RETRY_MS = 500
const RETRY_MS_MAX = 30_000

export interface Patience {
  readonly attemptsMax?: number
  /** Waits so long; tests do not. */
  readonly sleep: (ms: number) => Promise<unknown>
}

/**
 * Sends a request until the hub has answered it. It is sent again as it was, with the same idempotency keys, so
 * what was recorded unheard the first time is answered with its entry and is not recorded twice.
 */
export async function untilAnswered<T extends { readonly response: Response }>(
  send: () => Promise<T>,
  { attemptsMax = ATTEMPTS_MAX, sleep }: Patience,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt >= attemptsMax
    try {
      const answer = await send()
      if (isLast || !BUSY.includes(answer.response.status)) return answer
      await sleep(waitMs(attempt, answer.response.headers.get('retry-after')))
    } catch (error) {
      // The connection broke: whether the hub heard it is not known either.
      if (isLast || !(error instanceof TypeError)) throw error
      await sleep(waitMs(attempt, null))
    }
  }
}

function waitMs(attempt: number, retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? Number.NaN)
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : RETRY_MS * 2 ** (attempt - 1)
  return Math.min(ms, RETRY_MS_MAX)
}
