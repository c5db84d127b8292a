/** What a page is made of, and how it is sent: once as HTML, and not again while nothing has changed. */
import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageViews } from '#apps/web/pages.tsx'
import { CONTENT_SECURITY_POLICY, type Web } from '#platform/web/web.ts'
import type { FootCheckpoint, PageSetting } from '#web/kit/page-context.ts'
import type { Language } from '#web/kit/language.ts'

/** What the server says of a page besides its view. */
export type PageFrame = Omit<PageSetting, 'places' | 'assets'>
export type HubWeb = Web<PageViews, PageFrame>

/** A page by name with its view, paired for the compiler. */
type Named = {
  [Name in keyof PageViews]: { readonly name: Name; readonly view: PageViews[Name] }
}[keyof PageViews]

export type Shown = Named & {
  /** Without the language prefix, with what of the query was understood: the language switch keeps it. */
  readonly path: string
  readonly foot: FootCheckpoint | null
  readonly status?: number
}

/** What a page is asked for with. Parameters are text; each page reads its own strictly. */
export interface PageRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Scheme and authority by which the reader reached us. */
  readonly origin: string
}

/** Its path is without the language prefix. Null: there is nothing at this address. */
export interface PageRoute {
  readonly path: `/${string}`
  load(request: PageRequest): Promise<Shown | null> | Shown | null
}

export interface PageSending {
  readonly web: HubWeb
  readonly isDemonstration: boolean
  /** Changes with every build of the web. */
  readonly version: string
}

const RETRY_SECONDS = 5

export function sendPage(
  reply: FastifyReply,
  shown: Shown,
  language: Language,
  { web, isDemonstration, version }: PageSending,
): FastifyReply {
  const { path, foot, status = 200 } = shown
  const frame: PageFrame = { language, path, checkpoint: foot, demonstration: isDemonstration }
  reply.code(status).headers({
    'content-language': language === 'zh' ? 'zh-CN' : 'en',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    // Kept, but asked for again each time: a reader who has just recorded an act looks for it.
    'cache-control': status === 200 ? 'no-cache' : 'no-store',
  })
  if (status === 200) {
    // From the view, so that a page which the reader has already is not even drawn.
    const etag = `W/"${hash('sha256', textOf({ version, frame, shown }), 'base64url').slice(0, 27)}"`
    reply.header('etag', etag)
    if (isNamed(reply.request.headers['if-none-match'], etag)) return reply.code(304).send()
  }
  return reply.type('text/html; charset=utf-8').send(web.renderPage(shown.name, shown.view, frame))
}

export function notFound(path: string, foot: FootCheckpoint | null): Shown {
  return { name: 'problem', view: { kind: 'not_found' }, path, foot, status: 404 }
}

/** The address holds something that this page does not take. */
export function malformedQuery(path: string, foot: FootCheckpoint | null): Shown {
  const why = {
    en: 'The place in the list is not one that this list has. Start from the newest.',
    zh: '列表中没有这个位置。请从最新处开始。',
  }
  const view = { kind: 'refused', code: 'cursor_malformed', why } as const
  return { name: 'problem', view, path, foot, status: 400 }
}

/** Whatever kept a page from being made, its reader can only come again. */
export function sendUnavailable(
  reply: FastifyReply,
  path: string,
  language: Language,
  sending: PageSending,
): FastifyReply {
  const view = { kind: 'unavailable', retryAfterSeconds: RETRY_SECONDS } as const
  reply.header('retry-after', String(RETRY_SECONDS))
  return sendPage(
    reply,
    { name: 'problem', view, path, foot: null, status: 503 },
    language,
    sending,
  )
}

export function isNamed(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  const wanted = etag.replace(/^W\//, '')
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === wanted)
}

export function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`
}

/** Amounts are bigints, which JSON does not know. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'bigint' ? part.toString() : part,
  )
}
