/**
 * The one place where a caller is let in: rate, key or session, permission, in this order, before a byte of
 * the body is read. A key that is presented must be right, also where none is needed, so that a client
 * learns that its key has expired from its first request and not from a missing field. A session that is
 * over is none: its reader is signed out, and pages say so.
 */
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isPermitted, type Permission, type Principal } from '#kernel/identity/principal.ts'
import { unreachable } from '#kernel/std/assert.ts'
import type { Authenticator } from '#platform/credentials/authenticator.ts'
import { sessionTokenOf } from '#platform/sessions/cookie.ts'
import type { Viewer } from '#platform/sessions/session.ts'
import type { Sessions } from '#platform/sessions/sessions.ts'
import { sendProblem } from './problem.ts'
import type { Access } from './route.ts'

export interface RateLimits {
  /** Requests a minute from one address (an IPv6 /64) without a known key or session. */
  readonly addressPerMinute: number
  /** Requests a minute with one credential. */
  readonly credentialPerMinute: number
}

/** A hub page asks for about ten files; a machine client may keep a book busy. */
export const RATE_LIMITS: RateLimits = { addressPerMinute: 12_000, credentialPerMinute: 1_200_000 }

const MINUTE_MS = 60_000
const RETRY_SECONDS = '1'

/** By what a caller may be known: programs by keys, people in a browser by their session as well. */
export interface Entry {
  readonly access: Access
  readonly takesSession: boolean
  /** Answers where nobody can say now who calls; a problem document if unset. */
  readonly sendUnavailable?: (request: FastifyRequest, reply: FastifyReply) => unknown
}

export interface Gate {
  /** The hook of one route. It answers by itself where the caller may not go on. */
  hook(entry: Entry): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
  /** Who passed; null for a caller without key and session on a public route. */
  principalOf(request: FastifyRequest): Principal | null
  /** Who passed by a session, on a route that takes one. */
  viewerOf(request: FastifyRequest): Viewer | null
  /** Whether whoever passed has a further permission. */
  mayBeyond(request: FastifyRequest, permission: Permission): boolean
}

export interface Gatekeeping {
  readonly authenticator: Authenticator
  /** Null where nobody signs in. */
  readonly sessions: Sessions | null
  readonly rates: RateLimits
  readonly onFailure: (failure: unknown, request: FastifyRequest) => void
}

interface Passed {
  readonly principal: Principal
  /** Null for whoever passed with a key. */
  readonly viewer: Viewer | null
}

type Entrance = Passed | 'nobody' | 'rejected' | 'limited' | 'unavailable'

/** One way of proving who calls, whatever it is that was presented. */
interface Proof {
  readonly isKept: boolean
  readonly ifWrong: 'nobody' | 'rejected'
  prove(): Promise<Passed | null>
}

export async function createGate(app: FastifyInstance, gatekeeping: Gatekeeping): Promise<Gate> {
  const enter = await createEntrance(app, gatekeeping)
  const passed = new WeakMap<FastifyRequest, Passed>()
  return {
    hook: (entry) => async (request, reply) => {
      const entrance = await enter(request, entry.takesSession)
      if (typeof entrance === 'string') return turnBack(entrance, entry, { request, reply })
      if (entry.access !== 'public' && !isPermitted(entrance.principal, entry.access)) {
        return sendProblem(reply, 'forbidden')
      }
      passed.set(request, entrance)
      return undefined
    },
    principalOf: (request) => passed.get(request)?.principal ?? null,
    viewerOf: (request) => passed.get(request)?.viewer ?? null,
    mayBeyond(request, permission) {
      const entrance = passed.get(request)
      return entrance !== undefined && isPermitted(entrance.principal, permission)
    },
  }
}

