/**
 * The HTTP server of the hub: limits, gate, routes, problems, in one assembly. A request goes through
 * host → rate → key → permission → body → contract, and whatever turns it back answers with a problem.
 */
import { randomBytes } from 'node:crypto'
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
} from 'fastify'
import type { Logger } from 'pino'
import { z } from 'zod'
import { assert } from '#kernel/std/assert.ts'
import type { ArchiveState } from '#platform/backup/archiving.ts'
import type { Authenticator } from '#platform/credentials/authenticator.ts'
import type { Sessions } from '#platform/sessions/sessions.ts'
import { createMetrics, type Metrics } from '#platform/telemetry/metrics.ts'
import { sendJson } from './answer-body.ts'
import { BODY_BYTES_MAX, BULK_BYTES_MAX, takeBodies } from './bodies.ts'
import { createEventStreams, EVENT_STREAM_LIMITS, type EventStreamLimits } from './events.ts'
import { answerBrokenSocket, failureHandler } from './failures.ts'
import { createGate, type Entry, type Gate, RATE_LIMITS, type RateLimits } from './gate.ts'
import { type Check, healthRoutes } from './health.ts'
import { hostProblemOf } from './host.ts'
import { preferredLanguage } from './language.ts'
import type { LogReader } from './log-reader.ts'
import { bookRoutes, entryRoutes, policyRoutes } from './log-routes.ts'
import { methodOf, openApi, problemsOf } from './openapi.ts'
import { type HttpProblemText, PROBLEMS, sendProblem } from './problem.ts'
import { type RawRoute, rawRoute } from './raw-route.ts'
import { type Books, found, problem, readRoute, type Route } from './route.ts'
import { handlerOf, type Serving } from './serve-route.ts'
import { ANSWER_TIMEOUT_MS } from './submit.ts'
import { tlogRoutes } from './tlog.ts'

export interface HttpConfig {
  /** Whether only this machine is served: the demonstration, and whatever listens on loopback. */
  readonly isLoopbackOnly: boolean
  /** Addresses of proxies whose X-Forwarded-For is believed; none if empty. */
  readonly trustedProxies: readonly string[]
  readonly version: string
  readonly rates?: RateLimits
  readonly eventStreams?: EventStreamLimits
  readonly areResponsesChecked?: boolean
}

/** Who reads a page; null for whoever is not signed in. */
export type PageGate = Pick<Gate, 'viewerOf'>

/** The web beside the API. */
export interface Pages {
  /** Adds pages and files. What sets its own content-security-policy keeps it. */
  register(app: FastifyInstance, gate: PageGate): Promise<void> | void
  /** Answers a browser that asks for a page where nothing is. */
  sendNotFound(request: FastifyRequest, reply: FastifyReply, gate: PageGate): unknown
  /** Answers a reader of whom nobody can say now whether they are signed in. */
  sendUnavailable(request: FastifyRequest, reply: FastifyReply): unknown
}

export interface HttpParts {
  readonly config: HttpConfig
  readonly books: Books
  readonly log: LogReader
  /** The event types whose leaves anybody may read. */
  readonly publicTypes: ReadonlySet<string>
  readonly routes: readonly (Route | RawRoute)[]
  readonly authenticator: Authenticator
  /** Absent where nobody signs in. */
  readonly sessions?: Sessions
  /** By name: what must work before the hub is ready, besides the books. */
  readonly checks: Readonly<Record<string, Check>>
  /** Absent where the write-ahead log is not archived. */
  readonly archive?: (() => ArchiveState) | undefined
  readonly logger: Logger
  readonly pages?: Pages
}

const ADDRESS_CHARS_MAX = 2048
const HEADER_BYTES_MAX = 8192
const PARAM_CHARS_MAX = 256
const REQUEST_TIMEOUT_MS = 30_000
const KEEP_ALIVE_MS = 30_000
const ID_START_BYTES = 6
const YEAR_SECONDS = 31_536_000
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** What a page of another origin may send with a read that anybody may make. */
const PREFLIGHT = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'if-none-match',
  'access-control-max-age': '86400',
}

