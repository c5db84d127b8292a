/**
 * Forms that anybody may send and that record nothing: what is sent is answered with a page, and forgotten.
 * They need no key and no session, so a copy of the page elsewhere can send them as well, to no effect.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type FormValues, parseForm } from '#platform/http/form-body.ts'
import { languages, localPath } from '#web/kit/language.ts'
import type { Shown } from './page.ts'

export interface PublicPost {
  /** The path of its page. */
  readonly path: `/${string}`
  readonly bytesMax: number
  answer(values: FormValues): Promise<Shown>
}

interface Sending {
  send(request: FastifyRequest, reply: FastifyReply, shown: Shown): FastifyReply
  sendMalformed(request: FastifyRequest, reply: FastifyReply): FastifyReply
}

export function addPublicPost(app: FastifyInstance, post: PublicPost, sending: Sending): void {
  for (const language of languages) {
    const options = { bodyLimit: post.bytesMax }
    app.post(localPath(language, post.path), options, async (request, reply) => {
      const { body, headers } = request
      // A compressed body could be a thousand times its size: none is taken.
      const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity'
      const values = isPlain && body instanceof Uint8Array ? parseForm(body) : null
      if (values?.ok !== true) return sending.sendMalformed(request, reply)
      return sending.send(request, reply, await post.answer(values.value))
    })
  }
}
