/**
 * What a page is made of, and how it is sent: once as HTML, and not again while nothing has changed. What
 * depends on who reads is kept by nobody else: a page of somebody who is signed in is private, and a
 * private page is not kept at all.
 */
import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PageViews } from '#apps/web/pages.tsx'
import type { Permission, Principal } from '#kernel/identity/principal.ts'
import type { Viewer } from '#platform/sessions/session.ts'
import { CONTENT_SECURITY_POLICY, type Web } from '#platform/web/web.ts'
import type { FootCheckpoint, PageSetting } from '#web/kit/page-context.ts'
import type { Language } from '#web/kit/language.ts'

/** What the server says of a page besides its view. */
export type PageFrame = Omit<PageSetting, 'assets'>
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
  /** Who is signed in; null for everybody else. */
  readonly viewer: Viewer | null
}

/** The request of a private page: somebody with its permission asks. */
export interface PrivateRequest extends PageRequest {
  readonly viewer: Viewer
  readonly principal: Principal
}

/** For everybody. Its path is without the language prefix. Null: there is nothing at this address. */
export interface PublicPage {
  readonly path: `/${string}`
  readonly access?: 'public'
  load(request: PageRequest): Promise<Shown | null> | Shown | null
}

/** For whoever is signed in, or has this permission. Forms stand on private pages only. */
export interface PrivatePage {
  readonly path: `/${string}`
  readonly access: 'signed-in' | Permission
  load(request: PrivateRequest): Promise<Shown | null> | Shown | null
}

export type PageRoute = PublicPage | PrivatePage

const RETRY_SECONDS = 5

/** How far a page may be kept: by everybody, by its reader, or by nobody. */
export type Keeping = 'shared' | 'own' | 'none'

export interface Sending {
  readonly web: HubWeb
  /** Changes with every build of the web. */
  readonly version: string
  /** The public id of the reader's session, or nothing: no two people share a tag. */
  readonly reader: string
  readonly frame: Omit<PageFrame, 'path' | 'checkpoint' | 'language'>
  readonly keeping: Keeping
}

// A page that is kept is asked for again each time: a reader who has just recorded an act looks for it.
const CACHE_CONTROL = {
  shared: 'no-cache',
  own: 'private, no-cache',
  none: 'private, no-store',
} as const

export function sendPage(
  reply: FastifyReply,
  shown: Shown,
  language: Language,
  sending: Sending,
): FastifyReply {
  const { path, foot, status = 200 } = shown
  const { web, version, reader, keeping } = sending
  const frame: PageFrame = { ...sending.frame, language, path, checkpoint: foot }
  reply.code(status).headers({
    'content-language': language === 'zh' ? 'zh-CN' : 'en',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    // With `no-referrer` browsers send forms with `Origin: null`, and forms are known by their origin.
    'referrer-policy': 'same-origin',
    'cache-control': status === 200 ? CACHE_CONTROL[keeping] : cacheControlOfProblem(keeping),
    vary: 'cookie',
  })
  if (status === 200 && keeping !== 'none') {
    // From the view, so that a page which the reader has already is not even drawn.
    const etag = `W/"${hash('sha256', textOf({ version, reader, frame, shown }), 'base64url').slice(0, 27)}"`
    reply.header('etag', etag)
    if (isNamed(reply.request.headers['if-none-match'], etag)) return reply.code(304).send()
  }
  return reply.type('text/html; charset=utf-8').send(web.renderPage(shown.name, shown.view, frame))
}

function cacheControlOfProblem(keeping: Keeping): string {
  return keeping === 'shared' ? 'no-store' : CACHE_CONTROL.none
}

export function notFound(path: string, foot: FootCheckpoint | null): Shown {
  return { name: 'problem', view: { kind: 'not_found' }, path, foot, status: 404 }
}

/** Signed in, but not as somebody who may see or do this. */
export function notPermitted(path: string, foot: FootCheckpoint | null): Shown {
  return { name: 'problem', view: { kind: 'forbidden' }, path, foot, status: 403 }
}

/** The address holds something that this page does not take. */
export function malformedQuery(path: string, foot: FootCheckpoint | null): Shown {
  const why = {
    en: 'The place in the list is not one that this list has. Open the list anew.',
    zh: '列表中没有这个位置。请重新打开列表。',
  }
  const view = { kind: 'refused', code: 'cursor_malformed', why } as const
  return { name: 'problem', view, path, foot, status: 400 }
}

const TURNED = {
  cross_site: {
    status: 403,
    en: 'This was sent by a page of another site. Nothing was done. Open the page here and send it from there.',
    zh: '此请求由其他网站的页面发出，未作任何处理。请在本站打开页面后提交。',
  },
  malformed_form: {
    status: 400,
    en: 'What was sent is not what this form sends. Nothing was done. Open the page anew.',
    zh: '所提交的内容与此表单不符，未作任何处理。请重新打开该页面。',
  },
  body_too_large: {
    status: 413,
    en: 'What was sent is too long. Nothing was done. Shorten it and send it again.',
    zh: '所提交的内容过长，未作任何处理。请缩短后重新提交。',
  },
} as const

/** What no page of ours sends is answered with a page that says so. */
export function turnedAway(code: keyof typeof TURNED, foot: FootCheckpoint | null): Shown {
  const { status, en, zh } = TURNED[code]
  return {
    name: 'problem',
    view: { kind: 'refused', code, why: { en, zh } },
    path: '/',
    foot,
    status,
  }
}

/** Whatever kept a page from being made, its reader can only come again. */
export function unavailable(path: string): Shown {
  const view = { kind: 'unavailable', retryAfterSeconds: RETRY_SECONDS } as const
  return { name: 'problem', view, path, foot: null, status: 503 }
}

export const RETRY_AFTER = String(RETRY_SECONDS)

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
