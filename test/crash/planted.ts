/** A person whose name and telephone can be looked for: planted in a hub, erased there, and looked for again. */
import { Agent } from 'node:http'
import { hongqiao } from './command.ts'
import { type HubPlace, operatorKeyOf } from './hub-process.ts'
import { ask, type HttpAnswer } from './post.ts'
import { publishedOf } from './requests.ts'

export const PARTY = 'pty_planted'
export const NAME = 'Planted-Xiaohong-7f3a91'
export const PHONE = '138000077665544'
const REGISTRY = 'pty_planted-registry'
const agent = new Agent({ keepAlive: false })

export interface Planted {
  /** Of the person itself. */
  readonly key: string
  /** The entry that has its name and telephone. */
  readonly entry: number
}

function post(place: HubPlace, path: string, key: string, body: object): Promise<HttpAnswer> {
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': path.replaceAll('/', '-') }
  return ask({
    agent,
    port: place.port,
    path: `/v1/books/sh/${path}`,
    headers,
    body: JSON.stringify(body),
  })
}

export async function plant(place: HubPlace): Promise<Planted> {
  const operator = operatorKeyOf(place)
  await post(place, 'registry', operator, { registry: REGISTRY })
  const person = { by: REGISTRY, person: PARTY, name: NAME, phone: PHONE }
  const registered = await post(place, 'persons', operator, person)
  if (registered.status !== 201) throw new Error(registered.body)
  const args = ['key', 'issue', '--role', 'consumer', '--label', 'planted', '--party', PARTY]
  const { output } = await hongqiao({ args, place })
  return { key: output.trim(), entry: publishedOf(registered).index }
}

/** Answers once the book and its journal have it. */
export async function erase(place: HubPlace, { key }: Planted): Promise<number> {
  const asked = { subject: PARTY, basis: 'consent-withdrawn', when: 'now' }
  const erased = await post(place, 'erasures', key, asked)
  if (erased.status !== 201) throw new Error(erased.body)
  return publishedOf(erased).index
}

/** All that the person, and whoever registered it, can read of it. */
export async function everythingOf(place: HubPlace, { key, entry }: Planted): Promise<string> {
  const paths = [`/v1/books/sh/my-data.json`, `/v1/books/sh/entries/${entry}/receipt`]
  const answers = await Promise.all(
    [key, operatorKeyOf(place)].flatMap((each) =>
      paths.map((path) => {
        const headers = { authorization: `Bearer ${each}` }
        return ask({ agent, port: place.port, path, headers })
      }),
    ),
  )
  return answers.map(({ body }) => `${body}\n${disclosedIn(body)}`).join('\n')
}

/** Disclosures are base64url. */
const disclosedIn = (body: string) =>
  [...body.matchAll(/[A-Za-z0-9_-]{40,}/g)]
    .map(([text]) => Buffer.from(text, 'base64url').toString('latin1'))
    .join('\n')
