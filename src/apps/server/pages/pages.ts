/**
 * The pages of the hub: each in both languages at its address, made from rows and the log by plain reads.
 * Public pages are for everybody, and for who is signed in with their name on them; private ones are for
 * those who have the permission. Forms stand on private pages.
 */
import { hash } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import type { BookPort } from '#platform/book/port.ts'
import type { PageGate, Pages } from '#platform/http/build-http.ts'
import { FORM_TYPE } from '#platform/http/form-body.ts'
import type { FormRoute } from '#platform/http/form-route.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { isSentByOurPage } from '#platform/http/same-site.ts'
import { ANSWER_TIMEOUT_MS } from '#platform/http/submit.ts'
import { noPersons, type Persons } from '#platform/postgres/persons.ts'
import type { SuccessionRow } from '#platform/postgres/successions.ts'
import type { Viewer } from '#platform/sessions/session.ts'
import { languages, localPath, splitPath } from '#web/kit/language.ts'
import { auditSignForm } from '#services/observatory/api/audit-form.ts'
import { KeptKnown } from '#services/observatory/api/known-figures.ts'
import { consumerForms, payForm, type PayIn } from '#services/prepaid/api/consumer-forms.ts'
import { deskForms } from '#services/prepaid/api/desk-forms.ts'
import { privacyForms } from '#services/privacy/api/forms.ts'
import { auditPages, auditPost } from './audit-pages.ts'
import { deskPages } from './desk-pages.ts'
import { DONE, findDone } from './done.ts'
import { evidencePage, type HeardEvidence } from './evidence-page.ts'
import { figurePages } from './figure-pages.ts'
import { addForm, type Again, filled } from './forms.ts'
import { footOf, Heads } from './heads.ts'
import { hubPages } from './hub-pages.ts'
import { logPages } from './log-pages.ts'
import { prepaidPages } from './prepaid-pages.ts'
import { privacyPages, type PrivacyPages } from './privacy-pages.ts'
import { allHandoverForms, handoverPages } from './handover-pages.ts'
import { allShopForms, shopPages } from './shop-pages.ts'
import {
  type HubWeb,
  notFound,
  notPermitted,
  originOf,
  type PageRequest,
  type PageRoute,
  type PrivatePage,
  RETRY_AFTER,
  sendPage,
  type Shown,
  turnedAway,
  unavailable,
} from './page.ts'
import { addPublicPost } from './public-post.ts'
import { type Admission, admissionTo, sendingFor, type Showing, type Site } from './reader.ts'
import { addSignIn, type SignIn, signInPage, toSignIn } from './sign-in.ts'
import { addFiles } from './static-files.ts'
import { supervisionPages } from './supervision-pages.ts'

export interface PageParts {
  readonly pool: pg.Pool
  /** In the order in which the pages name them; the first is the one that the foot states. */
  readonly books: ReadonlyMap<string, BookPort>
  readonly log: LogReader
  readonly web: HubWeb
  readonly isDemonstration: boolean
  /** The event types whose leaves anybody may read. */
  readonly publicTypes: ReadonlySet<string>
  /** Absent where nobody signs in. */
  readonly signIn?: SignIn
  /** What was heard of the books; without it there is no page of evidence. */
  readonly gossip?: HeardEvidence
  /** Logs that were closed; a hub that runs closes none. */
  readonly closed?: readonly SuccessionRow[]
  /** Pages of slices beside those of the hub. */
  readonly pages?: readonly PageRoute[]
  readonly forms?: readonly FormRoute[]
  readonly answerTimeoutMs?: number
  readonly nowMs?: () => number
  /** Names and telephones, for whoever may know them; without it customers are nameless. */
  readonly persons?: Persons
  /** Opens to a reader what is held on it; without it there is no page of one's own data. */
  readonly opening?: PrivacyPages['opening']
  /** Paying by a click; only at a bank that is simulated. */
  readonly payIn?: (book: string, payment: PayIn) => Promise<void>
}

type Params = { Params: Record<string, string> }