/** Nothing of an API answer may be run or framed, wherever a browser is led to open it. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

export async function buildHttp(parts: HttpParts): Promise<FastifyInstance> {
  const { config, books, logger } = parts
  const app = createApp(config, logger)
  takeBodies(app)
  app.setErrorHandler(failureHandler(logger))
  addCommonHooks(app, config)
  const onFailure = (failure: unknown, request: FastifyRequest) => {
    logger.error({ err: failure, requestId: request.id }, 'a key could not be looked up')
  }
  const gate = await createGate(app, {
    authenticator: parts.authenticator,
    sessions: parts.sessions ?? null,
    rates: config.rates ?? RATE_LIMITS,
    onFailure,
  })
  const streams = createEventStreams(books, config.eventStreams ?? EVENT_STREAM_LIMITS)
  const given = jsonRoutes(parts)
  const metrics = createMetrics([...books.values()], refusalTypesOf(given), parts.archive)
  const raw = [
    ...tlogRoutes(books, parts.log),
    ...policyRoutes(books),
    ...streams.routes,
    ...healthRoutes({ checks: parts.checks, books, metrics, archive: parts.archive }),
  ]
  const all = [...given, ...raw]
  observeRequests(app, logger, metrics)
  const known = collectMethods(app)
  addRoutes(app, [...all, documentRoute(all, config.version)], {
    books,
    gate,
    answerTimeoutMs: ANSWER_TIMEOUT_MS,
    areResponsesChecked: config.areResponsesChecked ?? false,
  })
  const { pages } = parts
  // Each page decides by itself whom it is for, and answers people as people are answered.
  const pageEntry: Entry = {
    access: 'public',
    takesSession: true,
    ...(pages === undefined
      ? {}
      : {
          sendUnavailable: (request: FastifyRequest, reply: FastifyReply) =>
            pages.sendUnavailable(request, reply),
        }),
  }
  app.setNotFoundHandler({ preHandler: gate.hook(pageEntry) }, (request, reply) => {
    if (pages !== undefined && isForReaders(request)) {
      pages.sendNotFound(request, reply.code(404), gate)
    } else void sendProblem(reply, 'not_found')
  })
  if (pages !== undefined) {
    await app.register(async (inner) => {
      inner.addHook('onRequest', gate.hook(pageEntry))
      await pages.register(inner, gate)
    })
  }
  refuseOtherMethods(app, known, gate)
  app.addHook('preClose', (done) => {
    streams.close()
    done()
  })
  app.addHook('onClose', (_app, done) => {
    metrics.close()
    done()
  })
  return app
}

function createApp(config: HttpConfig, logger: Logger): FastifyInstance {
  const { trustedProxies } = config
  const loggerInstance: FastifyBaseLogger = logger
  return fastify({
    loggerInstance,
    // A logger of its own for each request would cost more than most requests do.
    childLoggerFactory: () => loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIds(),
    requestIdHeader: false,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Requests that were begun are finished; connections that idle are closed at once.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    http: { maxHeaderSize: HEADER_BYTES_MAX, requireHostHeader: false },
    routerOptions: { maxParamLength: PARAM_CHARS_MAX },
    clientErrorHandler: answerBrokenSocket,
    frameworkErrors: (failure, request, reply) => {
      void failureHandler(logger)(failure, request, reply)
    },
  })
}

/** Unique and short; a caller may quote it, so it tells nobody how many requests came before. */
function requestIds(): () => string {
  const start = randomBytes(ID_START_BYTES).readUIntBE(0, ID_START_BYTES)
  const prefix = randomBytes(ID_START_BYTES).toString('base64url')
  let next = start
  return () => {
    next += 1
    return `${prefix}${next.toString(36)}`
  }
}

