/** Requests of a client that tells an answer from none: a broken connection is no answer. */
import { type Agent, request } from 'node:http'

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

export interface Posting {
  readonly agent: Agent
  readonly port: number
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  /** Absent: it is a GET. */
  readonly body?: string
}

/** As any connection that breaks. */
class NoAnswer extends Error {
  readonly code = 'ETIMEDOUT'
}

const ANSWER_TIMEOUT_MS = 40_000

/** Rejects if the connection breaks before the whole answer is there. */
export function ask({
  agent,
  port,
  path,
  headers,
  body,
  timeoutMs = ANSWER_TIMEOUT_MS,
}: Posting): Promise<HttpAnswer> {
  return new Promise((done, failed) => {
    const asked = request(
      {
        agent,
        port,
        path,
        host: '127.0.0.1',
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...(body === undefined ? {} : lengthOf(body)) },
        timeout: timeoutMs,
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.once('end', () => done({ status: response.statusCode ?? 0, body: text }))
        response.once('error', failed)
      },
    )
    asked.once('timeout', () => asked.destroy(new NoAnswer(`no answer from ${path}`)))
    asked.once('error', failed)
    asked.end(body)
  })
}

function lengthOf(body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  }
}
