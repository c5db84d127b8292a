/**
 * Reads that are not JSON from a schema: the log's files, exports, health, metrics, event streams. They
 * write their own answer, but pass the same gate and stand in the same OpenAPI document; what can be one
 * of the kinds of route.ts is one of those.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '#kernel/identity/principal.ts'
import type { Access } from './route.ts'

export interface RawRoute {
  readonly kind: 'raw'
  readonly path: `/${string}`
  readonly summary: string
  readonly access: Access
  readonly mediaType: string
  /** Probes are not counted against anybody's rate: a hub that is busy must still say so. */
  readonly isProbe?: boolean
  /** Whether a page's reader is known by the session, too; other routes know keys alone. */
  readonly takesSession?: boolean
  /** The principal is null only for a caller without a key on a public route. */
  handle(
    request: FastifyRequest,
    reply: FastifyReply,
    principal: Principal | null,
  ): Promise<FastifyReply> | FastifyReply
}

export function rawRoute(route: Omit<RawRoute, 'kind'>): RawRoute {
  return { kind: 'raw', ...route }
}
