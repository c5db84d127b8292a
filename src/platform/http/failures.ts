/**
 * What goes wrong before or beside a handler becomes a problem like every other. Whatever an error says
 * stays in the log: its message may quote a statement, a path or a body.
 */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { isDatabaseAway } from '#platform/postgres/database-away.ts'
import { PROBLEMS, problemBody, type ProblemType, sendProblem } from './problem.ts'

const BY_CODE: Readonly<Record<string, ProblemType>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_http',
  FST_ERR_BAD_URL: 'malformed_http',
  FST_ERR_MAX_PARAM_LENGTH: 'address_too_long',
}

const BY_SOCKET_CODE: Readonly<Record<string, ProblemType>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

const RETRY_SECONDS = '1'

export function failureHandler(logger: Logger) {
  return (failure: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const known = BY_CODE[failure.code]
    if (known !== undefined) return sendProblem(reply, known)
    // The framework blames the client only for what the client sent.
    const isClients = failure.code?.startsWith('FST_ERR_') && (failure.statusCode ?? 500) < 500
    if (isClients) return sendProblem(reply, 'invalid_request')
    if (isDatabaseAway(failure)) {
      logger.warn({ err: failure, requestId: request.id }, 'the database is away')
      return sendProblem(reply.header('retry-after', RETRY_SECONDS), 'not_ready')
    }
    logger.error(
      { err: failure, requestId: request.id, route: request.routeOptions.url },
      'a request failed',
    )
    return sendProblem(reply, 'internal', { requestId: request.id })
  }
}

/** What is not even HTTP: there is no request yet, only a socket. */
export function answerBrokenSocket(failure: Error & { code?: string }, socket: Socket): void {
  if (failure.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const type = BY_SOCKET_CODE[failure.code ?? ''] ?? 'malformed_http'
  const text = PROBLEMS[type]
  const body = JSON.stringify(problemBody(type, text, 'en'))
  const head = [
    `HTTP/1.1 ${text.status} ${STATUS_CODES[text.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
