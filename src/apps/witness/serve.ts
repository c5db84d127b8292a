/**
 * The witness on HTTP, with Node's own server: four routes need no framework, and what anybody may reach
 * should be small. Submission and monitoring prefix are the same.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SUBMISSION_BYTES_MAX } from '#kernel/log/witness.ts'
import type { Witness, WitnessAnswer } from './witness.ts'

const TEXT = 'text/plain; charset=utf-8'
const CONNECTIONS_MAX = 512
const HEADERS_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 10_000
/** Logs come every second or so and should find their connection open. */
const KEEP_ALIVE_MS = 65_000
const MONITORING_PATH = /^\/([0-9a-f]{64})\/(checkpoint|evidence)$/
/** What may be posted, and how it is answered. */
const SUBMISSIONS = {
  '/add-checkpoint': (witness, body) => witness.addCheckpoint(body),
  '/evidence': (witness, body) => witness.addEvidence(body),
} as const satisfies Readonly<
  Record<string, (witness: Witness, body: Uint8Array) => Promise<WitnessAnswer>>
>
const JSON_TYPE = 'application/json'

export function witnessServer(witness: Witness, onProblem: (error: unknown) => void): Server {
  const server = createServer((request, response) => {
    answer(witness, request).then(
      (found) => send(request, response, found),
      (error: unknown) => {
        onProblem(error)
        send(request, response, plain(500, 'the witness failed'))
      },
    )
  })
  server.maxConnections = CONNECTIONS_MAX
  server.headersTimeout = HEADERS_TIMEOUT_MS
  server.requestTimeout = REQUEST_TIMEOUT_MS
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return server
}

async function answer(witness: Witness, request: IncomingMessage): Promise<WitnessAnswer> {
  const { method = '', url = '' } = request
  if (isSubmission(url)) return submission(witness, url, request)
  const [, hashHex, what] = MONITORING_PATH.exec(url) ?? []
  if (hashHex === undefined) return plain(404, 'there is nothing here')
  if (method !== 'GET' && method !== 'HEAD') return plain(405, `the ${what} is read by GET`)
  if (what === 'evidence') {
    const body = witness.evidenceAgainst(hashHex)
    return body === null
      ? plain(404, 'this log is not followed')
      : { status: 200, mediaType: JSON_TYPE, body }
  }
  const note = witness.cosigned(hashHex)
  if (note === null) return plain(404, 'nothing of this log was cosigned')
  return { status: 200, mediaType: TEXT, body: note }
}

function isSubmission(url: string): url is keyof typeof SUBMISSIONS {
  return Object.hasOwn(SUBMISSIONS, url)
}

async function submission(
  witness: Witness,
  path: keyof typeof SUBMISSIONS,
  request: IncomingMessage,
): Promise<WitnessAnswer> {
  if (request.method !== 'POST') return plain(405, `${path.slice(1)} is a POST`)
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return plain(415, 'the body is sent as it is')
  }
  const body = await readBody(request)
  if (body === 'too_long') return plain(413, 'the body is too long')
  return body === 'cut_off' ? plain(400, 'the body is cut off') : SUBMISSIONS[path](witness, body)
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | 'too_long' | 'cut_off'> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) throw new Error('a request without an encoding has bytes')
      length += chunk.length
      if (length > SUBMISSION_BYTES_MAX) return 'too_long'
      chunks.push(chunk)
    }
  } catch (error) {
    // The sender went away, or took longer than the server allows.
    if (request.readableAborted || request.destroyed) return 'cut_off'
    throw error
  }
  return Buffer.concat(chunks)
}

function send(request: IncomingMessage, response: ServerResponse, found: WitnessAnswer): void {
  const { status, mediaType, body, retryAfterMs } = found
  response.setHeaders(
    new Headers({
      'content-type': mediaType,
      'content-length': String(Buffer.byteLength(body)),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // Readers compare what witnesses show from whatever page they are on; there is nothing private here.
      'access-control-allow-origin': '*',
    }),
  )
  if (status === 405) {
    response.setHeader('allow', isSubmission(request.url ?? '') ? 'POST' : 'GET, HEAD')
  }
  if (retryAfterMs !== undefined) {
    response.setHeader('retry-after', Math.ceil(retryAfterMs / 1000))
  }
  // What is left of a body that is not read to its end would be taken for the next request.
  if (status === 413 || status === 415) response.setHeader('connection', 'close')
  response.writeHead(status)
  response.end(request.method === 'HEAD' ? '' : body)
}

function plain(status: number, sentence: string): WitnessAnswer {
  return { status, mediaType: TEXT, body: `${sentence}\n` }
}
