/**
 * The one place where a caller is let in: rate, key, permission, in this order, before a byte of the body
 * is read. A key that is presented must be right, also where none is needed, so that a client learns that
 * its key has expired from its first request and not from a missing field.
 */
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isPermitted, type Permission, type Principal } from '#kernel/identity/principal.ts'
import type { Authenticator } from '#platform/credentials/authenticator.ts'
import { sendProblem } from './problem.ts'
import type { Access } from './route.ts'

export interface RateLimits {
  /** Requests a minute from one address (an IPv6 /64) without a known key. */
  readonly addressPerMinute: number
  /** Requests a minute with one credential. */
  readonly credentialPerMinute: number
}

/** A hub page asks for about ten files; a machine client may keep a book busy. */
export const RATE_LIMITS: RateLimits = { addressPerMinute: 12_000, credentialPerMinute: 1_200_000 }

const MINUTE_MS = 60_000
const RETRY_SECONDS = '1'

export interface Gate {
  /** The hook of one route. It answers by itself where the caller may not go on. */
  hook(access: Access): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
  /** Who passed; null for a caller without a key on a public route. */
  principalOf(request: FastifyRequest): Principal | null
  /** Whether whoever passed has a further permission. */
  mayBeyond(request: FastifyRequest, permission: Permission): boolean
}

export interface Gatekeeping {
  readonly authenticator: Authenticator
  readonly rates: RateLimits
  readonly onFailure: (failure: unknown, request: FastifyRequest) => void
}

type Entrance = Principal | 'nobody' | 'rejected' | 'limited' | 'unavailable'

export async function createGate(app: FastifyInstance, gatekeeping: Gatekeeping): Promise<Gate> {
  const { authenticator, rates, onFailure } = gatekeeping
  // Not global: which of the two limits counts is decided here.
  await app.register(rateLimit, { global: false })
  const byAddress = app.createRateLimit({ max: rates.addressPerMinute, timeWindow: MINUTE_MS })
  const byCredential = app.createRateLimit({
    max: rates.credentialPerMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => `credential ${authenticator.idOf(bearerOf(request) ?? '') ?? ''}`,
  })
  const principals = new WeakMap<FastifyRequest, Principal>()

  async function isLimited(limit: typeof byAddress, request: FastifyRequest): Promise<boolean> {
    const rate = await limit(request)
    return !rate.isAllowed && rate.isExceeded
  }

  async function enter(request: FastifyRequest): Promise<Entrance> {
    const key = bearerOf(request)
    // A look-up costs the database something, so whoever causes one is counted by address first.
    if (key === null || !authenticator.isKept(key)) {
      if (await isLimited(byAddress, request)) return 'limited'
    }
    if (key === null) return request.headers.authorization === undefined ? 'nobody' : 'rejected'
    try {
      const principal = await authenticator.authenticate(key)
      // A wrong secret is counted by address as well: it must not use up the owner's rate.
      if (principal === null) return (await isLimited(byAddress, request)) ? 'limited' : 'rejected'
      return (await isLimited(byCredential, request)) ? 'limited' : principal
    } catch (failure) {
      onFailure(failure, request)
      return 'unavailable'
    }
  }

  return {
    hook: (access) => async (request, reply) => {
      const entrance = await enter(request)
      if (entrance === 'limited') {
        return sendProblem(reply.header('retry-after', RETRY_SECONDS), 'rate_limited')
      }
      if (entrance === 'unavailable') {
        return sendProblem(reply.header('retry-after', RETRY_SECONDS), 'not_ready')
      }
      if (entrance === 'rejected' || (entrance === 'nobody' && access !== 'public')) {
        reply.header('www-authenticate', 'Bearer realm="hongqiao"')
        return sendProblem(reply, 'unauthenticated')
      }
      if (entrance === 'nobody') return undefined
      if (access !== 'public' && !isPermitted(entrance, access)) {
        return sendProblem(reply, 'forbidden')
      }
      principals.set(request, entrance)
      return undefined
    },
    principalOf: (request) => principals.get(request) ?? null,
    mayBeyond(request, permission) {
      const principal = principals.get(request)
      return principal !== undefined && isPermitted(principal, permission)
    },
  }
}

function bearerOf({ headers }: FastifyRequest): string | null {
  return /^Bearer ([A-Za-z0-9_-]{1,100})$/i.exec(headers.authorization ?? '')?.[1] ?? null
}
