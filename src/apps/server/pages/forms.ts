/**
 * Forms of the pages: from what a browser sends to a command of a book, and from its answer to a page. What
 * is recorded leads on with its receipt (303, so that a reload sends nothing again); everything else shows
 * the page of the form again, with what was typed and the way out.
 */
import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { safeParse } from 'zod/v4/core'
import type { Answer } from '#kernel/book/answer.ts'
import type { JsonObject } from '#kernel/std/json.ts'
import { assert, unreachable } from '#kernel/std/assert.ts'
import { FORM_BYTES_MAX, type FormValues, parseForm, withDates } from '#platform/http/form-body.ts'
import type { FormAct, FormCall, FormRefused, FormRoute } from '#platform/http/form-route.ts'
import type { Books } from '#platform/http/route.ts'
import { submit } from '#platform/http/submit.ts'
import type { Viewer } from '#platform/sessions/session.ts'
import { type Language, languages, localPath } from '#web/kit/language.ts'
import type { ReturnedForm } from '#web/kit/page-context.ts'
import { DONE, donePlace } from './done.ts'
import { ANSWERS, refusalAnswer } from './form-answers.ts'
import { withQuery } from './local-path.ts'
import { FORM_KEY } from './reader.ts'

/** What forms need of the pages around them. */
export interface FormServing {
  readonly books: Books
  readonly answerTimeoutMs: number
  /** Answers by itself whoever may not send this form, before its body is read. */
  guard(form: FormRoute): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
  viewerOf(request: FastifyRequest): Viewer | null
  /** The page of a form once more, with what came back. */
  showAgain(
    form: FormRoute,
    request: FastifyRequest,
    reply: FastifyReply,
    again: Again,
  ): Promise<FastifyReply>
  /** A page that only says why: what was sent is no form of ours. */
  sendMalformed(request: FastifyRequest, reply: FastifyReply): FastifyReply
  sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply
}

export interface Again {
  readonly language: Language
  readonly status: number
  readonly formKey: string
  readonly returned: ReturnedForm
}

export function addForm(app: FastifyInstance, form: FormRoute, serving: FormServing): void {
  const page = form.page ?? form.path
  for (const language of languages) {
    const url = localPath(language, form.path)
    app.post<{ Params: Record<string, string> }>(
      url,
      { bodyLimit: FORM_BYTES_MAX, onRequest: serving.guard(form) },
      (request, reply) => answerForm(form, { request, reply, language }, serving),
    )
    // Whoever comes to the address of a form without one, as after pressing Enter in the address bar.
    if (page !== form.path) {
      app.get<{ Params: Record<string, string> }>(url, (request, reply) =>
        reply
          .header('cache-control', 'no-store')
          .redirect(localPath(language, filled(page, request.params)), 303),
      )
    }
  }
}

interface Sent {
  readonly request: FastifyRequest<{ Params: Record<string, string> }>
  readonly reply: FastifyReply
  readonly language: Language
}

interface Read {
  readonly action: string
  readonly formKey: string
  readonly values: FormValues
}

async function answerForm(
  form: FormRoute,
  sent: Sent,
  serving: FormServing,
): Promise<FastifyReply> {
  const { request, reply, language } = sent
  const read = readForm(form, request)
  if (read === null) return serving.sendMalformed(request, reply)
  const params = form.params === undefined ? null : safeParse(form.params, request.params)
  if (params?.success === false) return serving.sendNotFound(request, reply)
  const again = (status: number, parts: Partial<ReturnedForm>) => {
    const { action, values, formKey } = read
    const returned = { action, values, errors: [], answer: null, ...parts }
    return serving.showAgain(form, request, reply, { language, status, formKey, returned })
  }
  const fields = safeParse(form.schema, withDates(read.values))
  if (!fields.success) {
    const errors = errorsOf(form, fields.error.issues)
    return errors === null ? serving.sendMalformed(request, reply) : again(422, { errors })
  }
  const viewer = serving.viewerOf(request)
  assert(viewer !== null, 'the guard let in nobody who is signed out')
  const call: FormCall<unknown, unknown> = {
    params: params === null ? request.params : params.data,
    fields: fields.data,
    principal: viewer.principal,
    person: viewer.person,
    language,
    books: serving.books,
    key: hash('sha256', `${read.formKey}\n${read.action}`, 'base64url'),
  }
  const done = await doForm(form, call, serving)
  if (typeof done !== 'string') return again(...againFor(form, done))
  return reply.header('cache-control', 'no-store').redirect(localPath(language, done), 303)
}

