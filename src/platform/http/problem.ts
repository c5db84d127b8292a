/**
 * Problem documents (RFC 9457). A problem has a stable type, a title in the caller's language, and
 * parameters; it never has a stack, a path, a statement, or anything that the caller did not send.
 */
import type { FastifyReply } from 'fastify'
import type { Json, JsonObject } from '#kernel/std/json.ts'
import type { Language, Words } from './route.ts'

export interface HttpProblemText extends Words {
  readonly status: number
}

/** What the server itself answers; the refusals of slices stand beside these. */
export const PROBLEMS = {
  invalid_request: {
    status: 400,
    en: 'The request is not of the form that this address takes.',
    zh: '请求的格式不符合此地址的要求。',
  },
  malformed_json: {
    status: 400,
    en: 'The body is not JSON that has exactly one reading.',
    zh: '请求正文不是含义唯一的 JSON。',
  },
  malformed_http: {
    status: 400,
    en: 'The request is not well-formed HTTP.',
    zh: '请求不是格式正确的 HTTP。',
  },
  idempotency_key_required: {
    status: 400,
    en: 'An act needs an Idempotency-Key of 1 to 128 letters, digits and . _ : ~ / + = @ -.',
    zh: '办理事项须带 Idempotency-Key：1 至 128 个字母、数字或 . _ : ~ / + = @ - 字符。',
  },
  unauthenticated: {
    status: 401,
    en: 'A valid key is needed here.',
    zh: '此处需要有效的密钥。',
  },
  forbidden: {
    status: 403,
    en: 'This key does not have the permission that is needed here.',
    zh: '此密钥没有所需的权限。',
  },
  not_found: { status: 404, en: 'There is nothing at this address.', zh: '此地址没有内容。' },
  book_not_found: {
    status: 404,
    en: 'No book of this name is here.',
    zh: '此处没有这个名称的账簿。',
  },
  method_not_allowed: {
    status: 405,
    en: 'This address does not take this method.',
    zh: '此地址不接受该请求方法。',
  },
  request_timeout: {
    status: 408,
    en: 'The request did not arrive in time.',
    zh: '请求未在时限内送达。',
  },
  body_too_large: { status: 413, en: 'The body is too large.', zh: '请求正文过大。' },
  address_too_long: { status: 414, en: 'The address is too long.', zh: '请求地址过长。' },
  unsupported_media_type: {
    status: 415,
    en: 'This address does not take a body of this content type.',
    zh: '此地址不接受这种内容类型的正文。',
  },
  wrong_host: {
    status: 421,
    en: 'This server answers on its own machine only.',
    zh: '本服务只在本机应答。',
  },
  idempotency_key_reused: {
    status: 422,
    en: 'This Idempotency-Key was used for another act.',
    zh: '该 Idempotency-Key 已用于另一事项。',
  },
  rate_limited: {
    status: 429,
    en: 'Too many requests: wait before the next.',
    zh: '请求过于频繁，请稍候再试。',
  },
  headers_too_large: { status: 431, en: 'The headers are too large.', zh: '请求头过大。' },
  internal: {
    status: 500,
    en: 'The server failed. The failure is on record under the request id.',
    zh: '服务器出错。该错误已按请求编号记录。',
  },
  queue_full: {
    status: 503,
    en: 'The book is busy. Nothing was recorded; ask again.',
    zh: '账簿繁忙，未作任何记录，请稍后重试。',
  },
  not_writing: {
    status: 503,
    en: 'The book is not being written now. Nothing was recorded; ask again.',
    zh: '账簿当前未在写入，未作任何记录，请稍后重试。',
  },
  outcome_unknown: {
    status: 503,
    en: 'It is not known whether the act was recorded. Ask again with the same key.',
    zh: '尚不清楚该事项是否已记录，请用相同的密钥重试。',
  },
  not_ready: {
    status: 503,
    en: 'The server cannot answer now. Nothing was done; ask again.',
    zh: '服务器暂时无法应答，未作任何处理，请稍后重试。',
  },
} as const satisfies Record<string, HttpProblemText>

export type ProblemType = keyof typeof PROBLEMS

/** One place in what was sent, and what is wrong there. */
export interface FieldError {
  /** E.g. `body.items.3.value`; `line 4: value` in JSON lines. */
  readonly at: string
  readonly message: string
}

export interface ProblemParts {
  readonly params?: JsonObject | undefined
  readonly errors?: readonly FieldError[]
  readonly requestId?: string
  /** Whether the act may have been recorded although the answer is an error. */
  readonly outcomeUnknown?: boolean
}

export function problemBody(
  type: string,
  text: HttpProblemText,
  language: Language,
  parts: ProblemParts = {},
): JsonObject {
  const body: Record<string, Json> = {
    type: `/problems/${type}`,
    title: text[language],
    status: text.status,
  }
  if (parts.params !== undefined) body['params'] = parts.params
  if (parts.errors !== undefined) {
    body['errors'] = parts.errors.map(({ at, message }) => ({ at, message }))
  }
  if (parts.requestId !== undefined) body['requestId'] = parts.requestId
  if (parts.outcomeUnknown !== undefined) body['outcomeUnknown'] = parts.outcomeUnknown
  return body
}

export function sendProblem(reply: FastifyReply, type: ProblemType, parts?: ProblemParts) {
  return sendProblemText(reply, type, PROBLEMS[type], parts)
}

/** The language stands on the reply since the first hook, so that every error can use it. */
export function sendProblemText(
  reply: FastifyReply,
  type: string,
  text: HttpProblemText,
  parts?: ProblemParts,
) {
  const language = reply.getHeader('content-language') === 'zh' ? 'zh' : 'en'
  return reply
    .code(text.status)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .removeHeader('etag')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(type, text, language, parts)))
}