export function createPages(parts: PageParts): Pages {
  const { books, log, web, isDemonstration, signIn = null } = parts
  const heads = new Heads(books, log)
  const known = new KeptKnown(parts.pool, () => [...books.keys()])
  const routes = routesOf(parts, heads, known)
  const site: Site = {
    web,
    isDemonstration,
    hasSignIn: signIn !== null,
    version: versionOf(web),
    paths: new Set(routes.map(({ path }) => path)),
  }
  const pages = new PageServer({ site, heads, log })
  return {
    register(app, gate) {
      addErrors(app, pages, gate)
      addFiles(app, web.files)
      app.addContentTypeParser(FORM_TYPE, { parseAs: 'buffer' }, (_request, body, done) => {
        done(null, body)
      })
      // A page has one address, and this is how people write that of the Chinese first page.
      app.get('/zh/', (_request, reply) => reply.redirect('/zh', 308))
      for (const route of routes) addPage(app, route, pages, gate)
      addPublicPost(app, auditPost({ heads, known }), {
        send: (request, reply, shown) =>
          pages.send(request, reply, shown, { viewer: gate.viewerOf(request), isPrivate: false }),
        sendMalformed: (request, reply) =>
          pages.sendTurned(request, reply, gate.viewerOf(request), 'malformed_form'),
      })
      for (const form of formsOf(parts, known))
        addPageForm(app, form, { pages, gate, routes, parts })
      if (signIn !== null) {
        addSignIn(app, signIn, {
          guard: async (request, reply) =>
            isSentByOurPage(request)
              ? undefined
              : pages.sendTurned(request, reply, gate.viewerOf(request), 'cross_site'),
          sendMalformed: (request, reply) =>
            pages.sendTurned(request, reply, gate.viewerOf(request), 'malformed_form'),
        })
      }
    },
    sendNotFound: (request, reply, gate) =>
      pages.sendNotFound(request, reply, gate.viewerOf(request)),
    sendUnavailable: (request, reply) => pages.sendUnavailable(request, reply, null),
  }
}

function routesOf(parts: PageParts, heads: Heads, known: KeptKnown): readonly PageRoute[] {
  const { pool, books, log, publicTypes, signIn = null } = parts
  const { nowMs = Date.now, persons = noPersons } = parts
  const bookNames = [...books.keys()]
  const listing = { pool, publicTypes }
  return [
    ...hubPages({ pool, bookNames, heads, listing, closed: parts.closed ?? [] }),
    ...figurePages({ pool, bookNames, heads }),
    ...auditPages({ heads, known }),
    ...prepaidPages({ pool, bookNames, heads, log, nowMs, canPay: parts.payIn !== undefined }),
    ...deskPages({ pool, heads, log, persons, nowMs }),
    ...supervisionPages({ pool, heads, nowMs }),
    ...shopPages({ pool, heads, log, persons, nowMs }),
    ...handoverPages({ pool, books, log, heads, nowMs }),
    ...logPages({ log, heads, listing }),
    ...(parts.opening === undefined
      ? []
      : privacyPages({ pool, heads, nowMs, opening: parts.opening })),
    ...(parts.gossip === undefined ? [] : [evidencePage(parts.gossip, heads)]),
    signInPage(signIn, heads),
    ...(parts.pages ?? []),
  ]
}

function formsOf(
  { pool, books, payIn, opening, forms = [] }: PageParts,
  known: KeptKnown,
): readonly FormRoute[] {
  return [
    auditSignForm(known),
    ...consumerForms(),
    ...deskForms(),
    ...allShopForms(),
    ...allHandoverForms(books),
    ...(payIn === undefined ? [] : [payForm(pool, payIn)]),
    ...(opening === undefined ? [] : privacyForms()),
    ...forms,
  ]
}

/** What every page answers with, whatever it is about. */
class PageServer {
  readonly site: Site
  readonly #heads: Heads
  readonly #log: LogReader

  constructor({ site, heads, log }: { site: Site; heads: Heads; log: LogReader }) {
    this.site = site
    this.#heads = heads
    this.#log = log
  }

  send(request: FastifyRequest, reply: FastifyReply, shown: Shown, showing: Showing) {
    const { language } = splitPath(pathOf(request))
    return sendPage(reply, shown, language, sendingFor(this.site, showing))
  }