interface Call {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Answers whoever nobody is known to be, or lets them on where everybody may go. */
function turnBack(
  entrance: Exclude<Entrance, Passed>,
  { access, sendUnavailable }: Entry,
  { request, reply }: Call,
): unknown {
  switch (entrance) {
    case 'limited':
      return sendProblem(reply.header('retry-after', RETRY_SECONDS), 'rate_limited')
    case 'unavailable':
      return sendUnavailable === undefined
        ? sendProblem(reply.header('retry-after', RETRY_SECONDS), 'not_ready')
        : sendUnavailable(request, reply)
    case 'nobody':
      return access === 'public' ? undefined : sendUnauthenticated(reply)
    case 'rejected':
      return sendUnauthenticated(reply)
    default:
      return unreachable(entrance)
  }
}

function sendUnauthenticated(reply: FastifyReply) {
  return sendProblem(reply.header('www-authenticate', 'Bearer realm="hongqiao"'), 'unauthenticated')
}

type Enter = (request: FastifyRequest, takesSession: boolean) => Promise<Entrance>

async function createEntrance(
  app: FastifyInstance,
  { authenticator, sessions, rates, onFailure }: Gatekeeping,
): Promise<Enter> {
  // Not global: which of the two limits counts is decided here.
  await app.register(rateLimit, { global: false })
  const byAddress = app.createRateLimit({ max: rates.addressPerMinute, timeWindow: MINUTE_MS })
  const byCredential = app.createRateLimit({
    max: rates.credentialPerMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => `credential ${credentialOf(request)}`,
  })

  function credentialOf(request: FastifyRequest): string {
    const key = bearerOf(request)
    if (key !== null) return authenticator.idOf(key) ?? ''
    const token = sessionTokenOf(request.headers.cookie)
    return token === null ? '' : `session ${sessions?.idOf(token) ?? ''}`
  }

  async function isLimited(limit: typeof byAddress, request: FastifyRequest): Promise<boolean> {
    const rate = await limit(request)
    return !rate.isAllowed && rate.isExceeded
  }

  function proofOf(request: FastifyRequest, takesSession: boolean): Proof | null {
    const key = bearerOf(request)
    if (key !== null) return keyProof(authenticator, key)
    if (request.headers.authorization !== undefined) return NO_KEY
    const token = takesSession ? sessionTokenOf(request.headers.cookie) : null
    return sessions === null || token === null ? null : sessionProof(sessions, token)
  }

  async function proven(request: FastifyRequest, proof: Proof): Promise<Entrance> {
    const passed = await proof.prove()
    // A wrong secret is counted by address as well: it must not use up the owner's rate.
    if (passed === null) return (await isLimited(byAddress, request)) ? 'limited' : proof.ifWrong
    return (await isLimited(byCredential, request)) ? 'limited' : passed
  }

  return async (request, takesSession) => {
    const proof = proofOf(request, takesSession)
    // A look-up costs the database something, so whoever causes one is counted by address first.
    if (proof?.isKept !== true && (await isLimited(byAddress, request))) return 'limited'
    if (proof === null) return 'nobody'
    try {
      return await proven(request, proof)
    } catch (failure) {
      onFailure(failure, request)
      return 'unavailable'
    }
  }
}

/** An authorization that is no key of ours needs no look-up to be wrong. */
const NO_KEY: Proof = { isKept: false, ifWrong: 'rejected', prove: () => Promise.resolve(null) }

function keyProof(authenticator: Authenticator, key: string): Proof {
  return {
    isKept: authenticator.isKept(key),
    ifWrong: 'rejected',
    async prove() {
      const principal = await authenticator.authenticate(key)
      return principal === null ? null : { principal, viewer: null }
    },
  }
}

function sessionProof(sessions: Sessions, token: string): Proof {
  return {
    isKept: sessions.isKept(token),
    ifWrong: 'nobody',
    async prove() {
      const viewer = await sessions.authenticate(token)
      return viewer === null ? null : { principal: viewer.principal, viewer }
    },
  }
}

function bearerOf({ headers }: FastifyRequest): string | null {
  return /^Bearer ([A-Za-z0-9_-]{1,100})$/i.exec(headers.authorization ?? '')?.[1] ?? null
}
