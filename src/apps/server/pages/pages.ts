/**
 * The pages of the hub: each in both languages at its address, made from rows and the log by plain reads.
 * Nobody signs in to see them and nothing on them depends on who asks.
 */
import { hash } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import type { BookPort } from '#platform/book/port.ts'
import type { Pages } from '#platform/http/build-http.ts'
import type { LogReader } from '#platform/http/log-reader.ts'
import { languages, localPath, splitPath } from '#web/kit/language.ts'
import { figurePages } from './figure-pages.ts'
import { footOf, Heads } from './heads.ts'
import { hubPages } from './hub-pages.ts'
import { logPages } from './log-pages.ts'
import {
  type HubWeb,
  notFound,
  originOf,
  type PageRoute,
  type PageSending,
  sendPage,
  sendUnavailable,
} from './page.ts'
import { addFiles } from './static-files.ts'

export interface PageParts {
  readonly pool: pg.Pool
  /** In the order in which the pages name them; the first is the one that the foot states. */
  readonly books: ReadonlyMap<string, BookPort>
  readonly log: LogReader
  readonly web: HubWeb
  readonly isDemonstration: boolean
  /** The event types whose leaves anybody may read. */
  readonly publicTypes: ReadonlySet<string>
}

export function createPages(parts: PageParts): Pages {
  const { pool, books, log, web, isDemonstration, publicTypes } = parts
  const heads = new Heads(books, log)
  const listing = { pool, publicTypes }
  const bookNames = [...books.keys()]
  const routes = [
    ...hubPages({ pool, bookNames, heads, listing }),
    ...figurePages({ pool, bookNames, heads }),
    ...logPages({ log, heads, listing }),
  ]
  const sending: PageSending = { web, isDemonstration, version: versionOf(web) }
  const sendNotFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { language, path } = splitPath(pathOf(request))
    const head = heads.atHand()
    return sendPage(reply, notFound(path, head && footOf(head)), language, sending)
  }
  return {
    register(app) {
      app.setErrorHandler((error: FastifyError, request, reply) => {
        request.log.error({ err: error, requestId: request.id }, 'a page could not be made')
        const { language, path } = splitPath(pathOf(request))
        return sendUnavailable(reply, path, language, sending)
      })
      addFiles(app, web.files)
      // A page has one address, and this is how people write that of the Chinese first page.
      app.get('/zh/', (_request, reply) => reply.redirect('/zh', 308))
      for (const route of routes) addRoute(app, route, sending, sendNotFound)
    },
    sendNotFound,
  }
}

function addRoute(
  app: FastifyInstance,
  page: PageRoute,
  sending: PageSending,
  sendNotFound: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): void {
  for (const language of languages) {
    app.get<{ Params: Record<string, string> }>(
      localPath(language, page.path),
      async (request, reply) => {
        const { params, url } = request
        const query = new URLSearchParams(url.slice(pathOf(request).length))
        const shown = await page.load({ params, query, origin: originOf(request) })
        return shown === null
          ? sendNotFound(request, reply)
          : sendPage(reply, shown, language, sending)
      },
    )
  }
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