  findDone(viewer: Viewer | null, place: string | null) {
    return findDone(this.#log, viewer, place)
  }

  sendNotFound(request: FastifyRequest, reply: FastifyReply, viewer: Viewer | null) {
    const shown = notFound(splitPath(pathOf(request)).path, this.#foot())
    return this.send(request, reply, shown, { viewer, isPrivate: false })
  }

  sendForbidden(request: FastifyRequest, reply: FastifyReply, viewer: Viewer | null) {
    const shown = notPermitted(splitPath(pathOf(request)).path, this.#foot())
    return this.send(request, reply, shown, { viewer, isPrivate: true })
  }

  sendTurned(
    request: FastifyRequest,
    reply: FastifyReply,
    viewer: Viewer | null,
    code: Parameters<typeof turnedAway>[0],
  ) {
    return this.send(request, reply, turnedAway(code, this.#foot()), { viewer, isPrivate: true })
  }

  sendUnavailable(request: FastifyRequest, reply: FastifyReply, viewer: Viewer | null) {
    const shown = unavailable(splitPath(pathOf(request)).path)
    reply.header('retry-after', RETRY_AFTER)
    return this.send(request, reply, shown, { viewer, isPrivate: false })
  }

  #foot() {
    const head = this.#heads.atHand()
    return head && footOf(head)
  }
}

function addPage(app: FastifyInstance, page: PageRoute, pages: PageServer, gate: PageGate): void {
  for (const language of languages) {
    app.get<Params>(localPath(language, page.path), async (request, reply) => {
      const viewer = gate.viewerOf(request)
      const admission = admissionTo(page.access, viewer)
      if (admission === 'signed-out') return toSignIn(reply, language, request.url)
      if (admission === 'forbidden') return pages.sendForbidden(request, reply, viewer)
      const asked = pageRequest(request, viewer)
      const [shown, done] = await Promise.all([
        load(page, asked),
        pages.findDone(viewer, asked.query.get(DONE)),
      ])
      if (shown === null) return pages.sendNotFound(request, reply, viewer)
      return pages.send(request, reply, shown, { viewer, isPrivate: isPrivate(page), done })
    })
  }
}

interface FormParts {
  readonly pages: PageServer
  readonly gate: PageGate
  readonly routes: readonly PageRoute[]
  readonly parts: PageParts
}

function addPageForm(
  app: FastifyInstance,
  form: FormRoute,
  { pages, gate, routes, parts }: FormParts,
): void {
  const page = routes.find(({ path }) => path === (form.page ?? form.path))
  if (page === undefined) throw new Error(`the form ${form.path} stands on no page`)
  if (!isPrivate(page)) throw new Error(`the form ${form.path} stands on a public page`)
  addForm(app, form, {
    books: parts.books,
    answerTimeoutMs: parts.answerTimeoutMs ?? ANSWER_TIMEOUT_MS,
    viewerOf: (request) => gate.viewerOf(request),
    guard:
      ({ permission }) =>
      async (request, reply) => {
        const viewer = gate.viewerOf(request)
        if (!isSentByOurPage(request)) {
          return pages.sendTurned(request, reply, viewer, 'cross_site')
        }
        return answerUnadmitted(admissionTo(permission, viewer), {
          request,
          reply,
          page,
          pages,
          viewer,
        })
      },
    async showAgain(_form, request, reply, { status, formKey, returned }: Again) {
      const viewer = gate.viewerOf(request)
      if (admissionTo(page.access, viewer) !== 'admitted') {
        return pages.sendForbidden(request, reply, viewer)
      }
      const shown = await load(page, pageRequest(request, viewer))
      if (shown === null) return pages.sendNotFound(request, reply.code(404), viewer)
      const showing = { viewer, isPrivate: true, returned, formKey }
      return pages.send(request, reply, { ...shown, status }, showing)
    },
    sendMalformed: (request, reply) =>
      pages.sendTurned(request, reply, gate.viewerOf(request), 'malformed_form'),
    sendNotFound: (request, reply) => pages.sendNotFound(request, reply, gate.viewerOf(request)),
  })
}

interface Unadmitted {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly page: PageRoute
  readonly pages: PageServer
  readonly viewer: Viewer | null
}

/** What was typed cannot be kept over a sign-in: the way back is to the page of the form. */
function answerUnadmitted(
  admission: Admission,
  { request, reply, page, pages, viewer }: Unadmitted,
): FastifyReply | undefined {
  if (admission === 'admitted') return undefined
  if (admission === 'forbidden') return pages.sendForbidden(request, reply, viewer)
  const { language } = splitPath(pathOf(request))
  return toSignIn(reply, language, localPath(language, filled(page.path, paramsOf(request))))
}

function load(page: PageRoute, request: PageRequest): Promise<Shown | null> | Shown | null {
  const { viewer } = request
  if (!isPrivate(page)) return page.load(request)
  if (viewer === null) throw new Error('a private page is loaded for somebody')
  return page.load({ ...request, viewer, principal: viewer.principal })
}

function isPrivate(page: PageRoute): page is PrivatePage {
  return page.access !== undefined && page.access !== 'public'
}

function pageRequest(request: FastifyRequest, viewer: Viewer | null): PageRequest {
  const query = new URLSearchParams(request.url.slice(pathOf(request).length))
  return { params: paramsOf(request), query, origin: originOf(request), viewer }
}

/** The router's own: texts by the `:name`s of the path. */
function paramsOf({ params }: FastifyRequest): Readonly<Record<string, string>> {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(params ?? {})
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

function addErrors(app: FastifyInstance, pages: PageServer, gate: PageGate): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const viewer = gate.viewerOf(request)
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      return pages.sendTurned(request, reply, viewer, 'body_too_large')
    }
    // The framework blames the client only for what the client sent.
    if (error.code?.startsWith('FST_ERR_') && (error.statusCode ?? 500) < 500) {
      return pages.sendTurned(request, reply, viewer, 'malformed_form')
    }
    request.log.error({ err: error, requestId: request.id }, 'a page could not be made')
    return pages.sendUnavailable(request, reply, viewer)
  })
}

function pathOf({ url }: FastifyRequest): string {
  const [path = '/'] = url.split('?', 1)
  return path
}

/** The worker's text names the build. */
function versionOf({ files }: HubWeb): string {
  const worker = files.get('/sw.js')
  return worker === undefined ? '' : hash('sha256', worker.body, 'base64url')
}
