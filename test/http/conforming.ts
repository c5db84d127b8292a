/**
 * Holds answers against the hub's own OpenAPI document, as a client would that knows nothing but the document: each
 * status is declared there, each body is of the schema that stands beside it, and each problem is one that is named.
 */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem } from './hub.ts'

const Operation = z.object({
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      content: z.record(
        z.string(),
        z.object({ schema: z.record(z.string(), z.json()).optional() }),
      ),
    }),
  ),
})
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

export interface Answered {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly status: number
  readonly contentType: string
  readonly body: unknown
}

export interface Contract {
  /** Throws where an answer is another one than the document says; otherwise answers the operation, `GET /v1/…`. */
  hold(answered: Answered): string
}

export async function readContract(app: FastifyInstance): Promise<Contract> {
  const { paths } = Document.parse((await app.inject('/v1/openapi.json')).json())
  const templates = Object.keys(paths).map((path) => ({
    path,
    matches: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  return {
    hold(answered) {
      const { method, status, contentType } = answered
      const [asked = ''] = answered.url.split('?')
      const path = templates.find(({ matches }) => matches.test(asked))?.path ?? asked
      const name = `${method} ${path}`
      const response = paths[path]?.[method.toLowerCase()]?.responses[String(status)]
      if (response === undefined) throw new Error(`${name} does not declare ${status}`)
      const [type = ''] = contentType.split(';')
      const content = response.content[type]
      if (content === undefined) throw new Error(`${name} ${status} does not declare ${type}`)
      if (type === 'application/problem+json') holdProblem(answered.body, response.description)
      else z.fromJSONSchema(content.schema ?? false).parse(answered.body)
      return name
    },
  }
}

/** A description names each problem with its sentence. */
function holdProblem(body: unknown, description: string): void {
  const named = Problem.parse(body).type.replace('/problems/', '')
  if (!description.split(' ').includes(`${named}:`)) throw new Error(`${named} is not named`)
}
