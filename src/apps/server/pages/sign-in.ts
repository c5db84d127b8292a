/**
 * Signing in as a made-up person, and out. A session is made anew each time and the one before it ends, so
 * nobody can be led into a session that somebody else knows.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { FORM_BYTES_MAX, parseForm } from '#platform/http/form-body.ts'
import { sessionCookie, sessionTokenOf } from '#platform/sessions/cookie.ts'
import type { Persona } from '#platform/sessions/persona.ts'
import type { Sessions } from '#platform/sessions/sessions.ts'
import { type Language, languages, localPath } from '#web/kit/language.ts'
import { signInPath, signOutPath } from '#web/pages/paths.ts'
import type { SignInView } from '#web/pages/SignInPage.tsx'
import { footOf, type Heads } from './heads.ts'
import { localPathFrom, withQuery } from './local-path.ts'
import type { PublicPage } from './page.ts'
import { beginningOf } from './reader.ts'

/** Absent where nobody signs in. */
export interface SignIn {
  readonly sessions: Sessions
  /** By rank. */
  personas(): Promise<readonly Persona[]>
  readonly isLoopbackOnly: boolean
}

export function signInPage(signIn: SignIn | null, heads: Heads): PublicPage {
  return {
    path: signInPath,
    async load({ query }) {
      const [[first], personas] = await Promise.all([heads.all(), signIn?.personas() ?? null])
      const next = localPathFrom(query.get('next'))
      return {
        name: 'signIn',
        view: { personas: personas?.map(personaLine) ?? null, next },
        path: next === null ? signInPath : withQuery(signInPath, 'next', next),
        foot: footOf(first),
      }
    },
  }
}

function personaLine({
  id,
  roles: [role],
  name,
  what,
  organisation,
}: Persona): NonNullable<SignInView['personas']>[number] {
  return { id, role, name, what, organisation: organisation?.name ?? null }
}

export interface SignInServing {
  /** Answers whatever another site's page sends, before its body is read. */
  guard(request: FastifyRequest, reply: FastifyReply): Promise<unknown>
  sendMalformed(request: FastifyRequest, reply: FastifyReply): FastifyReply
}

export function addSignIn(app: FastifyInstance, signIn: SignIn, serving: SignInServing): void {
  const options = {
    bodyLimit: FORM_BYTES_MAX,
    onRequest: (request: FastifyRequest, reply: FastifyReply) => serving.guard(request, reply),
  }
  for (const language of languages) {
    app.post(localPath(language, signInPath), options, async (request, reply) => {
      const fields = request.body instanceof Uint8Array ? parseForm(request.body) : null
      if (fields?.ok !== true) return serving.sendMalformed(request, reply)
      const { persona = '', next, ...others } = fields.value
      if (Object.keys(others).length > 0) return serving.sendMalformed(request, reply)
      const signedIn = await signIn.sessions.signIn(persona)
      if (signedIn === null) return serving.sendMalformed(request, reply)
      await endPresented(request, signIn)
      const to = localPathFrom(next) ?? localPath(language, beginningOf(signedIn.roles))
      return leave(reply, to, sessionCookie(signedIn.token, signIn.isLoopbackOnly))
    })
    // Whoever comes to the address of the way out by the address bar is shown the way in.
    app.get(localPath(language, signOutPath), (_request, reply) =>
      reply.header('cache-control', 'no-store').redirect(localPath(language, signInPath), 303),
    )
    app.post(localPath(language, signOutPath), options, async (request, reply) => {
      await endPresented(request, signIn)
      return leave(reply, localPath(language, '/'), sessionCookie(null, signIn.isLoopbackOnly))
    })
  }
}

async function endPresented({ headers }: FastifyRequest, { sessions }: SignIn): Promise<void> {
  const token = sessionTokenOf(headers.cookie)
  if (token !== null) await sessions.signOut(token)
}

function leave(reply: FastifyReply, to: string, cookie: string): FastifyReply {
  return reply.headers({ 'set-cookie': cookie, 'cache-control': 'no-store' }).redirect(to, 303)
}

/** To the sign-in, and from there back. */
export function toSignIn(reply: FastifyReply, language: Language, next: string): FastifyReply {
  const to = withQuery(localPath(language, signInPath), 'next', next)
  return reply.headers({ 'cache-control': 'no-store', vary: 'cookie' }).redirect(to, 303)
}