/** Where to go on, without the language; or why it was not done. */
async function doForm(
  form: FormRoute,
  call: FormCall<unknown, unknown>,
  serving: FormServing,
): Promise<string | NotRecorded> {
  const act = await form.command(call)
  if ('leadsTo' in act) return act.leadsTo
  const answer = await ask(act, { form, call }, serving)
  if (answer.kind !== 'recorded') return answer
  const params = Params.parse(call.params)
  const page = form.done?.(call, answer) ?? filled(form.page ?? form.path, params)
  return withQuery(page, DONE, donePlace(answer.book, answer.entries[0].index))
}

/** What stood in the path, as it was parsed. */
const Params = z.record(z.string(), z.string())

/** Null for what no page of ours sends. */
function readForm(form: FormRoute, request: Sent['request']): Read | null {
  const { body, headers } = request
  // A compressed body could be a thousand times its size: none is taken.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return null
  const values = body instanceof Uint8Array ? parseForm(body) : null
  if (values?.ok !== true) return null
  const { key = '', ...others } = values.value
  if (!FORM_KEY.test(key)) return null
  return { action: filled(form.path, request.params), formKey: key, values: others }
}

/** By field, once each; null where a field is not one of the form's. */
function errorsOf(
  form: FormRoute,
  issues: readonly { readonly path: PropertyKey[] }[],
): ReturnedForm['errors'] | null {
  const names = [...new Set(issues.map(({ path: [name = ''] }) => String(name)))]
  const errors = names.flatMap((name) => {
    const sentence = Object.hasOwn(form.sentences, name) ? form.sentences[name] : undefined
    return sentence === undefined ? [] : [{ name, sentence }]
  })
  return errors.length === names.length ? errors : null
}

type Asked = (Extract<Answer, { kind: 'recorded' }> & { readonly book: string }) | NotRecorded
type NotRecorded = Exclude<Answer, { kind: 'recorded' }>

async function ask(
  act: FormAct | FormRefused,
  { form, call }: { readonly form: FormRoute; readonly call: FormCall<unknown, unknown> },
  { books, answerTimeoutMs }: FormServing,
): Promise<Asked> {
  if ('refused' in act) {
    const { refused: type, params } = act
    return { kind: 'refused', refusal: params === undefined ? { type } : { type, params } }
  }
  const book = books.get(act.book)
  assert(book !== undefined, `${form.path} asks a book that is served here`)
  const { principal } = call
  const request = { command: act.command, principal, key: act.key ?? call.key }
  const [answer] = await submit(book, [request], answerTimeoutMs)
  assert(answer !== undefined, 'a book answers each request')
  return answer.kind === 'recorded' ? { ...answer, book: act.book } : answer
}

function againFor(
  form: FormRoute,
  answer: NotRecorded,
): [status: number, parts: Partial<ReturnedForm>] {
  switch (answer.kind) {
    case 'refused':
      return refused(form, answer.refusal)
    case 'unavailable':
      return [503, { answer: ANSWERS[answer.reason] }]
    case 'failed':
      return [500, { answer: ANSWERS.failed }]
    default:
      return unreachable(answer)
  }
}

function refused(
  form: FormRoute,
  { type, params }: { readonly type: string; readonly params?: JsonObject },
): [status: number, parts: Partial<ReturnedForm>] {
  const { status, answer } = refusalAnswer(form, type, params ?? {})
  const name = form.fieldOf?.[type]
  const errors = name === undefined ? [] : [{ name, sentence: answer.sentence }]
  return [status, { answer, errors }]
}

/** A path of a route with its `:name`s filled in, safe in an address. */
export function filled(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}
