/**
 * Whether a form was sent by a page of ours. The cookie is SameSite=Strict already, but a site is wider
 * than an origin: another port of this machine is the same site. So the browser's own word on where the
 * form stood is asked as well, and a request without any such word is refused.
 */
import type { FastifyRequest } from 'fastify'

export function isSentByOurPage({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  // `none` is the person at the address bar or a reload; no page can make a browser say it.
  const isOurs = site === 'same-origin' || site === 'none'
  if (site !== undefined && !isOurs) return false
  const { origin } = headers
  if (origin === undefined || origin === 'null') return isOurs
  // The scheme may differ behind a proxy that ends TLS; the authority may not.
  return URL.parse(origin)?.host === host.toLowerCase()
}