function addCommonHooks(app: FastifyInstance, { isLoopbackOnly }: HttpConfig): void {
  let isClosing = false
  app.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'content-language': preferredLanguage(request.headers['accept-language']),
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
    if (!isLoopbackOnly) {
      reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}; includeSubDomains`)
    }
    const turned =
      hostProblemOf(request, isLoopbackOnly) ??
      (request.url.length > ADDRESS_CHARS_MAX ? 'address_too_long' : null)
    if (turned === null) done()
    else sendProblem(reply, turned)
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', API_POLICY)
    }
    // A connection that idles after this answer would keep the server from closing.
    if (isClosing) reply.header('connection', 'close')
    done(null, payload)
  })
}

/** The slices' routes and this room's own JSON, with the problems that they may answer with. */
function jsonRoutes({ books, log, publicTypes, routes }: HttpParts): readonly (Route | RawRoute)[] {
  const all = [...bookRoutes(books), ...entryRoutes(log, publicTypes), ...routes]
  const texts = new Map<string, HttpProblemText>(Object.entries(PROBLEMS))
  for (const route of all) {
    for (const [type, text] of Object.entries(problemsOf(route))) {
      const other = texts.get(type)
      assert(
        other === undefined || (other.en === text.en && other.zh === text.zh),
        `the problem ${type} has one sentence`,
      )
      texts.set(type, text)
    }
  }
  return [...all, problemRoute(texts)]
}

/** A problem's type is an address, and this is what stands there. */
function problemRoute(texts: ReadonlyMap<string, HttpProblemText>): Route {
  return readRoute({
    path: '/problems/:type',
    summary: 'What a type of problem means, in both languages.',
    access: 'public',
    params: z.strictObject({ type: z.string().max(100) }),
    response: z.strictObject({
      type: z.string(),
      status: z.int(),
      en: z.string(),
      zh: z.string(),
    }),
    problems: {
      problem_unknown: {
        status: 404,
        en: 'There is no problem of this type.',
        zh: '没有此类型的问题。',
      },
    },
    read({ params }) {
      const text = texts.get(params.type)
      if (text === undefined) return problem('problem_unknown')
      const { status, en, zh } = text
      return found({ type: `/problems/${params.type}`, status, en, zh }, 'brief')
    },
  })
}

function documentRoute(routes: readonly (Route | RawRoute)[], version: string): RawRoute {
  const listed = rawRoute({
    path: '/v1/openapi.json',
    summary: 'This document.',
    access: 'public',
    mediaType: 'application/json',
    handle: (_request, reply) => sendJson(reply.header('cache-control', 'no-cache'), whole),
  })
  const whole = openApi([...routes, listed], version)
  return listed
}

function addRoutes(
  app: FastifyInstance,
  routes: readonly (Route | RawRoute)[],
  serving: Serving & { readonly gate: Gate },
): void {
  for (const route of routes) {
    const isProbe = route.kind === 'raw' && route.isProbe === true
    const isOpen = route.access === 'public'
    const gated = isProbe
      ? []
      : [serving.gate.hook({ access: route.access, takesSession: takesSession(route) })]
    app.route({
      method: methodOf(route),
      url: route.path,
      bodyLimit: route.kind === 'bulk' ? BULK_BYTES_MAX : BODY_BYTES_MAX,
      // An event stream has no head of its own worth asking for, and its handler takes the socket.
      exposeHeadRoute: !(route.kind === 'raw' && route.mediaType === 'text/event-stream'),
      onRequest: isOpen && methodOf(route) === 'GET' ? [allowAnyOrigin, ...gated] : gated,
      handler:
        route.kind === 'raw'
          ? (request, reply) => route.handle(request, reply, serving.gate.principalOf(request))
          : handlerOf(route, serving),
    })
  }
}

/** A session is for reading only: no route of the API that acts knows it. */
function takesSession(route: Route | RawRoute): boolean {
  return (route.kind === 'read' || route.kind === 'raw') && route.takesSession === true
}

/**
 * What anybody may read, any page may read. Nothing is lent to it: with `*` a browser shows a page of
 * another origin only what was asked for without cookies.
 */
const allowAnyOrigin: onRequestHookHandler = (_request, reply, done) => {
  reply.header('access-control-allow-origin', '*')
  done()
}

/** A person with a browser, not a program: an address of the API answers in JSON to both. */
function isForReaders({ method, url, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD'
  return isRead && !url.startsWith('/v1/') && (headers.accept ?? '').includes('text/html')
}

function collectMethods(app: FastifyInstance): ReadonlyMap<string, Set<string>> {
  const known = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    const methods = known.get(url) ?? new Set()
    known.set(url, methods)
    for (const each of [method].flat()) methods.add(each)
  })
  return known
}

/** An address that exists says which methods it takes, and browsers ask before they send a header. */
function refuseOtherMethods(
  app: FastifyInstance,
  known: ReadonlyMap<string, ReadonlySet<string>>,
  gate: Gate,
): void {
  // The table grows while these are added, so it is read first.
  for (const [url, taken] of [...known].map(([path, set]) => [path, new Set(set)] as const)) {
    const others = METHODS.filter((method) => !taken.has(method))
    if (url === '*' || url === '/*' || others.length === 0) continue
    const refuse = (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('allow', [...taken].join(', '))
      if (request.method !== 'OPTIONS') return sendProblem(reply, 'method_not_allowed')
      return reply.headers(PREFLIGHT).code(204).send()
    }
    // Answered in the hook already: a body that comes with such a method is not read.
    const answer = async (request: FastifyRequest, reply: FastifyReply) => refuse(request, reply)
    app.route({
      method: others,
      url,
      onRequest: [gate.hook({ access: 'public', takesSession: false }), answer],
      handler: refuse,
    })
  }
}

function refusalTypesOf(routes: readonly (Route | RawRoute)[]): ReadonlySet<string> {
  return new Set(
    routes.flatMap((route) => ('refusals' in route ? Object.keys(route.refusals) : [])),
  )
}

/** One line for what failed, none above debug for what went well; addresses of callers never. */
function observeRequests(app: FastifyInstance, logger: Logger, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched'
    const { method } = request
    const status = reply.statusCode
    const durationMs = Math.round(reply.elapsedTime * 1000) / 1000
    metrics.observeHttp({ method, route, status, seconds: durationMs / 1000 })
    const line = { requestId: request.id, method, route, status, durationMs }
    if (status >= 500) logger.warn(line, 'answered')
    else logger.debug(line, 'answered')
    done()
  })
}
