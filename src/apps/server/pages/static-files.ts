/** The files beside the pages: styles, scripts, icon, worker, and what crawlers ask for. */
import { hash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { CONTENT_SECURITY_POLICY, type WebFile } from '#platform/web/web.ts'
import { isNamed } from './page.ts'

/** The API answers in JSON, which no search engine needs. */
const ROBOTS: WebFile = {
  body: Buffer.from('User-agent: *\nDisallow: /v1/\nDisallow: /book/\n'),
  contentType: 'text/plain; charset=utf-8',
  cacheControl: 'public, max-age=3600',
}

export function addFiles(app: FastifyInstance, files: ReadonlyMap<string, WebFile>): void {
  for (const [path, file] of [...files, ['/robots.txt', ROBOTS] as const]) {
    const etag = `"${hash('sha256', file.body, 'base64url').slice(0, 27)}"`
    app.get(path, (request, reply) => {
      reply.headers({
        etag,
        'cache-control': file.cacheControl,
        // The worker fetches what it keeps, which the policy of the API would forbid it.
        'content-security-policy': CONTENT_SECURITY_POLICY,
      })
      if (isNamed(request.headers['if-none-match'], etag)) return reply.code(304).send()
      return reply.type(file.contentType).send(file.body)
    })
  }
  // Browsers ask for it unbidden, and take the drawing as well.
  app.get('/favicon.ico', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').redirect('/icon.svg', 308),
  )
}
