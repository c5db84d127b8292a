/**
 * The log's read paths, exactly as c2sp.org/tlog-tiles has them: checkpoint, hash tiles, entry bundles.
 * A tile has one address. Every other spelling of it is not found, so that caches hold it once and a
 * client that builds wrong addresses is found out here and not at another log.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseTilePath } from '#kernel/log/tile.ts'
import type { LogReader } from './log-reader.ts'
import { sendProblem } from './problem.ts'
import { type RawRoute, rawRoute } from './raw-route.ts'
import type { Books } from './route.ts'

const PREFIX = /^\/book\/([a-z][a-z0-9-]{0,31})\//
const CHECKPOINT_CACHE = 'public, max-age=1'
const IMMUTABLE = 'public, max-age=31536000, immutable'
// A bundle is for parties, mirrors and auditors: no cache between here and them may keep it.
const IMMUTABLE_PRIVATE = 'private, max-age=31536000, immutable'
const OCTETS = 'application/octet-stream'

export function tlogRoutes(books: Books, log: LogReader): readonly RawRoute[] {
  return [checkpointRoute(books, log), tileRoute(books, log), bundleRoute(books, log)]
}

function checkpointRoute(books: Books, log: LogReader): RawRoute {
  return rawRoute({
    path: '/book/:book/checkpoint',
    summary: 'The last signed checkpoint of a book, as of c2sp.org/tlog-checkpoint.',
    access: 'public',
    mediaType: 'text/plain',
    async handle(request, reply) {
      const at = placeOf(request, books)
      const note = at?.rest === 'checkpoint' ? await log.latestCheckpoint(at.book) : null
      if (note === null) return sendProblem(reply, 'not_found')
      reply.header('cache-control', CHECKPOINT_CACHE)
      return reply.type('text/plain; charset=utf-8').send(note)
    },
  })
}

function tileRoute(books: Books, log: LogReader): RawRoute {
  return rawRoute({
    path: '/book/:book/tile/*',
    summary: 'A full or partial tile of hashes, as of c2sp.org/tlog-tiles.',
    access: 'public',
    mediaType: OCTETS,
    async handle(request, reply) {
      const at = placeOf(request, books)
      const tile = at === null ? null : parseTilePath(at.rest)
      if (at === null || tile?.kind !== 'tile') {
        return sendProblem(reply, 'not_found')
      }
      return sendOctets(reply, await log.tile(at.book, tile), IMMUTABLE)
    },
  })
}

function bundleRoute(books: Books, log: LogReader): RawRoute {
  return rawRoute({
    path: '/book/:book/tile/entries/*',
    summary: 'A bundle of entries, as of c2sp.org/tlog-tiles.',
    access: 'entries.read',
    mediaType: OCTETS,
    async handle(request, reply) {
      const at = placeOf(request, books)
      const bundle = at === null ? null : parseTilePath(at.rest)
      if (at === null || bundle?.kind !== 'bundle') {
        return sendProblem(reply, 'not_found')
      }
      return sendOctets(reply, await log.bundle(at.book, bundle), IMMUTABLE_PRIVATE)
    },
  })
}

/** From the address as it was written: decoding it first would make other spellings equal. */
function placeOf(
  { url }: FastifyRequest,
  books: Books,
): { readonly book: string; readonly rest: string } | null {
  const match = PREFIX.exec(url)
  const [prefix = '', book = ''] = match ?? []
  return books.has(book) ? { book, rest: url.slice(prefix.length) } : null
}

function sendOctets(
  reply: FastifyReply,
  bytes: Uint8Array | null,
  cacheControl: string,
): FastifyReply {
  if (bytes === null) return sendProblem(reply, 'not_found')
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return reply.header('cache-control', cacheControl).type(OCTETS).send(view)
}
