/** What `hongqiao import` asks of a hub: which claims stand already, and to record the others. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { BulkAnswer } from '#platform/http/answer-body.ts'
import { type Claim, ClaimView } from '#services/observatory/contract.ts'
import type { Standing } from '#services/observatory/domain/rehearsal.ts'

/** The hub does not answer, or not as a hub: what was sent before stays, and the rest can be sent again. */
export class HubProblem extends Error {
  override readonly name = 'HubProblem'
}

export interface HubAddress {
  readonly url: string
  readonly book: string
  readonly key: string
}

export interface ItemOutcome {
  readonly kind: 'recorded' | 'repeated' | 'refused' | 'not_recorded'
  /** Why not, as the hub says it. */
  readonly reason: string
}

const TIMEOUT_MS = 30_000
const ATTEMPTS_MAX = 8
const RETRY_MS = 1_000
const RETRY_MS_MAX = 30_000
const PAGE_CLAIMS = 200

const Page = z.object({ items: z.array(ClaimView), next: z.string().optional() })
const Problem = z.object({ title: z.string() })

/** The claims of these publications that stand in the book, by id. */
export async function fetchStanding(
  hub: HubAddress,
  sources: Iterable<string>,
): Promise<ReadonlyMap<string, Standing>> {
  const standing = new Map<string, Standing>()
  for (const source of sources) {
    let cursor: string | undefined
    do {
      const query = new URLSearchParams({ book: hub.book, source, limit: String(PAGE_CLAIMS) })
      if (cursor !== undefined) query.set('cursor', cursor)
      const page = Page.parse(await ask(hub, `/v1/claims?${query.toString()}`))
      for (const { id, entry, claim } of page.items) standing.set(id, { entry, claim })
      cursor = page.next
    } while (cursor !== undefined)
  }
  return standing
}

/** One page of claims; the outcome of each, in order. */
export async function sendClaims(
  hub: HubAddress,
  claims: readonly Claim[],
): Promise<readonly ItemOutcome[]> {
  const path = `/v1/books/${encodeURIComponent(hub.book)}/claims/bulk`
  const { items } = BulkAnswer.parse(await ask(hub, path, JSON.stringify({ items: claims })))
  if (items.length !== claims.length) throw new HubProblem('The hub answered for other items.')
  return items.map((item) => {
    if (item.outcome === 'recorded') {
      return { kind: item.repeated ? 'repeated' : 'recorded', reason: '' }
    }
    const kind = item.outcome === 'refused' ? 'refused' : 'not_recorded'
    return { kind, reason: item.problem.title }
  })
}

/** A busy hub says when to come back; a body that was sent twice is recorded once. */
async function ask(hub: HubAddress, path: string, body?: string): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await request(hub, path, body)
    if (response.ok) return response.json()
    const isBusy = response.status === 503 || response.status === 429
    if (!isBusy || attempt === ATTEMPTS_MAX) throw new HubProblem(await titleOf(response))
    await response.body?.cancel()
    await sleep(retryMs(response.headers.get('retry-after')))
  }
}

async function request({ url, key }: HubAddress, path: string, body?: string): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, accept: 'application/json' }
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    return body === undefined
      ? await fetch(new URL(path, url), { headers, signal, redirect: 'error' })
      : await fetch(new URL(path, url), {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body,
          signal,
          redirect: 'error',
        })
  } catch (cause) {
    throw new HubProblem(`No hub answers at ${url}.`, { cause })
  }
}

async function titleOf(response: Response): Promise<string> {
  const problem = Problem.safeParse(await response.json().catch(() => undefined))
  const said = problem.success ? problem.data.title : 'no reason is given'
  return `The hub answered ${response.status}: ${said}`
}

function retryMs(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? Number.NaN)
  return Number.isFinite(seconds) ? Math.min(seconds * 1_000, RETRY_MS_MAX) : RETRY_MS
}
