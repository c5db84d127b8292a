/** Single requests to a hub in another process, for tests that look at one answer at a time. */
import { Agent } from 'node:http'
import { z } from 'zod'
import { BulkAnswer, CommandAnswer } from '#platform/http/answer-body.ts'
import { parseProof } from '#kernel/log/proof.ts'
import { type HubPlace, operatorKeyOf } from './hub-process.ts'
import { madeUpClaim } from './made-up-claim.ts'
import { ask, type HttpAnswer } from './post.ts'

const PATH = '/v1/books/sh/claims'
const agent = new Agent({ keepAlive: false })

export function get({ port }: HubPlace, path: string): Promise<HttpAnswer> {
  return ask({ agent, port, path })
}

/** One claim under a key that is made from its number. */
export function publish(
  place: HubPlace,
  n: number,
  key = operatorKeyOf(place),
): Promise<HttpAnswer> {
  const authorization = `Bearer ${key}`
  const headers = { authorization, 'idempotency-key': `claim-${n}` }
  return ask({ agent, port: place.port, path: PATH, headers, body: JSON.stringify(madeUpClaim(n)) })
}

export interface Published {
  readonly repeated: boolean
  readonly index: number
}

export function publishedOf({ body }: HttpAnswer): Published {
  const { repeated, receipts } = CommandAnswer.parse(JSON.parse(body))
  const proof = parseProof(receipts[0]?.proof ?? '')
  if (!proof.ok) throw new Error(`a receipt has no proof: ${body}`)
  return { repeated, index: proof.value.index }
}

/** Many at once; every one must be recorded. */
export async function publishMany(place: HubPlace, from: number, count: number): Promise<void> {
  const headers = { authorization: `Bearer ${operatorKeyOf(place)}` }
  const items = Array.from({ length: count }, (_, at) => madeUpClaim(from + at))
  const path = `${PATH}/bulk`
  const answer = await ask({
    agent,
    port: place.port,
    path,
    headers,
    body: JSON.stringify({ items }),
  })
  const { items: outcomes } = BulkAnswer.parse(JSON.parse(answer.body))
  if (outcomes.some(({ outcome }) => outcome !== 'recorded')) throw new Error(answer.body)
}

export const Ready = z.looseObject({
  ready: z.boolean(),
  books: z.record(z.string(), z.string()),
})

export async function readiness(place: HubPlace) {
  const { status, body } = await get(place, '/readyz')
  return { status, books: Ready.parse(JSON.parse(body)).books }
}
