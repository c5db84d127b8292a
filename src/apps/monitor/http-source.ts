/** A log at its own address: bounded answers, a deadline each, and patience with a server that is busy. */
import { setTimeout as pause } from 'node:timers/promises'
import { wholeFromDecimal } from '#kernel/std/decimal.ts'
import { type ReadPath, SourceAway } from '#kernel/monitor/source.ts'

export interface HttpSourceOptions {
  /** The prefix of the log, e.g. `https://hub.example/book/sh`. */
  readonly url: string
  /** A key with `entries.read`; bundles are not asked for without one. */
  readonly key?: string | undefined
  readonly deadlineMs?: number
  readonly attemptsMax?: number
}

const DEADLINE_MS = 30_000
const ATTEMPTS_MAX = 4
const RETRY_FIRST_MS = 250
const RETRY_AFTER_MAX_MS = 30_000

type Attempt =
  | { readonly kind: 'read'; readonly bytes: Uint8Array | null }
  | { readonly kind: 'failed'; readonly why: string; readonly waitMs: number | null }

export function httpReader(options: HttpSourceOptions): ReadPath {
  const { attemptsMax = ATTEMPTS_MAX } = options
  return async (path, bytesMax) => {
    for (let attempt = 1; ; attempt += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the next attempt is made only where this one failed.
      const answer = await ask(options, path, bytesMax)
      if (answer.kind === 'read') return answer.bytes
      if (answer.waitMs === null || attempt >= attemptsMax) {
        throw new SourceAway(`${path}: ${answer.why}`)
      }
      // oxlint-disable-next-line no-await-in-loop -- see above.
      await pause(Math.max(answer.waitMs, RETRY_FIRST_MS * 2 ** (attempt - 1)))
    }
  }
}

async function ask(
  { url, key, deadlineMs = DEADLINE_MS }: HttpSourceOptions,
  path: string,
  bytesMax: number,
): Promise<Attempt> {
  const isSecret = path.startsWith('tile/entries/')
  const headers = isSecret && key !== undefined ? { authorization: `Bearer ${key}` } : {}
  try {
    const response = await fetch(`${url}/${path}`, {
      headers,
      // A log is where its operator says it is, and a key goes nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    })
    return await readAnswer(response, bytesMax)
  } catch (error) {
    // Whatever keeps an answer away: the log is not there now, and that is all that is known.
    return {
      kind: 'failed',
      why: error instanceof Error ? error.message : String(error),
      waitMs: 0,
    }
  }
}

async function readAnswer(response: Response, bytesMax: number): Promise<Attempt> {
  const { status, headers } = response
  if (status === 200) {
    const bytes = await boundedBytes(response, bytesMax)
    return bytes === null
      ? { kind: 'failed', why: 'the answer is longer than it can be', waitMs: null }
      : { kind: 'read', bytes }
  }
  await response.body?.cancel()
  if (status === 404) return { kind: 'read', bytes: null }
  const isPassing = status === 429 || status >= 500
  const seconds = wholeFromDecimal(headers.get('retry-after') ?? '') ?? 0
  const waitMs = isPassing ? Math.min(RETRY_AFTER_MAX_MS, seconds * 1000) : null
  return { kind: 'failed', why: `answered ${status}`, waitMs }
}

async function boundedBytes({ body }: Response, bytesMax: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    // Leaving the loop cancels what is still to come.
    if (length > bytesMax) return null
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)
}
